"""Proofs: the view of a text that is in no story yet, and the page of any proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ..channels.site_layout import SiteLayout
from ..channels.site_pages import SitePages
from ..documents.canonical import fingerprint
from ..documents.config import Site
from ..events import Drafted
from ..model.article import Digest
from ..model.content import Content
from ..model.media import Media
from ..model.views import Proof, proof
from ..ports import Rendition
from ..workflow.evolve import evolve
from ._office import Office

UNSAVED = "unsaved"
"""The id that a text has for which there is no article."""


@attrs.frozen(kw_only=True)
class _Placing:
    """Whose pages these are, and what they say of their site."""

    pages: SitePages
    site_name: str
    base_url: str = ""
    language: str = "en"
    policies: tuple[tuple[str, str], ...] = ()


def unsaved(office: Office, content: Content) -> Proof:
    """Make the proof of a content that is stored nowhere, as if it were drafted now."""
    digest = Digest(fingerprint(content))
    drafted = Drafted(
        article=UNSAVED,
        position=1,
        at=office.clock(),
        by=UNSAVED,
        content=digest,
        workflow=office.workflow.name,
        workflow_version=office.workflow.version,
        state=office.workflow.states[0].name,
    )
    return proof(evolve(None, drafted), {digest: content})


def proof_page(
    office: Office, view: Proof, *, site: str | None, href: Callable[[Media], str]
) -> Rendition:
    """Render a proof as a site of the house would show the story.

    Raises:
        NotFoundError: there is no such site.
    """
    placing = _placing(office, site)
    if placing is None:  # a renderer of the house's own, which keeps no site
        return office.renderers["html"].render(view)
    # At the top of its site, so that the way home is the site's own address.
    return placing.pages.placed(
        site_name=placing.site_name,
        base_url=placing.base_url,
        path="",
        language=placing.language,
        policies=placing.policies,
        media_href=href,
    ).render(view)


def proof_assets(office: Office, *, site: str | None) -> Mapping[str, bytes]:
    """Give the files that proofs of a site's pages load, by their paths."""
    placing = _placing(office, site)
    return {} if placing is None else placing.pages.assets()


def site_of(office: Office, site: str | None) -> Site | None:
    """Find a site: the one of that name, else the first one.

    Raises:
        NotFoundError: there is none of that name.
    """
    config = office.config
    if site is not None:
        return config.site(site)
    return next(iter(config.sites), None)


def _placing(office: Office, site: str | None) -> _Placing | None:
    """Take the pages of the channel that keeps the site, else those of its name."""
    named = site_of(office, site)
    layout = _layout(office, named)
    if layout is not None:
        return _Placing(
            pages=layout.pages,
            site_name=layout.site_name,
            base_url=layout.base_url,
            language=layout.language,
            policies=layout.policies,
        )
    pages = office.renderers["html"]
    if not isinstance(pages, SitePages):
        return None
    if named is None:
        return _Placing(pages=pages, site_name=office.config.name)
    return _Placing(
        pages=_in_style(office, pages, named),
        site_name=named.title or named.name,
        base_url=f"{named.address.rstrip('/')}/",
        language=next(iter(named.languages), "en"),
        policies=tuple(named.policies.items()),
    )


def _in_style(office: Office, pages: SitePages, site: Site) -> SitePages:
    if len(office.config.sites) == 1:  # they were put into it when we opened
        return pages
    return pages.for_site(attrs.asdict(site), folder=str(office.config.folder))


def _layout(office: Office, site: Site | None) -> SiteLayout | None:
    for one in office.config.channels:
        layout = getattr(office.channels.get(one.name), "layout", None)
        if isinstance(layout, SiteLayout) and _keeps(one.settings, office, site):
            return layout
    return None


def _keeps(settings: Mapping[str, Any], office: Office, site: Site | None) -> bool:
    """Tell whether a channel of these settings is for the site."""
    name = settings.get("site")
    if name is None:
        return len(office.config.sites) <= 1
    return site is not None and site.name == name
