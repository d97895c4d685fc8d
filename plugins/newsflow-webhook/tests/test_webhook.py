"""What a receiver gets, and what its answers mean."""

from __future__ import annotations

import hmac
import json
import logging
import re
import socket
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest

import newsflow_webhook
from newsflow.errors import InvalidValueError, RejectedError, RetryError
from newsflow.model import views
from newsflow.model.content import Content
from newsflow.ports import Channel, Parcel
from newsflow_webhook import WEBHOOK
from newsflow_webhook.answers import LONGEST_WAIT, waiting_time
from newsflow_webhook.channel import LARGEST_BODY
from newsflow_webhook.target import is_public, target_of

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - made up for tests
OLD = "whsec_" + b64encode(b"the secret of the year before").decode()
TOO_SHORT = "whsec_c2hvcnQ="
NOON = 1_795_521_600.0


class TestEvent:
    """What is sent."""

    def test_a_published_story_is_told(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """The event is CloudEvents 1.0 and says what readers can have."""
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
                "operation": "create",
                "version": 1,
                "headline": "Harbour bridge reopens",
                "summary": None,
                "language": "en-GB",
                "url": None,
                "published": "2026-11-24T08:00:00Z",
                "updated": "2026-11-24T08:00:00Z",
                "corrections": [],
            },
        } == json.loads(body)
        assert headers["webhook-id"] == receipt.reference
        assert sha256(body).hexdigest() == receipt.sha256

    def test_a_correction_is_told_with_its_note(
        self, receiver: Any, webhook: Any, corrected: Parcel
    ) -> None:
        """Whoever passes the story on can pass the correction on."""
        webhook(receiver.url, source="urn:x:gazette").deliver(corrected, shelf=None)
        told = json.loads(receiver.requests[0][2])

        assert "newsflow.article.correct" == told["type"]
        assert "urn:x:gazette" == told["source"]
        assert [
            {
                "version": 2,
                "text": "It was closed for eleven weeks, not twelve.",
                "at": "2026-11-24T08:00:00Z",
            }
        ] == told["data"]["corrections"]

    @pytest.mark.parametrize(
        ("end", "said"),
        [("retract", {"reason": "We named the wrong ship."}), ("kill", {})],
    )
    def test_a_story_that_is_gone_is_told_without_a_word_of_it(
        self,
        receiver: Any,
        webhook: Any,
        gone: Callable[[str], Parcel],
        end: str,
        said: dict[str, str],
    ) -> None:
        """Only a retraction has a public reason."""
        webhook(receiver.url).deliver(gone(end), shelf=None)
        body = receiver.requests[0][2]

        assert {
            "article": "bridge",
            "operation": end,
            "at": "2026-11-24T08:00:00Z",
            **said,
        } == json.loads(body)["data"]
        assert b"Harbour bridge" not in body

    def test_sending_again_sends_the_same(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """A receiver that has the id already can drop it."""
        channel = webhook(receiver.url)
        assert channel.deliver(created, shelf=None) == channel.deliver(
            created, shelf=None
        )
        first, second = receiver.requests

        assert first == second

    def test_what_is_no_release_is_refused(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """Drafts do not leave the house, whatever the caller holds."""
        parcel = attrs.evolve(created, view=object())
        with pytest.raises(RejectedError, match="a object is not for receivers"):
            webhook(receiver.url).deliver(parcel, shelf=None)
        assert [] == receiver.requests

    def test_an_event_that_no_receiver_takes_is_not_sent(
        self, receiver: Any, webhook: Any, created: Parcel, article: Any
    ) -> None:
        """256 KiB is what receivers commonly take."""
        content = Content(headline="Bridge", summary="x" * LARGEST_BODY)
        view = views.release(article, {"c1": content}, now=article.updated)
        parcel = attrs.evolve(created, view=view)
        with pytest.raises(RejectedError, match="262144 is the most"):
            webhook(receiver.url).deliver(parcel, shelf=None)
        assert [] == receiver.requests


class TestSignature:
    """Who sent it, and that nobody changed it."""

    def test_the_signature_is_that_of_standard_webhooks(
        self, receiver: Any, webhook: Any, created: Parcel
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

    def test_both_secrets_sign_while_receivers_change_over(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """A receiver that knows one of them is content."""
        webhook(receiver.url, old_secret=OLD).deliver(created, shelf=None)
        signatures = receiver.requests[0][1]["webhook-signature"].split()

        assert 2 == len(set(signatures))
        assert all(one.startswith("v1,") for one in signatures)

    def test_the_reference_implementation_accepts_it(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """And refuses it when a byte was changed."""
        reference = pytest.importorskip("standardwebhooks")
        channel = attrs.evolve(webhook(receiver.url, old_secret=OLD), now=time.time)
        channel.deliver(created, shelf=None)
        ((_, headers, body),) = receiver.requests

        for secret in (SECRET, OLD):
            assert json.loads(body) == reference.Webhook(secret).verify(body, headers)
        with pytest.raises(reference.WebhookVerificationError):
            reference.Webhook(SECRET).verify(
                body.replace(b"create", b"update"), headers
            )

    def test_the_secret_shows_nowhere(
        self, webhook: Any, created: Parcel, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Neither in a repr, nor in an error, nor in a log."""
        caplog.set_level(logging.DEBUG)
        channel = webhook("http://127.0.0.1:9/hooks/t0ken")
        with pytest.raises(RetryError) as failure:
            channel.deliver(created, shelf=None)
        with pytest.raises(InvalidValueError) as refusal:
            webhook("http://127.0.0.1/", secret=TOO_SHORT)
        shown = (
            f"{channel!r}{failure.value!r}{failure.value}{refusal.value}{caplog.text}"
        )

        key = repr(b64decode(SECRET.removeprefix("whsec_")))
        for hidden in (SECRET, SECRET[6:], key, "c2hvcnQ", "t0ken"):
            assert hidden not in shown

    @pytest.mark.parametrize(
        "secret", ["", "whsec_", "whsec_***", SECRET[6:], "whsec_c2hvcnQ=", "whsec_ü"]
    )
    def test_a_secret_that_is_none_is_refused(self, webhook: Any, secret: str) -> None:
        """The error says what one looks like."""
        with pytest.raises(InvalidValueError, match="base64 of 24 to 64 bytes"):
            webhook("http://127.0.0.1/", secret=secret)


class TestAnswers:
    """What the receiver says, and what the ledger hears."""

    @pytest.mark.parametrize("status", [200, 201, 202, 204])
    def test_a_success_is_a_delivery(
        self, receiver: Any, webhook: Any, created: Parcel, status: int
    ) -> None:
        """Any of them."""
        receiver.status = status
        receipt = webhook(receiver.url).deliver(created, shelf=None)

        assert receiver.requests[0][1]["webhook-id"] == receipt.reference

    @pytest.mark.parametrize("status", [400, 401, 404, 410, 422])
    def test_a_refusal_is_final(
        self, receiver: Any, webhook: Any, created: Parcel, status: int
    ) -> None:
        """Sending it again would not help."""
        receiver.status = status
        with pytest.raises(RejectedError, match=f"app: the receiver answered {status}"):
            webhook(receiver.url).deliver(created, shelf=None)

    @pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
    def test_trouble_is_tried_again(
        self, receiver: Any, webhook: Any, created: Parcel, status: int
    ) -> None:
        """After the time that the receiver asks for."""
        receiver.status = status
        receiver.headers = {"Retry-After": "120"}
        with pytest.raises(RetryError) as failure:
            webhook(receiver.url).deliver(created, shelf=None)
        assert 120 == failure.value.after

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_a_redirect_is_not_followed(
        self, receiver: Any, webhook: Any, created: Parcel, status: int
    ) -> None:
        """It may lead anywhere, even into our own network."""
        receiver.status = status
        receiver.headers = {"Location": receiver.url}
        with pytest.raises(RejectedError, match="redirects are not followed"):
            webhook(receiver.url).deliver(created, shelf=None)
        assert 1 == len(receiver.requests)

    def test_an_endless_answer_is_not_read_to_its_end(
        self, receiver: Any, webhook: Any, created: Parcel
    ) -> None:
        """64 KiB are enough to know."""
        receiver.status = 200
        receiver.body = b"x" * 10_000_000
        receipt = webhook(receiver.url).deliver(created, shelf=None)

        assert receiver.requests[0][1]["webhook-id"] == receipt.reference

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            (None, None),
            ("120", 120),
            (" 0 ", 0),
            ("1000000000", LONGEST_WAIT),
            ("9" * 5000, LONGEST_WAIT),
            ("Tue, 24 Nov 2026 12:01:00 GMT", 60),
            ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
            ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
            ("soon", None),
            ("-5", None),
            ("1.5", None),
            ("", None),
            ("٣", None),
        ],
    )
    def test_the_wait_is_read_and_bounded(
        self, said: str | None, expected: int | None
    ) -> None:
        """Seconds or a date, past or absurd: a day at most."""
        assert expected == waiting_time(said, now=NOON)


@pytest.fixture
def raw() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Serve one connection by hand, for receivers that are no HTTP server."""
    threads: list[threading.Thread] = []
    listeners: list[socket.socket] = []

    def serve(answer: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def once() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                answer(connection)

        threads.append(threading.Thread(target=once))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield serve
    for thread in threads:
        thread.join()
    for listener in listeners:
        listener.close()


class TestConnections:
    """What goes wrong on the way."""

    def test_nobody_there_is_tried_again(self, webhook: Any, created: Parcel) -> None:
        """The receiver may be back in a minute."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with pytest.raises(RetryError, match=r"127\.0\.0\.1 did not answer"):
            webhook(f"http://127.0.0.1:{port}/").deliver(created, shelf=None)

    def test_a_name_that_is_not_known_is_tried_again(
        self, webhook: Any, created: Parcel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Name servers fail, too."""

        def unknown(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_AGAIN, "try again")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with pytest.raises(RetryError, match=r"app\.example cannot be looked up"):
            webhook("https://app.example/").deliver(created, shelf=None)

    def test_a_receiver_that_drips_does_not_hold_us_up(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """The time-out is for the whole request, not for each byte."""

        def drip(connection: socket.socket) -> None:
            try:
                for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.1)
            except OSError:
                pass

        began = time.monotonic()
        with pytest.raises(RetryError, match="did not answer"):
            webhook(raw(drip), timeout=1).deliver(created, shelf=None)
        assert time.monotonic() - began < 2

    def test_what_is_no_http_is_tried_again(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """Something else answers there for now."""
        url = raw(lambda connection: connection.sendall(b"SSH-2.0-x\r\n\r\n"))
        with pytest.raises(RetryError, match="did not answer: SSH"):
            webhook(url).deliver(created, shelf=None)

    def test_endless_headers_are_not_read(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """A hundred of them is where it ends."""
        headers = b"".join(b"X-%d: y\r\n" % number for number in range(1000))
        answer = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n"
        with pytest.raises(RetryError, match="more than 100 headers"):
            webhook(raw(lambda one: one.sendall(answer))).deliver(created, shelf=None)

    def test_a_receiver_without_tls_is_not_talked_to(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """Where https was asked for, nothing is sent in the open."""
        heard: list[bytes] = []
        url = raw(lambda connection: heard.append(connection.recv(65536)))
        with pytest.raises(RetryError, match="did not answer"):
            webhook(url.replace("http:", "https:"), timeout=1).deliver(
                created, shelf=None
            )
        assert b"bridge" not in b"".join(heard)

    def test_a_proxy_from_the_environment_is_not_asked(
        self, receiver: Any, webhook: Any, created: Parcel, monkeypatch: Any
    ) -> None:
        """It would go around the check of the address."""
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
        receipt = webhook(receiver.url).deliver(created, shelf=None)

        assert receiver.requests[0][1]["webhook-id"] == receipt.reference


class TestTargets:
    """Where nothing is sent to."""

    @pytest.mark.parametrize(
        "host",
        [
            "127.0.0.1",
            "localhost",
            "2130706433",
            "0x7f.1",
            "127.1",
            "0177.0.0.1",
            "[::1]",
            "[::]",
            "0.0.0.0",  # noqa: S104 - nobody binds to it
            "[::ffff:127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "169.254.169.254",
            "10.0.0.1",
            "192.168.1.1",
            "172.16.0.1",
            "100.64.0.1",
            "[fd00::1]",
            "[fe80::1]",
            "224.0.0.1",
        ],
    )
    def test_a_private_address_is_refused_before_anything_is_sent(
        self, webhook: Any, created: Parcel, host: str
    ) -> None:
        """However it is written."""
        channel = webhook(f"https://{host}/", allow_private=False)
        with pytest.raises((RejectedError, RetryError)) as refusal:
            channel.deliver(created, shelf=None)
        assert re.search(
            "not on the public internet|cannot be looked", str(refusal.value)
        )

    def test_one_private_answer_among_public_ones_is_refused(
        self, webhook: Any, created: Parcel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A name server that mixes them means no good."""
        answers = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
            for address in ("93.184.216.34", "10.0.0.1")
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
        channel = webhook("https://app.example/", allow_private=False)
        with pytest.raises(RejectedError, match=r"app\.example leads to 10\.0\.0\.1"):
            channel.deliver(created, shelf=None)

    def test_the_connection_goes_to_the_address_that_was_checked(
        self, receiver: Any, webhook: Any, created: Parcel, monkeypatch: Any
    ) -> None:
        """The name is looked up once: a second answer could be another one."""
        asked: list[str] = []
        real = socket.getaddrinfo
        port = receiver.server.server_port

        def looked_up(host: str, *rest: Any, **named: Any) -> Any:
            asked.append(host)
            return real("127.0.0.1" if host == "app.example" else host, *rest, **named)

        monkeypatch.setattr(socket, "getaddrinfo", looked_up)
        webhook(f"http://app.example:{port}/").deliver(created, shelf=None)

        assert 1 == asked.count("app.example")
        assert f"app.example:{port}" == receiver.requests[0][1]["host"]

    @pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:21f:cb07::1"])
    def test_a_public_address_is_public(self, address: str) -> None:
        """Otherwise nothing would ever be sent."""
        assert is_public(address)

    @pytest.mark.parametrize(
        "url",
        [
            "http://app.example/",
            "ftp://app.example/",
            "https:///x",
            "https://user:t0ken@app.example/",
            "https://app.example/#x",
            "https://app.example:99999/",
            "https://app.example/a b",
            "https://app.example/\r\nX-Header: y",
            "https://app.example/ü",
            "https://[::1/",
            "",
        ],
    )
    def test_an_address_that_cannot_be_used_is_refused_at_once(self, url: str) -> None:
        """When the newsroom is opened, not when the story is out."""
        with pytest.raises(InvalidValueError, match="url must be") as refusal:
            target_of(url, allow_private=False)
        assert "t0ken" not in str(refusal.value)


class TestPlugin:
    """How newsflow meets it."""

    def test_it_offers_one_kind_of_channel(self) -> None:
        """Through the hook, like any built-in."""
        assert [WEBHOOK] == newsflow_webhook.newsflow_channels()

    def test_its_channel_is_one(self, webhook: Any) -> None:
        """It has what the port asks for."""
        channel = webhook("http://127.0.0.1/")

        assert isinstance(channel, Channel)
        assert ("app", False) == (channel.name, channel.collective)

    def test_its_settings_are_a_schema_that_marks_the_secrets(self) -> None:
        """So that the newsroom takes them as references alone."""
        jsonschema.Draft202012Validator.check_schema(WEBHOOK.settings)
        properties = WEBHOOK.settings["properties"]

        assert ["secret", "old_secret"] == [
            name for name, one in properties.items() if one.get("writeOnly")
        ]

    def test_the_readme_tells_every_setting(self) -> None:
        """A setting that nobody can find is none."""
        readme = Path(__file__).parents[1].joinpath("README.md").read_text("utf-8")

        assert [] == [
            name
            for name in WEBHOOK.settings["properties"]
            if f"| `{name}` |" not in readme
        ]
