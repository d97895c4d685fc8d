"""Text as the model holds it: composed, visible, and meaning what it shows.

Every text is cleaned once, on its way into the model: Unicode NFC, no control
characters, no bidirectional overrides or marks (a headline must not read otherwise
than it is stored), no invisible filler, none of Unicode's noncharacters, which no
document may hold (HTML, XML). Zero-width joiners stay, since Persian, Hindi
and many emoji need them; so do no-break spaces, which French typography needs, and the
replacement character, which tells that something was lost before it came to us.
"""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

from ..errors import InvalidValueError

_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# The last two code points of every plane but the first, whose own stand below.
_ENDS = "".join(
    chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)
)
# A flag such as Scotland's is a black flag followed by tag characters: keep those.
_INVISIBLE = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"
    "|[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff"
    f"\ufdd0-\ufdef\U000e0000-\U000e007f{_ENDS}]"
)
_GAP = re.compile("[ \t\n]+")
# The only sign we take out that Python holds for printable.
_OBJECT = "\ufffc"


def text(value: str) -> str:
    r"""Clean a text of several lines; line breaks become ``\n``, all else stays.

    Raises:
        InvalidValueError: *value* is no string.
    """
    if not isinstance(value, str):
        field = "text"
        raise InvalidValueError(field, value, "a string")
    if not value.isprintable() or _OBJECT in value:
        value = _INVISIBLE.sub(r"\1", _BREAK.sub("\n", value))
    if value.isascii() or is_normalized("NFC", value):
        return value
    return normalize("NFC", value)


def line(value: str) -> str:
    """Clean a text of one line: runs of space, tab and line break become one space."""
    return _one_line(text(value))


def paragraph(value: str) -> str:
    """Clean a text in which line breaks count but spaces around them do not."""
    clean = text(value)
    if "\n" not in clean:
        return _one_line(clean)
    return "\n".join(map(_one_line, clean.split("\n"))).strip("\n")


def run(value: str) -> str:
    """Clean the text of one span: like :func:`text`, with tabs as spaces.

    A line break inside a span is a hard break of the paragraph.
    """
    return text(value).replace("\t", " ")


def optional_line(value: str | None) -> str | None:
    """Clean one line; nothing left of it is None."""
    return None if value is None else line(value) or None


def optional_paragraph(value: str | None) -> str | None:
    """Clean a paragraph; nothing left of it is None."""
    return None if value is None else paragraph(value) or None


def words(value: str) -> int:
    """Count words as a desk counts them: by white space."""
    return len(value.split())


def _one_line(clean: str) -> str:
    if "  " in clean or "\n" in clean or "\t" in clean:
        clean = _GAP.sub(" ", clean)
    return clean.strip(" ")
