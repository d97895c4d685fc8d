"""What is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given

from newsflow.documents.canonical import canonical_content
from newsflow.documents.structure import content_from, content_problems
from newsflow.errors import RejectedError
from newsflow.model import views
from newsflow.model.content import Content
from newsflow.model.views import Advance, Released, Tombstone
from newsflow.ports import Operation, Parcel, Receipt
from newsflow.testing.strategies import advances, released, tombstones
from newsflow_webhook.channel import AGENT, LARGEST_BODY
from newsflow_webhook.event import event

TEXTS = {"c1": Content(headline="Harbour bridge reopens")}
SCHEMA = json.loads(files("newsflow_webhook").joinpath("event.schema.json").read_text())
JUDGE = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def test_a_published_story_is_told_in_full(
    receiver: Any, webhook: Any, created: Parcel
) -> None:
    """The event is CloudEvents 1.0 and says all that readers can have."""
    receipt = webhook(receiver.url).deliver(created, shelf=None)
    ((path, headers, body),) = receiver.requests

    assert "/hooks/news?desk=1" == path
    assert "application/cloudevents+json; charset=utf-8" == headers["content-type"]
    assert {
        "specversion": "1.0",
        "id": "bridge/app/1",
        "source": "Harbour%20Gazette",
        "type": "newsflow.article.create",
        "subject": "bridge",
        "time": "2026-11-24T08:00:00Z",
        "datacontenttype": "application/json",
        "data": {
            "article": "bridge",
            "channel": "app",
            "operation": "create",
            "sequence": 1,
            "previous": None,
            "version": 1,
            "release": "publish",
            "published": "2026-11-24T08:00:00Z",
            "updated": "2026-11-24T08:00:00Z",
            "expires": None,
            "embargo": None,
            "corrections": [],
            "content": {"headline": "Harbour bridge reopens", "language": "en-GB"},
        },
    } == json.loads(body)
    assert (
        Receipt(reference="bridge", sha256=sha256(body).hexdigest(), renderer=AGENT)
        == receipt
    )


def test_a_correction_is_told_with_its_note_and_what_came_before(
    receiver: Any, webhook: Any, corrected: Parcel
) -> None:
    """Whoever passes the story on can pass the correction on."""
    webhook(receiver.url, source="urn:x:gazette").deliver(corrected, shelf=None)
    told = json.loads(receiver.requests[0][2])
    data = told["data"]

    assert "newsflow.article.correct" == told["type"]
    assert "urn:x:gazette" == told["source"]
    assert (2, 2) == (data["sequence"], data["version"])
    assert {"reference": "bridge", "sha256": "1" * 64} == data["previous"]
    assert [
        {
            "version": 2,
            "text": "It was closed for eleven weeks, not twelve.",
            "at": "2026-11-24T08:00:00Z",
        }
    ] == data["corrections"]


@pytest.mark.parametrize(
    ("end", "reason"),
    [("unpublish", None), ("retract", "We named the wrong ship."), ("kill", None)],
)
def test_a_story_that_is_gone_is_told_without_a_word_of_it(
    receiver: Any, webhook: Any, gone: Callable[[str], Parcel], end: str, reason: str
) -> None:
    """Only a retraction has a public reason."""
    webhook(receiver.url).deliver(gone(end), shelf=None)
    body = receiver.requests[0][2]

    assert {
        "article": "bridge",
        "channel": "app",
        "operation": end,
        "sequence": 2,
        "previous": {"reference": "bridge", "sha256": "1" * 64},
        "version": None,
        "at": "2026-11-24T08:00:00Z",
        "reason": reason,
    } == json.loads(body)["data"]
    assert b"Harbour bridge" not in body
    JUDGE.validate(json.loads(body))


@given(view=released() | advances())
def test_whatever_a_story_holds_its_event_is_one(view: Released | Advance) -> None:
    """It is valid, and so is the content in it, which is canonical, byte for byte."""
    key = f"{view.article}/app/1"
    parcel = Parcel(key=key, operation=Operation.CREATE, view=view)
    body = event(parcel, source="x", channel="app")
    document = json.loads(body)["data"]["content"]

    JUDGE.validate(json.loads(body))
    assert () == content_problems(document)
    assert view.content == content_from(document)
    assert body.endswith(b'"content":' + canonical_content(view.content) + b"}}")


@given(view=tombstones())
def test_whatever_has_gone_its_event_is_one(view: Tombstone) -> None:
    """It is valid, and holds no content."""
    operation = Operation(view.removal.value)
    parcel = Parcel(key=f"{view.article}/app/2", operation=operation, view=view)

    JUDGE.validate(json.loads(event(parcel, source="x", channel="app")))


def test_sending_again_sends_the_same(
    receiver: Any, webhook: Any, created: Parcel
) -> None:
    """A receiver that has the id already can drop it."""
    channel = webhook(receiver.url)
    once = channel.deliver(created, shelf=None)

    assert once == channel.deliver(created, shelf=None)
    first, second = receiver.requests
    assert first == second


def test_what_is_rendered_is_what_is_sent(
    receiver: Any, webhook: Any, created: Parcel
) -> None:
    """A dry run shows it, byte for byte."""
    channel = webhook(receiver.url)
    channel.deliver(created, shelf=None)

    assert receiver.requests[0][2] == channel.render(created).data


def test_what_is_no_release_is_refused(
    receiver: Any, webhook: Any, created: Parcel, article: Any
) -> None:
    """Drafts do not leave the house, whatever the caller holds."""
    for view in (object(), views.proof(article, TEXTS)):
        parcel = attrs.evolve(created, view=view)
        channel = webhook(receiver.url)
        assert ["view"] == [one.keyword for one in channel.validate(parcel)]
        with pytest.raises(RejectedError, match="create takes another view"):
            channel.deliver(parcel, shelf=None)
    assert [] == receiver.requests


class TestEmbargo:
    """What comes ahead of its time."""

    def test_a_channel_that_is_not_trusted_gets_nothing(
        self, receiver: Any, webhook: Any, ahead: Parcel
    ) -> None:
        """Not even when it is called directly."""
        channel = webhook(receiver.url)
        assert channel.validate(ahead)
        with pytest.raises(RejectedError):
            channel.render(ahead)
        with pytest.raises(RejectedError):
            channel.deliver(ahead, shelf=None)
        assert [] == receiver.requests

    def test_a_trusted_one_is_told_the_embargo(
        self, receiver: Any, webhook: Any, ahead: Parcel
    ) -> None:
        """In a field of its own, which every other story has as well, and empty."""
        channel = attrs.evolve(webhook(receiver.url), trusted=True)
        channel.deliver(ahead, shelf=None)
        data = json.loads(receiver.requests[0][2])["data"]

        assert ahead.view.embargo == datetime.fromisoformat(data["embargo"])
        assert "published" not in data
        JUDGE.validate(json.loads(receiver.requests[0][2]))
        channel.close()

    def test_a_newsroom_says_who_is_trusted(self, webhook: Any) -> None:
        """Nobody is, unless the newsroom says so."""
        assert not webhook("http://127.0.0.1/").trusted


class TestLimit:
    """How long an event may be."""

    def test_an_event_that_no_receiver_takes_is_not_sent(
        self, receiver: Any, webhook: Any, created: Parcel, article: Any
    ) -> None:
        """256 KiB is what receivers commonly take; validate says so before."""
        content = Content(headline="Bridge", summary="x" * LARGEST_BODY)
        view = views.release(article, {"c1": content}, now=datetime.now(UTC))
        parcel = attrs.evolve(created, view=view)
        channel = webhook(receiver.url)
        assert ["too_long"] == [one.keyword for one in channel.validate(parcel)]
        with pytest.raises(RejectedError, match="takes events of 262144 bytes"):
            channel.deliver(parcel, shelf=None)
        assert [] == receiver.requests

    @pytest.mark.parametrize("off", [0, 1])
    def test_to_the_byte(
        self, receiver: Any, webhook: Any, created: Parcel, article: Any, off: int
    ) -> None:
        """What is exactly as long as allowed is sent."""
        content = Content(headline="Bridge", summary="ü" * 1000)
        view = views.release(article, {"c1": content}, now=datetime.now(UTC))
        parcel = attrs.evolve(created, view=view)
        size = len(webhook(receiver.url).render(parcel).data)
        channel = webhook(receiver.url, largest_body=size - off)

        assert bool(off) == bool(channel.validate(parcel))
        if not off:
            assert channel.deliver(parcel, shelf=None)
