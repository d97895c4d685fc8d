"""The kind ``folder``: its settings, and how a channel is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..errors import MissingExtraError, NotFoundError, RejectedError
from ..imaging.thumbnails import has_pillow
from ..ports import Channel, ChannelKind, Surroundings
from .folder import Folder
from .mirror import Mirror
from .pictures import Pictures
from .shots import Sizes
from .site_layout import SiteLayout
from .site_pages import SitePages
from .site_store import SiteStore
from .stores.opening import PLACE, store_of

SETTINGS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["path"],
    "properties": {
        **PLACE,
        "site": {
            "type": "string",
            "minLength": 1,
            "description": "The name of the site whose pages these are.",
        },
        "formats": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string", "minLength": 1, "not": {"const": "html"}},
            "description": "Renderers beside html, such as json and markdown.",
        },
        "strip_metadata": {
            "type": "boolean",
            "description": "Take GPS, names and comments out of pictures; true unless"
            " said.",
        },
        "renditions": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "integer", "minimum": 16, "maximum": 8192},
            "description": "Widths in pixels in which pictures are also kept, such as"
            " 480, 960 and 1600; needs newsflow[images].",
        },
        "mirrors": {
            "type": "array",
            "uniqueItems": True,
            "description": "Further places with the same site; path and address each.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["path", "address"],
                "properties": {
                    **PLACE,
                    "address": {
                        "type": "string",
                        "pattern": "^https?://",
                        "description": "Where readers find the mirror.",
                    },
                },
            },
        },
    },
}


def make_folder(
    name: str, settings: Mapping[str, Any], around: Surroundings
) -> Channel:
    """Build a folder channel out of its settings.

    Raises:
        NotFoundError: there is no such site, no such renderer, or no words of the house
            where they should be.
        InvalidError: a setting of the site cannot be, or needs what is not installed;
            or the address of a store is none.
        MissingExtraError: what speaks the protocol of a store is not installed.
        ThemeError: the theme of the site cannot be used.
        MissingExtraError: renditions are asked for, and Pillow is not installed.
        RejectedError: the renderer called html cannot write the pages of a site; or
            there are mirrors, and no address to call the primary one, or two of the
            places are one; or a store lacks a setting, such as its host key.
    """
    layout = _layout(name, settings, around)
    at = partial(store_of, channel=name, folder=around.folder)
    mirrors = tuple(
        Mirror(address=one["address"], folder=at(one))
        for one in settings.get("mirrors", ())
    )
    folder = at(settings)
    for reason in _unfit(folder, layout, mirrors):
        raise RejectedError(name, reason)
    return Folder(
        name=name, folder=folder, layout=layout, mirrors=mirrors, media=around.media
    )


FOLDER = ChannelKind(name="folder", settings=SETTINGS, make=make_folder)
"""The kind of channel that keeps a site in a folder."""


def _layout(name: str, settings: Mapping[str, Any], around: Surroundings) -> SiteLayout:
    pages = around.renderer("html")
    if not isinstance(pages, SitePages):
        reason = "the renderer html cannot place pages on a site, nor list stories"
        raise RejectedError(name, reason)
    site = _site(settings.get("site"), around)
    address_of_site = str(site.get("address", ""))
    return SiteLayout(
        pages=pages.for_site(site, folder=around.folder),
        formats=tuple(around.renderer(each) for each in settings.get("formats", ())),
        site_name=site.get("title") or site.get("name") or around.newsroom,
        base_url=f"{address_of_site.rstrip('/')}/" if address_of_site else "",
        language=next(iter(site.get("languages", ())), "en"),
        policies=tuple(site.get("policies", {}).items()),
        pictures=_pictures(name, settings),
    )


def _pictures(name: str, settings: Mapping[str, Any]) -> Pictures:
    widths = settings.get("renditions", ())
    if widths and not has_pillow():
        feature, extra = f"renditions of channel {name}", "images"
        raise MissingExtraError(feature, extra)
    strip = settings.get("strip_metadata", True)
    return Pictures(strip=strip, sizes=Sizes(widths=widths))


def _unfit(
    folder: SiteStore, layout: SiteLayout, mirrors: tuple[Mirror, ...]
) -> Iterator[str]:
    if mirrors and not layout.base_url:
        yield "mirrors name the site's address in every page: give it a site with one"
    stores = (folder, *(one.folder for one in mirrors))
    for number, store in enumerate(stores):
        others = [other.parts for other in stores[:number]]
        if any(_is_within(store.parts, other) for other in others):
            where = store.where()
            yield f"{where} is the folder of the site, or of another mirror, or in one"
        if any(_is_within(other, store.parts) for other in others):
            yield f"the site, or another mirror, lies within {store.where()}"


def _is_within(place: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return place[: len(other)] == other


def _site(name: str | None, around: Surroundings) -> Mapping[str, Any]:
    if name is None:
        return around.sites[0] if len(around.sites) == 1 else {}
    for site in around.sites:
        if site["name"] == name:
            return site
    kind = "site"
    raise NotFoundError(kind, name, known=(site["name"] for site in around.sites))
