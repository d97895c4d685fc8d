"""Tickets: what a preview link says, sealed so that nobody can say it but us."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

import attrs

from ..errors import InvalidValueError
from ..model.article import Digest
from ..model.canonical import canonical
from ..model.times import instant_of, stamp

SHORTEST_KEY = 32
"""Bytes of a key, at least: as many as the hash has (RFC 2104, section 3)."""

_PURPOSE = b"newsflow preview 1\n"
_MAC = 32
_LONGEST = 2048


@attrs.frozen(kw_only=True)
class Ticket:
    """One revision of one article, by its digest, until an instant; no word of it."""

    article: str
    content: Digest
    expires: datetime


def sealed(ticket: Ticket, key: bytes) -> str:
    """Write a ticket with its HMAC-SHA256 (RFC 2104), in letters that a URL can hold.

    Raises:
        InvalidValueError: the key is shorter than 32 bytes.
    """
    said = canonical(
        {
            "article": ticket.article,
            "content": ticket.content,
            "expires": stamp(ticket.expires),
        }
    )
    return _letters(_mac(said, key) + said)


def opened(token: str, key: bytes) -> Ticket | None:
    """Read a ticket, or give None for what was not sealed with this very key.

    Nothing of it is looked at before the seal was found whole, in constant time. A
    token is one text: another spelling of the same bytes is none.

    Raises:
        InvalidValueError: the key is shorter than 32 bytes.
    """
    raw = _bytes(token)
    mac, said = raw[:_MAC], raw[_MAC:]
    if not hmac.compare_digest(mac, _mac(said, key)):
        return None
    plain = json.loads(said)
    return Ticket(
        article=plain["article"],
        content=Digest(plain["content"]),
        expires=instant_of(plain["expires"]),
    )


def _mac(said: bytes, key: bytes) -> bytes:
    if len(key) < SHORTEST_KEY:
        field, allowed = "the secret of previews", f"{SHORTEST_KEY} bytes or more"
        raise InvalidValueError(field, len(key), allowed)
    return hmac.digest(key, _PURPOSE + said, "sha256")


def _letters(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(token: str) -> bytes:
    """Give the bytes of a token, and none for what is no token at all."""
    if not isinstance(token, str) or not token.isascii() or len(token) > _LONGEST:
        return b""
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return b""
    return raw if _letters(raw) == token else b""
