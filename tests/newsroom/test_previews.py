"""Preview links: one revision, for a while, to whoever has the link."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow import Article, Newsroom
from newsflow.documents.config import Config, config_from
from newsflow.errors import (
    InvalidConfigError,
    InvalidValueError,
    NotFoundError,
    PreviewError,
)
from newsflow.newsroom import LONGEST_PREVIEW
from newsflow.newsroom._tickets import Ticket, opened, sealed
from newsflow.testing import PEOPLE, fixed_clock

from ..gazette import Desk, story, text

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
KEY = b"the bridge stands on seven piers"
OTHER = b"the bridge stands on eight piers"
SAYS = "there is nothing to be seen at this address"
TICKET = Ticket(
    article="bridge",
    content="5" * 64,
    expires=fixed_clock()(),
)
TOKEN = sealed(TICKET, KEY)


def reason(room: Newsroom, token: str, *, key: bytes = KEY) -> str:
    """Follow a link that shows nothing, and give what the desk may know of it."""
    with pytest.raises(PreviewError) as caught:
        room.preview(token, key=key)
    assert SAYS == str(caught.value), "outsiders are told one thing only"
    assert caught.value.__cause__ is None
    return caught.value.reason


def linked(room: Newsroom, state: str = "draft") -> tuple[Article, str]:
    """Let Ada give a link to her story."""
    article = story(room, state)
    return article, room.preview_link(article, by=ADA, key=KEY)


def test_a_link_shows_the_proof_of_one_revision(room: Newsroom) -> None:
    """It is marked as a proof, and served so that it spreads nowhere."""
    article, token = linked(room)
    shown = room.preview(token, key=KEY)

    assert (article.id, 1) == (shown.article, shown.revision)
    assert "text/html" in shown.rendition.media_type
    assert b"Harbour bridge reopens" in shown.rendition.data
    assert b"noindex" in shown.rendition.data
    assert {
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    } == dict(shown.headers)
    assert "Harbour" not in repr(shown)


def test_a_link_is_over_at_its_instant(desk: Desk, room: Newsroom) -> None:
    """To the very instant, by the newsroom's clock."""
    article = story(room, "draft")
    token = room.preview_link(article, by=BO, minutes=10, key=KEY)
    desk.clock.advance(minutes=9, seconds=59)
    assert desk.clock() < room.preview(token, key=KEY).expires
    desk.clock.advance(seconds=1)

    assert "it was over at 2026-11-24T08:10:00.000000Z" == reason(room, token)


def test_a_link_falls_with_the_next_text(room: Newsroom) -> None:
    """What somebody was asked to look at is not what they would see."""
    article, token = linked(room)
    room.save(article, text("Bridge reopens at noon"), by=ADA)

    assert "the story is at revision 2 by now" == reason(room, token)


def test_a_draft_that_was_dropped_is_shown_no_more(room: Newsroom) -> None:
    """Readers have the first text again, and so has the desk."""
    live = room.save(story(room), text("A draft of the second"), by=ADA)
    token = room.preview_link(live, by=ADA, key=KEY)
    assert b"A draft of the second" in room.preview(token, key=KEY).rendition.data
    room.discard(live, by=ADA)

    assert "the story is at revision 3 by now" == reason(room, token)


@pytest.mark.parametrize("verb", ["retract", "kill"])
def test_nothing_is_shown_of_a_story_that_is_gone(room: Newsroom, verb: str) -> None:
    """A link given before is dead, and no new one is given."""
    article, token = linked(room, "published")
    gone = getattr(room, verb)(article, by=CY, reason="It was not so.")

    assert f"the story is gone, by {verb}" == reason(room, token)
    with pytest.raises(PreviewError):
        room.preview_link(gone, by=CY, key=KEY)


def test_nothing_is_shown_of_a_text_that_was_erased(room: Newsroom) -> None:
    """A court's order reaches the links as well."""
    article, token = linked(room)
    order = "By order of the court."
    room.erase(article, by=CY, reason=order, texts=[article.head.content])

    assert "the text was erased" == reason(room, token)


