"""A page: where its story is, what its headline, and what its head says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from ...errors import InvalidDocumentError, Problem, UnreadableError
from ...model.blocks import Block, Paragraph
from ...model.content import Content
from ...model.credits import Byline
from ..drafting import BodyDraft
from ..drafting import words as settled_words
from ..reading import SetAside
from ..text.byline import signed
from ..text.dateline import Opened, opened
from .body import BodyWalker
from .cleaning import cleaned
from .furniture import furniture, lines, of_page
from .gallery import Gallery
from .headline import first_words, marked_headline, without_start
from .inline import seen, title
from .judging import Wary, is_byline
from .metadata import Metadata, metadata
from .reasons import HtmlReason
from .story import described, path_to, story_of
from .tree import HEADINGS, SILENT, Element, tree

_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
_HEAD = 10_000


@attrs.frozen(kw_only=True)
class Page:
    """A page taken apart: *root* holds all of it, *story* what is to be read."""

    root: Element
    story: Element
    meta: Metadata
    is_whole: bool

    @classmethod
    def of(cls, source: str) -> Page:
        """Take a page or a fragment apart.

        Raises:
            UnreadableError: it is nested too deep.
        """
        root = tree(cleaned(source))
        is_whole = _WHOLE_PAGE.search(source, 0, _HEAD) is not None
        return cls(
            root=root,
            story=story_of(root) if is_whole else root,
            meta=metadata(source, root),
            is_whole=is_whole,
        )


def read_page(page: Page, language: str) -> tuple[Content, tuple[SetAside, ...]]:
    """Read the story of a page, and tell what on the page is no part of it.

    Raises:
        UnreadableError: there is not one word on it.
        InvalidDocumentError: there are, but none of them is of a story.
    """
    draft = BodyDraft()
    gallery = Gallery(draft, spacers=False)
    headline = marked_headline(page.root, page.story, page.meta)
    summary, skipped = _summary(page, headline)
    pages = page.is_whole and page.story.tag != "article"
    walker = BodyWalker(
        draft=draft,
        gallery=gallery,
        judge=Wary(weight=page.story.weight, pages=pages),
        skipped=skipped,
        down=_down(page.story, skipped),
    )
    _read_around(walker, page, page.root, path_to(page.root, page.story))
    filed = _filed(page, draft)
    blocks: tuple[Block, ...] = tuple(draft.blocks)
    if headline is None:
        headline, blocks = first_words(blocks)
    aside = [one for one in draft.aside if one.text != headline]
    if not headline:
        raise _no_story(page, draft)
    content = Content(
        headline=headline,
        summary=summary,
        language=page.meta.language or language,
        section=page.meta.section,
        keywords=page.meta.keywords,
        bylines=page.meta.bylines or tuple(_bylines(page.story)),
        dateline=filed.dateline if filed else None,
        sources=(filed.supplier,) if filed and filed.supplier else (),
        canonical_url=page.meta.canonical_url,
        body=tuple(_keyed(blocks)),
        media=tuple(gallery.media),
    )
    return content, tuple(sorted(aside, key=lambda one: one.line))


def _read_around(
    walker: BodyWalker, page: Page, element: Element, path: frozenset[int]
) -> None:
    """Read the story, and set aside what stands around it."""
    if element is page.story:
        walker.read(element)
        return
    for child in element.children:
        if isinstance(child, str):
            walker.draft.set_aside(element.line, child, HtmlReason.OUTSIDE_STORY)
        elif child.tag in SILENT:
            continue
        elif id(child) in path:
            _read_around(walker, page, child, path)
        else:
            reason = furniture(child, of=page.root.weight) or of_page(child)
            walker.set_aside(child, reason or HtmlReason.OUTSIDE_STORY)


def _summary(page: Page, headline: str | None) -> tuple[str | None, frozenset[int]]:
    """The summary, and what must not be read again: it, and the headline."""
    skipped = {
        id(one)
        for one in page.story.elements()
        if one.tag in HEADINGS and title(one) == headline
    }
    element = described(page.story)
    text = title(element) if element else ""
    if element and text and page.meta.summary in (None, text):
        skipped.add(id(element))
    return page.meta.summary or text or None, frozenset(skipped)


def _filed(page: Page, draft: BodyDraft) -> Opened | None:
    """Take the dateline off the first paragraph, as the reader of plain text does."""
    texts = enumerate(draft.blocks)
    found = next(((at, one) for at, one in texts if isinstance(one, Paragraph)), None)
    filed = opened(found[1].text) if found else None
    if found is None or filed is None:
        return None
    at, block = found
    length = len(block.text) - len(filed.rest)
    said = (line for line, text in lines(page.story) if text == block.text)
    draft.set_aside(next(said, 1), filed.written, HtmlReason.DATELINE)
    rest = settled_words(without_start(block, length))
    draft.blocks[at] = attrs.evolve(block, **rest)
    return filed


def _down(story: Element, skipped: frozenset[int]) -> int:
    """How far subheads move down: one level where some are of level 1."""
    left = (one for one in story.elements() if one.tag == "h1")
    return int(any(id(one) not in skipped for one in left))


def _bylines(story: Element) -> Iterator[Byline]:
    """Those whom the story itself names as its authors."""
    names: dict[str, None] = {}
    for element in filter(is_byline, story.elements()):
        name = next(
            (one for one in element.elements() if one.get("itemprop") == "name"), None
        )
        text = title(name or element)
        said = signed(text)
        if said is not None:
            names.update((one.name, None) for one in said.bylines)
        elif name is not None or "author" in element.names("rel"):
            names[text] = None
    yield from (Byline(name=name) for name in names if name)


def _keyed(blocks: Iterable[Block]) -> Iterator[Block]:
    for number, block in enumerate(blocks, start=1):
        yield attrs.evolve(block, key=f"b{number}")


def _no_story(page: Page, draft: BodyDraft) -> Exception:
    if not any(seen(text) for _, text in lines(page.root)):
        return UnreadableError("", "there is no text in it")
    reasons = ", ".join(sorted({one.reason for one in draft.aside}))
    problem = Problem(
        path="$.headline",
        keyword="required",
        message="is missing: no word on this page belongs to a story",
        found=reasons,
        suggestion="paste the story as plain text",
    )
    return InvalidDocumentError([problem])
