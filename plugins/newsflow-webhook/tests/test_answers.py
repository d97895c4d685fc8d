"""What the receiver says, and what the ledger hears."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

from newsflow.errors import (
    CredentialsError,
    RateLimitedError,
    RejectedError,
    RetryError,
)
from newsflow.ports import Parcel
from newsflow_webhook.answers import LONGEST_WAIT, waiting_time

NOON = 1_795_521_600.0


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b'{"ok": false}'), (201, b""), (202, b"<h1>thanks</h1>"), (204, b"")],
)
def test_a_success_is_a_delivery(
    receiver: Any, webhook: Any, created: Parcel, status: int, body: bytes
) -> None:
    """Any of them, whatever is in it."""
    receiver.status, receiver.body = status, body

    assert webhook(receiver.url).deliver(created, shelf=None).reference


@pytest.mark.parametrize("status", [400, 404, 409, 410, 413, 418, 422, 451, 499])
def test_a_refusal_is_final(
    receiver: Any, webhook: Any, created: Parcel, status: int
) -> None:
    """Sending it again would not help; 410 says that nothing ever will."""
    receiver.status = status
    with pytest.raises(RejectedError, match=f"app: the receiver answered {status}"):
        webhook(receiver.url).deliver(created, shelf=None)


@pytest.mark.parametrize("status", [401, 403])
def test_a_closed_door_stops_the_channel(
    receiver: Any, webhook: Any, created: Parcel, status: int
) -> None:
    """Until somebody has seen to the secret."""
    receiver.status = status
    with pytest.raises(CredentialsError, match="whether it has our secret"):
        webhook(receiver.url).deliver(created, shelf=None)


@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504, 599, 999])
def test_trouble_is_tried_again(
    receiver: Any, webhook: Any, created: Parcel, status: int
) -> None:
    """After the time that the receiver asks for; its page of HTML is not told."""
    receiver.status, receiver.body = status, b"<h1>Something broke</h1>"
    receiver.headers = {"Retry-After": "120"}
    with pytest.raises(RetryError) as failure:
        webhook(receiver.url).deliver(created, shelf=None)
    assert RetryError is type(failure.value)
    assert f"channel app: the receiver answered {status}" == str(failure.value)
    assert 120 == failure.value.after


@pytest.mark.parametrize(("said", "after"), [("30", 30), (None, None), ("soon", None)])
def test_who_has_had_enough_is_left_alone(
    receiver: Any, webhook: Any, created: Parcel, said: str | None, after: int | None
) -> None:
    """429: the whole channel waits."""
    receiver.status = 429
    receiver.headers = {} if said is None else {"Retry-After": said}
    with pytest.raises(RateLimitedError) as failure:
        webhook(receiver.url).deliver(created, shelf=None)
    assert after == failure.value.after


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(
    receiver: Any, webhook: Any, created: Parcel, status: int
) -> None:
    """It may lead anywhere, even into our own network."""
    receiver.status = status
    receiver.headers = {"Location": receiver.url}
    with pytest.raises(RejectedError, match="redirects are not followed"):
        webhook(receiver.url).deliver(created, shelf=None)
    assert 1 == len(receiver.requests)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, None),
        ("120", 120),
        (" 0 ", 0),
        ("1000000000", LONGEST_WAIT),
        ("9" * 5000, LONGEST_WAIT),
        ("Tue, 24 Nov 2026 12:01:00 GMT", 60),
        ("Tue, 24 Nov 2026 12:01:00", 60),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        ("٣", None),
    ],
)
def test_the_wait_is_read_and_bounded(said: str | None, expected: int | None) -> None:
    """Seconds or a date, past or absurd: a day at most."""
    assert expected == waiting_time(said, now=NOON)


class TestDeadline:
    """When it has to be over."""

    def test_when_the_time_is_over_nothing_is_sent(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """Somebody else may be at it already."""
        late = attrs.evolve(created, deadline=created.view.updated)
        with pytest.raises(RetryError, match="no time left"):
            webhook(receiver.url).deliver(late, shelf=None)
        assert [] == receiver.requests

    def test_a_deadline_shortens_the_time_out(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """Who is slow is not waited for any longer than the ledger waits."""
        soon = created.view.updated + timedelta(seconds=1)
        parcel = attrs.evolve(created, deadline=soon)
        url = raw(lambda connection: connection.recv(1 << 20) and connection.recv(1))
        with pytest.raises(RetryError, match="did not answer in time"):
            webhook(url).deliver(parcel, shelf=None)
