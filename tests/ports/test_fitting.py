"""What keeps a parcel from fitting: views, texts, media."""

from __future__ import annotations

from typing import Any

import pytest

from newsflow.model.content import Content
from newsflow.model.media import Media
from newsflow.ports import (
    Capabilities,
    MediaLimits,
    Operation,
    Parcel,
    TextLimit,
    TextUnit,
    rejection,
    unfit_media,
    unfit_text,
    unfit_view,
)
from newsflow.testing._views import story
from newsflow.testing.staging import bridge

SHOWING = (Operation.CREATE, Operation.UPDATE, Operation.CORRECT)
ENDS = {
    Operation.UNPUBLISH: "withdrawn",
    Operation.RETRACT: "retracted",
    Operation.KILL: "killed",
}


def unfit(operation: Operation, view: Any, *, trusted: bool = False) -> bool:
    """Tell whether the view of a parcel is refused."""
    parcel = Parcel(key="bridge/site/1", operation=operation, view=view)
    return bool(unfit_view(parcel, trusted=trusted))


@pytest.mark.parametrize("operation", Operation)
def test_each_operation_takes_its_own_view(operation: Operation) -> None:
    """What is released is shown, and each end has the notice of its own."""
    released = story(bridge()).reach("published").release()
    gone = {
        end: story(bridge()).reach(state).tombstone() for end, state in ENDS.items()
    }

    assert (operation not in SHOWING) == unfit(operation, released)
    for end, view in gone.items():
        assert (operation is not end) == unfit(operation, view)


@pytest.mark.parametrize("operation", Operation)
def test_no_draft_fits_and_an_embargo_only_where_it_is_trusted(
    operation: Operation,
) -> None:
    """A proof is for the desk; ahead of its embargo a story is for partners."""
    told = story(bridge()).reach("published")
    advance = told.hold().advance()

    assert unfit(operation, told.proof(), trusted=True)
    assert unfit(operation, advance)
    assert (operation not in SHOWING) == unfit(operation, advance, trusted=True)
    assert unfit(operation, bridge())


def test_every_limit_that_is_broken_is_told() -> None:
    """With what there is and what there may be."""
    can = Capabilities(
        text=[
            TextLimit(most=3, unit=TextUnit.GRAPHEMES),
            TextLimit(most=60, unit=TextUnit.BYTES),
        ]
    )

    assert () == unfit_text("abc", can)
    (one,) = unfit_text("abcd", can, path="$.short_headline")
    assert ("$.short_headline", "too_long") == (one.path, one.keyword)
    assert "the channel takes 3 graphemes (found 4 graphemes)" in str(one)
    assert 2 == len(unfit_text("👩‍👩‍👧‍👦" * 4, can))


def test_every_medium_that_does_not_fit_is_told() -> None:
    """Too many, of another type, too large; what is not known is let pass."""
    limits = MediaLimits(most=2, types=["image/jpeg"], bytes=1000)
    media = [
        Media(key="m1", href="https://gazette.example/1"),
        Media(key="m2", href="https://gazette.example/2", media_type="image/webp"),
        Media(
            key="m3",
            href="https://gazette.example/3",
            media_type="image/jpeg",
            size=1001,
        ),
    ]
    problems = unfit_media(Content(headline="Bridge", media=media), limits)

    assert [
        ("$.media", "too_many"),
        ("$.media[1].media_type", "media_type"),
        ("$.media[2].size", "too_large"),
    ] == [(one.path, one.keyword) for one in problems]
    assert () == unfit_media(Content(headline="Bridge", media=media), MediaLimits())
    refused = rejection("wire", problems)
    assert all(str(problem) in refused.reason for problem in problems)