def test_a_link_of_another_newsroom_shows_nothing(desk: Desk, room: Newsroom) -> None:
    """Neither one signed with another secret, nor one of a story that is not here."""
    _, token = linked(room)

    assert "it is not signed by this newsroom" == reason(room, token, key=OTHER)
    assert "there is no such article" == reason(desk.open(), token)


def test_a_secret_that_is_no_longer_than_a_word_signs_nothing(room: Newsroom) -> None:
    """Whoever guesses it could look at any draft; and it is not repeated."""
    article = story(room, "draft")

    with pytest.raises(InvalidValueError, match="32 bytes or more") as caught:
        room.preview_link(article, by=ADA, key=b"harbour")
    assert "harbour" not in str(caught.value)


@pytest.mark.parametrize("minutes", [0, -5, LONGEST_PREVIEW + 1])
def test_a_link_lasts_a_minute_to_a_week(room: Newsroom, minutes: int) -> None:
    """One that never ends is a publication."""
    article = story(room, "draft")

    with pytest.raises(InvalidValueError, match="a week"):
        room.preview_link(article, by=ADA, minutes=minutes, key=KEY)


def test_a_link_is_given_by_somebody(
    room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    """The log tells who, and until when; neither the link nor a word of the story."""
    caplog.set_level(logging.INFO, logger="newsflow")
    article, token = linked(room)

    assert f"{article.id}: revision 1 can be previewed by a link of ada" in caplog.text
    assert token not in caplog.text
    assert "Harbour" not in caplog.text
    with pytest.raises(NotFoundError, match="person"):
        room.preview_link(article, by="nobody", key=KEY)


def configured(secret: str, folder: Path) -> Config:
    """Configure a newsroom with a secret for its links."""
    plain = {"newsroom": {"name": "Harbour Gazette", "preview_secret": secret}}
    return config_from(plain, folder=folder)


def test_the_secret_is_the_newsrooms(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The configuration says where it is, and never what."""
    monkeypatch.setenv("GAZETTE_PREVIEWS", KEY.decode())
    config = configured("env:GAZETTE_PREVIEWS", tmp_path)
    room = desk.open(config=config)
    token = room.preview_link(story(room, "draft"), by=ADA)

    assert 1 == room.preview(token).revision
    assert room.preview(token) == room.preview(token, key=KEY)
    assert "GAZETTE_PREVIEWS" not in repr(config)
    with pytest.raises(InvalidConfigError, match="preview_secret") as caught:
        configured("seven piers", tmp_path)
    assert "seven piers" not in str(caught.value)


def test_without_a_secret_there_are_no_links(room: Newsroom) -> None:
    """And it is said where one goes."""
    with pytest.raises(InvalidConfigError, match="env:NAME or file:PATH"):
        room.preview_link(story(room, "draft"), by=ADA)


@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda raw: raw.hex()))
def test_no_text_is_a_token_by_chance(token: str) -> None:
    """Whatever somebody types, it is refused and breaks nothing."""
    assert opened(token, KEY) is None


@given(
    st.integers(0, len(TOKEN) - 1),
    st.sampled_from("ABCXYZabcxyz0189-_=+/ é\n"),
    st.sampled_from(["change", "insert", "drop", "end"]),
)
def test_a_token_is_one_text(at: int, letter: str, how: str) -> None:
    """No other spelling of it, not even of the same bytes, is a token."""
    tampered = {
        "change": TOKEN[:at] + letter + TOKEN[at + 1 :],
        "insert": TOKEN[:at] + letter + TOKEN[at:],
        "drop": TOKEN[:at] + TOKEN[at + 1 :],
        "end": TOKEN[:at],
    }[how]

    assert (TICKET if tampered == TOKEN else None) == opened(tampered, KEY)


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=60),
    st.binary(min_size=32, max_size=64),
    st.binary(min_size=32, max_size=64),
    st.integers(0, 10**6),
)
def test_a_token_says_what_was_sealed_to_whoever_has_the_key(
    article: str, key: bytes, other: bytes, seconds: int
) -> None:
    """And to nobody else."""
    expires = TICKET.expires + timedelta(seconds=seconds)
    ticket = Ticket(article=article, content=TICKET.content, expires=expires)
    token = sealed(ticket, key)

    assert ticket == opened(token, key)
    assert (ticket if other == key else None) == opened(token, other)
