"""Running text between its two forms: spans in the model, marked runs in a format.

Readers gather :class:`Run` values and settle them into spans; writers take the spans
apart into runs and nest these as tags and delimiters do. What no format can say about
spans (where one was cut in two, the order of marks, a link nobody uses, a second link
on the same words) ends here, in one place for all formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, TypeVar

import attrs

from ..model.blocks import DECORATORS, Link, Prose, Span

Target: TypeAlias = tuple[str, str | None]
"""Where a link leads, and its title."""

Mark: TypeAlias = str | Target
"""A decorator by its name, or a link by its target."""

SomeProse = TypeVar("SomeProse", bound=Prose)


@attrs.frozen
class Run:
    """Words under the same decorators and the same link."""

    text: str
    marks: frozenset[str] = frozenset()
    link: Target | None = None


@attrs.frozen
class Marked:
    """What stands under one mark: words, and further marks."""

    mark: Mark
    inside: tuple[Piece, ...]


Piece: TypeAlias = str | Marked
"""Words, or what a mark encloses."""


def runs_of(prose: Prose) -> tuple[Run, ...]:
    """Take spans apart into runs; a span's first link is its link."""
    if not prose.links:
        runs = (Run(span.text, frozenset(span.marks)) for span in prose.spans)
    else:
        targets = {link.key: (link.href, link.title) for link in prose.links}
        runs = (_run(span, targets) for span in prose.spans)
    return tuple(joined(runs))


def joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Put neighbours under the same marks together, and leave the empty ones out."""
    texts: list[str] = []
    like = Run("")
    for run in runs:
        if not run.text:
            continue
        if texts and (run.marks != like.marks or run.link != like.link):
            yield Run("".join(texts), like.marks, like.link)
            texts = []
        texts.append(run.text)
        like = run
    if texts:
        yield Run("".join(texts), like.marks, like.link)


def settle(runs: Iterable[Run]) -> tuple[tuple[Span, ...], tuple[Link, ...]]:
    """Make spans and their links out of runs; links are keyed l1, l2 … as they come."""
    keys: dict[Target, str] = {}
    spans = tuple(_span(run, keys) for run in joined(runs))
    links = (Link(key, href, title) for (href, title), key in keys.items())
    return spans, tuple(links)


def settled(prose: SomeProse) -> SomeProse:
    """Bring a text to the one form that it has after any reading."""
    spans, links = settle(runs_of(prose))
    return attrs.evolve(prose, spans=spans, links=links)


def nested(runs: Iterable[Run]) -> tuple[Piece, ...]:
    """Nest runs under their marks: links outside, then what reaches furthest."""
    return tuple(_nested([(_marks(run), run.text) for run in joined(runs)]))


def _run(span: Span, targets: Mapping[str, Target]) -> Run:
    link = next((targets[mark] for mark in span.marks if mark in targets), None)
    return Run(span.text, frozenset(span.marks) - targets.keys(), link)


def _span(run: Run, keys: dict[Target, str]) -> Span:
    marks = [name for name in DECORATORS if name in run.marks]
    if run.link is not None:
        marks.append(keys.setdefault(run.link, f"l{len(keys) + 1}"))
    return Span(run.text, tuple(marks))


def _marks(run: Run) -> tuple[Mark, ...]:
    """All marks, those first that should stand outside; code is always innermost."""
    order = sorted(run.marks - {"code"}, key=DECORATORS.index)
    inner = [*order, "code"] if "code" in run.marks else order
    return tuple(inner) if run.link is None else (run.link, *inner)


def _nested(cells: list[tuple[tuple[Mark, ...], str]]) -> Iterator[Piece]:
    at = 0
    while at < len(cells):
        marks, text = cells[at]
        if not marks:
            yield text
            at += 1
            continue
        mark, end = _furthest(cells, at)
        inside = [
            (tuple(one for one in own if one != mark), words)
            for own, words in cells[at:end]
        ]
        yield Marked(mark, tuple(_nested(inside)))
        at = end


def _furthest(cells: list[tuple[tuple[Mark, ...], str]], at: int) -> tuple[Mark, int]:
    """The mark to open at a cell, and where it ends. A link is never cut in two."""
    marks = cells[at][0]
    if isinstance(marks[0], tuple):
        return marks[0], _reach(cells, at, marks[0])
    outer = [mark for mark in marks if mark != "code"] or list(marks)
    ends = [_reach(cells, at, mark) for mark in outer]
    end = max(ends)
    return outer[ends.index(end)], end


def _reach(cells: list[tuple[tuple[Mark, ...], str]], at: int, mark: Mark) -> int:
    """Where a mark ends; no decorator reaches over the beginning of a link."""
    end = at + 1
    while end < len(cells) and mark in cells[end][0]:
        if not isinstance(mark, tuple) and isinstance(cells[end][0][0], tuple):
            break
        end += 1
    return end
