"""Blocks out as semantic HTML, for pages and feeds.

Links open where the reader opens them, so none needs ``rel="noopener"``. What is shown
from elsewhere is a link in a figure of class ``embed``: whether a page loads a frame of
another site, which then knows its readers, is for the page to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from types import MappingProxyType
from typing import TypeAlias, assert_never

from markupsafe import escape

from ...model.blocks import (
    Block,
    Code,
    Embed,
    Heading,
    ImageBlock,
    ListBlock,
    Paragraph,
    Prose,
    Quote,
    Row,
    Table,
)
from ...model.media import Media
from ..drafting import is_blank, without_blanks
from ..runs import Mark, Piece, nested, runs_of

Href: TypeAlias = Callable[[Media], str]
"""Gives the address at which a page shows a medium."""

_TAGS: Mapping[str, str] = MappingProxyType(
    {
        "strong": "strong",
        "em": "em",
        "code": "code",
        "underline": "u",
        "strike": "s",
        "sub": "sub",
        "sup": "sup",
    }
)


def blocks_html(
    blocks: Iterable[Block], media: Iterable[Media], *, href: Href
) -> str:
    """Write the body of a story; *href* tells where each of its *media* is shown.

    All text is escaped, and addresses are those that the model lets through; the
    result is safe in a page whatever the story says.
    """
    known = {medium.key: medium for medium in media}
    parts = [_block(block, known, href) for block in blocks if not is_blank(block)]
    return "\n".join(parts)


def prose_html(prose: Prose) -> str:
    """Write the words of a block with their marks."""
    spans = prose.spans
    if len(spans) == 1 and not spans[0].marks:
        return _text(spans[0].text)
    return "".join(map(_piece, nested(runs_of(prose))))


def _block(block: Block, media: Mapping[str, Media], href: Href) -> str:
    match block:
        case Paragraph():
            return f"<p>{prose_html(block)}</p>"
        case Heading():
            return f"<h{block.level}>{prose_html(block)}</h{block.level}>"
        case Quote():
            return _quote(block)
        case ListBlock():
            return "".join(_list(block))
        case ImageBlock():
            medium = media[block.media]
            return _image(medium, href(medium))
        case Embed():
            return _embed(block)
        case Table():
            return _table(block)
        case Code():
            return _code(block)
        case _:
            assert_never(block)


def _text(words: str) -> str:
    safe = f"{escape(words)}"
    return safe.replace("\n", "<br>") if "\n" in words else safe


def _value(words: str) -> str:
    """Write the value of an attribute."""
    return f"{escape(words)}".replace("\n", "&#10;")


def _piece(piece: Piece) -> str:
    if isinstance(piece, str):
        return _text(piece)
    opening, closing = _tags(piece.mark)
    return f"{opening}{''.join(map(_piece, piece.inside))}{closing}"


def _tags(mark: Mark) -> tuple[str, str]:
    if isinstance(mark, str):
        return f"<{_TAGS[mark]}>", f"</{_TAGS[mark]}>"
    address, title = mark
    tail = f' title="{_value(title)}"' if title else ""
    return f'<a href="{_value(address)}"{tail}>', "</a>"


def _quote(block: Quote) -> str:
    cite = f' cite="{_value(block.href)}"' if block.href else ""
    speaker = block.speaker
    footer = f"<footer><cite>{_text(speaker)}</cite></footer>" if speaker else ""
    return f"<blockquote{cite}><p>{prose_html(block)}</p>{footer}</blockquote>"


def _list(block: ListBlock) -> Iterator[str]:
    """Nest items by their levels; a level that was skipped gets an item of its own."""
    kept = without_blanks(block)
    tag = "ol" if block.ordered else "ul"
    depth = 0
    for item in kept.items if isinstance(kept, ListBlock) else ():
        if item.level > depth:
            yield f"<{tag}><li>" * (item.level - depth)
        else:
            yield f"{f'</li></{tag}>' * (depth - item.level)}</li><li>"
        yield prose_html(item)
        depth = item.level
    yield f"</li></{tag}>" * depth


def _image(medium: Media, address: str) -> str:
    alt = _value(medium.alt or "")
    width = f' width="{medium.width}"' if medium.width else ""
    height = f' height="{medium.height}"' if medium.height else ""
    image = f'<img src="{_value(address)}" alt="{alt}"{width}{height}>'
    return f"<figure>{image}{_caption(medium.caption, medium.credit)}</figure>"


def _caption(caption: str | None, credit: str | None = None) -> str:
    words = [_text(caption)] if caption else []
    if credit:
        words.append(f'<span class="credit">{_text(credit)}</span>')
    return f"<figcaption>{' '.join(words)}</figcaption>" if words else ""


def _embed(block: Embed) -> str:
    provider = block.provider
    data = f' data-provider="{_value(provider)}"' if provider else ""
    link = f'<a href="{_value(block.href)}">{_text(block.title or block.href)}</a>'
    return f'<figure class="embed"{data}>{link}{_caption(block.caption)}</figure>'


def _table(block: Table) -> str:
    head = tuple(takewhile(lambda row: row.header, block.rows))
    caption = f"<caption>{_text(block.caption)}</caption>" if block.caption else ""
    rows = _rows("thead", head) + _rows("tbody", block.rows[len(head) :])
    return f"<table>{caption}{rows}</table>"


def _rows(tag: str, rows: Sequence[Row]) -> str:
    written = "".join(map(_row, rows))
    return f"<{tag}>{written}</{tag}>" if written else ""


def _row(row: Row) -> str:
    opening, closing = ('<th scope="col">', "</th>") if row.header else ("<td>", "</td>")
    cells = [f"{opening}{prose_html(cell)}{closing}" for cell in row.cells]
    return f"<tr>{''.join(cells)}</tr>" if cells else ""


def _code(block: Code) -> str:
    language = block.language
    name = f' class="language-{_value(language)}"' if language else ""
    return f"<pre><code{name}>{escape(block.text)}</code></pre>"
