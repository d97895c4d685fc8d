"""Events: a closed union of frozen facts, and no free text in any of them."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest

import newsflow.events as events_package
from newsflow.events import (
    EVENTS,
    Commented,
    Event,
    Released,
    releases,
    review,
    writing,
)
from newsflow.workflow.evolve import _FOLDS

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
BASES = {Event, Released}


def test_every_event_class_is_in_the_union_and_no_other() -> None:
    """A fact that could not be stored would be no fact."""
    classes = {
        kind
        for module in (writing, review, releases)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Event) and kind not in BASES
    }

    assert classes == set(EVENTS.values())
    assert {kind.__name__ for kind in classes} == set(EVENTS)


def test_every_event_is_folded() -> None:
    """Evolve knows what each means."""
    assert set(EVENTS.values()) == set(_FOLDS)


def test_the_package_offers_every_event() -> None:
    """By its name."""
    assert {*EVENTS, "EVENTS", "AnyEvent", "Event", "Released"} == set(
        events_package.__all__
    )


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
def test_an_event_is_frozen_and_named_by_keywords(kind: type[Event]) -> None:
    """With what every event has, and tuples for what is many."""
    fields = attrs.fields(kind)

    assert ["article", "position", "at", "by"] == [one.name for one in fields][:4]
    assert all(one.kw_only for one in fields)
    assert not any(
        one.type is None or str(one.type).startswith(("list", "dict", "set"))
        for one in fields
    )
    assert issubclass(kind, Event)


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
def test_no_event_holds_free_text(kind: type[Event]) -> None:
    """What people wrote is named by digest: these fields hold words of the system."""
    words = {
        one.name
        for one in attrs.fields(kind)
        if str(one.type) in {"str", "str | None", "tuple[str, ...]"}
    }

    assert words <= {
        "article",
        "by",
        "state",
        "back",
        "zone",
        "kind",
        "profile",
        "holder",
        "workflow",
        "original",
        "bylined",
        "carried",
        "channels",
        "roles",
        "objections",
    }


def test_a_fact_cannot_be_changed() -> None:
    """It happened."""
    said = Commented(article="bridge", position=2, at=MORNING, by="bo", note="0" * 64)

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        said.by = "cy"  # type: ignore[misc] # the very point


def test_the_text_of_an_event_is_python_again() -> None:
    """A failing machine prints a history that can be pasted into a test."""
    said = Commented(article="bridge", position=2, at=MORNING, by="bo", note="0" * 64)

    pasted = eval(  # noqa: S307 - pasting it as Python is the point
        repr(said), {"Commented": Commented, "datetime": __import__("datetime")}
    )

    assert said == pasted
