"""Signatures after Standard Webhooks (https://www.standardwebhooks.com)."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

import attrs
from standardwebhooks import Webhook

from newsflow.errors import InvalidValueError

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64


@attrs.frozen
class Signer:
    """Signs with every secret that it has, and shows none."""

    _hooks: tuple[Webhook, ...] = attrs.field(repr=False, eq=False)

    def signatures(self, identifier: str, timestamp: int, body: bytes) -> list[str]:
        """Give one signature for each secret, such as ``v1,K5oZ…``.

        Raises:
            UnicodeDecodeError: the body is no text in UTF-8.
        """
        at, text = datetime.fromtimestamp(timestamp, UTC), body.decode()
        return [hook.sign(identifier, at, text) for hook in self._hooks]

    def headers(
        self, identifier: str, timestamp: int, body: bytes
    ) -> Mapping[str, str]:
        """Give the headers that vouch for a body."""
        return {
            "webhook-id": identifier,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(self.signatures(identifier, timestamp, body)),
        }


def signer_of(secrets: Iterable[str]) -> Signer:
    """Read secrets, the newest first; a text may hold several, parted by white space.

    Raises:
        InvalidValueError: there is none, or one is none. It is not repeated.
    """
    keys = tuple(_key(one) for text in secrets for one in text.split())
    if not keys:
        raise _unfit()
    return Signer(tuple(map(Webhook, keys)))


def message_id(source: str, key: str) -> str:
    """Name a message after its parcel: the same over every retry, and nobody else's.

    It has no dot, since dots part what is signed.
    """
    return f"msg_{sha256(f'{source} {key}'.encode()).hexdigest()[:32]}"


def _key(secret: str) -> bytes:
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        raise _unfit() from None
    return key


def _unfit() -> InvalidValueError:
    allowed = f"{PREFIX} and the base64 of {SHORTEST} to {LONGEST} bytes"
    return InvalidValueError("secret", "<not shown>", allowed)
