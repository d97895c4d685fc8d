"""From a text to its paragraphs: numbered lines, unwrapped where they were wrapped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import attrs

from ...model import text as clean
from .wording import ends_sentence, starts_low

# Mail and wire systems break at 60 to 80 columns; a line past this was not broken.
WIDEST = 100
NARROWEST = 40
LONG_ENOUGH = 0.6
_MARKER = re.compile(r"(?:[•·◦‣▪●*–-]|\(?\d{1,2}[.)])\s+\S")


@attrs.frozen(kw_only=True)
class Line:
    """A line of the original that is not blank, cleaned; *number* counts from 1.

    *indent* is how far it stands in, in characters; *after_blank* tells whether a
    blank line stands before it.
    """

    number: int
    text: str
    indent: int = 0
    after_blank: bool = False


@attrs.frozen
class Unit:
    """What stands together: one line, or the lines of a wrapped paragraph."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The text in one line."""
        if len(self.lines) == 1:
            return self.lines[0].text
        return " ".join(line.text for line in self.lines)

    @property
    def after_blank(self) -> bool:
        """Whether a blank line stands before it."""
        return self.lines[0].after_blank


def lines(text: str) -> Iterator[Line]:
    """Number and clean the lines of a text, leaving the blank ones out."""
    blank = False
    for number, raw in enumerate(clean.text(text).split("\n"), start=1):
        words = clean.line(raw)
        if words:
            indent = len(raw) - len(raw.lstrip())
            yield Line(number=number, text=words, indent=indent, after_blank=blank)
        blank = not words


def units(text: str, *, starts: Callable[[str], bool]) -> tuple[Unit, ...]:
    """Put the lines of a text together into units.

    Lines are joined only in a text that was plainly wrapped at a fixed width: then a
    line goes on with the next when the next one's first word had no place on it.
    *starts* tells of a line that begins something of its own whatever stands before it.
    """
    found = tuple(lines(text))
    width = _wrap_width(found)
    if width is None:
        return tuple(Unit((line,)) for line in found)
    return tuple(map(Unit, _joined(found, width, starts)))


def is_list_marker(text: str) -> bool:
    """Tell whether a line begins with a bullet or a number."""
    return _MARKER.match(text) is not None


def _wrap_width(found: tuple[Line, ...]) -> int | None:
    """The column at which the text was wrapped, or None when it was not.

    The proof is a line that breaks off in the middle of a sentence: long, unfinished,
    and gone on with in lower case (or in a script without case).
    """
    lengths = [len(line.text) for line in found if len(line.text) <= WIDEST]
    longer = len(found) - len(lengths)
    if not lengths or longer * 10 > len(found):
        return None
    width = max(lengths)
    if width < NARROWEST:
        return None
    broken = (_breaks_off(one, two, width) for one, two in pairwise(found))
    return width if any(broken) else None


def _breaks_off(one: Line, two: Line, width: int) -> bool:
    if two.after_blank or not width * LONG_ENOUGH <= len(one.text) <= width:
        return False
    caseless = not (two.text[0].islower() or two.text[0].isupper())
    goes_on = starts_low(two.text) or (caseless and two.text[0].isalpha())
    return goes_on and not ends_sentence(one.text)


def _joined(
    found: Iterable[Line], width: int, starts: Callable[[str], bool]
) -> Iterator[tuple[Line, ...]]:
    unit: list[Line] = []
    for line in found:
        if unit and not _goes_on(unit[-1], line, width, starts):
            yield tuple(unit)
            unit = []
        unit.append(line)
    yield tuple(unit)


def _goes_on(one: Line, two: Line, width: int, starts: Callable[[str], bool]) -> bool:
    if two.after_blank or len(one.text) > width or two.indent > one.indent:
        return False
    if is_list_marker(two.text) or starts(two.text):
        return False
    if len(one.text) < width * LONG_ENOUGH and starts(one.text):
        return False
    if starts_low(two.text) and not ends_sentence(one.text):
        return True
    first_word = two.text.split(" ", 1)[0]
    return len(one.text) + 1 + len(first_word) > width - 3
