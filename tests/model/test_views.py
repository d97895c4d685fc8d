"""The views: what a renderer may get of an article, and what it may never get."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given

from newsflow.errors import NotReleasedError
from newsflow.model.article import Article, Release, Removal
from newsflow.model.content import Content
from newsflow.model.views import (
    Advance,
    Proof,
    PublicCorrection,
    Released,
    Tombstone,
    advance,
    proof,
    release,
    tombstone,
)

from ..workflow.stories import (
    BO,
    CY,
    FIRST,
    HOUR,
    MINUTE,
    MORNING,
    NOTE,
    SECOND,
    THIRD,
    WHY,
    Move,
    amended,
    corrected,
    drafted,
    erased,
    handled,
    killed,
    lifted,
    out,
    retracted,
    revised,
    story,
    submitted,
    taken,
    tightened,
    unpublished,
    updated,
)
from ..workflow.walks import NOTES, TEXTS, Walk, walks

TOLD = "An earlier version said weeks; it was months."
TEXTS_HERE: dict[str, Any] = {
    FIRST: Content(headline="The bridge is open again"),
    SECOND: Content(headline="The bridge is open after eleven weeks"),
    THIRD: Content(headline="The bridge is open after eleven months"),
    NOTE: TOLD,
    WHY: "The bridge never closed.",
}
LATER = MORNING + 2 * HOUR


def test_readers_get_the_live_version() -> None:
    """With when they first had it, and when this version went out."""
    article = story(*out(), *amended(SECOND), updated(), handled(expires=LATER))

    view = release(article, TEXTS_HERE, now=LATER)

    assert (
        "bridge",
        2,
        Release.UPDATE,
        TEXTS_HERE[SECOND],
        MORNING + 4 * MINUTE,
        MORNING + 9 * MINUTE,
        LATER,
        (),
    ) == (
        view.article,
        view.version,
        view.release,
        view.content,
        view.published,
        view.updated,
        view.expires,
        view.corrections,
    )


def test_a_draft_is_never_in_what_readers_get() -> None:
    """They keep v1 until the new revision has gone the whole way."""
    article = story(*out(), revised(), submitted())

    assert TEXTS_HERE[FIRST] == release(article, TEXTS_HERE, now=LATER).content
    with pytest.raises(KeyError):
        release(article, {SECOND: TEXTS_HERE[SECOND]}, now=LATER)


@pytest.mark.parametrize(
    ("moves", "reason"),
    [
        ((drafted(),), "nothing of it is live (draft)"),
        ((*out(), unpublished()), "nothing of it is live (withdrawn)"),
        ((*out(), retracted()), "nothing of it is live (retracted)"),
        ((*out(), killed()), "nothing of it is live (killed)"),
        (
            (*out(), tightened(LATER + HOUR)),
            "it is under embargo until 2026-11-24T11:00:00Z",
        ),
    ],
)
def test_readers_get_nothing_else(moves: tuple[Move, ...], reason: str) -> None:
    """Not what is not live, and not what is under embargo."""
    with pytest.raises(NotReleasedError) as refusal:
        release(story(*moves), TEXTS_HERE, now=LATER)

    assert f"bridge cannot be shown to readers: {reason}" == str(refusal.value)


def test_readers_see_the_corrections_oldest_first() -> None:
    """Each with the version that put it right."""
    article = story(
        *out(),
        *amended(SECOND, note=NOTE),
        corrected(),
        *amended(THIRD, note=WHY),
        corrected(),
    )

    view = release(article, TEXTS_HERE, now=LATER)

    assert (
        PublicCorrection(version=2, text=TOLD, at=MORNING + 9 * MINUTE),
        PublicCorrection(
            version=3, text="The bridge never closed.", at=MORNING + 14 * MINUTE
        ),
    ) == view.corrections


def test_the_desk_sees_the_head_and_the_note_handed_in_with_it() -> None:
    """As the next version would be."""
    article = story(*out(), *amended(SECOND, note=NOTE))

    view = proof(article, TEXTS_HERE)

    assert (
        "bridge",
        2,
        TEXTS_HERE[SECOND],
        MORNING + 5 * MINUTE,
        (PublicCorrection(version=2, text=TOLD, at=MORNING + 6 * MINUTE),),
    ) == (view.article, view.revision, view.content, view.saved, view.corrections)
    assert () == proof(story(drafted()), TEXTS_HERE).corrections
    assert () == proof(story(drafted(), submitted()), TEXTS_HERE).corrections


def test_a_trusted_partner_gets_what_is_live_with_its_embargo() -> None:
    """And only what has one."""
    article = story(*out(), tightened(LATER))

    view = advance(article, TEXTS_HERE)

    assert ("bridge", 1, TEXTS_HERE[FIRST], LATER, MORNING + 4 * MINUTE, ()) == (
        view.article,
        view.version,
        view.content,
        view.embargo,
        view.updated,
        view.corrections,
    )
    with pytest.raises(NotReleasedError) as refusal:
        advance(story(*out(), tightened(LATER), lifted()), TEXTS_HERE)
    assert (
        "bridge cannot be shown to readers: it has no embargo: send what is released"
    ) == str(refusal.value)
    with pytest.raises(NotReleasedError, match="nothing of it is live"):
        advance(story(drafted(embargo=LATER)), TEXTS_HERE)


@pytest.mark.parametrize(
    ("move", "removal", "reason"),
    [
        (unpublished(), Removal.UNPUBLISH, None),
        (taken("unpublish", BO, text=WHY), Removal.UNPUBLISH, None),
        (retracted(), Removal.RETRACT, "The bridge never closed."),
        (killed(), Removal.KILL, None),
    ],
)
def test_a_tombstone_tells_why_only_of_a_retraction(
    move: Move, removal: Removal, reason: str | None
) -> None:
    """Of a killed story no word comes back by it, not even why."""
    view = tombstone(story(*out(), move), TEXTS_HERE)

    assert ("bridge", removal, reason, MORNING + 5 * MINUTE) == (
        view.article,
        view.removal,
        view.reason,
        view.at,
    )


def test_what_is_not_down_has_no_tombstone() -> None:
    """Even if it was down once."""
    back = story(
        *out(),
        unpublished(),
        taken("revive", BO),
        taken("break_glass", CY, text=WHY),
    )

    for article in (story(*out()), back):
        with pytest.raises(NotReleasedError, match="it has not been taken down"):
            tombstone(article, TEXTS_HERE)


def test_a_retraction_without_a_reason_shows_none() -> None:
    """No history of ours holds one; a tombstone would still stand."""
    article = story(*out(), retracted())
    assert article.withdrawal is not None
    silent = attrs.evolve(
        article, withdrawal=attrs.evolve(article.withdrawal, reason=None)
    )

    assert tombstone(silent, TEXTS_HERE).reason is None


def test_an_erased_reason_is_not_told() -> None:
    """The tombstone still stands."""
    article = story(*out(), retracted(), erased(WHY))

    assert tombstone(article, {}).reason is None


def test_an_erased_note_is_told_to_nobody() -> None:
    """Neither to readers nor to the desk; what is left is the rest."""
    out_again = story(
        *out(), *amended(SECOND, note=NOTE), corrected(), *amended(THIRD), updated()
    )
    gone = attrs.evolve(out_again, erased=frozenset({NOTE}))
    coming = story(*out(), *amended(SECOND, note=NOTE), erased(NOTE))

    assert 1 == len(release(out_again, TEXTS_HERE, now=LATER).corrections)
    assert () == release(gone, TEXTS_HERE, now=LATER).corrections
    assert () == proof(coming, TEXTS_HERE).corrections


VIEWS = [
    release(story(*out()), TEXTS_HERE, now=LATER),
    proof(story(drafted()), TEXTS_HERE),
    advance(story(*out(), tightened(LATER)), TEXTS_HERE),
    tombstone(story(*out(), killed()), TEXTS_HERE),
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: type(view).__name__)
def test_nobody_makes_a_view_by_hand(view: Any) -> None:
    """Not from nothing, and not out of another one."""
    kind = type(view)
    members = {
        field.name.lstrip("_"): getattr(view, field.name)
        for field in attrs.fields(kind)
    }
    message = (
        f"{kind.__name__} is made by the functions of newsflow.model.views alone, so "
        "that no draft and no embargoed word can pass for released"
    )

    for made in (members["made"], None, True, object()):
        with pytest.raises(TypeError) as refusal:
            kind(**{**members, "made": made})
        assert message == str(refusal.value)
    with pytest.raises(TypeError) as refusal:
        attrs.evolve(view, article="tram")
    assert message == str(refusal.value)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: type(view).__name__)
def test_a_view_is_frozen_and_travels(view: Any) -> None:
    """Between processes, as itself."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        view.article = "tram"

    assert view == copy.deepcopy(view)
    assert view == pickle.loads(pickle.dumps(view))  # noqa: S301 - pickled on this very line
    assert "made" not in repr(view)


EVERYTHING: dict[str, Any] = {
    **{digest: Content(headline=f"Text {digest[:8]}") for digest in TEXTS},
    **{digest: f"Note {digest[:8]}" for digest in NOTES},
}


@given(walks())
def test_what_readers_get_was_released_and_is_free(walk: Walk) -> None:
    """On every way: the live version or nothing, and nothing under embargo."""
    for taking in walk.takings:
        article, now = taking.before, taking.ask.at
        may = article.live is not None and not article.handling.under_embargo(now)
        try:
            view = release(article, EVERYTHING, now=now)
        except NotReleasedError:
            assert not may
        else:
            assert may
            assert released(article) == view.content


def released(article: Article) -> Content:
    """The content of what is live."""
    assert article.live is not None
    content: Content = EVERYTHING[article.live.content]
    return content


def test_there_are_four_views() -> None:
    """Three that a renderer may get of a story, and what is left where one was."""
    assert [Released, Proof, Advance, Tombstone] == [type(view) for view in VIEWS]
