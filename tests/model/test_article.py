"""The article: what can be read off it."""

from __future__ import annotations

from newsflow.model.article import Removal

from ..workflow.stories import (
    BO,
    HOUR,
    MINUTE,
    MORNING,
    NOTE,
    amended,
    corrected,
    drafted,
    killed,
    out,
    retracted,
    revised,
    story,
    unpublished,
)


def test_contributors_are_those_whose_hand_is_in_the_head() -> None:
    """Whoever saved it since the last version, and whom the bylines name."""
    article = story(drafted(bylined=["cy"]), revised(by=BO, bylined=["cy"]))

    assert frozenset({"ada", "bo", "cy"}) == article.contributors
    assert frozenset() == story(*out()).contributors


def test_only_a_killed_story_is_killed() -> None:
    """Unpublished and retracted ones may come back."""
    assert story(*out(), killed()).killed
    assert not story(*out()).killed
    for taken_down in (unpublished(), retracted()):
        article = story(*out(), taken_down)
        assert not article.killed
        assert article.withdrawal is not None
        assert Removal.KILL is not article.withdrawal.removal


def test_readers_first_had_it_with_the_first_version() -> None:
    """Whatever was corrected since."""
    article = story(*out(), *amended(note=NOTE), corrected())

    assert MORNING + 4 * MINUTE == article.first_published
    assert story(drafted()).first_published is None
    assert article.updated < MORNING + HOUR


def test_a_version_is_found_by_its_number() -> None:
    """From 1; there is none before the first and none after the last."""
    article = story(*out(), *amended(note=NOTE), corrected())

    assert article.live == article.version(2)
    assert article.versions[0] == article.version(1)
    assert article.version(0) is None
    assert article.version(3) is None
    assert article.version(-1) is None
