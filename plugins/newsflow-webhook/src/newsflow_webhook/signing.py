"""Signatures after Standard Webhooks (https://www.standardwebhooks.com)."""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256

import attrs

from newsflow.errors import InvalidValueError

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64


@attrs.frozen
class Secret:
    """A signing key; neither its repr nor any error shows it."""

    key: bytes = attrs.field(repr=False)


def secret_of(text: str) -> Secret:
    """Read a secret: ``whsec_`` and the base64 of 24 to 64 bytes.

    Raises:
        InvalidValueError: it is none. What was found is not repeated.
    """
    try:
        key = b64decode(text.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not text.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        field, found = "secret", "<not shown>"
        allowed = f"{PREFIX} and the base64 of {SHORTEST} to {LONGEST} bytes"
        raise InvalidValueError(field, found, allowed) from None
    return Secret(key)


def signed(
    identifier: str, timestamp: int, body: bytes, secrets: Iterable[Secret]
) -> Mapping[str, str]:
    """Give the headers that vouch for a body, one signature for each secret."""
    content = f"{identifier}.{timestamp}.".encode() + body
    signatures = (hmac.digest(one.key, content, sha256) for one in secrets)
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(
            f"v1,{b64encode(signature).decode()}" for signature in signatures
        ),
    }
