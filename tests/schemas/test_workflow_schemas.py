"""Articles, events, workflows and configurations: schema, class and examples agree."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given

from newsflow.documents.articles import article_document
from newsflow.documents.config import (
    ChannelSettings,
    Config,
    ProfileSettings,
    Site,
    config_from,
)
from newsflow.documents.history import event_document
from newsflow.documents.problems import problems_of
from newsflow.documents.schemas import is_valid, schema, schema_folder
from newsflow.documents.workflows import workflow_from
from newsflow.errors import InvalidConfigError, InvalidDocumentError
from newsflow.events import EVENTS
from newsflow.model import article as articles
from newsflow.model import rules
from newsflow.model.article import Article, Release, Removal
from newsflow.model.handling import Handling
from newsflow.model.people import Person
from newsflow.testing.strategies import workflows
from newsflow.workflow.definition import (
    Act,
    ApprovalRule,
    Scope,
    SignOffRule,
    State,
    StateKind,
    Step,
    Workflow,
)
from newsflow.workflow.evolve import replay

from ..workflow.stories import MORNING, drafted, story
from ..workflow.walks import Walk, walks

KINDS = ("article", "event", "workflow", "config")
WORDS = re.compile(r"^[A-Za-z0-9].*\.$", re.DOTALL)
KEY = {"type": "string", "pattern": f"^{rules.KEY.pattern}$"}
DIGEST = {"type": "string", "pattern": f"^{rules.SHA256.pattern}$"}
INSTANT = {"type": "string", "format": "date-time"}
MANY = re.compile(r"(?:tuple\[(?P<member>.+), \.\.\.\]|frozenset\[(?P<once>.+)\])")


def examples(*parts: str) -> list[Any]:
    """Find the examples of one or of all of our kinds, named by their files."""
    validity, kinds = parts[0], parts[1:] or KINDS
    folder = schema_folder() / "examples" / validity
    return [
        pytest.param(kind, file, id=f"{kind}/{file.name.removesuffix('.json')}")
        for kind in kinds
        for file in sorted((folder / kind).iterdir(), key=lambda file: file.name)
    ]


def read(file: Traversable) -> Any:
    """Read an example."""
    return json.loads(file.read_text(encoding="utf-8"))


def structured(kind: str, document: Any) -> Workflow | Config:
    """Read a document that newsflow reads."""
    if kind == "workflow":
        return workflow_from(document)
    return config_from(document, folder=Path("newsroom"))


@pytest.mark.parametrize(("kind", "file"), examples("valid"))
def test_a_valid_example_fits(kind: str, file: Traversable) -> None:
    """By both engines."""
    document = read(file)

    assert () == problems_of(kind, document)
    assert is_valid(kind, document)


@pytest.mark.parametrize(("kind", "file"), examples("valid", "workflow", "config"))
def test_a_valid_example_is_read(kind: str, file: Traversable) -> None:
    """Into the class, by its name."""
    document = read(file)
    named = document["newsroom"] if kind == "config" else document

    assert named["name"] == structured(kind, document).name


@pytest.mark.parametrize(("kind", "file"), examples("invalid", "article", "event"))
def test_an_invalid_example_fails_where_it_says(kind: str, file: Traversable) -> None:
    """At that path, with that keyword, and nowhere else."""
    example = read(file)
    fails = [(example["fails"]["path"], example["fails"]["keyword"])]

    found = problems_of(kind, example["document"])

    assert fails == [(one.path, one.keyword) for one in found]
    assert not is_valid(kind, example["document"])


@pytest.mark.parametrize(("kind", "file"), examples("invalid", "workflow", "config"))
def test_an_invalid_example_is_refused_where_it_says(
    kind: str, file: Traversable
) -> None:
    """By the reader, in its own error."""
    example = read(file)
    fails = [(example["fails"]["path"], example["fails"]["keyword"])]
    error = InvalidDocumentError if kind == "workflow" else InvalidConfigError

    with pytest.raises(error) as refusal:
        structured(kind, example["document"])

    assert isinstance(refusal.value, InvalidDocumentError | InvalidConfigError)
    assert fails == [(one.path, one.keyword) for one in refusal.value.problems]


@pytest.mark.parametrize("kind", KINDS)
def test_every_member_is_described(kind: str) -> None:
    """An editor shows the descriptions while somebody types."""
    for path, said in objects(schema(kind), "#"):
        for member, told in said["properties"].items():
            if told != {"enum": list(EVENTS)} and not path.endswith("/if"):
                assert WORDS.match(told.get("description", "")), f"{path}/{member}"


def objects(said: Any, path: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Walk over the schemas of objects."""
    if isinstance(said, list):
        members = list(enumerate(said))
    elif isinstance(said, dict):
        members = list(said.items())
    else:
        return []
    found = [one for key, value in members for one in objects(value, f"{path}/{key}")]
    if isinstance(said, dict) and isinstance(said.get("properties"), dict):
        return [(path, said), *found]
    return found


