"""The few words that a page adds to a story, in the languages that we speak.

They lie beside this module, one TOML file for each language. A house adds languages,
or says things its own way, by :func:`words_from`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import attrs
from markupsafe import Markup

from ..documents.problems import problems_by
from ..documents.schemas import validator_of
from ..errors import InvalidConfigError
from ..model.content import Kind
from ..model.rules import LANGUAGE
from .dates import CLDR, PLAIN, Dates, Day, Table, cldr_dates, truncated, zone
from .direction import direction, primary
from .remaking import parts_of

SPOKEN = ("en", "de", "fr", "es", "ar")
"""The languages that come with newsflow."""

_TEXT: Mapping[str, Any] = MappingProxyType(
    {"type": "string", "minLength": 1, "pattern": r"^[^\r\n]*[^\s][^\r\n]*$"}
)


@attrs.frozen(kw_only=True, eq=False)
class Words:
    """What pages say around stories in one *language*, and how it writes *dates*.

    Reportage is what readers expect; every other of the *kinds* is said (Trust
    Project: labels). There is one of each language, so that two are the same or are
    not.
    """

    language: str
    dates: Dates
    comma: str
    by: str
    published: str
    updated: str
    saved: str
    correction: str
    sources: str
    related: str
    disclosure: str
    machine: str
    backstory: str
    licence: str
    proof: str
    retracted: str
    latest: str
    nothing: str
    trail: str
    home: str
    share: str
    share_on: str
    mail: str
    copy: str
    copied: str
    device: str
    sections: str
    all_sections: str
    archive: str
    by_month: str
    newer: str
    older: str
    more: str
    here: str
    corrected: str
    section: str
    subject: str
    author: str
    missing: str
    missing_why: str
    moved: str
    search: str
    search_for: str
    search_found: str
    search_back: str
    search_further: str
    search_failed: str
    search_unscripted: str
    kinds: Mapping[Kind, str]

    def __reduce__(self) -> Any:
        """Go to another process as what they were made of."""
        return parts_of(self)

    def date(self, day: Day) -> str:
        """Write a day."""
        return self.dates.date(day)

    def month(self, day: Day) -> str:
        """Write the month that a day is in."""
        return self.dates.month_of(day)

    def moment(self, at: datetime, zone_name: str = "UTC") -> str:
        """Write an instant to the minute, on the clock of a zone, which is named."""
        there = at.astimezone(UTC if zone_name == "UTC" else zone(zone_name))
        return self.dates.moment(there)


TEXTS = tuple(
    one.name
    for one in attrs.fields(Words)
    if one.name not in {"language", "dates", "kinds"}
)
"""The names of all words but those of the kinds."""


def words_from(told: Mapping[str, Any], *, source: str = "words") -> Words:
    """Make the words of a house in one language, such as out of a TOML file.

    *told* has ``language`` (BCP 47) and any of the words by name; ``kinds`` has labels
    by kind, and ``dates`` the form of a ``day``, that of a ``month``, and the twelve
    ``months``. What it does not say is said as newsflow does in that language, or else
    in English.

    Raises:
        InvalidConfigError: with every word that is unknown or blank, each with its
            path.
    """
    found = problems_by(validator_of(_schema()), dict(told))
    if found:
        raise InvalidConfigError(found, source=source)
    base = words_in(told["language"])
    texts = {name: told[name] for name in TEXTS if name in told}
    kinds = {Kind(kind): label for kind, label in told.get("kinds", {}).items()}
    return attrs.evolve(
        base,
        language=told["language"],
        dates=_dates(told, base.dates),
        kinds=MappingProxyType({**base.kinds, **kinds}),
        **texts,
    )


def words_in(
    language: str, *, house: tuple[Words, ...] = (), dates: str = PLAIN
) -> Words:
    """Give the words of a language by its BCP 47 tag, or else the English ones.

    Those of the *house* go before ours. *dates* is ``plain`` or ``cldr``; with
    ``cldr`` days are written as CLDR has them for *language*, whatever the words are.

    Raises:
        InvalidValueError: dates of CLDR are wanted, and Babel is not installed.
    """
    return _words_in(language.lower(), house, dates)


def said_in(words: Words, language: str) -> Words:
    """Give words for a text in a language: marked, where that is another one."""
    return words if _one(words.language, language) else foreign(words)


@cache
def times_mark(words: Words, language: str) -> Markup:
    """Give the attributes of a time in a text of another language; none in its own."""
    ours = words.dates.language
    if _one(ours, language):
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(ours, direction(ours))


@cache
def foreign(words: Words) -> Words:
    """Mark words as what they are, for a page in another language.

    They stay what they say, each in an element that tells its language and direction.
    """
    kinds = {kind: _marked(one, words) for kind, one in words.kinds.items()}
    texts = {name: _marked(getattr(words, name), words) for name in TEXTS}
    told: dict[str, Any] = {**texts, "comma": words.comma, "kinds": kinds}
    return attrs.evolve(words, **told)


def _one(ours: str, theirs: str) -> bool:
    return primary(ours) == primary(theirs)


def _marked(text: str, words: Words) -> Markup:
    return Markup('<bdi lang="{}">{}</bdi>').format(words.language, text)


@cache
def _words_in(language: str, house: tuple[Words, ...], dates: str) -> Words:
    own = {words.language.lower(): words for words in house}
    tags = tuple(truncated(language))
    words = next((own[tag] for tag in tags if tag in own), None) or next(
        (_shipped(tag) for tag in tags if tag in SPOKEN), _shipped("en")
    )
    written = cldr_dates(language) if dates == CLDR else None
    return words if written is None else attrs.evolve(words, dates=written)


@cache
def _shipped(language: str) -> Words:
    file = files("newsflow.render") / "languages" / f"{language}.toml"
    told = tomllib.loads(file.read_text("utf-8"))
    kinds = {Kind(kind): label for kind, label in told.pop("kinds").items()}
    table = Table(language=language, comma=told["comma"], **told.pop("dates"))
    return Words(**told, dates=table, kinds=MappingProxyType(kinds))


def _dates(told: Mapping[str, Any], base: Dates) -> Dates:
    if "dates" not in told:
        return base
    comma = told.get("comma", ",")
    return Table(language=told["language"], comma=comma, **told["dates"])


def _schema() -> Mapping[str, Any]:
    months = {"type": "array", "minItems": 12, "maxItems": 12, "items": dict(_TEXT)}
    labelled = [kind.value for kind in Kind if kind is not Kind.REPORTAGE]
    return {
        "type": "object",
        "required": ["language"],
        "additionalProperties": False,
        "properties": {
            **{name: dict(_TEXT) for name in TEXTS},
            "language": {"type": "string", "pattern": f"^(?:{LANGUAGE.pattern})$"},
            "kinds": {
                "type": "object",
                "additionalProperties": False,
                "properties": {kind: dict(_TEXT) for kind in labelled},
            },
            "dates": {
                "type": "object",
                "required": ["day", "months"],
                "additionalProperties": False,
                "properties": {
                    "day": dict(_TEXT),
                    "month": dict(_TEXT),
                    "months": months,
                },
            },
        },
    }
