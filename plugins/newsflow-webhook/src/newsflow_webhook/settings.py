"""The kind of channel: its settings, and how a webhook is made of them."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from newsflow.errors import InvalidValueError
from newsflow.ports import Channel, ChannelKind, RateLimit, Surroundings

from .allowing import allow_list
from .channel import LARGEST_BODY, Webhook, capabilities_of
from .opening import Opener, trusted_by_system
from .patience import Patience
from .signing import signer_of
from .target import target_of

_SECRETS = ("secret", "old_secret")
_TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1}
_COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 1}
_SECONDS: Mapping[str, Any] = {"type": "integer", "minimum": 1, "maximum": 60}

SETTINGS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["url", "secret"],
    "properties": {
        "url": {**_TEXT, "description": "Where to send."},
        "secret": {
            **_TEXT,
            "writeOnly": True,
            "description": "What signs the requests: a reference to whsec_…, or "
            "several of them, the newest first.",
        },
        "old_secret": {
            **_TEXT,
            "writeOnly": True,
            "description": "Signs beside the new one while receivers change over.",
        },
        "source": {**_TEXT, "description": "Who speaks, as a URI reference."},
        "allow": {
            "type": "array",
            "uniqueItems": True,
            "items": _TEXT,
            "description": "Networks and hosts of the house that may be sent to.",
        },
        "ports": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "integer", "minimum": 1, "maximum": 65535},
            "description": "Ports that may be used beside 443.",
        },
        "ca": {
            **_TEXT,
            "description": "A file of certificates (PEM) to trust instead of the "
            "system's.",
        },
        "timeout": {**_SECONDS, "description": "Seconds for the whole delivery."},
        "connect_timeout": {**_SECONDS, "description": "Seconds for a connection."},
        "read_timeout": {
            **_SECONDS,
            "description": "Seconds for each wait for something of the answer.",
        },
        "largest_body": {
            "type": "integer",
            "minimum": 1024,
            "description": "Bytes of an event that the receiver takes.",
        },
        "at_once": {**_COUNT, "description": "Deliveries under way at a time."},
        "rate": {
            "type": "object",
            "additionalProperties": False,
            "required": ["most"],
            "properties": {"most": _COUNT, "seconds": _COUNT, "burst": _COUNT},
            "description": "At most so many deliveries in so many seconds.",
        },
    },
}


def make_webhook(
    name: str, settings: Mapping[str, Any], around: Surroundings
) -> Channel:
    """Build a webhook out of its settings, whose references are resolved.

    Raises:
        InvalidValueError: the address, a secret, the allow-list or the file of
            certificates cannot be used.
    """
    rate = settings.get("rate")
    return Webhook(
        name=name,
        source=settings.get("source") or quote(around.newsroom),
        capabilities=capabilities_of(
            largest=settings.get("largest_body", LARGEST_BODY),
            rate=None if rate is None else RateLimit(**rate),
            at_once=settings.get("at_once"),
        ),
        opener=_opener(settings, Path(around.folder)),
        signer=signer_of(settings[name] for name in _SECRETS if name in settings),
        patience=_patience(settings),
        # Surroundings that do not say whom the newsroom trusts trust nobody.
        trusted=around.trusted,
        clock=around.clock,
    )


WEBHOOK = ChannelKind(name="webhook", settings=SETTINGS, make=make_webhook)
"""The kind of channel that tells a web service."""


def _opener(settings: Mapping[str, Any], folder: Path) -> Opener:
    opener = Opener(
        target=target_of(settings["url"]),
        allow=allow_list(settings.get("allow", ())),
        ports=frozenset(settings.get("ports", ())),
        trust=_trust(settings.get("ca"), folder),
    )
    why = opener.objection()
    if why is not None:
        raise InvalidValueError("url", str(opener.target), f"one to send to: {why}")
    return opener


def _patience(settings: Mapping[str, Any]) -> Patience:
    usual = Patience()
    return Patience(
        connect=settings.get("connect_timeout", usual.connect),
        read=settings.get("read_timeout", usual.read),
        total=settings.get("timeout", usual.total),
    )


def _trust(ca: str | None, folder: Path) -> Callable[[], ssl.SSLContext]:
    if ca is None:
        return trusted_by_system
    try:
        context = ssl.create_default_context(cafile=folder / ca)
    except (OSError, ssl.SSLError):
        allowed = "a file of certificates in PEM"
        raise InvalidValueError("ca", ca, allowed) from None
    return cache(lambda: context)
