"""Running text as Markdown: signs where they hold, marks by name where they would not.

``**`` and its like depend on what stands beside them: they do not hold next to spaces,
in the middle of a word, or against one another. There :strong is written ``:b[…]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import punctuation
from types import MappingProxyType
from unicodedata import category

from ...model.blocks import Prose
from ..runs import Marked, Piece, Target, nested, runs_of
from .escaping import Where, destination, escaped, title
from .signs import DIRECTIVES

_SIGNS: Mapping[str, str] = MappingProxyType(
    {"strong": "**", "em": "*", "strike": "~~"}
)
_UNSAFE_IN_CODE = frozenset("`|\n")


def spelled(prose: Prose, where: Where) -> str:
    """Write the words of a block with their marks."""
    return _row(nested(runs_of(prose)), where, root=True, joins=True)


def link(inside: str, target: Target) -> str:
    """Write a link around what is already Markdown."""
    href, words = target
    tail = f" {title(words)}" if words else ""
    return f"[{inside}]({destination(href)}{tail})"


def _row(pieces: Sequence[Piece], where: Where, *, root: bool, joins: bool) -> str:
    """Write pieces side by side: *joins* tells whether signs may stand at the ends."""
    last = len(pieces) - 1
    words = [
        escaped(piece, where, first=root and at == 0, last=root and at == last)
        if isinstance(piece, str)
        else ""
        for at, piece in enumerate(pieces)
    ]
    edge = " " if root else "."
    beside = [edge if joins else "", *words, edge if joins else ""]
    return "".join(
        _marked(piece, where, beside[at][-1:], beside[at + 2][:1])
        if isinstance(piece, Marked)
        else words[at]
        for at, piece in enumerate(pieces)
    )


def _marked(piece: Marked, where: Where, before: str, after: str) -> str:
    mark = piece.mark
    if isinstance(mark, tuple):
        return _linked(piece.inside, mark, where)
    if mark == "code" and _is_plain_code(piece.inside):
        return f"`{piece.inside[0]}`"
    inside = _row(piece.inside, where, root=False, joins=False)
    sign = _SIGNS.get(mark, "")
    if sign and _holds(before, inside[0]) and _holds(after, inside[-1]):
        return f"{sign}{inside}{sign}"
    return f":{DIRECTIVES[mark]}[{inside}]"


def _linked(inside: Sequence[Piece], target: Target, where: Where) -> str:
    if tuple(inside) == (target[0],) and target[1] is None:
        return f"<{target[0]}>"
    return link(_row(inside, where, root=False, joins=True), target)


def _is_plain_code(inside: Sequence[Piece]) -> bool:
    words = inside[0]
    return (
        len(inside) == 1
        and isinstance(words, str)
        and words == words.strip()
        and _UNSAFE_IN_CODE.isdisjoint(words)
    )


def _holds(outer: str, inner: str) -> bool:
    """Tell whether a sign between these characters does what it should and no more."""
    if inner.isspace() or inner in "*~":
        return False
    if outer.isspace():
        return True
    return inner.isalnum() and _is_punctuation(outer)


def _is_punctuation(character: str) -> bool:
    return character != "" and (
        character in punctuation or category(character).startswith("P")
    )
