"""How newsflow meets it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import newsflow_webhook
from newsflow import Content, Newsroom, Person
from newsflow.documents.config import read_config
from newsflow.documents.problems import problems_by
from newsflow.documents.schemas import validator_of
from newsflow.ports import (
    Channel,
    Concurrency,
    Deleting,
    Idempotency,
    RateLimit,
    Status,
    TextLimit,
    TextUnit,
    Updating,
    Watched,
)
from newsflow_webhook import WEBHOOK
from newsflow_webhook.patience import Patience

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - made up for tests


def test_it_offers_one_kind_of_channel() -> None:
    """Through the hook, like any built-in."""
    assert [WEBHOOK] == newsflow_webhook.newsflow_channels()


def test_its_channel_is_one(webhook: Any) -> None:
    """It has what the port asks for, and can be watched."""
    channel = webhook("http://127.0.0.1/")

    assert isinstance(channel, Channel)
    assert isinstance(channel, Watched)
    assert "app" == channel.name


def test_it_says_what_it_can_do(webhook: Any) -> None:
    """By which the ledger acts."""
    can = webhook("http://127.0.0.1/").capabilities

    assert (Updating.IN_PLACE, Deleting.TOMBSTONE) == (can.update, can.delete)
    assert (Idempotency.KEY, Concurrency.REVISION) == (can.idempotency, can.concurrency)
    assert (TextLimit(most=262_144, unit=TextUnit.BYTES),) == can.text
    assert (None, None, False) == (can.rate, can.at_once, can.confirms_visibility)


def test_a_newsroom_may_say_how_much_its_receiver_takes(webhook: Any) -> None:
    """Rate, number at once, size, and time."""
    channel = webhook(
        "http://127.0.0.1/",
        rate={"most": 10, "seconds": 60, "burst": 5},
        at_once=4,
        largest_body=30_000,
        timeout=20,
        connect_timeout=2,
        read_timeout=8,
    )
    can = channel.capabilities

    assert RateLimit(most=10, seconds=60, burst=5) == can.rate
    assert timedelta(seconds=6) == can.rate.spacing
    assert 4 == can.at_once
    assert 30_000 == can.text[0].most
    assert Patience(connect=2, read=8, total=20) == channel.patience


def test_its_settings_are_a_schema_that_marks_the_secrets() -> None:
    """So that the newsroom takes them as references alone."""
    jsonschema.Draft202012Validator.check_schema(WEBHOOK.settings)
    properties = WEBHOOK.settings["properties"]

    assert ["secret", "old_secret"] == [
        name for name, one in properties.items() if one.get("writeOnly")
    ]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"allow_private": True},
        {"allow": "10.0.0.0/8"},
        {"timeout": 0},
        {"timeout": 61},
        {"ports": [0]},
        {"ports": [65536]},
        {"rate": {"seconds": 1}},
        {"rate": {"most": 1, "per": 1}},
        {"largest_body": 10},
        {"at_once": 0},
    ],
)
def test_a_slip_in_a_setting_is_told(settings: dict[str, Any]) -> None:
    """And so is a name that is none."""
    given = {"url": "https://app.example/", "secret": "env:X", **settings}
    if not settings:
        del given["url"]

    assert 1 == len(problems_by(validator_of(WEBHOOK.settings), given))


def test_a_story_goes_out_through_a_newsroom(
    receiver: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    """From the configuration to the receiver, and the ledger knows it."""
    monkeypatch.setenv("APP_WEBHOOK_SECRET", SECRET)
    file = tmp_path / "newsflow.toml"
    file.write_text(f"""
[newsroom]
name = "Harbour Gazette"
workflow = "two-person"

[[channels]]
name = "app"
kind = "webhook"
url = "{receiver.url}"
secret = "env:APP_WEBHOOK_SECRET"
allow = ["127.0.0.1"]
""")
    ada, bo = (Person(id=one, roles={"editor"}) for one in ("ada", "bo"))
    plugins = {"webhook": newsflow_webhook}
    with Newsroom.open(config=read_config(file), plugins=plugins) as room:
        story = room.draft(Content(headline="Harbour bridge reopens"), by=ada)
        for step in ("submit", "approve", "publish"):
            by = ada if step == "submit" else bo
            story = getattr(room, step)(story, by=by)
        room.run_due()
        (delivery,) = room.deliveries(story.id)

    assert Status.DELIVERED is delivery.status
    assert b"Harbour bridge reopens" in receiver.requests[0][2]
