"""Names that look like others: letters of several alphabets in one word (UTS 39, §5.1).

A section called ``Lоcal`` with a Cyrillic o is another one than ``Local``, and readers
see no difference. It is no error, so that it is told and not refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import name as told_name

_ALIKE = frozenset({"ARMENIAN", "CHEROKEE", "CYRILLIC", "GREEK", "LATIN"})
"""The alphabets whose letters are taken for each other's."""


def mixed(names: Iterable[str]) -> Iterator[str]:
    """Tell which names have a word with letters of several alphabets."""
    for name in sorted(names):
        for word in name.split():
            found = sorted(_alphabets(word))
            if len(found) > 1:
                listed = " and ".join(one.capitalize() for one in found)
                yield f"{name!r} has a word with {listed} letters: {word!r}"


def _alphabets(word: str) -> frozenset[str]:
    found = (told_name(sign, "").partition(" ")[0] for sign in word if sign.isalpha())
    return frozenset(found) & _ALIKE
