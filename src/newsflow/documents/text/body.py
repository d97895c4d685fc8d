"""The running text as blocks: paragraphs, subheads, lists, quotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ...model.blocks import Block, Heading, ListBlock, ListItem, Paragraph, Quote, plain
from .calendar import is_clock
from .wording import ends_sentence

_BULLET = re.compile(r"([•·◦‣▪●*–-])\s+(?=\S)")
_NUMBER = re.compile(r"\(?(\d{1,2})[.)]\s+(?=\S)")
_QUOTED = re.compile(r">\s?(?=\S)")
_LONGEST_SUBHEAD = 80
_WORDS_OF_SUBHEAD = 12
# Alone, a dash may be one of speech; two lines with it are a list.
_QUOTES = "\"'“”„«»‘"
_SURE_BULLETS = frozenset("•◦‣▪●")


def blocks(texts: Sequence[str]) -> Iterator[Block]:
    """Make the blocks of a body, keyed ``b1``, ``b2`` … in their order."""
    at = 0
    number = 0
    after_prose = False
    while at < len(texts):
        number += 1
        key = f"b{number}"
        length = _run_length(texts, at)
        if length:
            yield _set_off(texts[at : at + length], key)
            at, after_prose = at + length, True
            continue
        text = texts[at]
        subhead = (after_prose or is_clock(text)) and _is_subhead(texts, at)
        kind = Heading if subhead else Paragraph
        yield kind(key=key, spans=plain(text))
        after_prose = not subhead and ends_sentence(text)
        at += 1


def _is_subhead(texts: Sequence[str], at: int) -> bool:
    """A lone short line without full stop, between two paragraphs of running text."""
    text = texts[at]
    if len(text) > _LONGEST_SUBHEAD or len(text.split()) > _WORDS_OF_SUBHEAD:
        return False
    if at + 1 == len(texts) or text[0].islower() or text[-1] in ",;:":
        return False
    if (
        text[0] in _QUOTES
        or _BULLET.match(text)
        or (ends_sentence(text) and not text.endswith("?"))
    ):
        return False
    following = texts[at + 1]
    prose = ends_sentence(following) or following.endswith(":")
    return prose or _run_length(texts, at + 1) > 0


def _run_length(texts: Sequence[str], at: int) -> int:
    """How many of the texts from here are one list or one quotation; 0 for neither."""
    return _quoted(texts, at) or _bulleted(texts, at) or _numbered(texts, at)


def _quoted(texts: Sequence[str], at: int) -> int:
    return _count(texts, at, lambda text, _: _QUOTED.match(text) is not None)


def _bulleted(texts: Sequence[str], at: int) -> int:
    first = _BULLET.match(texts[at])
    if first is None:
        return 0
    length = _count(texts, at, lambda text, _: _marker(text) == first[1])
    return length if length > 1 or first[1] in _SURE_BULLETS else 0


def _numbered(texts: Sequence[str], at: int) -> int:
    length = _count(texts, at, lambda text, place: _figure(text) == place)
    return length if length > 1 else 0


def _count(texts: Sequence[str], at: int, belongs: Callable[[str, int], bool]) -> int:
    length = 0
    while at + length < len(texts) and belongs(texts[at + length], length + 1):
        length += 1
    return length


def _marker(text: str) -> str:
    found = _BULLET.match(text)
    return found[1] if found else ""


def _figure(text: str) -> int:
    found = _NUMBER.match(text)
    return int(found[1]) if found else 0


def _set_off(texts: Sequence[str], key: str) -> Block:
    """The list or the quotation that these texts are, without their markers."""
    if _QUOTED.match(texts[0]):
        said = "\n".join(_QUOTED.sub("", text, count=1) for text in texts)
        return Quote(key=key, spans=plain(said))
    pattern = _BULLET if _BULLET.match(texts[0]) else _NUMBER
    items = (ListItem(spans=plain(pattern.sub("", text, count=1))) for text in texts)
    return ListBlock(key=key, items=tuple(items), ordered=pattern is _NUMBER)
