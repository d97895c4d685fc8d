"""The reader of HTML: a whole page, or a fragment of one."""

from __future__ import annotations

from hashlib import sha256

import attrs

from ...model.blocks import Block
from ...model.media import Media
from ..drafting import BodyDraft
from ..reading import Reading, SetAside
from .body import BodyWalker
from .charset import page_text
from .cleaning import cleaned
from .gallery import Gallery
from .judging import Trusting
from .page import Page, read_page
from .tree import tree


@attrs.frozen
class HtmlReader:
    """Reads a page or a fragment, cleaned of all that is not the story."""

    name: str = "html"
    suffixes: tuple[str, ...] = (".html", ".htm")

    def read(self, original: bytes, *, language: str = "und") -> Reading:
        """Read a page whose language, unless it says so itself, is *language*.

        Raises:
            UnreadableError: the bytes are no text, nested too deep, or hold no words.
            InvalidDocumentError: there is no story on the page.
        """
        content, aside = read_page(Page.of(page_text(original)), language)
        return Reading(
            content=content,
            reader=self.name,
            original=sha256(original).hexdigest(),
            aside=aside,
        )


@attrs.frozen(kw_only=True)
class Fragment:
    """The blocks of a fragment of HTML, the media they show, and what was set aside."""

    blocks: tuple[Block, ...]
    media: tuple[Media, ...]
    aside: tuple[SetAside, ...]


def read_fragment(html: str) -> Fragment:
    """Read HTML that is all body, as an editor field gives it: nothing is furniture.

    Raises:
        UnreadableError: it is nested too deep.
    """
    root = tree(cleaned(html))
    draft = BodyDraft()
    gallery = Gallery(draft)
    down = int(any(one.tag == "h1" for one in root.elements()))
    BodyWalker(draft=draft, gallery=gallery, judge=Trusting(), down=down).read(root)
    return Fragment(
        blocks=tuple(draft.blocks),
        media=tuple(gallery.media),
        aside=tuple(draft.aside),
    )