def bare(said: Mapping[str, Any], home: str) -> Any:
    """Give what a schema demands: without words, with its scalars in place."""
    name = str(said.get("$ref", "")).removeprefix("#/$defs/")
    rest = {
        key: bare(value, home) if isinstance(value, dict) else value
        for key, value in said.items()
        if key not in {"description", "title", "default", "$ref"}
    }
    if "anyOf" in rest or "oneOf" in rest:
        filled, null = rest.get("anyOf") or rest["oneOf"]
        assert {"type": "null"} == null
        return {"or null": bare(filled, home)}
    if not name:
        return rest
    found = schema(home)["$defs"][name]
    if found.get("type") == "object":
        return {"object": name}
    return {key: value for key, value in found.items() if key != "title"} | rest


ARTICLE_CLASSES = [
    Article,
    Handling,
    *(
        kind
        for kind in vars(articles).values()
        if attrs.has(kind) and kind.__module__ == articles.__name__ and kind != Article
    ),
]


@pytest.mark.parametrize("kind", ARTICLE_CLASSES, ids=lambda kind: kind.__name__)
def test_the_article_schema_is_the_article_classes(kind: type) -> None:
    """Names, what is required, and the shape of every member."""
    whole = schema("article")
    said = whole if kind is Article else whole["$defs"][camel(kind.__name__)]

    assert said["additionalProperties"] is False
    assert {field.name: shape(field) for field in attrs.fields(kind)} == {
        name: bare(told, "article") for name, told in said["properties"].items()
    }
    assert required(kind) == set(said.get("required", ()))


def camel(name: str) -> str:
    """Name a class as a definition."""
    return name[0].lower() + name[1:]


def required(kind: type) -> set[str]:
    """Name the fields without a default."""
    return {one.name for one in attrs.fields(kind) if one.default is attrs.NOTHING}


TEXTS = {"zone", "roles", "channels"}
NUMBERS = {
    "priority": (1, 9),
    "urgency": (1, 9),
    "planned_length": (0, 1_000_000),
    "errors": (0, None),
    "warnings": (0, None),
}


def shape(field: attrs.Attribute[Any]) -> Any:
    """Say of a field what the schema would have to say."""
    kind = str(field.type)
    named = kind.removesuffix(" | None")
    many = MANY.fullmatch(named)
    if many:
        items = one(field.name, many["member"] or many["once"])
        once = {"uniqueItems": True} if many["once"] else {}
        return {"type": "array", "items": items, **once}
    said = one(field.name, named)
    nullable = kind != named and field.default is attrs.NOTHING
    return {"or null": said} if nullable else said


def one(name: str, kind: str) -> Any:
    """Say of one value of a type what the schema would have to say."""
    scalars: dict[str, Callable[[], Any]] = {
        "Digest": lambda: DIGEST,
        "datetime": lambda: INSTANT,
        "bool": lambda: {"type": "boolean"},
        "int": lambda: {"type": "integer", **bounds(name)},
        "str": lambda: text(name),
        "Release": lambda: {"enum": [member.value for member in Release]},
        "Removal": lambda: {"enum": [member.value for member in Removal]},
    }
    return scalars.get(kind, lambda: {"object": camel(kind)})()


def text(name: str) -> dict[str, Any]:
    """Most texts are keys."""
    if name == "original":
        return DIGEST
    return {"type": "string", "minLength": 1} if name in TEXTS else KEY


def bounds(name: str) -> dict[str, int]:
    """Everything that is numbered is numbered from 1."""
    least, most = NUMBERS.get(name, (1, None))
    return {"minimum": least} | ({} if most is None else {"maximum": most})


def test_the_bounds_of_handling_are_those_of_its_class() -> None:
    """Its validators say the same numbers."""
    for field in attrs.fields(Handling):
        if field.validator is not None:
            (between,) = field.validator.args  # type: ignore[attr-defined] # a partial
            assert NUMBERS[field.name] == between.args


