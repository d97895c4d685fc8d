"""Hypothesis strategies for single values: texts, keys, addresses, house fields."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import TypeVar

from hypothesis import strategies as st

from ..model.extra import LARGEST, Frozen
from ..model.rules import VISIBLE
from ..model.text import line

T = TypeVar("T")
Strategy = st.SearchStrategy

_PHRASES = (
    "Harbour bridge reopens",
    "“Nobody” cheered louder – said Ada",
    "L’Été à Genève : 12 000 visiteurs",
    "إعادة فتح جسر الميناء",
    "הגשר נפתח מחדש",
    "می‌خواهم",
    "बंदरगाह का पुल फिर खुला क्‍ष",
    "港の橋が再開",
    "สะพานท่าเรือ",
    "👩‍👩‍👧‍👦 at the 🏴󠁧󠁢󠁳󠁣󠁴󠁿 border",
    "e\u0301te\u0301 n\u0303 ở",
    "<b>AT&T</b> {{ 7*7 }}",
    "x" * 300,
)
_KEYS = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789"


@cache
def texts() -> Strategy[str]:
    """Lines that show something, in many scripts, as the model holds them."""
    known = st.sampled_from(_PHRASES)
    any_ = st.text(min_size=1, max_size=12)
    two = st.builds("{} {}".format, known, any_)
    return (known | any_ | two).map(line).filter(VISIBLE.search)


@cache
def keys() -> Strategy[str]:
    """Keys of blocks, links and media, up to the longest."""
    rest = st.text(f"{_KEYS}._-", max_size=8) | st.just("k" * 63)
    return st.builds(str.__add__, st.sampled_from(_KEYS), rest)


@cache
def addresses() -> Strategy[str]:
    """Web addresses, some of them with letters of other scripts."""
    pages = ("", "/", "/bridge?p=1#top", "/جسر-الميناء", "/a%20b/(c)", "/橋")
    hosts = ("gazette.example", "bücher.example", "[2001:db8::1]:8443", "a:80")
    return st.builds(
        "{}://{}{}".format,
        st.sampled_from(("http", "https")),
        st.sampled_from(hosts),
        st.sampled_from(pages),
    )


def languages() -> Strategy[str]:
    """Language tags, from the usual ones to those with every part."""
    tags = ("und", "en", "en-GB", "ar", "he", "fa-IR", "zh-Hant-TW", "sr-Latn", "hi")
    rare = ("de-CH-1996", "es-419", "sl-rozaj-biske", "en-u-ca-gregory-x-house")
    return st.sampled_from((*tags, *rare))


def instants() -> Strategy[datetime]:
    """Instants in UTC, from the year 1 to 9999, to the microsecond."""
    return st.datetimes(timezones=st.just(UTC))


def house_fields() -> Strategy[Frozen]:
    """House fields: any JSON without fractions under a name with a namespace."""
    name = st.sampled_from(("gazette:print-page", "house:a.b", "x:Y_1", "x:z"))
    whole = st.integers(-LARGEST, LARGEST)
    scalar = st.none() | st.booleans() | whole | texts()
    member = st.sampled_from(("page", "", "ﬀ", "صفحة", "𝒳", "\ue000", "it's"))
    value = st.recursive(
        scalar,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(member, inner, max_size=3)
        ),
        max_leaves=6,
    )
    return st.dictionaries(name, value, max_size=3).map(Frozen)


def maybe(strategy: Strategy[T]) -> Strategy[T | None]:
    """Draw it, or None."""
    return st.none() | strategy


def few(strategy: Strategy[T]) -> Strategy[tuple[T, ...]]:
    """Draw up to three, in a tuple."""
    return st.lists(strategy, max_size=3).map(tuple)


def keyed(strategy: Strategy[T]) -> Strategy[tuple[T, ...]]:
    """Draw up to four of different keys, in a tuple."""
    return st.lists(strategy, max_size=4, unique_by=attrgetter("key")).map(tuple)
