"""The drawing of a workflow: a column for every state, a row for every step that moves.

Dots are where a step may be taken, an arrow shows where it leads. So nothing ever
crosses a word, however many states and steps a house has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

import attrs

from ._wording import moving, origins, requires, spoken
from .definition import RELEASES, REMOVALS, Act, State, StateKind, Step, Workflow

_MARGIN = 16
_LETTER = 7
"""How wide a letter is taken to be, in pixels: wide enough for most words."""

_TOP = 64
_BOX = 34
_ROW = 28
_START = 24
_RING = 9
_STYLE = """\
  svg { color-scheme: light dark; --ink: #1b1f24; --faint: #8b949e; --line: #d0d7de;
    --page: #ffffff; --draft: #eaeef2; --review: #fff3c4; --scheduled: #ddf4ff;
    --published: #dafbe1; --withdrawn: #ffe2e0; --way: #0969da; --out: #1a7f37;
    --gone: #cf222e; }
  @media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --faint: #8b949e;
    --line: #30363d; --page: #0d1117; --draft: #21262d; --review: #4b3a05;
    --scheduled: #0c2d4a; --published: #0f3a1d; --withdrawn: #541c1a; --way: #58a6ff;
    --out: #3fb950; --gone: #ff7b72; } }
  text { font: 13px system-ui, sans-serif; fill: var(--ink); }
  .small { font-size: 11px; fill: var(--faint); }
  .page { fill: var(--page); }
  .life, .rule { stroke: var(--line); stroke-width: 1; }
  .box { stroke: var(--line); stroke-width: 1; }
  .terminal { stroke: var(--ink); stroke-width: 2; }
  .current { stroke: var(--way); stroke-width: 4; }
  .draft { fill: var(--draft); } .review { fill: var(--review); }
  .scheduled { fill: var(--scheduled); } .published { fill: var(--published); }
  .withdrawn { fill: var(--withdrawn); }
  .way line { stroke: var(--way); stroke-width: 2; }
  .way circle, .way path { fill: var(--way); }
  .out line { stroke: var(--out); } .out circle, .out path { fill: var(--out); }
  .gone line { stroke: var(--gone); } .gone circle, .gone path { fill: var(--gone); }
  .way .ring { fill: none; stroke: var(--way); stroke-width: 2; }
  .out .ring { stroke: var(--out); } .gone .ring { stroke: var(--gone); }
  .glass line { stroke-dasharray: 6 4; }"""


@attrs.frozen(kw_only=True)
class Drawing:
    """The places of everything in the picture, and the picture line by line."""

    workflow: Workflow
    counts: Mapping[str, int]
    current: str
    states: tuple[State, ...] = attrs.field(init=False)
    steps: tuple[Step, ...] = attrs.field(init=False)

    @states.default
    def _by_kind(self) -> tuple[State, ...]:
        order = list(StateKind)
        states = self.workflow.states
        return tuple(sorted(states, key=lambda state: order.index(state.kind)))

    @steps.default
    def _moves(self) -> tuple[Step, ...]:
        return tuple(moving(self.workflow))

    @property
    def gutter(self) -> int:
        """How wide the names of the steps are, to the left of all columns."""
        return _MARGIN + _START + _wide(map(spoken, self.steps))

    @property
    def column(self) -> int:
        """How wide a column is."""
        return 28 + _wide(self._label(state) for state in self.states)

    @property
    def width(self) -> int:
        """How wide the picture is."""
        return self.terms + _wide(map(_terms, self.steps)) + _MARGIN

    @property
    def terms(self) -> int:
        """Where the terms of the steps begin, to the right of all columns."""
        return self.gutter + self.column * len(self.states) + _MARGIN

    @property
    def height(self) -> int:
        """How high the picture is."""
        return self.row(len(self.steps)) + _MARGIN

    def row(self, number: int) -> int:
        """How far down a row lies."""
        return _TOP + _BOX + _ROW * (number + 1) - _ROW // 3

    def across(self, name: str) -> int:
        """How far right the middle of a state's column lies."""
        names = [state.name for state in self.states]
        return self.gutter + self.column * names.index(name) + self.column // 2

    def lines(self) -> Iterator[str]:
        """Give the picture."""
        title = f"Workflow {self.workflow.name}, version {self.workflow.version}"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
            f'aria-labelledby="title desc" width="{self.width}" '
            f'height="{self.height}" viewBox="0 0 {self.width} {self.height}">'
        )
        yield f'<title id="title">{escape(title)}</title>'
        yield f'<desc id="desc">{escape(self._described())}</desc>'
        yield f"<style>\n{_STYLE}\n</style>"
        yield f'<rect class="page" width="{self.width}" height="{self.height}"/>'
        yield f'<text x="{_MARGIN}" y="{_MARGIN + 8}">{escape(title)}</text>'
        yield from self._columns()
        for number, step in enumerate(self.steps):
            yield from self._step(step, self.row(number))
        yield "</svg>"

    def _described(self) -> str:
        return "; ".join(map(_sentence, self.steps))

    def _label(self, state: State) -> str:
        count = self.counts.get(state.name)
        return state.name if count is None else f"{state.name} ({count})"

    def _columns(self) -> Iterator[str]:
        foot = self.height - _MARGIN
        seen: set[StateKind] = set()
        for state in self.states:
            x, kind = self.across(state.name), state.kind.value
            left = x - self.column // 2 + 4
            if state.kind not in seen:
                seen.add(state.kind)
                yield f'<text class="small" x="{left}" y="{_TOP - 8}">{kind}</text>'
            yield f'<line class="life" x1="{x}" y1="{_TOP}" x2="{x}" y2="{foot}"/>'
            yield (
                f'<rect class="box {kind}{self._marks(state)}" x="{left}" y="{_TOP}" '
                f'width="{self.column - 8}" height="{_BOX}" rx="8"/>'
            )
            label = escape(self._label(state))
            yield f'<text text-anchor="middle" x="{x}" y="{_TOP + 22}">{label}</text>'

    def _marks(self, state: State) -> str:
        terminal = " terminal" if state.terminal else ""
        return f"{terminal} current" if state.name == self.current else terminal

    def _step(self, step: Step, y: int) -> Iterator[str]:
        target = self.across(step.target or "")
        starts = [self.across(name) for name in self.workflow.sources(step)]
        starts = starts or [self.gutter - _START // 2]
        yield f'<text x="{_MARGIN}" y="{y + 4}">{escape(spoken(step))}</text>'
        yield f'<g class="way {_colour(step)}">'
        yield from _arrows(starts, target, y)
        yield "</g>"
        yield (
            f'<text class="small" x="{self.terms}" y="{y + 4}">'
            f"{escape(_terms(step))}</text>"
        )


def _arrows(starts: Sequence[int], target: int, y: int) -> Iterator[str]:
    """Dots where a step begins, arrows to where it leads; a ring if it is both."""
    gap = _RING if target in starts else 0
    for end, side in ((min(starts), -1), (max(starts), 1)):
        if (end - target) * side > 0:
            tip = target + side * gap
            yield f'<line x1="{end}" y1="{y}" x2="{tip + side * 9}" y2="{y}"/>'
            yield f'<path d="M {tip} {y} l {side * 10} -5 v 10 z"/>'
    yield from (f'<circle cx="{x}" cy="{y}" r="4"/>' for x in starts)
    if gap:
        yield f'<circle class="ring" cx="{target}" cy="{y}" r="{_RING}"/>'


def _sentence(step: Step) -> str:
    sources = ", ".join(origins(step)) or "the beginning"
    return f"{spoken(step)}: from {sources} to {step.target}"


def _terms(step: Step) -> str:
    who, terms = ", ".join(sorted(step.roles)), requires(step)
    return f"{who}: {terms}" if terms else who


def _wide(texts: Iterable[str]) -> int:
    return _LETTER * max((len(text) for text in texts), default=0)


def _colour(step: Step) -> str:
    if step.act is Act.BREAK_GLASS:
        return "gone glass"
    if step.act in RELEASES:
        return "out"
    return "gone" if step.act in REMOVALS else "on"
