"""The channel: an event for each thing that becomes of a story, signed and sent."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, ClassVar
from urllib.parse import quote

import attrs

from newsflow.errors import RejectedError, RetryError
from newsflow.model.views import Released, Tombstone
from newsflow.ports import Channel, ChannelKind, Parcel, Receipt, Shelf, Surroundings

from .answers import refusal
from .event import MEDIA_TYPE, event
from .sending import Answer, post
from .signing import Secret, secret_of, signed
from .target import Target, addresses, target_of

LARGEST_BODY = 256 * 1024
_SECRETS = ("secret", "old_secret")
AGENT = "newsflow-webhook/0.1"

SETTINGS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["url", "secret"],
    "properties": {
        "url": {"type": "string", "minLength": 1, "description": "Where to send."},
        "secret": {
            "type": "string",
            "minLength": 1,
            "writeOnly": True,
            "description": "What signs the requests: a reference to whsec_….",
        },
        "old_secret": {
            "type": "string",
            "minLength": 1,
            "writeOnly": True,
            "description": "Signs beside the new one while receivers change over.",
        },
        "source": {
            "type": "string",
            "minLength": 1,
            "description": "Who speaks, as a URI reference.",
        },
        "timeout": {
            "type": "integer",
            "minimum": 1,
            "maximum": 60,
            "description": "Seconds for the whole request.",
        },
        "allow_private": {
            "type": "boolean",
            "description": "Also send to private and local addresses, without TLS.",
        },
    },
}


@attrs.frozen(kw_only=True)
class Webhook:
    """Tells one web service. *now* gives the seconds since 1970 for the signature."""

    collective: ClassVar[bool] = False

    name: str
    # Many webhooks' addresses are secrets themselves.
    target: Target = attrs.field(repr=False)
    secrets: tuple[Secret, ...] = attrs.field(repr=False)
    source: str
    timeout: int = 10
    allow_private: bool = False
    now: Callable[[], float] = time.time

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:  # noqa: ARG002 - the port's
        """Send the event of a parcel; its id is the same however often it is sent.

        Raises:
            RejectedError: the receiver refuses it, the event is too large, or the
                address leads into a private network.
            RetryError: the receiver is not there, too slow, or asks for patience.
        """
        if not isinstance(parcel.view, Released | Tombstone):
            found = type(parcel.view).__name__
            raise RejectedError(self.name, f"a {found} is not for receivers")
        body = event(parcel, source=self.source)
        if len(body) > LARGEST_BODY:
            reason = f"the event is {len(body)} bytes long, {LARGEST_BODY} is the most"
            raise RejectedError(self.name, reason)
        identifier = message_id(parcel.key)
        answer = self._sent(identifier, body)
        refused = refusal(answer, channel=self.name, now=self.now())
        if refused is not None:
            raise refused
        return Receipt(reference=identifier, sha256=sha256(body).hexdigest())

    def _sent(self, identifier: str, body: bytes) -> Answer:
        found = addresses(
            self.target, channel=self.name, allow_private=self.allow_private
        )
        headers = {
            "Host": self.target.authority,
            "Content-Type": MEDIA_TYPE,
            "User-Agent": AGENT,
            "Connection": "close",
            **signed(identifier, int(self.now()), body, self.secrets),
        }
        try:
            return post(self.target, found, body, headers, timeout=self.timeout)
        except (OSError, http.client.HTTPException) as failure:
            reason = f"{self.target.host} did not answer: {_told(failure)}"
            raise RetryError(self.name, reason) from None


def message_id(key: str) -> str:
    """Name a message after its parcel, without dots, which part what is signed."""
    return f"msg_{sha256(key.encode()).hexdigest()[:32]}"


def make_webhook(
    name: str, settings: Mapping[str, Any], around: Surroundings
) -> Channel:
    """Build a webhook out of its settings, whose references are resolved.

    Raises:
        InvalidValueError: the address or a secret cannot be used.
    """
    allow_private = settings.get("allow_private", False)
    secrets = (settings[name] for name in _SECRETS if name in settings)
    return Webhook(
        name=name,
        target=target_of(settings["url"], allow_private=allow_private),
        secrets=tuple(map(secret_of, secrets)),
        source=settings.get("source") or quote(around.newsroom),
        timeout=settings.get("timeout", 10),
        allow_private=allow_private,
    )


WEBHOOK = ChannelKind(name="webhook", settings=SETTINGS, make=make_webhook)
"""The kind of channel that tells a web service."""


def _told(failure: Exception) -> str:
    return str(failure) or type(failure).__name__
