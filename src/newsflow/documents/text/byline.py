"""The line that says who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from ...model.credits import Byline
from .wording import ends_sentence, entries, plain

# English, German, French, Spanish, Arabic. The colon forms are sure by themselves.
_BY = re.compile(
    r"(?:(?:written\s+by|words\s+by|by|von|par|por|text|texte|texto)\b\s*:?"
    r"|بقلم\s*[:/]?|كتبت?\s*[:/])\s*(?=\S)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|und|et|y|e|و)\s+|\s*&\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*\(|\s*[|•·]\s*|\s+(?:in|for|für|pour|para|aus|à|en)\s+|\s+[-–—]\s+"
)
_SPACES_OF_NAME = re.compile(r"[\s-]+")
_PARTICLES = frozenset(
    entries(
        """
            van | von | der | den | de | del | della | di | da | dos | du | la | le
            el | al | bin | ibn | ben | ter | ten | zu | zur
        """
    )
)
_ALONE = frozenset({"by", "von", "par", "por", "بقلم"})
LONGEST = 120
_WORDS_OF_NAME = range(2, 6)


@attrs.frozen
class Signed:
    """Who signed. *printed* is the credit as printed, where it says more than names."""

    bylines: tuple[Byline, ...]
    printed: str | None


def signed(line: str) -> Signed | None:
    """Read a byline such as ``By ADA QUIST and Bo Lind, Harbour Gazette``.

    Names stay as written. Commas part names only when an "and" ends their list;
    else what follows a comma is what the writer is or works for. None when the line is
    no byline, or when it is not sure.
    """
    found = _BY.match(line)
    if found is None or len(line) > LONGEST or _is_sentence(line):
        return None
    credit = line[found.end() :].strip()
    names = tuple(_names(credit))
    if not names:
        return None
    alone = sum(map(len, names)) + 6 * len(names) > len(credit)
    bylines = tuple(Byline(name=name) for name in names)
    return Signed(bylines, None if alone and _only(credit, names) else credit)


def opens_byline(line: str) -> bool:
    """Tell whether a line is the bare "By" of a name on the next one."""
    return plain(line) in _ALONE


def _is_sentence(line: str) -> bool:
    return ends_sentence(line) and not line.endswith(("Jr.", "Sr."))


def _names(credit: str) -> Iterator[str]:
    """The names, or nothing when one of them is none."""
    lists = _AND.split(_TAIL.split(credit, maxsplit=1)[0])
    if len(lists) == 1:
        candidates = [lists[0].split(",", 1)[0]]
    else:
        candidates = [name for part in lists[:-1] for name in part.split(",")]
        candidates.append(lists[-1].split(",", 1)[0])
    names = [candidate.strip() for candidate in candidates if candidate.strip()]
    if all(map(_is_name, names)):
        yield from names


def _is_name(name: str) -> bool:
    words = name.split()
    if len(words) not in _WORDS_OF_NAME or any(map(str.isdigit, name)):
        return False
    return all(word[0] == word[0].upper() or word in _PARTICLES for word in words)


def _only(credit: str, names: tuple[str, ...]) -> bool:
    rest = _AND.sub(" ", credit)
    for name in names:
        rest = rest.replace(name, "", 1)
    return not rest.strip(" ,.")
