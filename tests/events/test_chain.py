"""The chain: an edit, a deletion and a swap are found, and the first is named."""

from __future__ import annotations

from hashlib import sha256

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.errors import BrokenChainError
from newsflow.events.chain import GENESIS, Record, seal, verify

COLUMNS = ("type", "by", "at", "body", "before", "hash")


def chain(bodies: list[str], *, article: str = "bridge") -> list[Record]:
    """Store some events, each sealed to the one before it."""
    before, records = GENESIS, []
    for position, body in enumerate(bodies, start=1):
        at = f"2026-11-24T08:{position:02}:00.000000Z"
        sealed = seal(before, article, position, "Commented", "bo", at, body)
        record = Record(
            cursor=position,
            article=article,
            position=position,
            type="Commented",
            by="bo",
            at=at,
            body=body,
            before=before,
            hash=sealed,
        )
        records.append(record)
        before = sealed
    return records


WHOLE = chain(['{"note":"a"}', '{"note":"b"}', '{"note":"c"}', '{"note":"d"}'])
bodies = st.lists(
    st.text(st.characters(codec="utf-8"), max_size=5), min_size=1, max_size=6
)


def test_a_whole_chain_gives_its_head() -> None:
    """The hash of its last event; a chain of nothing ends where it begins."""
    assert WHOLE[-1].hash == verify("bridge", WHOLE)
    assert GENESIS == verify("bridge", [])


def test_the_hash_is_that_of_the_stored_text() -> None:
    """Written down, so that anyone can check it with sha256sum."""
    text = (
        f"{GENESIS}\nbridge\n1\nCommented\nbo\n"
        '2026-11-24T08:01:00.000000Z\n{"note":"a"}'
    )

    assert sha256(text.encode()).hexdigest() == WHOLE[0].hash


def broken(records: list[Record]) -> str:
    """What verifying says."""
    with pytest.raises(BrokenChainError) as refusal:
        verify("bridge", records)
    assert "bridge" == refusal.value.article
    return str(refusal.value)


EDITED = "its stored text is not the text that was sealed"
UNTIED = "it does not follow the event before it"


@pytest.mark.parametrize("column", ["type", "by", "at", "body", "hash"])
def test_an_edit_is_found(column: str) -> None:
    """In any column of any event."""
    edited = attrs.evolve(WHOLE[1], **{column: "f" * 64})

    assert f"bridge: the history breaks at event 2: {EDITED}" == broken(
        [WHOLE[0], edited, *WHOLE[2:]]
    )


def test_an_event_tied_to_another_is_found() -> None:
    """Whatever it says it follows."""
    untied = attrs.evolve(WHOLE[1], before="f" * 64)

    assert f"bridge: the history breaks at event 2: {UNTIED}" == broken(
        [WHOLE[0], untied]
    )


def test_an_edit_that_was_sealed_again_is_found_at_the_next_event() -> None:
    """Whoever rewrites one rewrites all that follow; a checkpoint finds even that."""
    again = chain(['{"note":"a"}', '{"note":"x"}'])

    assert f"bridge: the history breaks at event 3: {UNTIED}" == broken(
        [*again, *WHOLE[2:]]
    )


def test_a_deletion_is_found() -> None:
    """The gap is named; so is a missing beginning."""
    assert (
        "bridge: the history breaks at event 2: event 2 is missing; next is event 3"
        == broken([WHOLE[0], *WHOLE[2:]])
    )
    assert (
        "bridge: the history breaks at event 1: event 1 is missing; next is event 2"
        == broken(WHOLE[1:])
    )


def test_a_swap_is_found() -> None:
    """With its number, or with a number made to fit."""
    assert "event 2 is missing; next is event 3" in broken(
        [WHOLE[0], WHOLE[2], WHOLE[1], WHOLE[3]]
    )
    swapped = [
        WHOLE[0],
        attrs.evolve(WHOLE[2], position=2),
        attrs.evolve(WHOLE[1], position=3),
    ]
    assert f"bridge: the history breaks at event 2: {UNTIED}" == broken(swapped)


def test_another_storys_event_is_found() -> None:
    """Even the same event, at the same place."""
    others = chain(['{"note":"a"}'], article="tram")

    assert "event 1 is missing" in broken(others)
    assert "event 2 is missing" in broken(
        [WHOLE[0], *chain(["a", "b"], article="tram")[1:]]
    )


@given(bodies, st.data())
def test_any_change_of_a_stored_event_is_found(
    texts: list[str], data: st.DataObject
) -> None:
    """At that event, or at the one after it."""
    records = chain(texts)
    index = data.draw(st.integers(0, len(records) - 1))
    column = data.draw(st.sampled_from(COLUMNS))
    was = getattr(records[index], column)
    now = data.draw(
        st.text(st.characters(codec="utf-8"), max_size=8).filter(
            lambda text: text != was
        )
    )
    records[index] = attrs.evolve(records[index], **{column: now})

    with pytest.raises(BrokenChainError) as refusal:
        verify("bridge", records)

    assert index + 1 == refusal.value.position


@given(bodies, st.data())
def test_any_part_from_the_start_is_a_chain(
    texts: list[str], data: st.DataObject
) -> None:
    """A cut at the end is not found by the chain alone, but by its head."""
    records = chain(texts)
    cut = data.draw(st.integers(0, len(records)))

    head = verify("bridge", records[:cut])

    assert (head == records[-1].hash) == (cut == len(records))


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\n")),
        min_size=7,
        max_size=7,
    )
)
def test_no_two_records_read_alike(columns: list[str]) -> None:
    """No column can hold a line feed: the sealed text falls into its columns again."""
    before, article, position, kind, by, at, body = columns

    moved = seal(before, article, position, kind, by + at, "", body)  # type: ignore[arg-type] # any text will do
    whole = seal(before, article, position, kind, by, at, body)  # type: ignore[arg-type] # the same

    assert (moved == whole) == (at == "")
