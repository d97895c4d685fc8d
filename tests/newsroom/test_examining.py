"""A picture that a channel could not publish stands in the way before, not after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from newsflow import Article, Newsroom
from newsflow.documents.config import config_from
from newsflow.model.media import Media
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from ..gazette import Desk, refused, story, text
from ..pictures import picture

BO, CY = PEOPLE["bo"], PEOPLE["cy"]
CUT_SHORT = picture()[:-9]


@pytest.fixture
def room(desk: Desk, tmp_path: Path) -> Newsroom:
    """A newsroom with a site on disk and a wire."""
    config = config_from(
        {
            "newsroom": {"name": "Harbour Gazette"},
            "sites": [{"name": "main", "address": "https://gazette.example"}],
            "channels": [{"name": "site", "kind": "folder", "path": "site"}],
        },
        folder=tmp_path,
    )
    return desk.open(config=config, workflow=None, channels=[desk.wire])


def pictured(room: Newsroom, data: bytes) -> dict[str, Any]:
    """Put a picture into the store, and make it the lead of a story."""
    room.media.put(data)
    digest = sha256(data).hexdigest()
    medium = Media(key="m", href="media:b.png", sha256=digest, alt="The bridge")
    return {"media": (medium,), "lead": "m"}


def approved(room: Newsroom, data: bytes) -> Article:
    """Have everybody agree to a story with a picture."""
    article = story(room, "review", **pictured(room, data))
    return clear(room, article, people=PEOPLE)


def test_a_story_is_not_published_with_a_picture_that_is_cut_short(
    room: Newsroom, tmp_path: Path
) -> None:
    """Nothing is released, nothing delivered, and everybody is told why."""
    article = approved(room, CUT_SHORT)

    assert refused(lambda: room.publish(article, by=BO)) == {"media"}
    (against,) = room.why_not(article, "publish", by=BO)
    assert str(against) == (
        "site would not take it: media:b.png cannot be published: it ends too early: "
        "the file is not whole"
    )
    assert room.plan(article, "publish", by=BO).objections == (against,)
    assert "publish" not in {one.name for one in room.allowed(article, by=BO)}
    assert room.article(article.id).live is None
    assert not tuple(tmp_path.rglob("*.html"))


def test_it_is_published_with_another_picture(room: Newsroom, tmp_path: Path) -> None:
    """That is what the desk has to do about it."""
    article = approved(room, CUT_SHORT)
    article = room.send_back(article, by=BO, reason="The picture is broken.")
    content = text(**pictured(room, picture()))
    article = room.submit(room.save(article, content, by="ada"), by="ada")
    room.publish(clear(room, article, people=PEOPLE), by=BO)

    assert [one.read_bytes() for one in tmp_path.rglob("*.png")] == [picture()]


def test_a_channel_that_looks_at_no_picture_may_have_it(room: Newsroom) -> None:
    """Whoever publishes chooses where."""
    article = approved(room, CUT_SHORT)
    assert room.publish(article, by=BO, channels=["wire"]).live is not None


def test_it_is_not_scheduled_either(room: Newsroom, desk: Desk) -> None:
    """Who schedules it is there; at the hour nobody is."""
    when = desk.clock() + timedelta(hours=3)
    article = approved(room, CUT_SHORT)
    assert refused(lambda: room.schedule(article, when=when, by=BO)) == {"media"}


@pytest.mark.parametrize("step", ["update", "correct"])
def test_a_new_version_needs_whole_pictures_as_well(room: Newsroom, step: str) -> None:
    """Readers keep the version that they have."""
    article = story(room)
    content = text("The bridge opens", **pictured(room, CUT_SHORT))
    article = room.save(article, content, by="ada")
    note = "It is the harbour bridge." if step == "correct" else None
    article = room.submit(article, by="ada", note=note)
    article = clear(room, article, people=PEOPLE)
    take: Callable[..., Article] = getattr(room, step)

    assert refused(lambda: take(article, by=BO)) == {"media"}
    live = room.article(article.id).live
    assert live is not None
    assert live.number == 1


def test_a_correction_does_not_ask_a_site_that_never_had_the_story(
    room: Newsroom,
) -> None:
    """It goes after every copy, and nowhere else."""
    article = room.publish(approved(room, picture()), by=BO, channels=["wire"])
    content = text("The bridge opens", **pictured(room, CUT_SHORT))
    article = room.save(article, content, by="ada")
    article = room.submit(article, by="ada", note="It is the harbour bridge.")
    article = room.correct(clear(room, article, people=PEOPLE), by=BO)

    assert article.live is not None
    assert article.live.number == 2


def test_taking_it_down_asks_nobody(room: Newsroom) -> None:
    """A broken picture is no reason to go on showing a story."""
    article = room.publish(approved(room, picture()), by=BO)
    content = text("The bridge opens", **pictured(room, CUT_SHORT))
    article = room.save(article, content, by="ada")

    room.kill(article, by=CY, reason="The harbour master sued.")


def test_pictures_that_the_newsroom_does_not_keep_are_no_objection(
    room: Newsroom,
) -> None:
    """A delivery waits for them, as ever."""
    article = approved(room, CUT_SHORT)
    room.media.remove(sha256(CUT_SHORT).hexdigest())

    assert room.why_not(article, "publish", by=BO) == ()
