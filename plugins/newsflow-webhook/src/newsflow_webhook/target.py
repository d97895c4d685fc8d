"""Where to send: a web address, taken apart and held to one way of being written."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

import attrs

from newsflow.errors import InvalidValueError
from newsflow.ports import Veiled

PORTS = {"https": 443, "http": 80}
Address: TypeAlias = IPv4Address | IPv6Address
_VISIBLE = re.compile(r"[!-\[\]-~]+")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
_NAME = re.compile(rf"(?!.{{254}}){_LABEL}(?:\.{_LABEL})*")
# What the C library takes for an address though nobody writes one like that (WHATWG
# URL: a host that ends in a number).
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")


@attrs.frozen(kw_only=True)
class Target:
    """A web address in its parts; *request* is what the request line asks for.

    With *literal* the host is an address itself, and nothing has to be looked up.
    """

    scheme: str
    host: str
    port: int
    request: Veiled
    literal: Address | None = None

    @property
    def authority(self) -> str:
        """The ``Host`` header (RFC 9110)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        """``https://app.gazette.example``: the rest may be a secret."""
        return f"{self.scheme}://{self.authority}"


def target_of(url: str) -> Target:
    """Take a web address apart.

    Raises:
        InvalidValueError: it is none of http or https; it holds a user, a fragment, or
            signs that belong in no address; or its host is written in an odd notation.
    """
    parts = _parts(url)
    if parts is None or parts.scheme not in PORTS:
        raise _unfit(url, "an address of scheme https, or http in the house")
    if "@" in parts.netloc or parts.fragment:
        raise _unfit(url, "an address without a user and without a fragment")
    host, literal = _host(parts, url)
    query = f"?{parts.query}" if parts.query else ""
    return Target(
        scheme=parts.scheme,
        host=host,
        port=PORTS[parts.scheme] if parts.port is None else parts.port,
        request=Veiled(f"{parts.path or '/'}{query}"),
        literal=literal,
    )


def host_name(text: str) -> str | None:
    """Give a host name as it is compared: in lower case, without the root's dot."""
    name = text.lower().removesuffix(".")
    fits = _NAME.fullmatch(name) and not _NUMBER.fullmatch(name)
    return name if fits else None


def _parts(url: str) -> SplitResult | None:
    if _VISIBLE.fullmatch(url) is None:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts


def _host(parts: SplitResult, url: str) -> tuple[str, Address | None]:
    found = parts.hostname or ""
    try:
        literal = ip_address(found)
    except ValueError:
        literal = None
    if literal is not None and "%" not in found:
        return str(literal), literal
    name = host_name(found)
    if name is None:
        allowed = (
            "an address with a host name in ASCII, an IPv4 address of four numbers"
        )
        raise _unfit(url, f"{allowed}, or an IPv6 address in brackets")
    return name, None


def _unfit(url: str, allowed: str) -> InvalidValueError:
    # The path may be a key, as it is of many webhooks: it is not repeated.
    shown = re.split(r"[/?#]", url.partition("://")[2])[0].rpartition("@")[2]
    return InvalidValueError("url", shown or "<not shown>", allowed)
