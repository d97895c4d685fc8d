"""A pasted text in work: its units, and why which of them stand aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter

import attrs

from ..reading import SetAside
from .caption import opens_caption
from .furniture import furniture
from .lines import Unit
from .reasons import Reason
from .wording import ends_sentence

_WORDS_OF_TITLE = 25
_LINES_OF_SIGN_OFF = 4
# Further down, such a line is a subhead: COVID-19.
_LINES_OF_SLUG = 3
_COUNT = re.compile(r"\d[\d.,]*\s?[km]?", re.IGNORECASE)


@attrs.define
class Sheet:
    """The units of a text while they are being put where they belong.

    A unit has a reason when it stands aside, is *taken* when it became a field word for
    word, and is part of the body otherwise. *rests* holds what is left of a unit whose
    beginning was taken, *parts* the beginnings that stand aside.
    """

    units: tuple[Unit, ...]
    reasons: list[Reason | None]
    taken: set[int] = attrs.field(factory=set)
    rests: dict[int, str] = attrs.field(factory=dict)
    parts: list[SetAside] = attrs.field(factory=list)

    def kept(self, start: int = 0) -> Iterator[int]:
        """Where the units stand that are still part of the body."""
        for at in range(start, len(self.units)):
            if self.reasons[at] is None and at not in self.taken:
                yield at

    def text(self, at: int) -> str:
        """The text of one unit, or what is left of it."""
        rest = self.rests.get(at)
        return self.units[at].text if rest is None else rest

    def take(self, at: int) -> str:
        """Make a unit a field, word for word."""
        self.taken.add(at)
        return self.text(at)

    def cut(self, at: int, rest: str) -> None:
        """Leave *rest* of a unit, whose beginning went elsewhere."""
        self.rests[at] = rest

    def part(self, at: int, written: str, reason: Reason) -> None:
        """Set the beginning of a unit aside, under the number of its line."""
        number = self.units[at].lines[0].number
        self.parts.append(SetAside(line=number, text=written, reason=reason.value))

    def aside(self) -> tuple[SetAside, ...]:
        """Every line that stands aside, in the order of the original."""
        whole = (
            SetAside(line=line.number, text=line.text, reason=reason.value)
            for unit, reason in zip(self.units, self.reasons, strict=True)
            if reason is not None
            for line in unit.lines
        )
        return tuple(sorted((*whole, *self.parts), key=attrgetter("line")))


def sorted_out(units: tuple[Unit, ...]) -> Sheet:
    """Set aside what is furniture wherever it stands."""
    sheet = Sheet(units, [furniture(unit.text) for unit in units])
    at = 0
    while at < len(units):
        at = _follow_up(sheet, at)
    return sheet


def _follow_up(sheet: Sheet, at: int) -> int:
    """Set aside what belongs to a unit of furniture, and tell where to go on."""
    match sheet.reasons[at]:
        case Reason.RELATED:
            return _set_titles_aside(sheet, at + 1)
        case Reason.SLUGLINE if at >= _LINES_OF_SLUG:
            sheet.reasons[at] = None
        case Reason.SIGN_OFF:
            _set_rest_of_bracket_aside(sheet, at)
        case Reason.SHARE_LABEL:
            _set_count_aside(sheet, at + 1)
        case _:
            _set_caption_aside(sheet, at)
    return at + 1


def _set_rest_of_bracket_aside(sheet: Sheet, at: int) -> None:
    """A sign-off whose bracket stays open goes on to where it is closed."""
    if sheet.text(at)[0] not in "([" or set(")]") & set(sheet.text(at)):
        return
    following = range(at + 1, min(at + 1 + _LINES_OF_SIGN_OFF, len(sheet.units)))
    closed = (one for one in following if sheet.text(one)[-1] in ")]")
    for one in range(at + 1, next(closed, at) + 1):
        sheet.reasons[one] = sheet.reasons[one] or Reason.SIGN_OFF


def _set_count_aside(sheet: Sheet, at: int) -> None:
    """The figure below a share label counts the shares."""
    if at < len(sheet.units) and _COUNT.fullmatch(sheet.text(at)):
        sheet.reasons[at] = sheet.reasons[at] or Reason.SHARE_LABEL


def _set_titles_aside(sheet: Sheet, start: int) -> int:
    """Set the headlines aside that follow a label such as "Related stories".

    The list ends at the first sentence. Its last line stays when it alone stands off
    by a blank line: then it is as likely the subhead of what follows.
    """
    end = start
    while end < len(sheet.units) and _is_title(sheet, end):
        end += 1
    if end < len(sheet.units) and _stands_off(sheet, start, end - 1):
        end -= 1
    for at in range(start, end):
        sheet.reasons[at] = sheet.reasons[at] or Reason.RELATED
    return end


def _is_title(sheet: Sheet, at: int) -> bool:
    text = sheet.text(at)
    return len(text.split(None, _WORDS_OF_TITLE)) < _WORDS_OF_TITLE and not (
        ends_sentence(text) and not text.endswith("?")
    )


def _stands_off(sheet: Sheet, first: int, last: int) -> bool:
    units = sheet.units
    return first < last and units[last].after_blank and not units[last - 1].after_blank


def _set_caption_aside(sheet: Sheet, at: int) -> None:
    """A bare "Image caption" makes the next line the caption."""
    if not opens_caption(sheet.text(at)):
        return
    sheet.reasons[at] = Reason.CAPTION
    follows = at + 1
    if follows < len(sheet.units):
        sheet.reasons[follows] = sheet.reasons[follows] or Reason.CAPTION
