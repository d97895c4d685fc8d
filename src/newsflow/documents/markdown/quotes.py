"""Quotations: the words, and the last line that says whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from ..addresses import page_of
from ..runs import Run
from .inline import plain, runs, sole_link
from .signs import SPEAKER
from .tree import Node

if TYPE_CHECKING:
    from markdown_it.token import Token

_BREAKS = frozenset({"softbreak", "hardbreak"})
_DASHES = frozenset({"—", "–", "--"})


@attrs.frozen
class Quoted:
    """The words of a quotation, who speaks, and where it can be read."""

    runs: tuple[Run, ...]
    speaker: str | None = None
    href: str | None = None


def quoted(paragraphs: Sequence[Node]) -> Quoted:
    """Read a quotation of one or several paragraphs.

    Its last line names the speaker when it begins with a dash. Linked, the link is
    the source of the quotation; an address alone is the source of one without speaker.
    """
    texts = [list(paragraph.inline) for paragraph in paragraphs]
    named = _attribution(paragraphs[-1], texts[-1]) if paragraphs else ()
    if named:
        texts[-1] = texts[-1][: -len(named)]
        texts[-1] = _without_break(texts[-1])
    found = tuple(_gathered(texts))
    if not named or not any(run.text.strip() for run in found):
        return Quoted(tuple(_gathered([list(one.inline) for one in paragraphs])))
    return Quoted(found, *_speaker(named))


def _attribution(last: Node, tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of the last line, when that begins with a dash."""
    if SPEAKER.match(last.raw.rsplit("\n", 1)[-1]) is None:
        return ()
    breaks = [at for at, token in enumerate(tokens) if token.type in _BREAKS]
    return tokens[breaks[-1] + 1 :] if breaks else tokens


def _speaker(named: Sequence[Token]) -> tuple[str | None, str | None]:
    target = sole_link(_after_dash(named))
    name = SPEAKER.sub("", plain(named), count=1)
    href = page_of(target[0]) if target else None
    alone = any(token.info == "auto" for token in named)
    return (None if href and alone else name), href


def _after_dash(named: Sequence[Token]) -> Sequence[Token]:
    """What follows the dash, where the dash is a token of its own before a link."""
    return named[1:] if named[0].content.rstrip(" ") in _DASHES else named


def _without_break(tokens: list[Token]) -> list[Token]:
    return tokens[:-1] if tokens and tokens[-1].type in _BREAKS else tokens


def _gathered(texts: Sequence[Sequence[Token]]) -> list[Run]:
    """Join paragraphs by an empty line; a paragraph without words adds none."""
    found: list[Run] = []
    for tokens in texts:
        words = list(runs(tokens))
        if any(run.text for run in words):
            found.extend([Run("\n\n")] if found else [])
            found.extend(words)
    return found
