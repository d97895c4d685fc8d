"""Schema, class and examples say the same."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from enum import EnumType, StrEnum
from functools import partial
from importlib.resources.abc import Traversable
from types import UnionType
from typing import Any, get_args, get_origin

import attrs
import jsonschema
import pytest

from newsflow.documents.formats import FORMATS
from newsflow.documents.schemas import is_valid, schema, schema_folder, schema_names
from newsflow.documents.structure import content_from, content_problems, content_to
from newsflow.errors import InvalidDocumentError, NotFoundError
from newsflow.model import blocks, credits, media, rules  # noqa: A004 - shadows the builtin that nobody calls
from newsflow.model.content import Content
from newsflow.model.extra import LARGEST, NAMESPACED, Frozen

BLOCK = "urn:newsflow:schema:block:v1"
NAMES = {
    blocks.ListBlock: "list",
    blocks.ImageBlock: "image",
    media.FocalPoint: "focalPoint",
    media.MediaRendition: "mediaRendition",
    credits.GeoPoint: "geoPoint",
    credits.TrustIndicator: "trustIndicator",
    credits.OtherId: "otherId",
    credits.ClaimReview: "claimReview",
    blocks.ListItem: "listItem",
}
CLASSES = [
    kind
    for module in (blocks, credits, media)
    for kind in vars(module).values()
    if attrs.has(kind) and kind.__module__ == module.__name__
]
SCALARS = {str: "string", int: "integer", bool: "boolean", dt.date: "string"}
WORDS = re.compile(r"^[A-Z].*\.$", re.DOTALL)


def examples(kind: str) -> list[Any]:
    """Find the examples of contents, named by their files."""
    folder = schema_folder() / "examples" / kind / "content"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return [pytest.param(file, id=file.name.removesuffix(".json")) for file in files]


def read(file: Traversable) -> Any:
    """Read an example."""
    return json.loads(file.read_text(encoding="utf-8"))


def defined(kind: type) -> Mapping[str, Any]:
    """Find what the schemas say of a class."""
    if kind is Content:
        return schema("content")
    name = NAMES.get(kind, kind.__name__.lower())
    where = "block" if kind.__module__ == blocks.__name__ else "content"
    found: Mapping[str, Any] = schema(where)["$defs"][name]
    return found


def resolved(said: Mapping[str, Any], home: str) -> dict[str, Any]:
    """Follow references to texts and numbers; those to objects stay names of theirs."""
    rest = {
        key: value for key, value in said.items() if key not in {"description", "title"}
    }
    if "anyOf" in rest:
        filled, null = rest.pop("anyOf")
        assert {"type": "null"} == null
        inner = resolved(filled, home)
        return inner | ({"optional": True} if "object" in inner else _or_null(inner))
    if "$ref" not in rest:
        return rest
    target, _, pointer = rest.pop("$ref").partition("#/$defs/")
    where = home if not target else target.split(":")[3]
    if not pointer:
        return {"object": target}
    found = schema(where)["$defs"][pointer]
    if found.get("type") == "object":
        return {"object": f"{where}/{pointer}"}
    return {
        key: value
        for key, value in found.items()
        if key not in {"description", "title"}
    } | rest


def _or_null(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"type": [said["type"], "null"]}


def expected(field: attrs.Attribute[Any]) -> dict[str, Any]:
    """Say of a field of a class what a schema would have to say."""
    kind, optional = field.type, False
    if isinstance(kind, UnionType) and type(None) in get_args(kind):
        kind, optional = get_args(kind)[0], True
    if kind is Frozen:
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^(?:{NAMESPACED.pattern})$"},
            "additionalProperties": {"$ref": "#/$defs/house"},
        }
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _member(get_args(kind)[0])}
    if isinstance(kind, type) and attrs.has(kind):
        return _object(kind) | ({"optional": True} if optional else {})
    said = {"type": _type(kind)} | _format(kind) | _rule(field.validator)
    return _or_null(said) if optional else said


def _type(kind: Any) -> str:
    return "string" if isinstance(kind, EnumType) else SCALARS.get(kind, "string")


def _format(kind: Any) -> dict[str, Any]:
    if isinstance(kind, EnumType):
        words: list[StrEnum] = list(kind)
        return {"enum": [word.value for word in words]}
    formats = {dt.date: {"format": "date"}, dt.datetime: {"format": "date-time"}}
    return formats.get(kind, {})


def _member(kind: Any) -> dict[str, Any]:
    if kind is str:
        return {"type": "string"}
    is_block: bool = kind == blocks.Block
    return {"object": BLOCK} if is_block else _object(kind)


def _object(kind: type) -> dict[str, Any]:
    where = "block" if kind.__module__ == blocks.__name__ else "content"
    return {"object": f"{where}/{NAMES.get(kind, kind.__name__.lower())}"}


def _rule(validator: Any) -> dict[str, Any]:
    """Read a validator of ``rules`` back into keywords."""
    match validator:
        case None | rules.flag | partial(args=(type(),)):
            return {}
        case rules.filled:
            return {"pattern": rules.VISIBLE.pattern}
        case partial(args=(re.Pattern() as pattern, str())):
            return {"pattern": f"^(?:{pattern.pattern})$"}
        case partial(args=(int() as lowest, int() as highest)):
            return {"minimum": lowest, "maximum": highest}
        case partial(args=(partial() | rules.flag as inner,)):
            return _rule(inner)
        case _ if hasattr(validator, "_validators"):
            key, _ = validator._validators  # noqa: SLF001 - attrs shows them nowhere else
            return _rule(key) | {"not": {"enum": list(blocks.DECORATORS)}}
    message = f"a rule that this test does not know: {validator}"
    raise AssertionError(message)


@pytest.mark.parametrize("kind", [Content, *CLASSES], ids=lambda kind: kind.__name__)
def test_schema_and_class_agree(kind: type) -> None:
    """Names, what is required, shapes, ranges, words and defaults' absence."""
    said = defined(kind)
    fields = attrs.fields(attrs.resolve_types(kind))
    home = "block" if kind.__module__ == blocks.__name__ else "content"
    tag = {"type": {"const": kind.type}} if kind in blocks.BLOCKS else {}

    assert {
        **tag,
        **{field.name: expected(field) for field in fields},
    } == {
        name: _told(resolved(member, home), home)
        for name, member in said["properties"].items()
    }
    assert {
        *tag,
        *(field.name for field in fields if field.default is attrs.NOTHING),
    } == set(said.get("required", ()))
    assert said["additionalProperties"] is False


