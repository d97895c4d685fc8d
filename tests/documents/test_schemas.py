"""Two engines judge by the same schemas, and neither fetches."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from newsflow.documents import schemas
from newsflow.documents.schemas import (
    first_folder,
    is_valid,
    schema_folder,
    schema_names,
    validator,
)
from newsflow.errors import NewsflowError
from newsflow.testing import strategies

pytestmark = pytest.mark.filterwarnings("error")
ODD: list[Any] = [
    None, True, 0, 1, -1, 2**53, 10**30, 0.5, "", " ", "x", "a b", "und", "https://a",
    "2026-02-30", "paragraph", [], {}, [None], [{}], {"type": "code"}, {"key": "k"},
]  # fmt: skip


@pytest.fixture
def _without_extras(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation without the extra ``fast``."""
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    schemas._fast.cache_clear()  # noqa: SLF001 - what was found installed is kept
    yield
    schemas._fast.cache_clear()  # noqa: SLF001 - the same


def places(value: Any) -> list[tuple[Any, Any]]:
    """List every (container, key) in a document."""
    found: list[tuple[Any, Any]] = []
    members = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in members:
        found += [(value, key), *places(inner)]
    return found


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """Documents in which something somewhere was changed, dropped or added."""
    document = copy.deepcopy(draw(strategies.documents()))
    for _ in range(draw(st.integers(1, 2))):
        where = places(document)
        assume(where)
        container, key = draw(st.sampled_from(where))
        value = container[key]
        match draw(st.sampled_from(["change", "drop", "add", "tail"])):
            case "change":
                container[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
            case "drop":
                del container[key]
            case "add" if isinstance(value, dict):
                value[draw(st.sampled_from(["key", "type", "href", "hrf"]))] = "x"
            case _ if isinstance(value, str):
                container[key] = value + draw(
                    st.sampled_from(["\n", " ", "-", "é", "\u202e"])
                )
    return document


@given(
    strategies.documents()
    | mutated()
    | strategies.broken_documents().map(lambda b: b.document)
)
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_both_engines_give_one_verdict(document: Any) -> None:
    """The fast one decides, the other tells: they must agree."""
    pytest.importorskip("jsonschema_rs", reason='the extra "fast" is not installed')

    assert validator("content").is_valid(document) == is_valid("content", document)


@pytest.mark.usefixtures("_without_extras")
def test_without_the_extra_jsonschema_decides() -> None:
    """The same verdicts, later."""
    assert is_valid("content", {"headline": "Harbour bridge reopens"})
    assert not is_valid("content", {"headline": ""})
    assert not is_valid("block", {"type": "paragraph"})


def test_what_is_no_json_is_not_valid() -> None:
    """Neither engine can be made to crash with it."""
    assert not is_valid("content", {"headline": "\ud800"})
    assert not is_valid("content", {"headline": object()})


def test_every_schema_file_is_found() -> None:
    """Whoever adds a file has added a schema."""
    files = {entry.name for entry in schema_folder().iterdir() if entry.is_file()}

    assert {"block", "content"} <= set(schema_names())
    assert {f"{name}.schema.json" for name in schema_names()} == {
        name for name in files if name.endswith(".schema.json")
    }


def test_the_package_counts_before_the_checkout(tmp_path: Path) -> None:
    """An installation has its own schemas; without any it says what to do."""
    packaged, checkout = tmp_path / "package", tmp_path / "checkout"
    checkout.mkdir()

    assert checkout == first_folder(packaged, checkout)
    packaged.mkdir()
    assert packaged == first_folder(packaged, checkout)
    with pytest.raises(
        NewsflowError, match="without its JSON Schemas; install it again"
    ):
        first_folder(tmp_path / "nowhere")


def test_a_reference_to_elsewhere_is_never_fetched() -> None:
    """A house's schema may name an address; nobody goes there."""
    judge = schemas.validator_of({"$ref": "https://elsewhere.example/x.json"})

    with pytest.raises(Exception, match="Unresolvable"):
        judge.is_valid({})
