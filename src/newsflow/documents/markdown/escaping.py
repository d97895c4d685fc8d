"""Words as Markdown that means nothing but these words."""

from __future__ import annotations

import re

import attrs

from .signs import DECORATOR_OF

_SIGNS = re.compile(r"[\\`*_\[\]<&~|]")
# Before a link these would make an image or a directive of it.
_BEFORE_LINK = re.compile(rf"!\Z|:(?=(?:{'|'.join(DECORATOR_OF)}|:?embed)\Z)")
_LINE_STARTS = re.compile(r"(?:^|(?<=\n))(?:[#>+\-=:]|\d{1,9}(?=[.)]))")
_DASHES_AT_START = re.compile(r"(?:^|(?<=\n))[—–]")
_CLOSING_SIGNS = re.compile(r"#+\Z")
_SPACES_AT_BREAKS = re.compile(r" +(?=\n)|(?<=\n) +")
_AT_START = re.compile(r"\A\s+")
_AT_END = re.compile(r"\s+\Z")
_IN_TITLE = re.compile(r'[\\"&|\n<>]')
_ENTITY = re.compile(r"&(?=#?\w+;)")


@attrs.frozen(kw_only=True)
class Where:
    """Where words stand: what means something there and must not.

    *one_line* is a place that has no line breaks (headings, cells, the words for an
    image), *quoted* a quotation, whose last line may name a speaker, *heading* one
    whose closing signs would vanish.
    """

    one_line: bool = False
    quoted: bool = False
    heading: bool = False


def escaped(words: str, where: Where, *, first: bool, last: bool) -> str:
    """Write words; *first* and *last* tell whether they begin and end their block."""
    words = _SIGNS.sub(r"\\\g<0>", words)
    words = _BEFORE_LINK.sub(r"\\\g<0>", words)
    words = _starts(words, where, first=first)
    if last and where.heading:
        words = _CLOSING_SIGNS.sub(r"\\\g<0>", words)
    words = _SPACES_AT_BREAKS.sub(_coded, words)
    words = _AT_START.sub(_coded, words) if first else words
    words = _AT_END.sub(_coded, words) if last else words
    return words.replace("\n", "&#10;" if where.one_line else "\\\n")


def title(words: str) -> str:
    """Write the title of a link or an image, with its quotes."""
    return f'"{_IN_TITLE.sub(_coded, words)}"'


def destination(address: str) -> str:
    """Write where a link or an image leads."""
    address = address.replace("(", r"\(").replace(")", r"\)")
    return _ENTITY.sub(r"\\&", address)


def coded(words: str) -> str:
    """Write every character that is no letter or digit by its number."""
    return re.sub(r"[^A-Za-z0-9+#._-]", _coded, words)


def _starts(words: str, where: Where, *, first: bool) -> str:
    """Take their meaning from signs that begin a line."""
    head, rest = ("", words) if first else _first_line(words)
    rest = _LINE_STARTS.sub(_start, rest)
    if where.quoted:
        rest = _DASHES_AT_START.sub(_coded, rest)
    return head + rest


def _first_line(words: str) -> tuple[str, str]:
    at = words.find("\n")
    return (words, "") if at < 0 else (words[:at], words[at:])


def _start(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def _coded(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in found[0])