def _told(said: dict[str, Any], home: str) -> dict[str, Any]:
    if said.get("type") == "array":
        return said | {"items": resolved(said["items"], home)}
    if "propertyNames" in said:
        return said | {"propertyNames": {"pattern": said["propertyNames"]["pattern"]}}
    return said


def test_every_type_of_block_is_in_the_schema() -> None:
    """In the union and in its discriminator, in one order."""
    types = [kind.type for kind in blocks.BLOCKS]
    refs = [f"#/$defs/{kind}" for kind in types]

    assert [{"$ref": ref} for ref in refs] == schema("block")["oneOf"]
    assert {
        "propertyName": "type",
        "mapping": dict(zip(types, refs, strict=True)),
    } == schema("block")["discriminator"]


def test_patterns_carry_the_words_of_the_rules() -> None:
    """What a class says when it refuses, the schema has as the title."""
    told = {
        name: said
        for where in ("block", "content")
        for name, said in schema(where)["$defs"].items()
    }
    names = {
        "key": rules.key,
        "webAddress": rules.web_address,
        "linkAddress": rules.link,
        "slug": rules.slug,
        "language": rules.language,
        "sha256": rules.sha256,
        "mediaType": rules.media_type,
        "newscode": rules.newscode,
        "mediaHref": rules.media_href,
    }

    assert {name: rule.args[1] for name, rule in names.items()} == {  # type: ignore[attr-defined] # partials of one function
        name: told[name]["title"] for name in names
    }


def test_house_fields_have_the_models_range() -> None:
    """Whole numbers that every JSON reader keeps."""
    house = schema("content")["$defs"]["house"]

    assert (-LARGEST, LARGEST) == (house["minimum"], house["maximum"])


@pytest.mark.parametrize("name", schema_names())
def test_a_schema_is_a_schema(name: str) -> None:
    """It is valid itself, named, and says what it is for."""
    document = schema(name)

    jsonschema.Draft202012Validator.check_schema(document)
    assert f"urn:newsflow:schema:{name}:v1" == document["$id"]
    assert "https://json-schema.org/draft/2020-12/schema" == document["$schema"]
    assert document["title"].lower().startswith(name)
    assert document["description"].endswith(".")


@pytest.mark.parametrize("name", ["block", "content"])
def test_every_member_is_described_and_no_other_let_in(name: str) -> None:
    """An editor shows the descriptions while somebody types."""
    for path, said in objects(schema(name), "#"):
        assert "additionalProperties" in said, path
        for member, description in said["properties"].items():
            assert WORDS.match(description["description"]), f"{path}/{member}"


@pytest.mark.parametrize("name", schema_names())
def test_both_engines_know_every_format(name: str) -> None:
    """A format that one of them passed over would split their verdicts."""
    used = {
        said["format"] for _, said in everything(schema(name), "#") if "format" in said
    }

    assert used <= set(FORMATS)


def objects(said: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Walk over the schemas of objects."""
    found = everything(said, path)
    return ((at, one) for at, one in found if isinstance(one.get("properties"), dict))


def everything(said: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Walk over all of a schema."""
    if isinstance(said, dict):
        yield path, said
        for key, value in said.items():
            yield from everything(value, f"{path}/{key}")
    if isinstance(said, list):
        for index, value in enumerate(said):
            yield from everything(value, f"{path}/{index}")


@pytest.mark.parametrize("file", examples("valid"))
def test_a_valid_example_is_read(file: Traversable) -> None:
    """By the schema, by the classes, and back."""
    document = read(file)
    content = content_from(document)

    assert is_valid("content", document)
    assert content == content_from(content_to(content))


@pytest.mark.parametrize("file", examples("invalid"))
def test_an_invalid_example_fails_where_it_says(file: Traversable) -> None:
    """At that path, with that keyword, and nowhere else."""
    example = read(file)
    fails = [(example["fails"]["path"], example["fails"]["keyword"])]

    assert fails == [(p.path, p.keyword) for p in content_problems(example["document"])]
    with pytest.raises(InvalidDocumentError) as refusal:
        content_from(example["document"], source=file.name)
    assert fails == [(p.path, p.keyword) for p in refusal.value.problems]


def test_the_full_example_has_every_field() -> None:
    """Nothing in the schema is without an example."""
    document = read(schema_folder() / "examples" / "valid" / "content" / "full.json")

    assert set(schema("content")["properties"]) == set(document)
    assert set(blocks.BLOCKS) == {type(block) for block in content_from(document).body}


def test_an_unknown_schema_is_told_with_the_known_ones() -> None:
    """Whoever misspells it sees the names."""
    with pytest.raises(NotFoundError, match=r"no schema 'contents'; known: .*content"):
        schema("contents")
