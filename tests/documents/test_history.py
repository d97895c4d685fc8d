"""Events as stored text and back, and what is said of a text that is none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents.history import event, event_document, named_texts, record
from newsflow.errors import HistoryError
from newsflow.events import EVENTS, AnyEvent, Approved, EmbargoLifted, Published
from newsflow.events.chain import GENESIS, Record, verify
from newsflow.model.article import Release
from newsflow.testing.strategies import instants, keys

from ..workflow.stories import (
    BO,
    CY,
    FIRST,
    MORNING,
    NOTE,
    SECOND,
    WHY,
    amended,
    corrected,
    drafted,
    erased,
    history,
    out,
    taken,
)
from ..workflow.walks import Walk, walks

digests = st.binary(max_size=2).map(lambda data: sha256(data).hexdigest())
words = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "str": words,
    "str | None": st.none() | words,
    "int": st.integers(0, 2**53),
    "int | None": st.none() | st.integers(1, 9),
    "datetime": instants(),
    "datetime | None": st.none() | instants(),
    "Digest": digests,
    "Digest | None": st.none() | digests,
    "Release": st.sampled_from(Release),
    "tuple[str, ...]": st.lists(words, max_size=3).map(tuple),
    "tuple[Digest, ...]": st.lists(digests, max_size=3).map(tuple),
}
COMMON = {
    "article": keys(),
    "position": st.integers(1, 2**31),
    "at": instants(),
    "by": keys(),
}


def events_of(kind: type[AnyEvent]) -> st.SearchStrategy[AnyEvent]:
    """Any event of a class, whether or not a newsroom would ever see it."""
    members = {field.name: value_of(field) for field in attrs.fields(kind)}
    return st.builds(kind, **members)


def value_of(field: attrs.Attribute[Any]) -> st.SearchStrategy[Any]:
    """Any value of a field."""
    if field.name in COMMON:
        return COMMON[field.name]
    return VALUES[str(field.type)]


any_event = st.sampled_from(list(EVENTS.values())).flatmap(events_of)


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
@given(data=st.data())
def test_a_stored_event_reads_as_it_was(
    kind: type[AnyEvent], data: st.DataObject
) -> None:
    """Every event of every class, with its class."""
    happened = data.draw(events_of(kind))

    again = event(record(happened, before=GENESIS))

    assert happened == again
    assert type(happened) is type(again)


@given(any_event)
def test_a_body_is_canonical(happened: AnyEvent) -> None:
    """Sorted, without blanks or defaults: the bytes that are sealed."""
    body = record(happened, before=GENESIS).body

    members = json.loads(body)
    assert body == json.dumps(
        members, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    for field in attrs.fields(type(happened)):
        if field.name in members:
            assert getattr(happened, field.name) != field.default


def test_a_record_has_the_columns_of_its_event() -> None:
    """Its instant at full length, so that the order of texts is that of times."""
    happened = history(*out())[-1]

    kept = record(happened, before=GENESIS)

    assert (
        Record(
            cursor=0,
            article="bridge",
            position=5,
            type="Published",
            by="bo",
            at="2026-11-24T08:04:00.000000Z",
            body=f'{{"content":"{FIRST}","state":"published","version":1}}',
            before=GENESIS,
            hash=kept.hash,
        )
        == kept
    )
    assert {
        "type": "Published",
        "article": "bridge",
        "position": 5,
        "at": "2026-11-24T08:04:00.000000Z",
        "by": "bo",
        "content": FIRST,
        "state": "published",
        "version": 1,
    } == event_document(happened)


def test_no_embargo_at_all_is_said() -> None:
    """Lifting it to nothing is not the same as saying nothing."""
    happened = EmbargoLifted(
        article="bridge", position=2, at=MORNING, by="cy", embargo=None, reason=WHY
    )

    assert f'{{"embargo":null,"reason":"{WHY}"}}' == record(happened, before="").body


@given(walks())
def test_a_stored_history_is_a_chain_that_reads_as_it_was(walk: Walk) -> None:
    """On any way that a story goes."""
    before, kept = GENESIS, []
    for happened in walk.history:
        kept.append(record(happened, before=before))
        before = kept[-1].hash

    assert before == verify("bridge", kept)
    assert walk.history == tuple(map(event, kept))


PUBLISHED = record(history(*out())[-1], before=GENESIS)


def test_an_event_of_a_later_newsflow_is_named() -> None:
    """It is no error of the store."""
    with pytest.raises(HistoryError) as refusal:
        event(attrs.evolve(PUBLISHED, type="Printed"))

    assert (
        "event 5 of bridge is a Printed, which this version of newsflow does not know"
    ) == str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"body": "{"}, "Expecting property name enclosed in double quotes"),
        ({"body": "null"}, "'NoneType' is not iterable"),
        ({"body": "[]"}, "after ** must be a mapping, not list"),
        ({"body": "{}"}, "missing 3 required keyword-only arguments"),
        ({"body": '{"headline":"x"}'}, "got an unexpected keyword argument 'headline'"),
        ({"body": '{"by":"ada"}'}, "got multiple values for keyword argument 'by'"),
        ({"body": "[" * 100_000}, "maximum recursion depth exceeded"),
        ({"at": "yesterday"}, "Invalid isoformat string: 'yesterday'"),
        ({"at": "2026-11-24T08:04:00"}, "instant must be a date and time with its UTC"),
        (
            {"type": "Scheduled", "body": '{"release":"print"}'},
            "'print' is not a valid",
        ),
        ({"type": "Scheduled", "body": '{"due":5}'}, "fromisoformat: argument must be"),
    ],
)
def test_an_event_that_cannot_be_read_is_named(
    changes: dict[str, str], reason: str
) -> None:
    """And what is wrong with it is told."""
    with pytest.raises(HistoryError) as refusal:
        event(attrs.evolve(PUBLISHED, **changes))

    message = str(refusal.value)
    assert message.startswith("event 5 of bridge cannot be read: ")
    assert reason in message
    assert reason in str(refusal.value.__cause__)


def test_a_history_names_its_texts() -> None:
    """Contents, notes and reasons, those that it erases included."""
    happened = history(
        *out(),
        *amended(note=NOTE),
        corrected(),
        taken("comment", BO, text=WHY),
        erased(FIRST),
    )

    assert {FIRST, SECOND, NOTE, WHY} == named_texts(happened)
    assert {FIRST} == named_texts(history(drafted()))
    assert frozenset() == named_texts(())


def test_an_instant_of_another_zone_is_stored_in_utc() -> None:
    """As the model has it."""
    happened = Approved(
        article="bridge",
        position=2,
        at=datetime(2026, 11, 24, 8, tzinfo=UTC),
        by=CY.id,
        content=FIRST,
        roles=("chief", "editor"),
    )

    kept = record(happened, before=GENESIS)

    assert '"roles":["chief","editor"]' in kept.body
    assert happened == event(attrs.evolve(kept, at="2026-11-24T10:00:00+02:00"))
    assert isinstance(event(PUBLISHED), Published)
