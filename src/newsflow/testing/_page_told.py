"""What a page was made of, so that what it shows can be held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

import attrs

from ..channels.site_pages import SitePages
from ..model.content import Content
from ..model.media import Media
from ..model.views import Proof, Released, Tombstone
from ..ports import Rendition
from ..render.theme import Theme
from ._listed import Listed, listed_pages, rendered_list
from ._page_seen import Seen, seen
from ._theme_stories import story_of, tombstone_of

SITE = "https://gazette.example/"
POLICIES = (("Corrections policy", f"{SITE}corrections"), ("Ethics", f"{SITE}ethics"))
PATH = "articles/harbour-bridge-reopens/"


Shown: TypeAlias = Released | Proof | Tombstone | Listed


@attrs.frozen(kw_only=True)
class Told:
    """One page: its *name* for the report, what was *shown* on it, and whose it is.

    *path* is where it stands; *assets* are the files that its site has.
    """

    name: str
    shown: Shown
    path: str
    theme: Theme
    assets: frozenset[str]
    rendition: Rendition = attrs.field(repr=False)
    seen: Seen = attrs.field(repr=False)

    @property
    def content(self) -> Content | None:
        """The story of the page, if it is the page of one."""
        shown = self.shown
        return shown.content if isinstance(shown, Released | Proof) else None

    def media_at(self, address: str) -> tuple[Media, ...]:
        """Give the media of the story that lie at an address of the page."""
        own = () if self.content is None else self.content.media
        wanted = self.full(address)
        return tuple(one for one in own if self.full(beside(one)) == wanted)

    def full(self, address: str) -> str:
        """Give the full address of what the page points to."""
        return urljoin(f"{SITE}{self.path}", address)

    def brings(self, address: str) -> bool:
        """Tell whether it is the story's own, or written out in the page."""
        media = () if self.content is None else self.content.media
        own = {medium.href for medium in media}
        smaller = {one.href for medium in media for one in medium.renditions}
        return address.startswith("data:") or address in own | smaller

    def is_at_home(self, address: str) -> bool:
        """Tell whether something lies on the site of the page."""
        return self.full(address).startswith(SITE)


def beside(medium: Media) -> str:
    """Point to a medium of the store in the folder of the site's media."""
    name = medium.href.removeprefix("media:")
    return medium.href if name == medium.href else f"../../media/{name}"


def pages_told(
    pages: SitePages, theme: Theme, stories: Mapping[str, Content]
) -> Iterator[Told]:
    """Render every kind of page with every story. A new kind of page joins here."""
    here = placed(pages, PATH)
    out = {name: story_of(one) for name, one in stories.items()}
    for name, view in out.items():
        yield told(f"article: {name}", here, theme, view, path=PATH)
    for name, content in stories.items():
        proof = story_of(content, proof=True)
        yield told(f"proof: {name}", here, theme, proof, path=PATH)
    for name, words in _REASONS.items():
        gone = tombstone_of(words)
        yield told(f"tombstone: {name}", here, theme, gone, path=PATH)
    for name, path, listed in listed_pages(out):
        yield told(name, placed(pages, path), theme, listed, path=path)


def told(
    name: str,
    pages: SitePages,
    theme: Theme,
    shown: Shown,
    *,
    path: str,
) -> Told:
    """Render one page, and take it apart."""
    made = rendered(pages, shown)
    return Told(
        name=name,
        shown=shown,
        path=path,
        theme=theme,
        assets=frozenset(pages.assets()),
        rendition=made,
        seen=seen(made.data),
    )


def rendered(pages: SitePages, shown: Shown) -> Rendition:
    """Render a view, or a page that is no story."""
    if isinstance(shown, Released | Proof | Tombstone):
        return pages.render(shown)
    return rendered_list(pages, shown)


def placed(pages: SitePages, path: str) -> SitePages:
    """Give the renderer of a page of the Gazette's site."""
    return pages.placed(
        site_name="Harbour Gazette",
        base_url=SITE,
        path=path,
        language="en",
        media_href=beside,
        policies=POLICIES,
    )


def origin(address: str) -> str:
    """Give the origin of a full address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


_REASONS = {
    "a sentence": "The bridge never closed.",
    "hostile": '</p><script>alert(1)</script><x-canary x-canary="1">',
    "long": "Nobody said so. " * 500,
}
