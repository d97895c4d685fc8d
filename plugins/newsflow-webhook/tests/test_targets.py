"""Where nothing is sent to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.errors import InvalidValueError, RejectedError, RetryError
from newsflow.ports import Parcel
from newsflow_webhook import Webhook
from newsflow_webhook.allowing import allow_list, is_public
from newsflow_webhook.target import target_of

INSIDE = [
    "127.0.0.1",
    "[::1]",
    "[::]",
    "0.0.0.0",  # noqa: S104 - nobody binds to it
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::a00:1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::]",
    "[2001:0:7f00:1::1]",
    "169.254.169.254",
    "[fd00:ec2::254]",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "100.64.0.1",
    "[fd00::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "[2001:db8::1]",
]
ODD = [
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "127.1",
    "127.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "127.0.0.01",
    "app.example.127",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "127%2e0%2e0%2e1",
    "[fe80::1%25lo]",
    "[::1",
    "[::ffff:127.0.0.1.]",
    "loc\u00adalhost",
    "app..example",
    "-app.example",
    "a" * 64 + "." * 200,
]


def answering(*answers: str) -> Callable[[str, int], Sequence[Any]]:
    """Stand in for a name server; each further look-up gets the next answers."""
    left = [one.split() for one in answers]

    def look_up(host: str, port: int) -> Sequence[Any]:
        del host
        found = left.pop(0) if len(left) > 1 else left[0]
        return [
            (socket.AF_INET6, (one, port, 0, 0))
            if ":" in one
            else (socket.AF_INET, (one, port))
            for one in found
        ]

    return look_up


def named(channel: Webhook, look_up: Callable[..., Any]) -> Webhook:
    """Give a channel another name server."""
    return attrs.evolve(channel, opener=attrs.evolve(channel.opener, look_up=look_up))


class TestLiterals:
    """Addresses that are written into the configuration."""

    @pytest.mark.parametrize("host", INSIDE)
    def test_an_address_inside_is_refused_when_the_newsroom_is_opened(
        self, webhook: Any, host: str
    ) -> None:
        """Not when the story is out."""
        with pytest.raises(InvalidValueError, match="not on the public internet"):
            webhook(f"https://{host}/", allow=[])

    @pytest.mark.parametrize("host", ODD)
    def test_an_odd_notation_is_refused(self, webhook: Any, host: str) -> None:
        """Nobody writes an address like that who has not something in mind."""
        for allow in ([], ["127.0.0.0/8", "::/0"]):
            with pytest.raises(InvalidValueError, match="url must be"):
                webhook(f"https://{host}/", allow=allow)

    @pytest.mark.parametrize(
        "url",
        [
            "ftp://app.example/",
            "file:///etc/passwd",
            "app.example",
            "https:///x",
            "https://user:t0ken@app.example/",
            "https://t0ken@app.example/",
            "https://@app.example/",
            "https://app.example\\@127.0.0.1/",
            "https://app.example/t0ken#x",
            "https://app.example:99999/t0ken",
            "https://app.example:0/t0ken",
            "https://app.example/t0ken b",
            "https://app.example/t0ken\r\nX-Header: y",
            "https://app.example/\tt0ken",
            "https://app.example/t0ken/ü",
            "",
        ],
    )
    def test_an_address_that_cannot_be_used_is_refused_at_once(self, url: str) -> None:
        """And nothing is told of it that may be a secret."""
        with pytest.raises(InvalidValueError, match="url must be") as refusal:
            target_of(url)
        assert "t0ken" not in str(refusal.value)

    @given(
        address=st.ip_addresses(v=4).map(str)
        | st.ip_addresses(v=6).map(lambda one: f"[{one}]")
    )
    def test_a_literal_is_what_it_says(self, address: str) -> None:
        """What is checked is what is connected to and named in Host."""
        target = target_of(f"https://{address}/")

        assert ip_address(address.strip("[]")) == target.literal
        assert target_of(f"https://{target.authority}/") == target


class TestNames:
    """Names, and where they lead."""

    @pytest.mark.parametrize("inside", INSIDE)
    def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(
        self, webhook: Any, created: Parcel, inside: str
    ) -> None:
        """Whoever keeps the name server of a receiver could have it lead anywhere."""
        channel = webhook("https://app.example/", allow=[])
        channel = named(channel, answering(inside.strip("[]")))
        with pytest.raises(RejectedError, match=r"app\.example leads to") as refusal:
            channel.deliver(created, shelf=None)
        assert "not on the public internet" in refusal.value.reason

    def test_one_answer_inside_spoils_them_all(
        self, webhook: Any, created: Parcel
    ) -> None:
        """A name server that mixes them means no good."""
        channel = webhook("https://app.example/", allow=[])
        channel = named(channel, answering("93.184.216.34 10.0.0.1"))
        with pytest.raises(RejectedError, match=r"app\.example leads to 10\.0\.0\.1"):
            channel.deliver(created, shelf=None)

    def test_the_line_goes_to_the_address_that_was_checked(
        self, receiver: Any, webhook: Any, created: Parcel, monkeypatch: Any
    ) -> None:
        """A name server that answers otherwise the second time is not asked again."""
        connected: list[Any] = []
        real = socket.socket.connect

        def connect(self: socket.socket, place: Any) -> None:
            connected.append(place)
            real(self, place)

        channel = webhook(
            f"http://app.example:{receiver.port}/x", allow=["127.0.0.1/32"]
        )
        channel = named(channel, answering("127.0.0.1", "10.0.0.1"))
        monkeypatch.setattr(socket.socket, "connect", connect)
        channel.deliver(created, shelf=None)

        assert [("127.0.0.1", receiver.port)] == connected
        assert f"app.example:{receiver.port}" == receiver.requests[0][1]["host"]
        channel.close()
        with pytest.raises(RejectedError, match=r"leads to 10\.0\.0\.1"):
            channel.deliver(created, shelf=None)

    def test_localhost_is_a_name_like_any_other(
        self, webhook: Any, created: Parcel
    ) -> None:
        """The system knows where it leads."""
        for host in ("localhost", "LOCALHOST", "localhost."):
            channel = webhook(f"https://{host}/", allow=[])
            with pytest.raises(RejectedError, match="not on the public internet"):
                channel.deliver(created, shelf=None)

    def test_a_name_that_is_not_known_is_tried_again(
        self, webhook: Any, created: Parcel
    ) -> None:
        """Name servers fail, too."""

        def unknown(host: str, port: int) -> Any:
            del host, port
            raise socket.gaierror(socket.EAI_AGAIN, "try again")

        channel = named(webhook("https://app.example/"), unknown)
        with pytest.raises(RetryError, match="its name cannot be looked up"):
            channel.deliver(created, shelf=None)

    def test_a_name_server_that_does_not_answer_is_not_waited_for(
        self, webhook: Any, created: Parcel
    ) -> None:
        """The system waits for half a minute and more, and a delivery does not."""
        import threading  # noqa: PLC0415 - beside its only use

        over = threading.Event()

        def never(host: str, port: int) -> Any:
            del host, port
            over.wait(10)
            return []

        channel = named(webhook("https://app.example/", timeout=1), never)
        with pytest.raises(RetryError, match="its name cannot be looked up"):
            channel.deliver(created, shelf=None)
        over.set()


class TestAllowList:
    """What a house adds to the public internet."""

    @pytest.mark.parametrize(
        ("allow", "address", "held"),
        [
            (["10.1.0.0/16"], "10.1.2.3", True),
            (["10.1.0.0/16"], "::ffff:10.1.2.3", True),
            (["10.1.0.0/16"], "10.2.2.3", False),
            (["10.1.2.3"], "10.1.2.3", True),
            (["fd00::/8"], "fd00::7", True),
            (["app.house"], "10.2.2.3", True),
            (["App.House."], "10.2.2.3", True),
            (["other.house"], "10.2.2.3", False),
            (["app.house"], "169.254.169.254", False),
            (["app.house"], "224.0.0.1", False),
            (["app.house"], "0.0.0.0", False),  # noqa: S104 - nobody binds to it
            (["169.254.0.0/16"], "169.254.169.254", True),
        ],
    )
    def test_networks_and_names(
        self, allow: list[str], address: str, *, held: bool
    ) -> None:
        """A name lets us at the services of a house, not at its metadata."""
        assert held == allow_list(allow).holds("app.house", ip_address(address))

    @pytest.mark.parametrize(
        "entry", ["10.1.2.3/16", "10.1.0.0/33", "*.house", "http://app.house", "0x7f.1"]
    )
    def test_what_is_neither_is_refused(self, webhook: Any, entry: str) -> None:
        """A slip here would open too much, or nothing."""
        with pytest.raises(InvalidValueError, match="allow must be made of networks"):
            webhook("https://app.example/", allow=[entry])

    @pytest.mark.parametrize("url", ["http://app.example/", "http://93.184.216.34/"])
    def test_without_tls_nothing_leaves_the_house(self, webhook: Any, url: str) -> None:
        """Anybody on the way could read it."""
        with pytest.raises(InvalidValueError, match="to be https"):
            webhook(url, allow=[])

    def test_a_name_of_the_house_that_leads_out_of_it_has_to_be_https(
        self, webhook: Any, created: Parcel
    ) -> None:
        """Its name server may be wrong, or not ours any more."""
        channel = webhook("http://app.house/", allow=["app.house"])
        with pytest.raises(RejectedError, match="has to be https"):
            named(channel, answering("93.184.216.34")).deliver(created, shelf=None)

    def test_an_odd_port_has_to_be_named(self, webhook: Any, created: Parcel) -> None:
        """443 is for services; what listens elsewhere may be no web service at all."""
        url = "https://app.example:6379/"
        with pytest.raises(InvalidValueError, match="odd port"):
            webhook(url, allow=[])
        with pytest.raises(InvalidValueError, match="odd port"):
            webhook("https://93.184.216.34:22/", allow=["10.0.0.0/8"])
        channel = named(webhook(url, allow=["10.0.0.0/8"]), answering("93.184.216.34"))
        with pytest.raises(RejectedError, match="odd port"):
            channel.deliver(created, shelf=None)

        assert webhook(url, allow=[], ports=[6379])


class TestPublic:
    """The public internet."""

    @pytest.mark.parametrize(
        "address",
        ["93.184.216.34", "1.1.1.1", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d822"],
    )
    def test_a_public_address_is_public(self, address: str) -> None:
        """Otherwise nothing would ever be sent."""
        assert is_public(ip_address(address))

    @given(address=st.ip_addresses())
    def test_whatever_the_interpreter_holds_for_private_is(
        self, address: IPv4Address | IPv6Address
    ) -> None:
        """Our own table knows at least as much."""
        if address.is_private or address.is_multicast or address.is_link_local:
            mapped = address.version == 6 and address.ipv4_mapped
            assert mapped or not is_public(address)

    @given(address=st.ip_addresses(v=4))
    def test_an_address_that_is_wrapped_is_what_it_wraps(
        self, address: IPv4Address
    ) -> None:
        """A gateway would take it out again."""
        number = int(address)
        for wrapped in (
            IPv6Address((0xFFFF << 32) + number),
            IPv6Address((0x64FF9B << 96) + number),
            IPv6Address((0x2002 << 112) + (number << 80) + 1),
        ):
            assert is_public(address) == is_public(wrapped)
