"""The dateline with which agency copy begins: place, date, agency."""

from __future__ import annotations

import re

import attrs

from ...model.credits import Dateline, Source
from .calendar import Day, day_of
from .vocabulary import KICKERS, LABELS
from .wording import entries, plain

# Agencies that stand in datelines. Others are known by the capitals of the place.
AGENCIES = frozenset(
    entries(
        """
            reuters | ap | associated press | the associated press | afp | dpa
            dpa-afx | apa | sda | kna | epd | efe | ansa | upi | pti | ani | xinhua
            tass | ria | interfax | kyodo | yonhap | aap | cp | pa | pa media | belga
            anp | ritzau | ntb | tt | stt | lusa | agência brasil | europa press
            télam | notimex | bernama | antara | wam | spa | mena | qna | رويترز
            فرانس برس | اف ب | أ ف ب | د ب ا | وكالات | واس | وام | قنا | معا | وفا
            bloomberg | cnn | bbc | the canadian press | sid | ats | keystone-ats
        """
    )
)
SEARCHED = 140
_DASH = r"(?:\.?\s?-{1,2}|\.?\s?[–—]|:)"
# LONDON, March 5 (Reuters) - …; MOSCOW, March 5. /TASS/. …
_WITH_AGENCY = re.compile(
    r"(?P<head>[^()/–—]{2,70}?|[^()/–—]{2,30}/[^()/–—]{2,40}?)\s*"
    r"(?:\((?P<agency>[^()\d]{2,40})\)|/(?P<slashed>[A-Z]{2,12})/)"
    rf"\s?(?P<end>{_DASH}|\.)?\s*(?=\S)"
)
# SYDNEY — …; Washington, D.C., Jan. 3 — …
_WITHOUT_AGENCY = re.compile(
    r"(?P<head>[^()–—]{2,70}?)(?:\s+(?:-{1,2}|[–—])\s+|[–—]\s*)(?=\S)"
)
# (CNN) — …
_AGENCY_ALONE = re.compile(rf"\((?P<agency>[^()\d]{{2,40}})\)\s?(?:{_DASH})\s*(?=\S)")
_PLACE = re.compile(r"[^\W\d_][^\W\d_.'’/, -]*(?:[.'’/, -]+[^\W\d_]+)*\.?")
_WORDS_OF_PLACE = 6


@attrs.frozen(kw_only=True)
class Opened:
    """A paragraph parted into its dateline and its text.

    *written* is the dateline as it was written, the dash included.
    """

    dateline: Dateline | None
    supplier: Source | None
    written: str
    rest: str


def opened(paragraph: str) -> Opened | None:
    """Take the dateline off the beginning of a paragraph; None when there is none.

    The date is given only when its year is written too. Nothing is taken from a
    paragraph that could begin with a clause of its own: a place without agency and
    date must be in capitals, and what follows it must begin as a sentence does.
    """
    return (
        _with_agency(paragraph)
        or _without_agency(paragraph)
        or _agency_alone(paragraph)
    )


def _with_agency(paragraph: str) -> Opened | None:
    found = _WITH_AGENCY.match(paragraph, 0, SEARCHED)
    if found is None:
        return None
    agency = (found["agency"] or found["slashed"]).strip()
    place, day = _place_and_day(found["head"])
    known = is_agency(agency)
    sure = known or (
        found["end"] is not None and (_is_capital(place) or day is not None)
    )
    if not sure or not _is_place(place):
        return None
    if found["end"] is None and day is None:
        return None
    supplier = Source(name=agency, role="supplier")
    return _part(paragraph, found.end(), place, day, supplier)


def _without_agency(paragraph: str) -> Opened | None:
    found = _WITHOUT_AGENCY.match(paragraph, 0, SEARCHED)
    if found is None:
        return None
    place, day = _place_and_day(found["head"])
    if not _is_place(place) or (day is None and not _is_capital(place)):
        return None
    rest = paragraph[found.end() :].lstrip("\"'“”„«‘")
    if rest[:1].islower():
        return None
    return _part(paragraph, found.end(), place, day, None)


def _agency_alone(paragraph: str) -> Opened | None:
    found = _AGENCY_ALONE.match(paragraph, 0, SEARCHED)
    if found is None or not is_agency(found["agency"]):
        return None
    return Opened(
        dateline=None,
        supplier=Source(name=found["agency"], role="supplier"),
        written=paragraph[: found.end()].rstrip(),
        rest=paragraph[found.end() :],
    )


def _part(
    paragraph: str, end: int, place: str, day: Day | None, supplier: Source | None
) -> Opened:
    return Opened(
        dateline=Dateline(place=place, date=day.date if day else None),
        supplier=supplier,
        written=paragraph[:end].rstrip(),
        rest=paragraph[end:],
    )


def _place_and_day(head: str) -> tuple[str, Day | None]:
    """Part ``Washington, D.C., Jan. 3, 2026``: the longest end that is a day is one."""
    parts = head.strip(" ,،.").replace("،", ",").split(",")
    for at in range(1, len(parts)):
        day = day_of(",".join(parts[at:]))
        if day is not None:
            return ",".join(parts[:at]).strip(), day
    return _place_before_day(head.strip(" ,،"))


def _place_before_day(head: str) -> tuple[str, Day | None]:
    """Part ``لندن 5 مارس``, where no comma does."""
    words = head.split()
    for at in range(max(1, len(words) - 4), len(words)):
        day = day_of(" ".join(words[at:]))
        if day is not None:
            return " ".join(words[:at]), day
    return head, None


def is_agency(name: str) -> bool:
    """Tell whether a name is that of an agency that we know, desk signs apart."""
    low = name.strip().casefold()
    return low in AGENCIES or low.split("/", 1)[0].strip() in AGENCIES


def _is_place(place: str) -> bool:
    if len(place.split()) > _WORDS_OF_PLACE or _PLACE.fullmatch(place) is None:
        return False
    key = plain(place)
    return place[0] == place[0].upper() and key not in KICKERS and key not in LABELS


def _is_capital(place: str) -> bool:
    return place.isupper() and sum(map(str.isalpha, place)) > 2  # noqa: PLR2004 - US, UK: no place
