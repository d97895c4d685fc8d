"""Connections: kept open, and what goes wrong on the way."""

from __future__ import annotations

import gc
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest

from newsflow.errors import RetryError
from newsflow.ports import Parcel
from newsflow_webhook import line, pool
from newsflow_webhook.patience import Patience

OK = b"HTTP/1.1 204 No Content\r\n\r\n"


def heard(connection: socket.socket) -> bytes:
    """Read one request."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return data


def answering(*answers: bytes) -> Callable[[socket.socket], None]:
    """Read a request for each answer, then hang up."""

    def serve(connection: socket.socket) -> None:
        for one in answers:
            heard(connection)
            connection.sendall(one)

    return serve


class TestKept:
    """One connection for many deliveries."""

    def test_the_next_delivery_takes_the_same_line(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """Opening one costs more than all the rest."""
        channel = webhook(receiver.url)
        for _ in range(5):
            channel.deliver(created, shelf=None)

        assert 5 == len(receiver.peers)
        assert 1 == len(set(receiver.peers))

    def test_a_name_is_not_looked_up_while_its_line_is_open(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """What was checked is what the line goes to."""
        asked: list[str] = []

        def look_up(host: str, port: int) -> Any:
            asked.append(host)
            return [(socket.AF_INET, ("127.0.0.1", port))]

        channel = webhook(f"http://app.example:{receiver.port}/", allow=["app.example"])
        channel = attrs.evolve(
            channel, opener=attrs.evolve(channel.opener, look_up=look_up)
        )
        for _ in range(3):
            channel.deliver(created, shelf=None)
        channel.close()
        channel.deliver(created, shelf=None)
        channel.close()

        assert ["app.example"] * 2 == asked

    def test_each_thread_has_a_line_to_itself(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """No answer is taken for that of another delivery."""
        channel = webhook(receiver.url)

        def deliver(number: int) -> str:
            parcel = attrs.evolve(created, key=f"bridge/app/{number}")
            sent: str | None = channel.deliver(parcel, shelf=None).sha256
            return sent or ""

        with ThreadPoolExecutor(8) as threads:
            sums = list(threads.map(deliver, range(1, 101)))

        assert 100 == len(set(sums)) == len(receiver.requests)
        assert len(set(receiver.peers)) <= 8

    def test_a_line_that_was_closed_meanwhile_is_not_used(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """Receivers close what is idle; nobody hears of it."""
        channel = webhook(raw(answering(OK), answering(OK)))
        channel.deliver(created, shelf=None)
        time.sleep(0.1)

        assert channel.deliver(created, shelf=None)

    def test_a_line_that_is_closed_as_it_is_used_is_made_good(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """It may have arrived: it goes again, under the same id, on a new line."""
        requests: list[bytes] = []

        def takes_and_hangs_up(connection: socket.socket) -> None:
            requests.append(heard(connection))
            connection.sendall(OK)
            requests.append(heard(connection))

        def takes(connection: socket.socket) -> None:
            requests.append(heard(connection))
            connection.sendall(OK)

        channel = webhook(raw(takes_and_hangs_up, takes))
        channel.deliver(created, shelf=None)

        assert channel.deliver(created, shelf=None)
        assert [requests[0]] * 3 == requests

    def test_a_new_line_that_is_hung_up_is_not_made_good(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """That is for the ledger, which knows when."""
        requests: list[bytes] = []
        url = raw(lambda connection: requests.append(heard(connection)))
        with pytest.raises(RetryError, match="it hung up before it answered"):
            webhook(url).deliver(created, shelf=None)
        assert 1 == len(requests)

    def test_what_nobody_asked_for_is_not_the_next_answer(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """A receiver that sends more than an answer is talked to on a new line."""
        later = threading.Event()

        def talks_on(connection: socket.socket) -> None:
            heard(connection)
            connection.sendall(OK)
            connection.sendall(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
            later.wait(5)

        channel = webhook(raw(talks_on, answering(OK)))
        channel.deliver(created, shelf=None)
        time.sleep(0.1)

        later.set()
        assert channel.deliver(created, shelf=None)

    def test_a_line_that_broke_is_not_used(self, receiver: Any, webhook: Any) -> None:
        """A firewall may have cut it, or somebody here."""
        channel = webhook(receiver.url)
        opened = channel.opener(channel.patience.until())
        assert opened.usable()
        opened.close()

        assert not opened.usable()

    def test_a_line_with_half_an_answer_on_it_is_not_used(
        self, webhook: Any, raw: Any
    ) -> None:
        """The rest would be taken for the next."""
        channel = webhook(raw(lambda connection: connection.recv(1 << 20)))
        opened = channel.opener(channel.patience.until())
        with pytest.raises(line.HungUpError):
            opened.ask(b"x", channel.patience.until(), method="POST")

        assert not opened.usable()
        opened.close()

    @pytest.mark.parametrize("limit", ["LONGEST_IDLE", "LONGEST_LIFE"])
    def test_an_old_line_is_not_used(
        self, receiver: Any, webhook: Any, created: Parcel, limit: str, monkeypatch: Any
    ) -> None:
        """The name may lead elsewhere by now."""
        channel = webhook(receiver.url)
        channel.deliver(created, shelf=None)
        monkeypatch.setattr(line, limit, 0.0)
        channel.deliver(created, shelf=None)

        assert 2 == len(set(receiver.peers))

    def test_a_forked_process_leaves_the_lines_of_its_parent_alone(
        self, receiver: Any, webhook: Any, created: Parcel, forked: Any
    ) -> None:
        """Two on one line would read each other's answers."""
        channel = webhook(receiver.url)
        channel.deliver(created, shelf=None)
        ended = forked(lambda: channel.deliver(created, shelf=None))
        channel.deliver(created, shelf=None)

        assert 0 == ended
        first, second, third = receiver.peers
        assert first == third != second

    def test_no_more_lines_are_kept_than_anybody_needs(
        self, receiver: Any, webhook: Any, created: Parcel, monkeypatch: Any
    ) -> None:
        """After a rush the rest are closed."""
        monkeypatch.setattr(pool, "MOST_IDLE", 0)
        channel = webhook(receiver.url)
        for _ in range(2):
            channel.deliver(created, shelf=None)

        assert 2 == len(set(receiver.peers))

    def test_who_lets_go_of_a_channel_leaves_no_line_open(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """An open socket that nobody can reach would be warned of, and fail here."""
        channel = attrs.evolve(webhook(receiver.url), name="web")
        channel.deliver(created, shelf=None)
        del channel
        gc.collect()


class TestTrouble:
    """What goes wrong on the way."""

    def test_nobody_there_is_tried_again(self, webhook: Any, created: Parcel) -> None:
        """The receiver may be back in a minute."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with pytest.raises(RetryError) as failure:
            webhook(f"http://127.0.0.1:{port}/").deliver(created, shelf=None)
        assert f"http://127.0.0.1:{port}: Connection refused" == failure.value.reason

    def test_the_next_address_is_tried(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """A name may lead to several machines, and one of them be down."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            down = free.getsockname()

        def look_up(_: str, port: int) -> Any:
            return [(socket.AF_INET, one) for one in (down, ("127.0.0.1", port))]

        channel = webhook(f"http://app.example:{receiver.port}/", allow=["app.example"])
        opener = attrs.evolve(channel.opener, look_up=look_up)
        channel = attrs.evolve(channel, opener=opener)

        assert channel.deliver(created, shelf=None)
        channel.close()

    def test_an_address_of_the_new_kind_is_one_like_any_other(
        self, webhook: Any, created: Parcel
    ) -> None:
        """IPv6, written as a literal."""
        with socket.create_server(("::1", 0), family=socket.AF_INET6) as listener:
            url = f"http://[::1]:{listener.getsockname()[1]}/"

            def serve() -> None:
                connection, _ = listener.accept()
                with connection:
                    assert b"Host: [::1]:" in heard(connection)
                    connection.sendall(OK)

            thread = threading.Thread(target=serve)
            thread.start()
            assert webhook(url, allow=["::1"]).deliver(created, shelf=None)
            thread.join()

    def test_when_the_time_is_over_nothing_is_begun(self) -> None:
        """Not even the next wait."""
        with pytest.raises(TimeoutError):
            Patience(total=0).until().left()

    def test_who_never_answers_is_not_waited_for(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """It may have arrived; it goes again under the same id, so that is a retry."""
        url = raw(lambda connection: heard(connection) and connection.recv(1))
        began = time.monotonic()
        with pytest.raises(RetryError, match="did not answer in time"):
            webhook(url, read_timeout=1).deliver(created, shelf=None)
        assert time.monotonic() - began < 5

    def test_a_receiver_that_drips_does_not_hold_us_up(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """The time-out is for the whole delivery, not for each byte."""

        def drip(connection: socket.socket) -> None:
            heard(connection)
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100:
                connection.sendall(bytes([byte]))
                time.sleep(0.1)

        began = time.monotonic()
        with pytest.raises(RetryError, match="did not answer in time"):
            webhook(raw(drip), timeout=1).deliver(created, shelf=None)
        assert time.monotonic() - began < 5

    def test_a_body_that_does_not_end_in_time_is_tried_again(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """Who sends 200 first and works then may have broken down meanwhile."""

        def begins(connection: socket.socket) -> None:
            heard(connection)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
            connection.recv(1)

        with pytest.raises(RetryError, match="answered 200, and broke off"):
            webhook(raw(begins), read_timeout=1).deliver(created, shelf=None)

    def test_who_does_not_read_does_not_hold_us_up(
        self, webhook: Any, raw: Any
    ) -> None:
        """Sending has its time-out as well."""
        done = threading.Event()

        def is_deaf(connection: socket.socket) -> None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            done.wait(10)

        channel = webhook(raw(is_deaf), timeout=1)
        opened = channel.opener(channel.patience.until())
        with pytest.raises(TimeoutError):
            opened.ask(b"x" * 20_000_000, channel.patience.until(), method="POST")
        opened.close()
        done.set()

    def test_who_answers_before_reading_is_heard(self, webhook: Any, raw: Any) -> None:
        """A refusal that comes early is a refusal, not a broken line."""

        def refuses(connection: socket.socket) -> None:
            connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1 << 20)

        channel = webhook(raw(refuses))
        opened = channel.opener(channel.patience.until())
        answer = opened.ask(b"x" * 100_000, channel.patience.until(), method="POST")
        opened.close()

        assert 413 == answer.status

    def test_what_is_no_http_is_tried_again(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """Something else answers there for now; what it said is not told."""
        url = raw(answering(b"SSH-2.0-x\r\n\r\n"))
        with pytest.raises(RetryError) as failure:
            webhook(url).deliver(created, shelf=None)
        assert failure.value.reason.endswith(": its answer is no HTTP, or broke off")

    def test_a_proxy_from_the_environment_is_not_asked(
        self, receiver: Any, webhook: Any, created: Parcel, monkeypatch: Any
    ) -> None:
        """It would go around the check of the address."""
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9/")

        assert webhook(receiver.url).deliver(created, shelf=None)
