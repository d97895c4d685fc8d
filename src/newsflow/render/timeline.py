"""The timeline of a story: a picture of its life, from the first text to now.

Time runs downwards. A row is something that happened; a long wait is drawn as a gap
that says how long it was, so that minutes and months find room on one picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from html import escape
from itertools import pairwise
from types import MappingProxyType

import attrs

from ..ports import Status
from ..ports.board import Life, Mark, MarkKind, Sending
from .desk_clock import DeskClock, lasting
from .desk_words import called, sent, told

_MARGIN = 16
_LETTER = 7
"""How wide a letter is taken to be, in pixels: wide enough for most words."""

_TOP = 84
_ROW = 26
_GAP = 34
_SMALL = 13
_LONG = timedelta(hours=1)
"""From when on a wait is drawn as a gap."""

_TIME = 116
_BAR = 34
_STYLE = """\
  svg { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --line: #d0d7de;
    --page: #ffffff; --had: #aceebb; --way: #0969da; --out: #1a7f37; --gone: #cf222e; }
  @media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --soft: #9198a1;
    --line: #3d444d; --page: #0d1117; --had: #0f5323; --way: #58a6ff; --out: #3fb950;
    --gone: #ff7b72; } }
  text { font: 13px system-ui, sans-serif; fill: var(--ink); }
  .title { font-size: 18px; font-weight: 600; }
  .soft { fill: var(--soft); } .small { font-size: 11px; fill: var(--soft); }
  .tag { font-size: 11px; } .page { fill: var(--page); } .had { fill: var(--had); }
  .life { stroke: var(--ink); stroke-width: 2; }
  .gap { stroke: var(--soft); stroke-width: 2; stroke-dasharray: 2 5; }
  .lane { stroke: var(--line); }
  .sign { fill: var(--page); stroke: var(--ink); stroke-width: 2; }
  .review { fill: var(--ink); }
  .release, .delivered { fill: var(--out); stroke: var(--out); }
  .removal, .trouble { stroke: var(--gone); stroke-width: 3; }
  .open { stroke: var(--way); } .gone { stroke: var(--soft); }
  .sent { stroke: var(--way); stroke-width: 2; }"""

_SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "release": "m 0 -7 l 7 7 l -7 7 l -7 -7 z",
        "delivered": "m 0 -6 l 6 6 l -6 6 l -6 -6 z",
        "removal": "m -5 -5 l 10 10 m 0 -10 l -10 10",
        "trouble": "m -5 -5 l 10 10 m 0 -10 l -10 10",
        "desk": "m -5 0 l 10 0",
    }
)
"""How signs are drawn that are no circles: a shape of its own beside each colour."""


def timeline(life: Life, clock: DeskClock) -> str:
    """Draw the life of a story as an SVG document; the same life, the same text.

    It holds no word of the story but its headline, where that is not withheld.
    """
    return "\n".join(_Drawing(life, clock).lines()) + "\n"


@attrs.frozen
class _Sent:
    """A delivery and its places: where it began, where it ended, and its words."""

    sending: Sending
    start: int
    end: int
    label: int


@attrs.frozen
class _Drawing:
    """The places of everything in the picture, and the picture line by line."""

    life: Life
    clock: DeskClock
    rows: tuple[int, ...] = attrs.field(init=False)
    channels: tuple[str, ...] = attrs.field(init=False)

    @rows.default
    def _rows(self) -> tuple[int, ...]:
        """Place each mark: a row further down, or behind a gap."""
        rows, marks = [_TOP], self.life.marks
        for before, after in pairwise(marks):
            gap = _GAP if after.at - before.at >= _LONG else 0
            rows.append(rows[-1] + _ROW + gap)
        return tuple(rows)

    @channels.default
    def _channels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.channel for one in self.life.sendings))

    @property
    def words(self) -> int:
        """Where the words of the marks begin."""
        return _MARGIN + _TIME + _BAR + 34

    @property
    def lanes(self) -> int:
        """Where the lanes of the channels begin."""
        return self.words + _wide(told(one, self.clock) for one in self.life.marks)

    @property
    def lane(self) -> int:
        """How wide a lane is."""
        said = (f"{sent(one)}  " for one in self.life.sendings)
        return 40 + max(_wide(self.channels), _wide(said))

    @property
    def width(self) -> int:
        """How wide the picture is."""
        lanes = self.lanes + self.lane * len(self.channels)
        title = 11 * len(called(self.life.card, self.clock))
        return max(lanes, _MARGIN + max(title, _wide([self.where]))) + _MARGIN

    @property
    def where(self) -> str:
        """Where the story is, and since when."""
        card = self.life.card
        return f"{card.state} since {self.clock.full(card.since)}"

    @property
    def foot(self) -> int:
        """Where now is."""
        last = self.life.marks[-1].at
        return self.rows[-1] + _ROW + (_GAP if self.clock.at - last >= _LONG else 0)

    @property
    def height(self) -> int:
        """How high the picture is."""
        labels = (one.label for each in self.channels for one in self._sent(each))
        return max((self.foot, *labels)) + _MARGIN + 8

    def y(self, moment: datetime) -> int:
        """Give how far down an instant lies: at its last mark, or between two."""
        marks = [*zip((one.at for one in self.life.marks), self.rows, strict=True)]
        at_once = [y for at, y in marks if at == moment]
        if at_once:
            return at_once[-1]
        places = (*marks, (self.clock.at, self.foot))
        for (start, top), (end, bottom) in pairwise(places):
            if start < moment < end:
                share = (moment - start) / (end - start)
                return top + round((bottom - top) * share)
        return self.rows[0] if moment < marks[0][0] else self.foot

    def lines(self) -> Iterator[str]:
        """Give the picture."""
        card, clock = self.life.card, self.clock
        title, x = called(card, clock), _MARGIN + _TIME
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
            f'aria-labelledby="title desc" width="{self.width}" '
            f'height="{self.height}" viewBox="0 0 {self.width} {self.height}">'
        )
        yield f'<title id="title">{_safe(title)}: timeline</title>'
        yield f'<desc id="desc">{_safe(self._described())}</desc>'
        yield f"<style>\n{_STYLE}\n</style>"
        yield f'<rect class="page" width="{self.width}" height="{self.height}"/>'
        yield f'<text class="title" x="{_MARGIN}" y="32">{_safe(title)}</text>'
        yield f'<text class="soft" x="{_MARGIN}" y="52">{_safe(self.where)}</text>'
        yield from self._spans(x + 20)
        yield from self._axis(x)
        for mark, y in zip(self.life.marks, self.rows, strict=True):
            yield from self._mark(mark, x, y)
        for number, channel in enumerate(self.channels):
            yield from self._lane(channel, self.lanes + self.lane * number + 20)
        now = clock.shown(clock.at)
        yield f'<text class="small" x="{_MARGIN}" y="{self.foot + 4}">{now} now</text>'
        yield "</svg>"

    def _described(self) -> str:
        clock = self.clock
        marks = (f"{clock.shown(m.at)} {told(m, clock)}" for m in self.life.marks)
        sendings = (f"{one.channel}: {sent(one)}" for one in self.life.sendings)
        return "; ".join((*marks, *sendings))

    def _spans(self, x: int) -> Iterator[str]:
        """Draw for how long readers had each version."""
        clock, marks = self.clock, zip(self.life.marks, self.rows, strict=True)
        tops = {mark.version: y for mark, y in marks}
        for span in self.life.spans:
            name, top = f"v{span.version}", tops[span.version]
            bottom = self.foot if span.end is None else self.y(span.end)
            end = "now" if span.end is None else clock.shown(span.end)
            says = f"readers had {name}, from {clock.shown(span.start)} to {end}"
            yield (
                f'<rect class="had" x="{x}" y="{top}" width="{_BAR - 8}" '
                f'height="{max(bottom - top, 4)}" rx="4">'
                f"<title>{_safe(says)}</title></rect>"
            )
            yield f'<text class="tag" x="{x + 4}" y="{top + 15}">{name}</text>'

    def _axis(self, x: int) -> Iterator[str]:
        moments = (*(one.at for one in self.life.marks), self.clock.at)
        places = (*self.rows, self.foot)
        for times, (top, bottom) in zip(
            pairwise(moments), pairwise(places), strict=True
        ):
            wait = times[1] - times[0]
            kind = "gap" if wait >= _LONG else "life"
            yield f'<line class="{kind}" x1="{x}" y1="{top}" x2="{x}" y2="{bottom}"/>'
            if wait >= _LONG:
                place = f'x="{self.words}" y="{(top + bottom) // 2 + 4}"'
                yield f'<text class="small" {place}>{lasting(wait)}</text>'

    def _mark(self, mark: Mark, x: int, y: int) -> Iterator[str]:
        says = told(mark, self.clock)
        when = self.clock.shown(mark.at)
        yield f'<text class="small" x="{_MARGIN}" y="{y + 4}">{when}</text>'
        yield _sign(mark.kind.value, x, y, f"{when} {says}")
        kind = "" if mark.kind is not MarkKind.DESK else ' class="soft"'
        yield f'<text{kind} x="{self.words}" y="{y + 4}">{_safe(says)}</text>'

    def _lane(self, channel: str, x: int) -> Iterator[str]:
        yield f'<text x="{x - 6}" y="{_TOP - 16}">{_safe(channel)}</text>'
        yield f'<line class="lane" x1="{x}" y1="{_TOP}" x2="{x}" y2="{self.foot}"/>'
        for one in self._sent(channel):
            y = f'y1="{one.start}" x2="{x}" y2="{one.end}"'
            yield f'<line class="sent" x1="{x}" {y}/>'
            says = sent(one.sending)
            yield _sign(_looks(one.sending), x, one.end, f"{channel}: {says}")
            yield f'<text class="small" x="{x + 12}" y="{one.label}">{says}</text>'

    def _sent(self, channel: str) -> Iterator[_Sent]:
        """Place what was sent to a channel; no label lies on the one before it."""
        free = 0
        for one in self.life.sendings:
            if one.channel == channel:
                end = self.y(one.settled or self.clock.at)
                label = max(end + 4, free)
                free = label + _SMALL
                yield _Sent(one, self.y(one.created), end, label)


def _sign(looks: str, x: int, y: int, says: str) -> str:
    title = f"<title>{_safe(says)}</title>"
    shape = _SHAPES.get(looks)
    if shape is None:
        return f'<circle class="sign {looks}" cx="{x}" cy="{y}" r="5">{title}</circle>'
    return f'<path class="sign {looks}" d="M {x} {y} {shape}">{title}</path>'


def _looks(one: Sending) -> str:
    match one.status:
        case Status.DELIVERED:
            return "delivered"
        case Status.DUE | Status.LEASED:
            return "open"
        case Status.SUPERSEDED:
            return "gone"
        case _:
            return "trouble"


def _safe(text: str) -> str:
    """Escape for XML, and leave out what no XML document may hold."""
    return escape("".join(one for one in text if one.isprintable()))


def _wide(texts: Iterable[str]) -> int:
    return _LETTER * max((len(text) for text in texts), default=0)
