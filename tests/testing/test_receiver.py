"""The receiver on the loopback: what it takes, records and breaks."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from newsflow.testing import RETRY_AFTER, Answer, Fault, Hangup, Receiver


@pytest.fixture(name="receiver")
def _receiver() -> Iterator[Receiver]:
    with Receiver(key="Idempotency-Key") as receiver:
        yield receiver


def asked(
    receiver: Receiver, body: bytes = b"bridge", *, key: str = "1"
) -> tuple[int, dict[str, str], bytes]:
    """Send a request, and read what comes back."""
    line = http.client.HTTPConnection("127.0.0.1", receiver.port, timeout=5)
    with closing(line):
        line.request("POST", "/inbox", body, {"Idempotency-Key": key})
        answer = line.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def test_it_records_what_it_is_sent(receiver: Receiver) -> None:
    """Method, way, headers in lower case, and the body."""
    assert 200 == asked(receiver)[0]

    (request,) = receiver.requests
    assert ("POST", "/inbox", b"bridge") == (request.method, request.path, request.body)
    assert "1" == request.headers["idempotency-key"]
    assert receiver.url == f"http://127.0.0.1:{receiver.port}/"


def test_a_repeat_under_one_key_is_no_second_copy(receiver: Receiver) -> None:
    """And a request under another is."""
    asked(receiver)
    asked(receiver, b"another bridge")
    assert (("1", ("POST", "/inbox", b"bridge")),) == receiver.copies()
    asked(receiver, key="2")

    assert 2 == len(receiver.copies())
    assert 3 == len(receiver.requests)


def test_without_a_key_each_request_is_a_copy() -> None:
    """There is nothing by which a repeat could be told."""
    with Receiver() as receiver:
        asked(receiver)
        asked(receiver)

        assert ["request 1", "request 2"] == [name for name, _ in receiver.copies()]


def test_it_answers_what_it_was_told_in_that_order(receiver: Receiver) -> None:
    """Then it is well again."""
    receiver.script(
        Answer(status=503, headers=[("Retry-After", "7")], body=b"busy"),
        Answer(status=201),
    )

    status, headers, body = asked(receiver)
    assert (503, "7", b"busy") == (status, headers["Retry-After"], body)
    assert () == receiver.copies(), "what it refuses it does not take"
    assert [201, 200] == [asked(receiver)[0], asked(receiver)[0]]
    assert 1 == len(receiver.copies())


def test_it_may_decide_for_itself() -> None:
    """Whoever writes a fake of a service says what it takes and what it answers."""

    def only_bridges(request: object, copies: dict[str, object]) -> Answer | None:
        copies["last"] = request.body  # type: ignore[attr-defined] # a Request
        return None if b"bridge" in copies["last"] else Answer(status=422)

    with Receiver(only_bridges) as receiver:
        assert [200, 422] == [asked(receiver)[0], asked(receiver, b"ferry")[0]]
        assert (("last", b"ferry"),) == receiver.copies()


@pytest.mark.parametrize(
    ("fault", "copies"), [(Fault.LOST_REQUEST, 0), (Fault.LOST_ANSWER, 1)]
)
def test_a_line_that_breaks_gives_no_answer(
    receiver: Receiver, fault: Fault, copies: int
) -> None:
    """Before it was read nothing was taken; after it was, nobody says so."""
    assert receiver.play(fault)

    with pytest.raises(ConnectionError):
        asked(receiver, b"x" * 100_000)
    assert copies == len(receiver.copies()) == len(receiver.requests)
    assert 200 == asked(receiver)[0]


def test_a_body_that_is_cut_off_is_told_by_its_length(receiver: Receiver) -> None:
    """More was promised than came, and it was taken all the same."""
    receiver.play(Fault.CUT)

    with pytest.raises(http.client.IncompleteRead):
        asked(receiver)
    assert 1 == len(receiver.copies())


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Fault.ENOUGH, 429), (Fault.BROKEN, 500), (Fault.LOCKED_OUT, 401)],
)
def test_a_fault_has_its_status(receiver: Receiver, fault: Fault, status: int) -> None:
    """With how long to wait, a page of HTML, or how to come in."""
    receiver.play(fault)
    found, headers, body = asked(receiver)

    assert status == found
    assert (fault is Fault.ENOUGH) == (headers.get("Retry-After") == f"{RETRY_AFTER}")
    assert (fault is Fault.BROKEN) == (b"<script>" in body)
    assert (fault is Fault.LOCKED_OUT) == ("WWW-Authenticate" in headers)
    assert () == receiver.copies()


def test_a_slow_answer_ends_when_the_receiver_does(receiver: Receiver) -> None:
    """Nobody waits for a test that is over."""
    receiver.script(Answer(delay=0.2), Answer(delay=60))
    before = time.monotonic()
    assert 200 == asked(receiver)[0]
    assert time.monotonic() - before >= 0.2
    line = http.client.HTTPConnection("127.0.0.1", receiver.port, timeout=0.1)
    with closing(line):
        line.request("POST", "/inbox", b"bridge")
        with pytest.raises(TimeoutError):
            line.getresponse()
    receiver.close()

    assert time.monotonic() - before < 30


def test_a_connection_is_kept(receiver: Receiver) -> None:
    """Whoever re-uses one sends many requests over it, faults in between."""
    receiver.script(Answer(), Answer(status=500, body=b"broken"))
    line = http.client.HTTPConnection("127.0.0.1", receiver.port, timeout=5)
    with closing(line):
        for expected in (200, 500, 200):
            line.request("POST", "/inbox", b"bridge")
            answer = line.getresponse()
            answer.read()
            assert expected == answer.status
        assert line.sock is not None
    assert 3 == len(receiver.requests)


def test_hanging_up_can_be_scripted(receiver: Receiver) -> None:
    """As any other answer."""
    receiver.script(Answer(hangs_up=Hangup.AFTER_READING))

    with pytest.raises(ConnectionError):
        asked(receiver)
    assert 1 == len(receiver.copies())
