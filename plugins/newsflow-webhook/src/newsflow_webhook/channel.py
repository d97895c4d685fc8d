"""The channel: an event for each thing that becomes of a story, signed and sent."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import attrs

from newsflow.errors import Problem, RetryError
from newsflow.ports import (
    Capabilities,
    Concurrency,
    Deleting,
    Health,
    Idempotency,
    Parcel,
    RateLimit,
    Receipt,
    Rendition,
    Shelf,
    TextLimit,
    TextUnit,
    Updating,
    Veiled,
    rejection,
    unfit_view,
    utc_now,
)

from .answers import FAILURES, breakdown, refusal
from .checkup import CheckUp
from .event import MEDIA_TYPE, event
from .intake import Answer
from .opening import Opener
from .patience import Patience
from .pool import Pool
from .signing import Signer, message_id

LARGEST_BODY = 256 * 1024
VERSION = "0.1.0"
AGENT = f"newsflow-webhook/{VERSION}"


def capabilities_of(
    *,
    largest: int = LARGEST_BODY,
    rate: RateLimit | None = None,
    at_once: int | None = None,
) -> Capabilities:
    """Say what a webhook can do, for a receiver that keeps to the protocol.

    It knows a repeat by ``webhook-id`` and drops what has a lower sequence; that it
    answered 2xx does not say that readers see anything.
    """
    limits = (TextLimit(most=largest, unit=TextUnit.BYTES),)
    return Capabilities(
        update=Updating.IN_PLACE,
        delete=Deleting.TOMBSTONE,
        idempotency=Idempotency.KEY,
        concurrency=Concurrency.REVISION,
        text=limits,
        rate=rate,
        at_once=at_once,
        confirms_visibility=False,
    )


@attrs.frozen(kw_only=True)
class Webhook:
    """Tells one web service what became of a story.

    Only one that is *trusted* takes a story ahead of its embargo. *now* gives the
    seconds since 1970, for the signatures; *clock* is the newsroom's, for deadlines.
    """

    name: str
    source: str
    capabilities: Capabilities
    opener: Opener = attrs.field(repr=False)
    signer: Signer = attrs.field(repr=False)
    patience: Patience = attrs.field(factory=Patience)
    trusted: bool = False
    now: Callable[[], float] = attrs.field(default=time.time, repr=False)
    clock: Callable[[], datetime] = attrs.field(default=utc_now, repr=False)
    _pool: Pool = attrs.field(init=False, repr=False, eq=False)
    _start: Veiled = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        # A frozen class sets what follows from its other parts like this.
        object.__setattr__(self, "_pool", Pool(self.opener))
        object.__setattr__(self, "_start", self._head())

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Hold the view to the operation, and the event to what the receiver takes."""
        unfit = unfit_view(parcel, trusted=self.trusted)
        return unfit or self._too_long(self._event(parcel))

    def render(self, parcel: Parcel) -> Rendition:
        """Write the event that would be sent.

        Raises:
            RejectedError: :meth:`validate` has found something.
        """
        return Rendition(media_type=MEDIA_TYPE, data=self._body(parcel))

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:  # noqa: ARG002 - a message tells of one story alone
        """Send the event of a parcel; its id is the same however often it is sent.

        When no answer comes in time, nobody knows whether it arrived. The receiver
        knows it by its id, so that sending it again has one effect at most: therefore
        that is a RetryError, and never an UnknownOutcomeError.

        Raises:
            RejectedError: :meth:`validate` has found something, the receiver refuses
                it for good, or the address leads where nothing may be sent to.
            RetryError: the receiver is not there, too slow, in trouble, or asks for
                patience (RateLimitedError), or does not let us in (CredentialsError).
        """
        body = self._body(parcel)
        answer = self._posted(message_id(self.source, parcel.key), body, parcel)
        refused = refusal(answer, channel=self.name, now=self.now())
        if refused is not None:
            raise refused
        return Receipt(
            reference=parcel.view.article,
            sha256=sha256(body).hexdigest(),
            renderer=AGENT,
        )

    def health(self) -> Health:
        """Look whether the address may be sent to, TLS does, and the clocks agree.

        Nothing is published. That the secrets can be used was seen when it was made.
        """
        check_up = CheckUp(
            channel=self.name,
            opener=self.opener,
            head=f"HEAD {self._start.text}\r\n".encode(),
            patience=self.patience,
            now=self.now,
        )
        return Health(channel=self.name, problems=tuple(check_up.troubles()))

    def close(self) -> None:
        """Hang up on connections that are kept open; it goes on with new ones."""
        self._pool.close()

    def _event(self, parcel: Parcel) -> bytes:
        return event(parcel, source=self.source, channel=self.name)

    def _body(self, parcel: Parcel) -> bytes:
        unfit = unfit_view(parcel, trusted=self.trusted)
        if unfit:
            raise rejection(self.name, unfit)
        body = self._event(parcel)
        too_long = self._too_long(body)
        if too_long:
            raise rejection(self.name, too_long)
        return body

    def _too_long(self, body: bytes) -> tuple[Problem, ...]:
        return tuple(
            Problem(
                path="$",
                keyword="too_long",
                message=f"the receiver takes events of {limit.most} bytes",
                found=f"{len(body)} bytes",
            )
            for limit in self.capabilities.text
            if len(body) > limit.most
        )

    def _posted(self, identifier: str, body: bytes, parcel: Parcel) -> Answer:
        seconds = self._seconds_for(parcel)
        signed = self.signer.headers(identifier, int(self.now()), body)
        lines = "".join(f"{name}: {value}\r\n" for name, value in signed.items())
        head = (
            f"POST {self._start.text}Content-Type: {MEDIA_TYPE}\r\n"
            f"Content-Length: {len(body)}\r\n{lines}\r\n"
        )
        try:
            return self._pool.post(
                head.encode() + body, self.patience.until(most=seconds)
            )
        except FAILURES as failure:
            raise breakdown(
                failure, channel=self.name, target=self.opener.target
            ) from None

    def _seconds_for(self, parcel: Parcel) -> float | None:
        if parcel.deadline is None:
            return None
        left = (parcel.deadline - self.clock()).total_seconds()
        if left <= 0:
            raise RetryError(self.name, "there is no time left for it")
        return left

    def _head(self) -> Veiled:
        target = self.opener.target
        return Veiled(
            f"{target.request.text} HTTP/1.1\r\nHost: {target.authority}\r\n"
            f"User-Agent: {AGENT}\r\nAccept-Encoding: identity\r\n"
        )
