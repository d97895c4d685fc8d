"""What a single value must be: validators shared by the classes of the model.

The patterns are written so that Python, ECMAScript and Rust read them alike, since the
JSON Schemas under ``schemas/`` carry the same text and a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial
from typing import Any, TypeAlias

import attrs

from ..errors import InvalidValueError

Rule: TypeAlias = Callable[[Any, "attrs.Attribute[Any]", Any], None]

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGE = re.compile(
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"  # language, extlang
    r"(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"  # script, region
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"  # variants
    r"(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"  # extensions
    r"(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?"  # private use
)
SHA256 = re.compile(r"[0-9a-f]{64}")
MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9][A-Za-z0-9.+_-]*")
NEWSCODE = re.compile(r"[A-Za-z][A-Za-z0-9]*")

# RFC 3987's ucschar, without what is invisible, blank or turns the reading direction;
# no surrogates either, as a half of one has no bytes.
_BEYOND_ASCII = (
    r"\u00a1-\u00ac\u00ae-\u061b\u061d-\u167f\u1681-\u180d\u180f-\u1fff\u200c\u200d"
    r"\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    "\U00010000-\U000dffff"
)
_REST = rf"[!#-;=?-\[\]_a-z~{_BEYOND_ASCII}]"
_HTTP = rf"https?://[0-9A-Za-z\[{_BEYOND_ASCII}]{_REST}*"
_STORED = r"media:[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*"
WEB_ADDRESS = re.compile(_HTTP)
LINK = re.compile(rf"(?:{_HTTP}|(?:mailto|tel):{_REST}+)")
MEDIA_HREF = re.compile(rf"(?:{_HTTP}|{_STORED})")

# One character that a reader can see. Joiners, blanks and fillers show nothing.
VISIBLE = re.compile(
    r"[^\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u115f\u1160\u1680\u180e\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\uffa0\ufff9-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


class Vocabulary(StrEnum):
    """A closed list of words, which it names when it refuses another."""

    @classmethod
    def _missing_(cls, value: object) -> None:
        """Refuse a word that is not on the list."""
        allowed = f"one of {', '.join(member.value for member in cls)}"
        raise InvalidValueError(cls.__name__.lower(), value, allowed)


def _shaped(
    pattern: re.Pattern[str],
    allowed: str,
    _: Any,
    attribute: attrs.Attribute[Any],
    value: Any,
) -> None:
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise InvalidValueError(attribute.name, value, allowed)


key: Rule = partial(_shaped, KEY, "a key: letters, digits, '.', '_', '-', at most 64")
slug: Rule = partial(
    _shaped, SLUG, "lower-case letters and digits in groups joined by '-'"
)
language: Rule = partial(_shaped, LANGUAGE, "a BCP 47 language tag such as en-GB")
sha256: Rule = partial(_shaped, SHA256, "a SHA-256 in 64 lower-case hexadecimal digits")
media_type: Rule = partial(_shaped, MEDIA_TYPE, "a media type such as image/jpeg")
newscode: Rule = partial(
    _shaped, NEWSCODE, "a code of the IPTC NewsCodes such as digitalCapture"
)
web_address: Rule = partial(
    _shaped, WEB_ADDRESS, "an address that begins with http:// or https://"
)
link: Rule = partial(_shaped, LINK, "an address of scheme http, https, mailto or tel")
media_href: Rule = partial(
    _shaped, MEDIA_HREF, "an http or https address, or media: and a name in the store"
)


def filled(_: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    """Refuse a text in which there is nothing to see."""
    if VISIBLE.search(value) is None:
        raise InvalidValueError(attribute.name, value, "a text that is not blank")


def flag(_: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    """Hold a value to True or False; 0 and 1 would be written otherwise."""
    if value is not True and value is not False:
        raise InvalidValueError(attribute.name, value, "True or False")


def _or_none(
    rule: Rule, owner: Any, attribute: attrs.Attribute[Any], value: Any
) -> None:
    if value is not None:
        rule(owner, attribute, value)


def optional(rule: Rule) -> Rule:
    """Let None pass, and hold everything else to *rule*."""
    return partial(_or_none, rule)


def _between(
    lowest: int, highest: int, _: Any, attribute: attrs.Attribute[Any], value: Any
) -> None:
    if type(value) is not int or not lowest <= value <= highest:
        allowed = f"a whole number from {lowest} to {highest}"
        raise InvalidValueError(attribute.name, value, allowed)


def between(lowest: int, highest: int) -> Rule:
    """Hold a whole number to *lowest* … *highest*; True and False are no numbers."""
    return partial(_between, lowest, highest)


def _of(kind: type, _: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    if type(value) is not kind:
        raise InvalidValueError(attribute.name, value, f"a {kind.__name__}")


def of(kind: type) -> Rule:
    """Hold a value to the very class *kind*: a subclass would be written otherwise."""
    return partial(_of, kind)


def _each(kind: type, _: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    for member in value:
        if type(member) is not kind:
            raise InvalidValueError(attribute.name, member, f"a {kind.__name__}")


def each(kind: type) -> Rule:
    """Hold every member of a tuple to the very class *kind*, and to no subclass."""
    return partial(_each, kind)


def _keyed(kind: type, _: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    if not value:
        return
    _each(kind, _, attribute, value)
    twice = first_repeated(member.key for member in value)
    if twice is not None:
        raise InvalidValueError(attribute.name, twice, "keyed without repeats")


def keyed(kind: type) -> Rule:
    """Hold every member of a tuple to the class *kind*, and their keys to once."""
    return partial(_keyed, kind)


def named_addresses(_: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    """Hold pairs to a name that can be seen and a web address."""
    for name, address in value:
        filled(_, attribute, name)
        web_address(_, attribute, address)


def members(value: Iterable[Any]) -> tuple[Any, ...]:
    """Bring what was given to a tuple; whoever has one keeps it."""
    return value if value.__class__ is tuple else tuple(value)


def several(field: str, value: Iterable[str]) -> Iterable[str]:
    """Refuse one text where several are meant: its letters would be taken for them."""
    if isinstance(value, str):
        raise InvalidValueError(field, value, f"several texts, such as [{value!r}]")
    return value


def first_repeated(values: Iterable[str]) -> str | None:
    """Find the first value that occurs for the second time."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None
