"""How a page shows a picture: in which widths, which first, and what goes on a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter

import attrs
from markupsafe import Markup

from ..model.blocks import ImageBlock
from ..model.content import Content
from ..model.media import Media
from .linked_data import PICTURES
from .place import Place

SIZES = "(max-width: 42rem) calc(100vw - 2.25rem), 39.75rem"
"""How wide pictures are on our pages: as wide as the text, by the measure of style."""
CARD = 1200
"""Pixels of width that a card of a social network needs (Open Graph)."""
LARGE = 300
"""Pixels from which on a picture fills a card (X: summary_large_image)."""

_LATER: Mapping[str, str] = {"loading": "lazy", "decoding": "async"}
_FIRST: Mapping[str, str] = {"fetchpriority": "high", "decoding": "async"}


def is_picture(medium: Media) -> bool:
    """Tell whether an image element can show a medium."""
    return medium.kind in PICTURES


def attributes(content: Content, place: Place) -> Callable[[Media], Mapping[str, str]]:
    """Tell what an image element of a story says beside address, words and size.

    The first picture is fetched at once, each other one when a reader comes near.
    """
    first = _first(content)

    def of(medium: Media) -> Mapping[str, str]:
        told = _FIRST if medium.key == first else _LATER
        return {**_widths(medium, place), **told}

    return of


def lead_attributes(content: Content, place: Place) -> Markup:
    """Write these attributes of a story's lead, each with a space before it."""
    lead = content.lead_media
    if lead is None or not is_picture(lead):
        return Markup("")
    told = attributes(content, place)(lead)
    return Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in told.items()
    )


@attrs.frozen(kw_only=True)
class Card:
    """What a card of a social network shows: a picture by its full address."""

    href: str
    alt: str | None
    width: int | None
    height: int | None
    large: bool


def card(medium: Media | None, place: Place) -> Card | None:
    """Choose the smallest size of a picture that fills a card."""
    if medium is None or not is_picture(medium):
        return None
    href, width, height = _for_card(medium, place)
    address = place.public(href)
    if address is None:
        return None
    large = medium.width is None or medium.width >= LARGE
    return Card(href=address, alt=medium.alt, width=width, height=height, large=large)


def _for_card(medium: Media, place: Place) -> tuple[str, int | None, int | None]:
    wide = [one for one in place.media_sources(medium) if one[1] >= CARD]
    if not wide or not medium.width or not medium.height:
        return place.media_href(medium), medium.width, medium.height
    href, width = min(wide, key=itemgetter(1))
    return href, width, round(medium.height * width / medium.width)


def _first(content: Content) -> str | None:
    lead = content.lead_media
    if lead is not None and is_picture(lead):
        return lead.key
    return next(
        (one.media for one in content.body if isinstance(one, ImageBlock)), None
    )


def _widths(medium: Media, place: Place) -> Mapping[str, str]:
    told = place.media_sources(medium)
    if not told:
        return {}
    srcset = ", ".join(f"{_plain(href)} {width}w" for href, width in told)
    return {"srcset": srcset, "sizes": SIZES}


def _plain(href: str) -> str:
    # A comma at the end, or a space, would begin the next candidate (HTML, 4.8.4.2.1).
    return href.replace(" ", "%20").replace(",", "%2C")
