"""Where to send: an address that was looked up once, and checked before it is used."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

import attrs

from newsflow.errors import InvalidValueError, RejectedError, RetryError

PORTS = {"https": 443, "http": 80}
_VISIBLE = re.compile(r"[!-~]+")
# Addresses that carry an IPv4 address which a gateway takes out again (RFC 6052).
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


@attrs.frozen(kw_only=True)
class Target:
    """A web address in its parts; *request* is what the request line asks for."""

    scheme: str
    host: str
    port: int
    request: str

    @property
    def authority(self) -> str:
        """The ``Host`` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(url: str, *, allow_private: bool) -> Target:
    """Take an address apart.

    Raises:
        InvalidValueError: it is not https (or http, where that is allowed), it holds a
            user, a fragment, or signs that belong in no address.
    """
    schemes = ("https", "http") if allow_private else ("https",)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _unfit(url, schemes) from None
    odd = parts.username is not None or parts.password is not None or parts.fragment
    if parts.scheme not in schemes or not parts.hostname or odd:
        raise _unfit(url, schemes)
    if _VISIBLE.fullmatch(url) is None:
        raise _unfit(url, schemes)
    query = f"?{parts.query}" if parts.query else ""
    return Target(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        request=f"{parts.path or '/'}{query}",
    )


def addresses(target: Target, *, channel: str, allow_private: bool) -> tuple[str, ...]:
    """Look a target's host up; every answer must be public, unless that is allowed.

    Raises:
        RejectedError: one of them is not.
        RetryError: the name cannot be looked up now.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failure:
        reason = f"{target.host} cannot be looked up: {failure}"
        raise RetryError(channel, reason) from None
    answers = tuple(dict.fromkeys(str(answer[4][0]) for answer in found))
    if not allow_private:
        _all_public(answers, target, channel)
    return answers


def is_public(address: str) -> bool:
    """Tell whether an address is somewhere on the public internet."""
    parsed = ip_address(address)
    inner = _inner(parsed) if isinstance(parsed, IPv6Address) else None
    if inner is not None:
        return _is_global(inner)
    return _is_global(parsed)


def _all_public(answers: Iterable[str], target: Target, channel: str) -> None:
    for answer in answers:
        if not is_public(answer):
            reason = (
                f"{target.host} leads to {answer}, which is not on the public "
                "internet; set allow_private = true if that is where it should go"
            )
            raise RejectedError(channel, reason)


def _inner(address: IPv6Address) -> IPv4Address | None:
    if any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast


def _unfit(url: str, schemes: tuple[str, ...]) -> InvalidValueError:
    # The address may hold a key, as many webhooks' do: only its beginning is shown.
    shown = url.partition("?")[0].rpartition("@")[2]
    allowed = f"an address of scheme {' or '.join(schemes)}, without a user"
    return InvalidValueError("url", shown, allowed)
