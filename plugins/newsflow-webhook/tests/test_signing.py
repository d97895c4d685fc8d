"""Who sent it, and that nobody changed it."""

from __future__ import annotations

import hmac
import json
import logging
import pickle
import re
import time
import traceback
from base64 import b64decode, b64encode
from typing import Any

import attrs
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from newsflow.errors import DeliveryError, InvalidValueError
from newsflow.ports import Parcel
from newsflow.ports.capabilities import plain
from newsflow_webhook.signing import message_id

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - made up for tests
OLD = "whsec_" + b64encode(b"the secret of the year before").decode()
TOO_SHORT = "whsec_c2hvcnQ="


def test_the_signature_is_that_of_standard_webhooks(
    receiver: Any, webhook: Any, created: Parcel
) -> None:
    """Worked out here by hand, from the specification."""
    webhook(receiver.url).deliver(created, shelf=None)
    ((_, headers, body),) = receiver.requests
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode()
    key = b64decode(SECRET.removeprefix("whsec_"))
    digest = hmac.new(key, content + body, "sha256").digest()

    assert f"v1,{b64encode(digest).decode()}" == headers["webhook-signature"]
    assert "1795507200" == headers["webhook-timestamp"]
    assert re.fullmatch("msg_[0-9a-f]{32}", headers["webhook-id"])


@pytest.mark.parametrize(
    "settings", [{"old_secret": OLD}, {"secret": f"{SECRET}\n{OLD}\n"}]
)
def test_both_secrets_sign_while_receivers_change_over(
    receiver: Any, webhook: Any, created: Parcel, settings: dict[str, str]
) -> None:
    """Whoever knows one of them is content, and refuses a changed byte."""
    channel = attrs.evolve(webhook(receiver.url, **settings), now=time.time)
    channel.deliver(created, shelf=None)
    channel.close()
    ((_, headers, body),) = receiver.requests

    assert 2 == len(set(headers["webhook-signature"].split()))
    for secret in (SECRET, OLD):
        assert json.loads(body) == Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"create", b"update"), headers)


def test_the_id_is_constant_over_retries_and_nobody_elses(
    receiver: Any, webhook: Any, created: Parcel
) -> None:
    """By it a receiver tells a repeat, at another time and with another signature."""
    channel = webhook(receiver.url)
    channel.deliver(created, shelf=None)
    later = attrs.evolve(channel, now=lambda: 1_795_550_000.0)
    later.deliver(created, shelf=None)
    later.close()
    first, second = (headers for _, headers, _ in receiver.requests)

    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-signature"] != second["webhook-signature"]
    assert message_id("a", "bridge/app/1") != message_id("b", "bridge/app/1")
    assert message_id("a", "bridge/app/1") != message_id("a", "bridge/app/2")


def test_the_secret_shows_nowhere(
    receiver: Any, webhook: Any, created: Parcel, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in a repr, nor in an error, a log, a receipt, nor in what is listed."""
    caplog.set_level(logging.DEBUG)
    channel = webhook(f"{receiver.url}&key=t0ken", old_secret=OLD)
    said = [repr(channel), repr(attrs.asdict(channel)), repr(channel.health())]
    said.append(json.dumps(plain(channel.capabilities)))
    said.append(repr(channel.deliver(created, shelf=None)))
    for status in (302, 400, 401, 429, 500):
        receiver.status = status
        # Receivers send back what they were sent.
        receiver.body = "".join(receiver.requests[-1][1].values()).encode()
        receiver.headers = {"Location": receiver.requests[-1][0]}
        with pytest.raises(DeliveryError) as failure:
            channel.deliver(created, shelf=None)
        said.extend(traceback.format_exception(failure.value))
        said.append(repr(vars(failure.value)))
    said.append(caplog.text)

    for secret in (SECRET, OLD):
        key = b64decode(secret.removeprefix("whsec_"))
        for hidden in (secret, secret[6:], repr(key), key.hex(), "t0ken"):
            assert hidden not in "".join(said)


def test_a_channel_cannot_be_written_down(webhook: Any) -> None:
    """What is pickled can be read."""
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        pickle.dumps(webhook("http://127.0.0.1/"))


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "whsec_***", SECRET[6:], TOO_SHORT, "whsec_ü", f"{SECRET} whsec_"],
)
def test_a_secret_that_is_none_is_refused(webhook: Any, secret: str) -> None:
    """The error says what one looks like, and not what was found."""
    with pytest.raises(InvalidValueError, match="base64 of 24 to 64 bytes") as refusal:
        webhook("http://127.0.0.1/", secret=secret)
    assert "<not shown>" in str(refusal.value)
    assert "c2hvcnQ" not in str(refusal.value)
