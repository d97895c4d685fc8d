"""The address of a store, taken apart and held to one way of being written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

import attrs

from ...errors import InvalidValueError

FILE = "file"
S3 = "s3"
SFTP = "sftp"
WEBDAV = "webdav"
WEBDAVS = "webdavs"
PORTS: Mapping[str, int] = MappingProxyType(
    {FILE: 0, S3: 443, SFTP: 22, WEBDAV: 80, WEBDAVS: 443}
)
"""The schemes that are known, each with its port."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_PART = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._~@+=-]+")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


@attrs.frozen(kw_only=True)
class StoreAddress:
    """Where a store is. *host* is a bucket with ``s3``; *parts* are those of the path.

    There is nothing secret in it.
    """

    scheme: str
    host: str
    port: int
    parts: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The path, absolute and without a slash at its end; empty for the root."""
        return "".join(f"/{part}" for part in self.parts)

    @property
    def authority(self) -> str:
        """Host and port, as the ``Host`` header has them (RFC 9110)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == PORTS[self.scheme]
        return host if usual else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def scheme_of(path: str) -> str | None:
    """Tell the scheme of what may be an address; None for a plain path."""
    found = _SCHEME.match(path)
    return None if found is None else found[1].lower()


def store_address(text: str) -> StoreAddress:
    """Take the address of a store apart.

    Raises:
        InvalidValueError: its scheme is not known, or it holds a user, a query, a
            fragment, or a path that leads elsewhere. What may be secret is not shown.
    """
    scheme = scheme_of(text) or ""
    if scheme not in PORTS:
        known = ", ".join(sorted(PORTS))
        raise _unfit(scheme, f"a folder, or an address of one of the schemes {known}")
    parts = _split(text)
    if parts is None or "@" in parts.netloc:
        allowed = "an address without a user: there are settings for user and secret"
        raise _unfit(scheme, allowed)
    path = tuple(parts.path.strip("/").split("/")) if parts.path.strip("/") else ()
    host = parts.hostname or ""
    unfit = not _is_host(host) or not all(map(_PART.fullmatch, path))
    if unfit or parts.query or parts.fragment or (scheme == S3 and parts.port):
        raise _unfit(scheme, f"written {scheme}://{_shape(scheme)}, in plain ASCII")
    port = PORTS[scheme] if parts.port is None else parts.port
    return StoreAddress(scheme=scheme, host=host, port=port, parts=path)


def is_local(host: str) -> bool:
    """Tell whether a host is this very machine, by its name alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts


def _is_host(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return _HOST.fullmatch(host) is not None
    return True


def _shape(scheme: str) -> str:
    return "bucket/prefix" if scheme == S3 else "host:port/path"


def _unfit(scheme: str, allowed: str) -> InvalidValueError:
    return InvalidValueError("path", f"{scheme}://…", allowed)
