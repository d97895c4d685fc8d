"""How a refusal by a schema is told to the person who wrote the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs

from .formats import IN_WORDS
from .paths import spelled
from .slugs import slugified

# A ValidationError of jsonschema, which types each attribute as possibly unset.
Refusal: TypeAlias = Any
Wording: TypeAlias = Callable[[Refusal], "Told"]
_LONGEST = 60
_TYPES = MappingProxyType(
    {
        "string": "text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
        "array": "a list",
        "object": "an object",
    }
)
# What the same thing is called elsewhere, where spelling gives no clue.
_OTHER_NAMES = MappingProxyType(
    {
        "author": "bylines",
        "authors": "bylines",
        "category": "section",
        "citations": "sources",
        "content": "body",
        "copyright": "rights",
        "description": "summary",
        "dek": "summary",
        "images": "media",
        "lang": "language",
        "locale": "language",
        "photos": "media",
        "standfirst": "summary",
        "tags": "keywords",
        "title": "headline",
        "url": "href",
    }
)


@attrs.frozen
class Told:
    """What is wrong, what would be right, and what to try."""

    message: str
    allowed: str = ""
    suggestion: str = ""


def told(error: Refusal) -> Told:
    """Word an error of jsonschema for a newsroom."""
    wording = _WORDINGS.get(str(error.validator))
    return Told(shorten(error.message)) if wording is None else wording(error)


def shown(value: object) -> str:
    """Show what was found, in JSON's spelling, never longer than a line."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            cut = "…" if value[_LONGEST:] else ""
            return f'"{spelled(value[:_LONGEST])}{cut}"'
        case list() | tuple():
            return f"a list of {len(value)}"
        case Mapping():
            return f"an object of {len(value)}"
        case _:
            return shorten(repr(value))


def shorten(text: str) -> str:
    """Cut a text of any length to something that fits into a message."""
    line = " ".join(text[: 4 * _LONGEST].split())
    return line if len(line) <= 2 * _LONGEST else f"{line[: 2 * _LONGEST - 1]}…"


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Suggest the name that was probably meant, or nothing."""
    if not isinstance(word, str):
        return ""
    names = {name.casefold(): name for name in known}
    spelled = re.sub(r"[\s-]+", "_", word.strip()).casefold()
    near = get_close_matches(spelled[:_LONGEST], names, n=1, cutoff=0.7)
    other = _OTHER_NAMES.get(spelled)
    meant = names.get(other or "") or (names[near[0]] if near else "")
    return f'did you mean "{meant}"?' if meant else ""


def _type(error: Refusal) -> Told:
    asked = error.validator_value
    kinds = [asked] if isinstance(asked, str) else asked
    words = [_TYPES[kind] for kind in kinds if kind in _TYPES]
    return Told(f"must be {_either(words)}", _either(words))


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _missing(_: Refusal) -> Told:
    return Told("is missing")


def _unknown(error: Refusal) -> Told:
    known = [name for name in error.schema.get("properties", {}) if name != "type"]
    suggestion = did_you_mean(error.instance, known)
    if error.instance == "embargo" and "headline" in known:
        suggestion = "it is no part of the text: newsflow import --embargo"
    return Told("is no known field", ", ".join(known), suggestion)


def _choice(error: Refusal) -> Told:
    words = [word for word in error.validator_value if isinstance(word, str)]
    listed = ", ".join(words)
    return Told(f"must be one of {listed}", listed, did_you_mean(error.instance, words))


def _constant(error: Refusal) -> Told:
    value = shown(error.validator_value)
    return Told(f"must be {value}", value)


def _range(error: Refusal) -> Told:
    lowest, highest = error.schema.get("minimum"), error.schema.get("maximum")
    ends = {"from": lowest, "to": highest}
    allowed = " ".join(f"{word} {end}" for word, end in ends.items() if end is not None)
    return Told(f"must be a number {allowed}", allowed)


def _shape(error: Refusal) -> Told:
    allowed = error.message.removeprefix("must be ")
    fitting = _repaired(error.instance, str(error.validator_value))
    return Told(error.message, allowed, f'try "{fitting}"' if fitting else "")


def _repaired(value: str, pattern: str) -> str:
    shape = re.compile(pattern)
    return next((one for one in _repairs(value[:_LONGEST]) if shape.search(one)), "")


def _repairs(value: str) -> Iterator[str]:
    yield value.strip()
    yield value.strip().replace("_", "-")
    yield value.strip().lower()
    if "." in value and ":" not in value:
        yield f"https://{value.strip()}"
    yield slugified(value)


def _format(error: Refusal) -> Told:
    allowed = IN_WORDS[str(error.validator_value)]
    return Told(f"must be {allowed}", allowed)


def _names(error: Refusal) -> Told:
    allowed = error.message.removeprefix("must be ")
    name, pattern = str(error.instance), error.validator_value.get("pattern", "$.")
    fitting = _repaired(name, pattern) or _repaired(f"house:{slugified(name)}", pattern)
    return Told(error.message, allowed, f'try "{fitting}"' if fitting else "")


def _not(error: Refusal) -> Told:
    words = error.validator_value.get("enum", ())
    listed = ", ".join(map(str, words))
    return Told(f"must be none of {listed}" if words else "is not allowed here")


def _counted(before: str, one: str, many: str) -> Wording:
    def wording(error: Refusal) -> Told:
        number = error.validator_value
        allowed = f"{before} {number} {one if number == 1 else many}"
        return Told(f"must have {allowed}", allowed)

    return wording


def _repeated(_: Refusal) -> Told:
    return Told("must not name anything twice")


_WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "additionalProperties": _unknown,
        "const": _constant,
        "enum": _choice,
        "format": _format,
        "maxItems": _counted("at most", "entry", "entries"),
        "maxLength": _counted("at most", "character", "characters"),
        "maxProperties": _counted("at most", "member", "members"),
        "maximum": _range,
        "minItems": _counted("at least", "entry", "entries"),
        "minLength": _counted("at least", "character", "characters"),
        "minProperties": _counted("at least", "member", "members"),
        "minimum": _range,
        "not": _not,
        "pattern": _shape,
        "propertyNames": _names,
        "required": _missing,
        "type": _type,
        "uniqueItems": _repeated,
    }
)


def one_line(values: Any) -> str:
    """List names for the *allowed* of a problem."""
    return ", ".join(map(str, values)) or "none"
