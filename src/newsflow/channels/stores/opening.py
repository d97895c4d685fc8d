"""Where a site is to be kept, by its settings: a folder, or a store at an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from ...errors import MissingExtraError, RejectedError
from ...ports import Veiled
from ..site_folder import SiteFolder
from ..site_store import SiteStore
from .address import (
    FILE,
    S3,
    SFTP,
    WEBDAV,
    StoreAddress,
    is_local,
    scheme_of,
    store_address,
)
from .remote import Remote
from .s3 import S3Remote
from .sftp import SftpRemote
from .ssh import Login
from .store_folder import StoreFolder
from .webdav import WebdavRemote

_TEXT: Mapping[str, Any] = MappingProxyType({"type": "string", "minLength": 1})
PLACE: Mapping[str, Any] = MappingProxyType(
    {
        "path": {
            **_TEXT,
            "description": (
                "The folder to write to, from the configuration's own; or a store: "
                "s3://bucket/prefix, sftp://host/path, webdavs://host/path."
            ),
        },
        "user": {
            **_TEXT,
            "description": "Who writes to the store; with S3, the access key.",
        },
        "secret": {
            **_TEXT,
            "writeOnly": True,
            "description": (
                "Their password or secret key, or what opens private_key: "
                "env:NAME or file:PATH."
            ),
        },
        "private_key": {
            **_TEXT,
            "writeOnly": True,
            "description": "The user's own key for SFTP: env:NAME or file:PATH.",
        },
        "host_key": {
            "type": "string",
            "pattern": "^[a-z0-9@.-]+ [A-Za-z0-9+/]+=*( .*)?$",
            "description": (
                "The public key of the server for SFTP, such as ssh-ed25519 AAAA…"
            ),
        },
        "endpoint": {
            "type": "string",
            "pattern": "^https?://",
            "description": "Where a store listens that speaks S3 and is not Amazon's.",
        },
        "region": {**_TEXT, "description": "The region of the bucket."},
    }
)
"""The settings of a place, in the JSON Schema of the kind ``folder``."""
_EXTRAS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {S3: ("s3fs", "s3"), SFTP: ("sshfs", "sftp"), WEBDAV: ("webdav4", "webdav")}
)
_FITTING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        FILE: frozenset(),
        S3: frozenset({"user", "secret", "endpoint", "region"}),
        SFTP: frozenset({"user", "secret", "private_key", "host_key"}),
        WEBDAV: frozenset({"user", "secret"}),
    }
)


def store_of(settings: Mapping[str, Any], *, channel: str, folder: str) -> SiteStore:
    """Give the place that settings tell of, without touching it.

    Raises:
        InvalidValueError: its address is none, or of a scheme that is not known.
        MissingExtraError: what speaks its protocol is not installed.
        RejectedError: with all that is lacking in its settings, or does not fit.
    """
    on_disk = folder_of(settings["path"], folder)
    if on_disk is not None:
        _require(channel, settings["path"], _unfitting(FILE, settings))
        return SiteFolder(on_disk, channel)
    at = store_address(settings["path"])
    kind = WEBDAV if at.scheme.startswith(WEBDAV) else at.scheme
    package, extra = _EXTRAS[kind]
    if find_spec(package) is None:
        feature = f"a site at {at}"
        raise MissingExtraError(feature, extra)
    unfit = (*_unfitting(kind, settings), *_lacking(at, settings))
    _require(channel, str(at), unfit)
    return StoreFolder(_remote(kind, at, settings), channel)


def folder_of(path: str, folder: str | Path) -> Path | None:
    """Give the folder that a path leads to, from a *folder*; None for a store."""
    scheme = scheme_of(path)
    if scheme is None:
        return Path(folder) / path
    if scheme != FILE:
        return None
    return Path(urlsplit(path).path)


def _remote(kind: str, at: StoreAddress, settings: Mapping[str, Any]) -> Remote:
    user, secret = settings.get("user"), _secret(settings, "secret")
    if kind == S3:
        return S3Remote(
            at=at,
            endpoint=settings.get("endpoint"),
            region=settings.get("region"),
            user=user,
            secret=secret,
        )
    if kind == SFTP:
        login = Login(
            host_key=settings["host_key"],
            user=settings["user"],
            secret=secret,
            private_key=_secret(settings, "private_key"),
        )
        return SftpRemote(at=at, login=login)
    return WebdavRemote(at=at, user=user, secret=secret)


def _secret(settings: Mapping[str, Any], name: str) -> Veiled | None:
    return Veiled(settings[name]) if name in settings else None


def _unfitting(kind: str, settings: Mapping[str, Any]) -> Iterator[str]:
    """Name settings that this kind of place knows nothing to do with."""
    places = PLACE.keys() - {"path"}
    for name in sorted(places & settings.keys() - _FITTING[kind]):
        yield f"it has no use for the setting {name}"


def _lacking(at: StoreAddress, settings: Mapping[str, Any]) -> Iterator[str]:
    if at.scheme == SFTP:
        yield from _lacking_of_login(settings)
    elif ("user" in settings) != ("secret" in settings):
        yield "user and secret go together"
    if at.scheme == WEBDAV and not is_local(at.host):
        yield "webdav:// is readable on the way, and only for this machine: webdavs://"
    endpoint = urlsplit(settings.get("endpoint", ""))
    if endpoint.scheme == "http" and not is_local(endpoint.hostname or ""):
        yield "an endpoint of http:// is readable on the way, and only for this machine"
    if "@" in endpoint.netloc:
        yield "an endpoint has no user in it: there are settings for user and secret"


def _lacking_of_login(settings: Mapping[str, Any]) -> Iterator[str]:
    if "host_key" not in settings:
        yield (
            "it needs host_key, the public key that its server is known by: ask "
            "whoever runs it, and compare with ssh-keyscan"
        )
    if "user" not in settings:
        yield "it needs a user"
    if not settings.keys() & {"secret", "private_key"}:
        yield "it needs a private_key, or a secret for a password"


def _require(channel: str, path: str, unfit: Iterator[str] | tuple[str, ...]) -> None:
    reasons = "; ".join(unfit)
    if reasons:
        reason = f"{path}: {reasons}"
        raise RejectedError(channel, reason)
