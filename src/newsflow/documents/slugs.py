"""Slugs: the name of a story in addresses and file names, made from its headline."""

from __future__ import annotations

import re

_APART = re.compile(r"[^a-z0-9]+")
LONGEST = 80


def slugified(text: str) -> str:
    """Spell *text* in lower-case ASCII groups: ``Über uns`` becomes ``uber-uns``.

    Other scripts are transliterated. The slug ends at a word within 80 characters; it
    is empty where nothing can be spelled, and then the article's id has to serve.
    """
    from anyascii import anyascii  # noqa: PLC0415 - its tables load when first needed

    spelled = _APART.sub("-", anyascii(text).lower()).strip("-")
    if len(spelled) <= LONGEST:
        return spelled
    return spelled[: LONGEST + 1].rpartition("-")[0] or spelled[:LONGEST]
