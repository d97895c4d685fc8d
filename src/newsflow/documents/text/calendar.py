"""Dates as datelines and time stamps write them, in five languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import attrs

from .wording import entries

# A row to each month.
_MONTHS = (
    "january jan januar jän jänner janvier janv enero ene يناير",
    "february feb februar février févr fevrier febrero فبراير شباط",
    "march mar märz mär mrz mars marzo مارس اذار آذار",
    "april apr avril avr abril abr أبريل ابريل نيسان",
    "may mai mayo مايو أيار",
    "june jun juni juin junio يونيو يونيه حزيران",
    "july jul juli juillet juil julio يوليو يوليه تموز",
    "august aug août aout agosto ago أغسطس اغسطس آب",
    "september sep sept septembre septiembre setiembre سبتمبر أيلول",
    "october oct oktober okt octobre octubre أكتوبر اكتوبر",
    "november nov novembre noviembre نوفمبر",
    "december dec dezember dez décembre déc diciembre dic ديسمبر",
)
MONTHS: Mapping[str, int] = MappingProxyType(
    {
        name: number
        for number, names in enumerate(_MONTHS, start=1)
        for name in names.split()
    }
)
_WEEKDAYS = frozenset(
    entries(
        """
            monday | mon | tuesday | tue | tues | wednesday | wed | thursday | thu
            thur | thurs | friday | fri | saturday | sat | sunday | sun | montag | mo
            dienstag | di | mittwoch | mi | donnerstag | do | freitag | fr | samstag
            sonnabend | sa | sonntag | so | lundi | mardi | mercredi | jeudi
            vendredi | samedi | dimanche | lunes | martes | miércoles | jueves
            viernes | sábado | domingo | الاثنين | الثلاثاء | الأربعاء | الخميس
            الجمعة | السبت | الأحد
        """
    )
)
_PARTICLES = frozenset(
    entries("de | del | of | the | th | st | nd | rd | er | le | el | den | der")
)
_TIME_WORDS = frozenset(
    entries(
        """
            am | pm | a.m | p.m | a | m | p | gmt | utc | bst | est | edt | et | pt
            pst | pdt | cet | cest | mez | mesz | uhr | h | at | à | um | at: | ago
            hour | hours | minute | minutes | min | mins | day | days | week | weeks
            vor | stunde | stunden | minuten | tagen | il | y | a | heure | heures
            jour | jours | hace | hora | horas | minutos | días | read | lesezeit | de
            lecture | lectura | lesen | time | reading | le | el | published | updated
            update | posted | modified | last | first | on | today | yesterday | heute
            gestern | aujourd | hui | hier | hoy | ayer | stand | publié | mis | jour
            veröffentlicht | aktualisiert | publicado | actualizado | actualización
            última | lecture | temps | tiempo | aedt | aest | ist | just | now | and
            قبل | منذ | ساعة | ساعات | دقيقة | دقائق | يوم | أيام | اليوم | أمس | نشر
            آخر | تحديث | في | بتاريخ | دقائق | للقراءة | بتوقيت | غرينتش
        """
    )
)
# Without one of these, or a month, digits alone are a figure and no time.
_TIME_SIGNS = re.compile(
    r"\d{1,2}[:.]\d{2}(?!\d)|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4}-\d\d-\d\d"
)
_KNOWN = MONTHS.keys() | _WEEKDAYS | _PARTICLES | _TIME_WORDS
_TOKENS = re.compile(r"\d+|[^\W\d_]+")
_AGO = re.compile(
    r"\b(?:ago|read|hace|vor|il y a|lesezeit|lecture|lectura|قبل|منذ|للقراءة)\b"
)
_CLOCK = re.compile(
    r"\d{1,2}(?:[.:h]\d{2}(?::\d{2})?)?\s*(?:[ap]\.?m\.?|uhr|h|gmt|utc|bst|cet|mez)?",
    re.IGNORECASE,
)
LONGEST_STAMP = 90
YEARS = range(1900, 2100)
DAYS = range(1, 32)


@attrs.frozen(kw_only=True)
class Day:
    """A day as written: without *year* where none was."""

    day: int
    month: int
    year: int | None = None

    @property
    def date(self) -> date | None:
        """The calendar date; None when the year is missing or there is no such day."""
        if self.year is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


def day_of(text: str) -> Day | None:
    """Read ``March 5``, ``5. März 2026``, ``Thursday, 5 mars``; None for all else.

    The month must be a word: whether 3/5 is in March or in May, nobody can say.
    """
    numbers: list[int] = []
    months: list[int] = []
    for token in _TOKENS.findall(text.casefold()):
        if token.isdigit():
            numbers.append(int(token))
        elif token in MONTHS:
            months.append(MONTHS[token])
        elif token not in _WEEKDAYS and token not in _PARTICLES:
            return None
    match months, numbers:
        case [month], [day] if day in DAYS:
            return Day(day=day, month=month)
        case [month], [day, year] if day in DAYS and year in YEARS:
            return Day(day=day, month=month, year=year)
    return None


def is_clock(line: str) -> bool:
    """Tell whether a line is a time of day alone, the head of a live report's entry."""
    return _CLOCK.fullmatch(line) is not None


def is_time_stamp(line: str) -> bool:
    """Tell whether a line says nothing but when, or how long it takes to read."""
    if len(line) > LONGEST_STAMP or not line.strip():
        return False
    low = line.casefold()
    tokens = _TOKENS.findall(low)
    if not all(token.isdigit() or token in _KNOWN for token in tokens):
        return False
    if _TIME_SIGNS.search(low):
        return True
    digits = any(token.isdigit() for token in tokens)
    return digits and (
        _AGO.search(low) is not None or not MONTHS.keys().isdisjoint(tokens)
    )