@pytest.mark.parametrize("name", EVENTS)
def test_the_event_schema_is_the_event_classes(name: str) -> None:
    """Names and what is required; the type is a member like any other."""
    said, kind = schema("event")["$defs"][name], EVENTS[name]

    assert said["additionalProperties"] is False
    assert ["type", *(field.name for field in attrs.fields(kind))] == list(
        said["properties"]
    )
    assert {"type", *required(kind)} == set(said["required"])
    assert {"const": name} == bare(said["properties"]["type"], "event")
    for field in attrs.fields(kind):
        told = said["properties"][field.name]
        if "Digest" in str(field.type):
            assert "digest" in json.dumps(told)
        if "datetime" in str(field.type):
            assert "instant" in json.dumps(told)


def test_the_event_schema_knows_every_event() -> None:
    """In its list of types, and in the branch for each."""
    whole = schema("event")

    assert list(EVENTS) == whole["properties"]["type"]["enum"]
    assert [(name, f"#/$defs/{name}") for name in EVENTS] == [
        (branch["if"]["properties"]["type"]["const"], branch["then"]["$ref"])
        for branch in whole["allOf"]
    ]


def members(said: Mapping[str, Any], kind: type, *, but: set[str]) -> None:
    """Hold a schema to the names and defaults of a class."""
    fields = {f.name: f for f in attrs.fields(kind) if f.name not in but}

    assert said.get("additionalProperties") is False
    assert set(fields) == set(said["properties"])
    assert required(kind) - but == set(said.get("required", ())) - but
    for name, told in said["properties"].items():
        if "default" in told and not callable(
            getattr(fields[name].default, "factory", None)
        ):
            assert told["default"] == plain(fields[name].default)


def plain(value: Any) -> Any:
    """A tuple is a list in JSON."""
    return list(value) if isinstance(value, tuple) else value


def test_the_workflow_schema_is_the_workflow_classes() -> None:
    """A step's name may be left out, and is then its act's; a step must have roles."""
    whole = schema("workflow")
    defined = whole["$defs"]

    members(whole, Workflow, but=set())
    members(defined["state"], State, but=set())
    members(defined["approval"], ApprovalRule, but=set())
    members(defined["sign_off"], SignOffRule, but=set())
    assert {field.name for field in attrs.fields(Step)} == set(
        defined["step"]["properties"]
    )
    assert {"act", "roles"} == set(defined["step"]["required"])
    for path, words in (
        (defined["state"]["properties"]["kind"], StateKind),
        (defined["step"]["properties"]["act"], Act),
        (defined["sign_off"]["properties"]["scope"], Scope),
    ):
        assert [word.value for word in words] == path["enum"]


def test_the_config_schema_is_the_config_classes() -> None:
    """The tables of newsflow.toml, and their defaults."""
    whole = schema("config")["properties"]
    tables = {"sites", "people", "channels", "profiles"}

    members(whole["newsroom"], Config, but={"folder", *tables})
    members(whole["sites"]["items"], Site, but=set())
    members(whole["profiles"]["items"], ProfileSettings, but=set())
    person = whole["people"]["additionalProperties"]
    assert {f.name for f in attrs.fields(Person)} - {"id"} == set(person["properties"])
    assert {f.name for f in attrs.fields(ChannelSettings)} - {"settings"} == set(
        whole["channels"]["items"]["properties"]
    )
    assert {"newsroom", *tables} == set(whole)


@given(walks() | walks(workflows()))
def test_whatever_happens_fits_the_schemas(walk: Walk) -> None:
    """Every event of every history, and the article after it."""
    for happened in walk.history:
        assert () == problems_of("event", event_document(happened))
    for taking in walk.takings:
        assert () == problems_of("article", article_document(taking.before))
    last = replay(walk.history)
    assert last is not None
    assert () == problems_of("article", article_document(last))


def test_an_article_is_written_without_what_goes_without_saying() -> None:
    """Two dozen members, and a fresh draft has nine of them."""
    assert {
        "id": "bridge",
        "workflow": "standard",
        "workflow_version": 2,
        "state": "draft",
        "position": 1,
        "head": {
            "number": 1,
            "content": story(drafted()).head.content,
            "by": "ada",
            "at": "2026-11-24T08:00:00Z",
        },
        "created": "2026-11-24T08:00:00Z",
        "updated": "2026-11-24T08:00:00Z",
        "savers": ["ada"],
    } == article_document(story(drafted()))
    assert MORNING == story(drafted()).created


@given(walks())
def test_an_article_document_is_json_and_the_same_every_time(walk: Walk) -> None:
    """Sets are sorted, whatever order a process keeps them in."""
    article = replay(walk.history)
    assert article is not None

    document = article_document(article)

    assert document == json.loads(json.dumps(document))
    for once in ("savers", "bylined", "erased"):
        assert sorted(document.get(once, ())) == document.get(once, [])
