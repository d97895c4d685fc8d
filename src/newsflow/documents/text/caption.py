"""Lines that belong under a picture."""

from __future__ import annotations

import re

from .wording import entries, plain

_LABEL = re.compile(
    r"[(\[]?(?:(?:photo(?:graph)?|picture|image)(?:\s+(?:caption|credit|source))?|file\s+photo"
    r"|archive\s+photo|pictured|above|caption|foto|bild|bildunterschrift|archivbild"
    r"|archivfoto|symbolbild|bildquelle|crédits?(?:\s+photo)?|légende|photographie"
    r"|image\s+d['’]archives|image\s+d['’]illustration|fotografía|imagen|pie\s+de\s+foto"
    r"|foto\s+de\s+archivo|crédito|صورة|الصورة|صورة\s+[اأ]رشيفية|مصدر\s+الصورة|تصوير)\s*:"
    r"|(?:image|media)\s+(?:caption|source)\s*,",
    re.IGNORECASE,
)
_BY_CREDIT = re.compile(r"(?:photo|photograph|picture|image)s?\s+by\s", re.IGNORECASE)
# (Eva Sund/AFP), © Eva Sund / AFP, Eva Sund/Harbour Gazette
_CREDIT_AT_END = re.compile(
    r"[(\[©]?\s*(?P<who>[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,3})"
    r"\s*/\s*(?P<whose>[^\W\d_][\w.'’-]*(?:\s+[\w.'’-]+){0,3})[)\]]?$"
)
# The Moulin Rouge in Paris Benoit Tessier/Reuters: sure for the agency's sake.
_CREDIT_OF_AGENCY = re.compile(
    r"(?<=\s)(?P<who>[^\W\d_][\w.'’-]*)\s?/\s?"
    r"(?P<whose>Reuters|AP|AFP|AFP via Getty Images|Getty(?: Images)?|EPA|dpa|EFE|ANSA"
    r"|Shutterstock|picture alliance|imago|PA|Alamy|Anadolu|Xinhua|Bloomberg)$"
)
_LABELLED_CREDIT_AT_END = re.compile(
    r"[.!?)]\s*[([]?(?:photo|photograph|picture|image|foto|bild|crédit photo|imagen"
    r"|صورة|تصوير)s?(?:\s+(?:credit|by))?\s*:\s*[^:]{2,60}$",
    re.IGNORECASE,
)
_ALONE = frozenset(
    entries(
        """
            photo | picture | foto | image caption | image source | image credit
            caption | media caption | bildunterschrift | légende | pie de foto
        """
    )
)
_LOWER_CASE_AGENCIES = ("dpa", "imago", "picture alliance", "epd")
LONGEST = 500
_LONGEST_ALONE = 24
_TAIL = 120


def opens_caption(line: str) -> bool:
    """Tell whether a line is the bare label of the caption that follows it."""
    return len(line) <= _LONGEST_ALONE and plain(line) in _ALONE


def is_labelled(line: str) -> bool:
    """Tell whether a line says itself that it belongs to a picture."""
    return _LABEL.match(line) is not None or _BY_CREDIT.match(line) is not None


def is_caption(line: str) -> bool:
    """Tell whether a line is plainly a caption: labelled, or ending in a credit."""
    if len(line) > LONGEST:
        return False
    if is_labelled(line):
        return True
    tail = line[-_TAIL:]
    if _LABELLED_CREDIT_AT_END.search(tail):
        return True
    return _ends_in_agency_credit(tail)


def _ends_in_agency_credit(tail: str) -> bool:
    """``… on Monday. Eva Sund/Harbour Gazette`` or ``(Eva Sund/AFP)``."""
    before, slash, _ = tail.rpartition("/")
    if not slash:
        return False
    start = max(before.rfind(mark) for mark in '.!?([©"”’')
    found = _CREDIT_AT_END.match(tail, start + 1) or _CREDIT_OF_AGENCY.search(tail)
    return found is not None and all(
        name[0] == name[0].upper()
        for name in (*found["who"].split(), found["whose"])
        if name not in _LOWER_CASE_AGENCIES
    )
