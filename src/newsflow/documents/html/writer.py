"""Blocks out as semantic HTML, for pages and feeds.

Links open where the reader opens them, so none needs ``rel="noopener"``. What is shown
from elsewhere is a link in a figure of class ``embed``: whether a page loads a frame of
another site, which then knows its readers, is for the page to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import takewhile
from types import MappingProxyType
from typing import TypeAlias, assert_never

import attrs

from ...model.blocks import (
    Block,
    Code,
    Embed,
    Heading,
    ImageBlock,
    Link,
    ListBlock,
    Paragraph,
    Prose,
    Quote,
    Row,
    Span,
    Table,
)
from ...model.media import Media
from ..drafting import is_blank, without_blanks

Href: TypeAlias = Callable[[Media], str]
"""Gives the address at which a page shows a medium."""

More: TypeAlias = Callable[[Media], Mapping[str, str]]
"""Gives what else the image element of a medium says, such as ``srcset``."""

_Tag: TypeAlias = tuple[int, str, str]
"""How far inside a mark stands, how it opens, and how it closes."""

_LINK = 0
# The lower stand outside: a link is never cut in two, and code holds words alone.
_TAGS: Mapping[str, _Tag] = MappingProxyType(
    {
        "strong": (1, "<strong>", "</strong>"),
        "em": (2, "<em>", "</em>"),
        "underline": (3, "<u>", "</u>"),
        "strike": (4, "<s>", "</s>"),
        "sub": (5, "<sub>", "</sub>"),
        "sup": (6, "<sup>", "</sup>"),
        "code": (7, "<code>", "</code>"),
    }
)


def _nothing(_: Media) -> Mapping[str, str]:
    return {}


def blocks_html(
    blocks: Iterable[Block],
    media: Iterable[Media],
    *,
    href: Href,
    more: More = _nothing,
) -> str:
    """Write the body of a story; *href* tells where each of its *media* is shown.

    *more* gives further attributes of their image elements.

    All text is escaped, and addresses are those that the model lets through; the
    result is safe in a page whatever the story says.
    """
    known = {medium.key: medium for medium in media}
    shown = _Shown(media=known, href=href, more=more)
    parts = [_block(block, shown) for block in blocks if not is_blank(block)]
    return "\n".join(parts)


def prose_html(prose: Prose) -> str:
    """Write the words of a block with their marks."""
    spans = prose.spans
    if len(spans) == 1 and not spans[0].marks:
        return _text(spans[0].text)
    tags = _TAGS
    if prose.links:
        tags = {**tags, **{link.key: _link(link) for link in prose.links}}
    return "".join(_marked(spans, tags))


@attrs.frozen(kw_only=True)
class _Shown:
    """The media of a story, and how they are shown."""

    media: Mapping[str, Media]
    href: Href
    more: More


def _block(block: Block, shown: _Shown) -> str:
    match block:
        case Paragraph():
            return f"<p>{prose_html(block)}</p>"
        case Heading():
            return f"<h{block.level}>{prose_html(block)}</h{block.level}>"
        case Quote():
            return _quote(block)
        case ListBlock():
            return "".join(_list(block))
        case _:
            return _set_apart(block, shown)


def _set_apart(block: ImageBlock | Embed | Table | Code, shown: _Shown) -> str:
    match block:
        case ImageBlock():
            return _image(shown.media[block.media], shown)
        case Embed():
            return _embed(block)
        case Table():
            return _table(block)
        case Code():
            return _code(block)
        case _:
            assert_never(block)


def _text(words: str) -> str:
    return escape(words, quote=False).replace("\n", "<br>")


def _value(words: str) -> str:
    """Write the value of an attribute."""
    return escape(words).replace("\n", "&#10;")


def _marked(spans: Sequence[Span], tags: Mapping[str, _Tag]) -> Iterator[str]:
    """Write spans; between two, only those tags turn that do not stand in both."""
    standing: Sequence[_Tag] = ()
    for span in spans:
        if not span.text:
            continue
        wanted = _wanted(span.marks, tags)
        if wanted != standing:
            yield _turn(standing, wanted)
            standing = wanted
        yield _text(span.text)
    yield _turn(standing, ())


def _wanted(marks: Sequence[str], tags: Mapping[str, _Tag]) -> Sequence[_Tag]:
    if not marks:
        return ()
    if len(marks) == 1:
        return (tags[marks[0]],)
    found = [tags[mark] for mark in marks]
    links = [tag for tag in found if tag[0] == _LINK]
    return (*links[:1], *sorted({tag for tag in found if tag[0] != _LINK}))


def _turn(standing: Sequence[_Tag], wanted: Sequence[_Tag]) -> str:
    if not standing or not wanted:
        return "".join([tag[2] for tag in standing[::-1]] + [tag[1] for tag in wanted])
    both = zip(standing, wanted, strict=False)
    same = next((at for at, (one, two) in enumerate(both) if one != two), None)
    kept = min(len(standing), len(wanted)) if same is None else same
    closing = "".join(tag[2] for tag in reversed(standing[kept:]))
    return closing + "".join(tag[1] for tag in wanted[kept:])


def _link(link: Link) -> _Tag:
    title = f' title="{_value(link.title)}"' if link.title else ""
    return _LINK, f'<a href="{_value(link.href)}"{title}>', "</a>"


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


def _image(medium: Media, shown: _Shown) -> str:
    alt = _value(medium.alt or "")
    width = f' width="{medium.width}"' if medium.width else ""
    height = f' height="{medium.height}"' if medium.height else ""
    told = "".join(
        f' {name}="{_value(one)}"' for name, one in shown.more(medium).items()
    )
    src = _value(shown.href(medium))
    image = f'<img src="{src}" alt="{alt}"{width}{height}{told}>'
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
    opening, closing = (
        ('<th scope="col">', "</th>") if row.header else ("<td>", "</td>")
    )
    cells = [f"{opening}{prose_html(cell)}{closing}" for cell in row.cells]
    return f"<tr>{''.join(cells)}</tr>" if cells else ""


def _code(block: Code) -> str:
    language = (block.language or "").split()
    name = f' class="language-{_value(language[0])}"' if language else ""
    return f"<pre><code{name}>{escape(block.text)}</code></pre>"
