"""The headline of a pasted text, or its first sentence in that place."""

from __future__ import annotations

import re

from .dateline import opened
from .reasons import Reason
from .sheet import Sheet
from .wording import ends_sentence, first_sentence

LONGEST = 120
_LONGEST_TITLE = 200
# UPDATE 2-, WRAPUP 1-, REFILE-: what a wire puts before a headline.
_PREFIX = re.compile(
    r"(?:UPDATE|WRAPUP|REFILE|CORRECTED|RPT|REPEAT)\s?\d{0,2}\s?-\s?(?=\S)"
)


def headline(sheet: Sheet) -> tuple[str, int]:
    """Take the headline, and tell on which unit it stood; ``("", -1)`` without text.

    The first line is the headline when it is one sentence or less. In a text without
    one the first sentence becomes the headline and leaves the body: said once. When it
    is longer than 120 characters the headline is its beginning, to a whole word, with
    "…", and the paragraph keeps all of it.
    """
    at = next(sheet.kept(), -1)
    if at < 0:
        return "", -1
    text = _without_prefix(sheet, at)
    sentence = first_sentence(text)
    if sentence == text and _is_title(text):
        return sheet.take(at), at
    if len(sentence) > LONGEST:
        return shortened(sentence), at
    sheet.cut(at, text[len(sentence) :].lstrip())
    return sentence, at


def _without_prefix(sheet: Sheet, at: int) -> str:
    text = sheet.text(at)
    found = _PREFIX.match(text)
    if found is None:
        return text
    sheet.part(at, found[0].strip(), Reason.WIRE_CODE)
    sheet.cut(at, text[found.end() :])
    return sheet.text(at)


def shortened(sentence: str, longest: int = LONGEST) -> str:
    """Cut a sentence at a word boundary and end it with "…"."""
    head = sentence[:longest]
    words = head.rsplit(None, 1)[0] if " " in head.strip() else head[: longest - 1]
    return f"{words.rstrip(' ,;:–—-')}…"


def _is_title(text: str) -> bool:
    return len(text) <= LONGEST or (
        len(text) <= _LONGEST_TITLE and not ends_sentence(text) and opened(text) is None
    )
