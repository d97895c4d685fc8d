"""The verifier: only what the newsroom signed, in these minutes, comes through."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from http import HTTPStatus

import attrs

from ..signing import Signer, signer_of
from .messages import Message, message_of
from .refusals import UnfitError, UnverifiedError

_MOST_SIGNATURES = 16
_LONGEST_ID = 256
_DIGITS = 12


def _signer(secrets: Iterable[str]) -> Signer:
    return signer_of((secrets,) if isinstance(secrets, str) else secrets)


@attrs.frozen(kw_only=True)
class Verifier:
    """Verifies requests after Standard Webhooks, and reads what is in them.

    *secrets* are those that the newsroom may sign with; while they are changed there
    are two. A signature may be *tolerance* off our clock, which *now* gives in seconds
    since 1970; a body may have *most* bytes.
    """

    secrets: Signer = attrs.field(repr=False, converter=_signer)
    tolerance: timedelta = timedelta(minutes=5)
    most: int = 1024 * 1024
    now: Callable[[], float] = attrs.field(default=time.time, repr=False)

    def verify(self, body: bytes, headers: Mapping[str, str]) -> Message:
        """Give the message of a request; *body* is as it came, byte for byte.

        Raises:
            UnverifiedError: it was not signed, or not with one of the secrets, or it
                was changed, or it is too old or too new. Answer 401.
            UnfitError: it is too large (413), or no event (400).
        """
        if len(body) > self.most:
            reason = f"the body is larger than {self.most} bytes"
            raise UnfitError(reason, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        given = {name.lower(): value for name, value in headers.items()}
        identifier = _identifier(given.get("webhook-id", ""))
        timestamp = self._timestamp(given.get("webhook-timestamp", ""))
        signatures = given.get("webhook-signature", "").split()
        if not self._signed(identifier, timestamp, body, signatures):
            reason = "no signature fits: see whether both sides have the same secret"
            raise UnverifiedError(reason)
        return message_of(identifier, body, most=self.most)

    def _timestamp(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
            reason = "it has no webhook-timestamp"
            raise UnverifiedError(reason)
        off = int(text) - self.now()
        if abs(off) > self.tolerance.total_seconds():
            side = "ahead of" if off > 0 else "behind"
            reason = f"it was signed {abs(off):.0f} s {side} our clock"
            raise UnverifiedError(reason)
        return int(text)

    def _signed(
        self, identifier: str, timestamp: int, body: bytes, signatures: list[str]
    ) -> bool:
        try:
            expected = self.secrets.signatures(identifier, timestamp, body)
        except UnicodeDecodeError:
            return False
        # Each is compared with each, in constant time: which one fits cannot be timed.
        compared = [
            hmac.compare_digest(one.encode(), given.encode("utf-8", "replace"))
            for given in signatures[:_MOST_SIGNATURES]
            for one in expected
        ]
        return any(compared)


def _identifier(text: str) -> str:
    # What is signed is id.timestamp.body: a dot in the id would move the parts.
    if not 0 < len(text) <= _LONGEST_ID or "." in text:
        reason = "it has no webhook-id"
        raise UnverifiedError(reason)
    return text
