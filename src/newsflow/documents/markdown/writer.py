"""Content out as Markdown: front matter with all fields, then the body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias, assert_never

import attrs

from ...model.blocks import (
    Block,
    Code,
    Embed,
    Heading,
    ImageBlock,
    ListBlock,
    Paragraph,
    Quote,
    Table,
)
from ...model.content import Content
from ...model.media import Media
from ..drafting import without_blanks
from ..providers import provider_of
from ..structure import content_to
from ..toml_text import toml_text
from .escaping import Where, coded, destination, escaped, title
from .listing import listed
from .signs import CAPTION, EMBED, FENCE
from .spelling import link, spelled
from .tables import tabled

# Every block that is written the same wherever it stands.
_Single: TypeAlias = Paragraph | Heading | Quote | ImageBlock | Embed | Table | Code

_TEXT = Where()
_LINE = Where(one_line=True)
_QUOTE = Where(quoted=True)
_TICKS = re.compile("`+")
_HEADING = Where(one_line=True, heading=True)


def write_markdown(content: Content) -> bytes:
    """Write a content so that reading it again gives it back, but for :data:`DROPS`.

    Block keys are given anew when it is read; ``carry_keys`` gives them back.
    """
    fields = content_to(content)
    fields.pop("body", None)
    shown = {block.media for block in content.body if isinstance(block, ImageBlock)}
    for medium in fields.get("media", ()):
        if medium["key"] in shown:
            # They stand with the image: in two places they would soon differ.
            medium.pop("alt", None)
            medium.pop("caption", None)
    front = f"{FENCE}\n{toml_text(fields)}{FENCE}\n"
    body = "".join(f"\n{part}\n" for part in _Body(content.media).parts(content.body))
    return (front + body).encode()


@attrs.define
class _Body:
    """Writes blocks; alt text and caption of a medium stand with its first image."""

    media: tuple[Media, ...]
    said: set[str] = attrs.field(factory=set)

    def parts(self, blocks: Iterable[Block]) -> Iterator[str]:
        kept = [block for block in map(without_blanks, blocks) if block is not None]
        other = False
        for before, block in pairwise([None, *kept]):
            if isinstance(block, ListBlock):
                # Two lists in a row would be one, but for another sign.
                other = isinstance(before, ListBlock) and not other
                yield listed(block, other=other)
            elif block is not None:
                yield self._part(block)

    def _part(self, block: _Single) -> str:
        match block:
            case Paragraph():
                return _paragraph(block)
            case Heading():
                return f"{'#' * block.level} {spelled(block, _HEADING)}"
            case Quote():
                return _quote(block)
            case _:
                return self._shown(block)

    def _shown(self, block: ImageBlock | Embed | Table | Code) -> str:
        match block:
            case ImageBlock():
                return self._image(block.media)
            case Embed():
                return _embed(block)
            case Table():
                return _table(block)
            case Code():
                return _code(block)
            case _:
                assert_never(block)

    def _image(self, key: str) -> str:
        medium = next(one for one in self.media if one.key == key)
        first = next(one for one in self.media if one.href == medium.href)
        address = medium.href if first is medium else f"#{key}"
        alt = caption = None
        if key not in self.said:
            self.said.add(key)
            alt, caption = medium.alt, medium.caption
        words = escaped(alt or "", _LINE, first=False, last=False)
        tail = f" {title(caption)}" if caption else ""
        return f"![{words}]({destination(address)}{tail})"


def _paragraph(block: Paragraph) -> str:
    words = spelled(block, _TEXT)
    # Alone in its paragraph, this address would be read as an embed.
    return words.replace(":", r"\:", 1) if provider_of(words) else words


def _quote(block: Quote) -> str:
    lines = spelled(block, _QUOTE).split("\n")
    if block.speaker or block.href:
        lines += ["", _speaker(block.speaker, block.href)]
    return "\n".join(f"> {line}".rstrip(" ") for line in lines)


def _speaker(name: str | None, href: str | None) -> str:
    if name is None:
        return f"— <{href}>"
    words = escaped(name, _LINE, first=False, last=True)
    return f"— {words}" if href is None else f"— {link(words, (href, None))}"


def _embed(block: Embed) -> str:
    known = provider_of(block.href)
    if known and known == block.provider and not (block.title or block.caption):
        return block.href
    words = escaped(block.title or "", _LINE, first=False, last=False)
    tail = ""
    if block.provider != known:
        inner = escaped(block.provider or "", _LINE, first=False, last=False)
        tail = f"{{{inner}}}"
    return EMBED + link(words, (block.href, block.caption)) + tail


def _table(block: Table) -> str:
    rows = tabled(block)
    if block.caption is None:
        return rows
    caption = escaped(block.caption, _TEXT, first=False, last=True)
    return f"{rows}\n\n{CAPTION}{caption}"


def _code(block: Code) -> str:
    longest = max(map(len, _TICKS.findall(block.text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{coded(block.language or '')}\n{block.text}\n{fence}"
