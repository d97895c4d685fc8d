"""JSON Schema keywords told so that an author can act on them.

The verdict is that of the standard, which the property tests hold against a second
engine. What differs is how a refusal is told: where the standard has one error for an
object, these have one for each member, at that member's own path; and a union with a
``discriminator`` answers with the errors of the branch that was meant, not of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from jsonschema import Draft202012Validator, FormatChecker, TypeChecker, ValidationError
from jsonschema.validators import extend
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from .formats import FORMATS

if TYPE_CHECKING:
    from jsonschema.protocols import Validator
    from referencing import Registry

# What the library hands to a keyword; its protocol lacks the method "descend".
_Judge: TypeAlias = Any
_DOLLAR = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|\$")
_NULL = {"type": "null"}


def validator_class() -> type[Validator]:
    """Make the class of the validators: draft 2020-12 with the keywords below."""
    made: type[Validator] = extend(  # type: ignore[no-untyped-call]  # theirs has no annotations
        Draft202012Validator,
        validators={
            "additionalProperties": _additional_properties,
            "anyOf": _any_of,
            "oneOf": _one_of,
            "pattern": _pattern,
            "propertyNames": _property_names,
            "required": _required,
        },
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole),
    )
    return made


def faults_of_schema(document: Any, registry: Registry[Any]) -> Iterator[str]:
    """Find what is wrong with a schema, references that lead nowhere included."""
    meta = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    # Each of the vocabularies that make up the dialect says the same.
    wrong = {f"{one.json_path}: {one.message}" for one in meta.iter_errors(document)}
    yield from sorted(wrong)
    if wrong or not isinstance(document, dict):
        return
    resource = DRAFT202012.create_resource(document)
    resolver = registry.resolver_with_root(resource)
    for reference in _references(document):
        try:
            resolver.lookup(reference)
        except Unresolvable:
            yield f"nothing is found at the reference {reference}"


def _references(value: Any) -> Iterator[str]:
    members = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        yield value["$ref"]
    for member in members:
        if isinstance(member, dict | list):
            yield from _references(member)


def format_checker() -> FormatChecker:
    """Make the checker that knows our formats and no others."""
    checker = FormatChecker(formats=())
    for name, holds in FORMATS.items():
        checker.checks(name)(
            lambda value, holds=holds: not isinstance(value, str) or holds(value)
        )
    return checker


def _is_whole(_: TypeChecker, value: object) -> bool:
    # The standard takes 2.0 for a whole number. The model has no floats at all.
    return isinstance(value, int) and not isinstance(value, bool)


def _pattern(
    _: _Judge, pattern: str, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if isinstance(instance, str) and _compiled(pattern).search(instance) is None:
        allowed = schema.get("title", f"a text that fits {pattern}")
        yield ValidationError(f"must be {allowed}")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    # In ECMAScript $ is the very end; Python's also stands before a last line feed.
    return re.compile(_DOLLAR.sub(lambda m: r"\Z" if m[0] == "$" else m[0], pattern))


def _required(
    _: _Judge, required: list[str], instance: Any, __: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for name in required:
            if name not in instance:
                yield ValidationError("is missing", path=(name,))


def _additional_properties(
    validator: _Judge, allowed: Any, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    known = schema.get("properties", {})
    patterns = [_compiled(pattern) for pattern in schema.get("patternProperties", {})]
    for name, value in instance.items():
        if name in known or any(pattern.search(name) for pattern in patterns):
            continue
        if allowed is False:
            yield ValidationError("is no known field", path=(name,), instance=name)
        else:
            yield from validator.descend(value, allowed, path=name)


def _property_names(
    validator: _Judge, names: Any, instance: Any, _: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    for name in instance:
        for _error in validator.descend(name, names):
            allowed = names.get("title", "a name that fits the schema")
            yield ValidationError(f"must be {allowed}", path=(name,), instance=name)
            break


def _one_of(
    validator: _Judge, branches: list[Any], instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if "discriminator" not in schema:
        yield from _standard("oneOf", validator, branches, instance, schema)
        return
    name = schema["discriminator"]["propertyName"]
    mapping = schema["discriminator"]["mapping"]
    if not isinstance(instance, dict):
        yield from validator.descend(instance, {"type": "object"})
    elif name not in instance:
        yield from validator.descend(instance, {"required": [name]})
    elif (kind := instance[name]) in list(mapping):
        yield from validator.descend(instance, {"$ref": mapping[kind]})
    else:
        yield from validator.descend(kind, {"enum": list(mapping)}, path=name)


def _any_of(
    validator: _Judge, branches: list[Any], instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    filled = [branch for branch in branches if branch != _NULL]
    if len(filled) != 1 or len(branches) == 1:
        yield from _standard("anyOf", validator, branches, instance, schema)
    elif instance is not None:
        yield from validator.descend(instance, filled[0])


def _standard(
    keyword: str, validator: _Judge, value: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    yield from Draft202012Validator.VALIDATORS[keyword](
        validator, value, instance, schema
    )
