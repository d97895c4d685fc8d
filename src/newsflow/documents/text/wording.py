"""What the wording of a line shows: sentence or label, long or short."""

from __future__ import annotations

import re

# Arabic is written with and without its hamzas and final dots; pages mix both.
_FOLDED = str.maketrans("’‘`أإآى", "'''اااي")
_SENTENCE_END = re.compile(r"[.!?…؟。۔]['\"”’»“«›‹)\]]*$")
_LATIN_OPENERS = "\"'“”„‘‚«»‹›([¿¡"
_BOUNDARY = re.compile(r"[.!?؟。۔]+['\"”’»“«)\]]*\s+(?=\S)")
_INITIAL = re.compile(r"(?:^|[\s.(\"“'])[^\W\d_]\.$")


def entries(table: str) -> tuple[str, ...]:
    """Read a table of words: an entry ends at "|" and at the end of the line."""
    parts = table.replace("\n", "|").split("|")
    return tuple(part.strip() for part in parts if part.strip())


_ABBREVIATIONS = frozenset(
    entries(
        """
            mr | mrs | ms | dr | prof | st | sen | rep | gov | gen | lt | col | sgt
            capt | rev | hon | jr | sr | no | vs | etc | jan | feb | mar | apr | jun
            jul | aug | sep | sept | oct | nov | dec | bzw | ca | z.b | u.a | nr | inc
            ltd | corp | mme | mlle | m | art | av | sra | srta | ud | uds
        """
    )
)
SENTENCE_SEARCH = 1000
PROSE_WORDS = 8
LONGEST_LABEL = 200


def plain(line: str) -> str:
    """Bring a line to the form in which the vocabulary is written."""
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not line[end - 1].isalnum():
        end -= 1
    return line[start:end].translate(_FOLDED).casefold()


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does, closing quotes included."""
    return _SENTENCE_END.search(line[-8:]) is not None


def is_prose(line: str) -> bool:
    """Tell running text from labels, titles and names."""
    if len(line) > LONGEST_LABEL:
        return True
    return ends_sentence(line) and len(line.split()) >= PROSE_WORDS


def starts_low(line: str) -> bool:
    """Tell whether a line goes on in lower case, as only the middle of a text does."""
    return line.lstrip(_LATIN_OPENERS)[:1].islower()


def first_sentence(text: str) -> str:
    """Cut the first sentence off; the whole text when no end is found in its start."""
    for boundary in _BOUNDARY.finditer(text, 0, SENTENCE_SEARCH):
        end = boundary.end()
        if _is_sentence(text[: boundary.start() + 1], text[end : end + 2]):
            return text[:end].rstrip()
    return text


def _is_sentence(before: str, after: str) -> bool:
    """A full stop after an initial or abbreviation, or before lower case, ends none."""
    if starts_low(after):
        return False
    last = before.rsplit(None, 1)[-1].rstrip(".").casefold().lstrip(_LATIN_OPENERS)
    return last not in _ABBREVIATIONS and not _INITIAL.search(before[-4:])
