"""The body of a story: flat, typed blocks in the shape of Portable Text.

A block has a *key* that stays with it through edits, so that a revision can be
compared block by block. Text lies in spans; a span's marks are either decorators
(``strong``, ``em`` …) or the key of a link that the same block defines. There is no
markup in here: HTML and Markdown are read into blocks and written out of them.

Source: the Portable Text specification, https://github.com/portabletext/portabletext
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, TypeAlias

import attrs

from ..errors import InvalidValueError
from . import rules
from .text import optional_line, optional_paragraph, run, text

DECORATORS = ("strong", "em", "code", "underline", "strike", "sub", "sup")


def _each_once(marks: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(marks)) if marks else ()


def _no_decorator(_: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    if value in DECORATORS:
        allowed = f"other than the decorators {', '.join(DECORATORS)}"
        raise InvalidValueError(attribute.name, value, allowed)


@attrs.frozen
class Span:
    r"""A run of text under the same marks. A ``\n`` in it is a hard line break.

    A mark that is given twice counts once; the order of marks is kept.
    """

    text: str = attrs.field(converter=run)
    marks: tuple[str, ...] = attrs.field(default=(), converter=_each_once)


@attrs.frozen
class Link:
    """Where marked text leads: http, https, mailto or tel, and nothing else."""

    key: str = attrs.field(validator=[rules.key, _no_decorator])
    href: str = attrs.field(validator=rules.link)
    title: str | None = attrs.field(default=None, converter=optional_line)


# Named functions, since the generic tuple is slow to call and a story is full of these.
def _spans(value: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(value)


def _links(value: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(value)


@attrs.frozen(kw_only=True)
class Prose:
    """Spans and the links they use; the text part of most blocks."""

    spans: tuple[Span, ...] = attrs.field(
        default=(), converter=_spans, validator=rules.each(Span)
    )
    links: tuple[Link, ...] = attrs.field(
        default=(), converter=_links, validator=rules.keyed(Link)
    )

    def __attrs_post_init__(self) -> None:
        """Hold every mark to a decorator or to a link defined here."""
        for span in self.spans:
            if span.marks:
                _hold_marks(span.marks, self.links)

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)


@attrs.frozen(kw_only=True)
class Paragraph(Prose):
    """A paragraph of running text."""

    type: ClassVar[str] = "paragraph"
    key: str = attrs.field(validator=rules.key)


@attrs.frozen(kw_only=True)
class Heading(Prose):
    """A subhead. The story's own headline is level 1, so these go from 2 to 6."""

    type: ClassVar[str] = "heading"
    key: str = attrs.field(validator=rules.key)
    level: int = attrs.field(default=2, validator=rules.between(2, 6))


@attrs.frozen(kw_only=True)
class Quote(Prose):
    """A quotation set off from the text, with its *speaker* where one is named."""

    type: ClassVar[str] = "quote"
    key: str = attrs.field(validator=rules.key)
    speaker: str | None = attrs.field(default=None, converter=optional_line)
    href: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )


@attrs.frozen(kw_only=True)
class ListItem(Prose):
    """One item of a list; *level* 1 is the outermost."""

    level: int = attrs.field(default=1, validator=rules.between(1, 9))


@attrs.frozen(kw_only=True)
class ListBlock:
    """A list, bulleted or numbered."""

    type: ClassVar[str] = "list"
    key: str = attrs.field(validator=rules.key)
    items: tuple[ListItem, ...] = attrs.field(
        converter=rules.members, validator=rules.each(ListItem)
    )
    ordered: bool = attrs.field(default=False, validator=rules.flag)

    @property
    def text(self) -> str:
        """The items, one a line."""
        return "\n".join(item.text for item in self.items)


@attrs.frozen(kw_only=True)
class ImageBlock:
    """Where in the text one of the story's media stands; *media* is its key."""

    type: ClassVar[str] = "image"
    key: str = attrs.field(validator=rules.key)
    media: str = attrs.field(validator=rules.key)

    text: ClassVar[str] = ""


@attrs.frozen(kw_only=True)
class Embed:
    """Something shown from elsewhere: a video, a post, a map; typed, never markup."""

    type: ClassVar[str] = "embed"
    key: str = attrs.field(validator=rules.key)
    href: str = attrs.field(validator=rules.web_address)
    provider: str | None = attrs.field(default=None, converter=optional_line)
    title: str | None = attrs.field(default=None, converter=optional_line)
    caption: str | None = attrs.field(default=None, converter=optional_paragraph)

    @property
    def text(self) -> str:
        """Its title and caption."""
        return "\n".join(part for part in (self.title, self.caption) if part)


@attrs.frozen(kw_only=True)
class Row:
    """One row of a table; a *header* row names the columns."""

    cells: tuple[Prose, ...] = attrs.field(
        converter=rules.members, validator=rules.each(Prose)
    )
    header: bool = attrs.field(default=False, validator=rules.flag)


@attrs.frozen(kw_only=True)
class Table:
    """A table; rows may differ in length, as they do on real pages."""

    type: ClassVar[str] = "table"
    key: str = attrs.field(validator=rules.key)
    rows: tuple[Row, ...] = attrs.field(
        converter=rules.members, validator=rules.each(Row)
    )
    caption: str | None = attrs.field(default=None, converter=optional_paragraph)

    @property
    def text(self) -> str:
        """The cells, tab-separated, one row a line."""
        return "\n".join("\t".join(c.text for c in row.cells) for row in self.rows)


@attrs.frozen(kw_only=True)
class Code:
    """Program text or any other text whose spaces count."""

    type: ClassVar[str] = "code"
    key: str = attrs.field(validator=rules.key)
    text: str = attrs.field(converter=text)
    language: str | None = attrs.field(default=None, converter=optional_line)


Block: TypeAlias = (
    Paragraph | Heading | Quote | ListBlock | ImageBlock | Embed | Table | Code
)
BLOCKS: tuple[type[Block], ...] = (
    Paragraph,
    Heading,
    Quote,
    ListBlock,
    ImageBlock,
    Embed,
    Table,
    Code,
)


def plain(value: str) -> tuple[Span, ...]:
    """Make the spans of a text without marks; no spans for no text."""
    return (Span(value),) if value else ()


def prose(block: Block) -> tuple[Prose, ...]:
    """Every text with marks in a block, in reading order."""
    match block:
        case Prose():
            return (block,)
        case ListBlock():
            return block.items
        case Table():
            return tuple(cell for row in block.rows for cell in row.cells)
        case _:
            return ()


def _hold_marks(marks: tuple[str, ...], links: tuple[Link, ...]) -> None:
    known = (*DECORATORS, *(link.key for link in links))
    for mark in marks:
        if mark not in known:
            field = "marks"
            raise InvalidValueError(field, mark, f"one of {', '.join(known)}")
