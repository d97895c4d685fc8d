"""TLS, and looking whether a channel is well."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import attrs
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newsflow.errors import InvalidValueError, RetryError
from newsflow.ports import Parcel, Watched

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)


def certificate(file: Path, *names: x509.GeneralName, days: int = 3650) -> Path:
    """Write a certificate that signs itself, with its key, for some names."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "app")])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


LOOPBACK = x509.IPAddress(ip_address("127.0.0.1"))


@pytest.fixture
def secured(receiver: Any, tmp_path: Path) -> Callable[..., str]:
    """Have the receiver speak TLS with a certificate for some names; its address."""

    def secure(*names: x509.GeneralName, days: int = 3650) -> str:
        file = certificate(tmp_path / "app.pem", *names, days=days)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        server: HTTPServer = receiver.server
        # The handshake is left to the thread of the connection.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        return f"https://127.0.0.1:{receiver.port}/hooks/t0ken"

    secure.folder = str(tmp_path)  # type: ignore[attr-defined] # where its file is
    return secure


class TestTLS:
    """Who is talked to."""

    def test_a_house_may_trust_certificates_of_its_own(
        self, receiver: Any, webhook: Any, created: Parcel, secured: Any, tmp_path: Path
    ) -> None:
        """The line is kept open like any other."""
        channel = webhook(secured(LOOPBACK), ca="app.pem", folder=str(tmp_path))
        for _ in range(3):
            channel.deliver(created, shelf=None)

        assert 3 == len(receiver.requests)
        assert 1 == len(set(receiver.peers))

    def test_a_stranger_gets_nothing(
        self, receiver: Any, webhook: Any, created: Parcel, secured: Any
    ) -> None:
        """A certificate that signs itself is nobody's word."""
        channel = webhook(secured(LOOPBACK))
        with pytest.raises(RetryError, match="its certificate is not good"):
            channel.deliver(created, shelf=None)
        assert [] == receiver.requests

    @pytest.mark.parametrize(
        ("name", "days"), [(x509.DNSName("other.example"), 3650), (LOOPBACK, 10)]
    )
    def test_another_name_or_an_old_certificate_gets_nothing(
        self, webhook: Any, created: Parcel, secured: Any, name: Any, days: int
    ) -> None:
        """It may be trusted, and is not the one that was asked for."""
        url = secured(name, days=days)
        channel = webhook(url, ca="app.pem", folder=secured.folder)
        with pytest.raises(RetryError, match="its certificate is not good"):
            channel.deliver(created, shelf=None)

    def test_the_name_of_the_address_is_asked_for(
        self, receiver: Any, webhook: Any, created: Parcel, secured: Any, tmp_path: Path
    ) -> None:
        """Though the line goes to the number that was checked."""
        import socket  # noqa: PLC0415 - beside its only use

        secured(x509.DNSName("app.example"))
        channel = webhook(
            f"https://app.example:{receiver.port}/",
            ca="app.pem",
            folder=str(tmp_path),
            allow=["app.example"],
        )
        opener = attrs.evolve(
            channel.opener,
            look_up=lambda _, port: [(socket.AF_INET, ("127.0.0.1", port))],
        )
        channel = attrs.evolve(channel, opener=opener)

        assert channel.deliver(created, shelf=None)
        channel.close()

    def test_a_receiver_without_tls_is_not_talked_to(
        self, webhook: Any, created: Parcel, raw: Any
    ) -> None:
        """Where https was asked for, nothing is sent in the open."""
        heard: list[bytes] = []

        def answer(connection: Any) -> None:
            heard.append(connection.recv(65536))
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        url = raw(answer).replace("http:", "https:")
        with pytest.raises(RetryError, match="does not speak TLS as it should"):
            webhook(url).deliver(created, shelf=None)
        assert b"bridge" not in b"".join(heard)

    @pytest.mark.parametrize("text", [None, "no certificate"])
    def test_what_is_no_file_of_certificates_is_refused(
        self, webhook: Any, tmp_path: Path, text: str | None
    ) -> None:
        """When the newsroom is opened."""
        if text is not None:
            (tmp_path / "ca.pem").write_text(text)
        with pytest.raises(InvalidValueError, match="ca must be a file of certific"):
            webhook("https://app.example/", ca="ca.pem", folder=str(tmp_path))


class TestHealth:
    """Whether it could deliver now."""

    def test_a_channel_that_is_well_says_so_and_sends_nothing(
        self, receiver: Any, webhook: Any
    ) -> None:
        """What asks for the head alone changes nothing."""
        channel = webhook(receiver.url)
        health = channel.health()

        assert isinstance(channel, Watched)
        assert ("app", ()) == (health.channel, health.problems)
        assert ["HEAD"] == receiver.methods

    @pytest.mark.parametrize("status", [401, 404, 405, 410, 501])
    def test_who_takes_only_posts_may_say_so(
        self, receiver: Any, webhook: Any, status: int
    ) -> None:
        """That tells nothing of whether it takes those."""
        receiver.status = status

        assert webhook(receiver.url).health().ok

    def test_a_receiver_in_trouble_is_told(self, receiver: Any, webhook: Any) -> None:
        """It would be tried again and again."""
        receiver.status = 503

        assert ("the receiver answers 503",) == webhook(receiver.url).health().problems

    @pytest.mark.parametrize(
        ("off", "told"), [(90, "90 s ahead of"), (-400, "400 s behind")]
    )
    def test_a_clock_that_is_off_is_told(
        self, receiver: Any, webhook: Any, off: int, told: str
    ) -> None:
        """Receivers refuse what was signed at another time."""
        channel = webhook(receiver.url)
        channel = attrs.evolve(channel, now=lambda: MORNING.timestamp() + off)
        (problem,) = channel.health().problems

        assert f"our clock is {told} the receiver's" in problem

    @pytest.mark.parametrize("date", [b"", b"Date: tomorrow\r\n"])
    def test_a_receiver_need_not_know_the_time(
        self, webhook: Any, raw: Any, date: bytes
    ) -> None:
        """Then nothing can be said of the clocks."""

        def answer(connection: Any) -> None:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 204 No Content\r\n" + date + b"\r\n")

        assert webhook(raw(answer)).health().ok

    def test_what_is_in_the_way_is_told(
        self, webhook: Any, secured: Any, raw: Any
    ) -> None:
        """Address, certificate and connection; never the path, which may be secret."""
        strange = webhook(secured(LOOPBACK))
        inside = webhook("https://localhost/t0ken", allow=[])
        silent = webhook(raw(lambda connection: connection.recv(65536)))
        told = [one.health().problems for one in (strange, inside, silent)]

        assert [1, 1, 1] == [len(problems) for problems in told]
        assert "its certificate is not good" in told[0][0]
        assert "not on the public internet" in told[1][0]
        assert "it hung up before it answered" in told[2][0]
        assert "t0ken" not in repr(told)
