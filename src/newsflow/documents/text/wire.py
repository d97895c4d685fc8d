"""What agencies and their editing systems write around a story."""

from __future__ import annotations

import re

from .reasons import Reason

# (Reporting by …; Editing by …), [Additional reporting by …]
_CREDITS = re.compile(
    r"[(\[]\s*(?:additional\s+)?(?:reporting|writing|editing|compiled|with\s+reporting"
    r"|by\s+our\s+staff|redaktion|bearbeitet|édité|reportage|rédigé|información|editado"
    r"|reporte|اعداد|إعداد|تحرير)\b"
    r"|(?:redaktion|mitarbeit|bearbeitung|rédaction|redacción|[اإ]عداد|تحرير)\s*:",
    re.IGNORECASE,
)
# Eva Sund contributed to this report.
_CONTRIBUTED = re.compile(
    r"[^\W\d_][^\"“”]{3,150}\scontributed\s+(?:to\s+this\s+(?:report|story|article)|reporting)"
    r"[^\"“”]{0,40}"
)
# Le Monde avec AFP, mit dpa, with Reuters and AP
_WITH_AGENCY = re.compile(
    r"(?:[\w.'’&-]+\s){0,4}(?:avec|mit|with|con)\s(?:AFP|Reuters|AP|dpa|EFE|ANSA|Reuters"
    r"|Agence France-Presse|Associated Press)(?:(?:,?\s(?:and|et|und|y)|,)\s\w+)?",
    re.IGNORECASE,
)
# aq/bl/cy and "dpa aq yy bl": initials of those who handled it, at the end.
_INITIALS = re.compile(
    r"[a-z]{2,4}(?:[/-][a-z]{2,4}){1,4}|(?:dpa|afp|apa|epd|kna)(?:\s[a-z]{2,4}){2,6}"
)
# 051015 MAR 26, 051015Z MAR 2026
_TIME_GROUP = re.compile(r"\d{6}Z?\s+[A-Z]{3}\s+\d{2,4}")
# TAKE 2, 1st Lead, UPDATE 3, 2nd Ld-Writethru, 3. Zusammenfassung, (UPDATE 1)
_TAKE = re.compile(
    r"\(?(?:take\s+\d{1,2}(?:\s+of\s+\d{1,2})?|updates?\s+\d{1,2}|version\s+\d{1,2}"
    r"|\d(?:st|nd|rd|th)\s+(?:lead|ld|take|add|update)(?:[\s-]writethru)?"
    r"|\d\.\s+(?:zusammenfassung|meldung|zf)|lead\s+\d{1,2}|wrapup\s+\d{1,2})\)?",
    re.IGNORECASE,
)
_EDITORS = re.compile(
    r"\(?(?:eds|editors|attention\s+editors|editor'?s?\s+note|notes?\s+to\s+editors"
    r"|achtung|redaktionshinweis|a\s+l'attention\s+des)\s*:",
    re.IGNORECASE,
)
_DESK_NOTE = re.compile(
    r"\((?:updates?|adds?|corrects?|recasts?|repeats?|refiles?)\b[^()]{2,200}\)?",
    re.IGNORECASE,
)
# BRIDGE-REOPENS/ (URGENT), BC-Harbour-Bridge, 1st Ld-Writethru, 250
_SLUG = re.compile(
    r"(?:(?i:slug(?:line)?)\s*:\s*\S.*|[A-Z]{3,}(?:-[A-Z0-9]+)+/?(?:\s+\([^()]{2,40}\))?"
    r"|(?:BC|AM|PM)-[^\W\d_][\w'-]+(?:[-,]\s*[\w.' -]+){0,4})"
)
# ((ada@gazette.example; +44 20 7946 0000))
_CONTACT = re.compile(r"\(\([^()]{2,90}\)\)")
LONGEST = 400
_LONGEST_CODE = 100


def wire_reason(line: str) -> Reason | None:
    """Tell what a line is to an agency, when it is no part of the story."""
    if len(line) > LONGEST:
        return None
    if _CREDITS.match(line) or _CONTRIBUTED.fullmatch(line):
        return Reason.SIGN_OFF
    if _EDITORS.match(line) or _DESK_NOTE.fullmatch(line):
        return Reason.WIRE_CODE
    return _code(line) if len(line) <= _LONGEST_CODE else None


def _code(line: str) -> Reason | None:
    if any(pattern.fullmatch(line) for pattern in (_TAKE, _TIME_GROUP, _CONTACT)):
        return Reason.WIRE_CODE
    if _INITIALS.fullmatch(line) or _WITH_AGENCY.fullmatch(line):
        return Reason.SIGN_OFF
    return Reason.SLUGLINE if _SLUG.fullmatch(line) else None
