"""A channel that delivers to nowhere, and remembers everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TypeAlias

import attrs

from ..documents.canonical import canonical_content
from ..errors import (
    CredentialsError,
    NeedsPersonError,
    Problem,
    RateLimitedError,
    RejectedError,
    RetryError,
    UnknownOutcomeError,
)
from ..model.times import stamp
from ..model.views import Advance, Released, Tombstone
from ..ports import (
    Capabilities,
    Concurrency,
    Deleting,
    Health,
    Idempotency,
    Operation,
    Parcel,
    Receipt,
    Rendition,
    Shelf,
    Shown,
    Updating,
    rejection,
    unfit_media,
    unfit_text,
    unfit_view,
)
from ._recorded import Copies
from .peers import RETRY_AFTER, Fault

Version: TypeAlias = Released | Advance
BY_KEY = Capabilities(idempotency=Idempotency.KEY)


@attrs.frozen
class _Trouble:
    """What the next delivery ends in, and whether it arrives all the same."""

    error: Exception
    arrives: bool = False


@attrs.define
class RecordingChannel:
    """A fake channel for tests: it keeps what it was given, and fails when told to.

    It acts by its *capabilities*: a repeat under one key is nothing new, unless they
    say that it would be a second copy; with ``concurrency`` by revision it ignores what
    is older than what it has. Only one that is *trusted* takes a story ahead of its
    embargo. *heard* is called with each parcel that it takes, before the receipt is
    given. It is its own :class:`~newsflow.testing.Peer`.

    >>> channel = RecordingChannel("wire")
    >>> channel.fail(2, after=60)  # the next two deliveries fail, asking for a minute
    >>> channel.parcels
    ()
    """

    name: str = "recorder"
    capabilities: Capabilities = BY_KEY
    heard: Callable[[Parcel], object] | None = None
    trusted: bool = False
    _attempts: list[Parcel] = attrs.field(factory=list, init=False)
    _parcels: list[Parcel] = attrs.field(factory=list, init=False)
    _ignored: list[Parcel] = attrs.field(factory=list, init=False)
    _receipts: dict[str, Receipt] = attrs.field(factory=dict, init=False)
    _copies: Copies = attrs.field(factory=Copies, init=False)
    _troubles: list[_Trouble] = attrs.field(factory=list, init=False)

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        """What was delivered, in order; each once, where repeats can be told."""
        return tuple(self._parcels)

    @property
    def attempts(self) -> tuple[Parcel, ...]:
        """What it was asked to deliver, failures and repeats included."""
        return tuple(self._attempts)

    @property
    def ignored(self) -> tuple[Parcel, ...]:
        """What came after something newer, and was ignored for that."""
        return tuple(self._ignored)

    @property
    def shown(self) -> Mapping[str, Version]:
        """What readers find there now, by article; a tombstone shows nothing."""
        return {
            view.article: view
            for view in self._copies.all()
            if not isinstance(view, Tombstone)
        }

    def copies(self) -> tuple[Shown, ...]:
        """Give every copy and every notice that readers find there now."""
        return self._copies.all()

    def fail(self, times: int = 1, *, after: int | None = None) -> None:
        """Fail the next deliveries, asking to wait *after* seconds."""
        self._plan(times, RetryError(self.name, "the line is down", after=after))

    def reject(self, times: int = 1) -> None:
        """Refuse the next deliveries for good."""
        self._plan(times, RejectedError(self.name, "this is not for us"))

    def rate_limit(self, times: int = 1, *, after: int = RETRY_AFTER) -> None:
        """Have enough for *after* seconds."""
        self._plan(times, RateLimitedError(self.name, "not so fast", after=after))

    def lock_out(self, times: int = 1) -> None:
        """Let nobody in with these credentials."""
        self._plan(times, CredentialsError(self.name, "the token has expired"))

    def need_person(self, times: int = 1) -> None:
        """Ask for a person."""
        self._plan(times, NeedsPersonError(self.name, "telephone the desk there"))

    def lose_request(self, times: int = 1) -> None:
        """Time out in the next deliveries; they did not arrive, and nobody says so."""
        self._plan(times, UnknownOutcomeError(self.name, "nobody answered"))

    def lose_answer(self, times: int = 1) -> None:
        """Time out in the next deliveries; they did arrive, and nobody says so."""
        error = UnknownOutcomeError(self.name, "nobody answered")
        self._troubles.extend([_Trouble(error, arrives=True)] * times)

    def crash(self, times: int = 1) -> None:
        """Break in the next deliveries, as a channel with a bug does."""
        self._plan(times, RuntimeError("a bug in this channel"))

    def mend(self) -> None:
        """Let the line be well again, whatever was to come."""
        self._troubles.clear()

    def play(self, fault: Fault) -> bool:
        """Have the next delivery go wrong; there is no answer here to be cut off."""
        ways: Mapping[Fault, Callable[[], None]] = {
            Fault.LOST_REQUEST: self.lose_request,
            Fault.LOST_ANSWER: self.lose_answer,
            Fault.ENOUGH: self.rate_limit,
            Fault.BROKEN: self.fail,
            Fault.LOCKED_OUT: self.lock_out,
        }
        if fault not in ways:
            return False
        ways[fault]()
        return True

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Hold the view to the operation, the headline and the media to the limits."""
        unfit = unfit_view(parcel, trusted=self.trusted)
        if unfit or isinstance(parcel.view, Tombstone):
            return unfit
        story = _unfit_story(parcel.view, self.capabilities)
        return (*_unfit_change(parcel, self.capabilities), *story)

    def render(self, parcel: Parcel) -> Rendition:
        """Give the canonical content, or the word for what became of the story.

        Raises:
            RejectedError: it is nothing for this channel.
        """
        self._require(parcel)
        return Rendition(media_type="text/plain", data=_data(parcel.view))

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Remember the parcel.

        Raises:
            RejectedError: it is nothing for this channel, or it was told to reject.
            Exception: what it was told to fail with.
        """
        del shelf
        self._attempts.append(parcel)
        trouble = self._troubles.pop(0) if self._troubles else None
        if trouble is not None and not trouble.arrives:
            raise trouble.error
        self._require(parcel)
        receipt = self._taken(parcel)
        if trouble is not None:
            raise trouble.error
        return receipt

    def reconcile(self, parcel: Parcel) -> Receipt | None:
        """Tell whether a parcel arrived.

        Raises:
            UnknownOutcomeError: its capabilities say that it cannot be asked.
        """
        if self.capabilities.idempotency is Idempotency.NONE:
            raise UnknownOutcomeError(self.name, "this channel cannot be asked")
        return self._receipts.get(parcel.key)

    def health(self) -> Health:
        """Tell what the next deliveries will end in."""
        return Health(
            channel=self.name,
            problems=tuple(str(trouble.error) for trouble in self._troubles),
        )

    def _plan(self, times: int, error: Exception) -> None:
        self._troubles.extend([_Trouble(error)] * times)

    def _require(self, parcel: Parcel) -> None:
        problems = self.validate(parcel)
        if problems:
            raise rejection(self.name, problems)

    def _taken(self, parcel: Parcel) -> Receipt:
        known = self._receipts.get(parcel.key)
        if known is not None and self.capabilities.repeatable:
            return known
        if self._stuck(parcel):
            raise NeedsPersonError(self.name, "have them take it down")
        reference = self._copies.reference(self.name, parcel, self.capabilities)
        if self._overtaken(parcel):
            self._ignored.append(parcel)
            return Receipt(reference=reference)
        if self.heard is not None:
            self.heard(parcel)
        self._parcels.append(parcel)
        self._copies.take(parcel, reference, self.capabilities)
        return self._receipts.setdefault(
            parcel.key, _receipt(self.name, reference, parcel)
        )

    def _stuck(self, parcel: Parcel) -> bool:
        if parcel.follow_up or not parcel.operation.removes:
            return False
        stands = bool(self._copies.of(parcel.view.article))
        return stands and self.capabilities.delete is Deleting.NONE

    def _overtaken(self, parcel: Parcel) -> bool:
        if self.capabilities.concurrency is not Concurrency.REVISION:
            return False
        article = parcel.view.article
        taken = (one.sequence for one in self._parcels if one.view.article == article)
        return parcel.sequence < max(taken, default=0)


def _unfit_change(parcel: Parcel, can: Capabilities) -> tuple[Problem, ...]:
    changes = parcel.operation in {Operation.UPDATE, Operation.CORRECT}
    if parcel.follow_up or not changes or can.update is not Updating.NONE:
        return ()
    message = f"this channel has no way to {parcel.operation.value} a story"
    return (Problem(path="$", keyword="operation", message=message),)


def _unfit_story(view: Version, can: Capabilities) -> tuple[Problem, ...]:
    content = view.content
    text = content.short_headline or content.headline
    path = "$.short_headline" if content.short_headline else "$.headline"
    kinds = {medium.kind.value for medium in content.media}
    lacking = (
        Problem(path="$.media", keyword="required", message=f"it has no {wanted}")
        for wanted in can.requires
        if wanted not in kinds
    )
    return (
        *unfit_text(text, can, path=path),
        *unfit_media(content, can.media),
        *lacking,
    )


def _data(view: Shown) -> bytes:
    match view:
        case Tombstone():
            return f"{view.removal.value}: {view.reason or ''}\n".encode()
        case Advance():
            until = stamp(view.embargo).encode()
            return b"embargo " + until + b"\n" + canonical_content(view.content)
        case _:
            return canonical_content(view.content)


def _receipt(channel: str, reference: str, parcel: Parcel) -> Receipt:
    view = parcel.view
    gone = isinstance(view, Tombstone)
    return Receipt(
        reference=reference,
        url=None if gone else f"https://{channel}.example/{view.article}",
        sha256=None if gone else sha256(_data(view)).hexdigest(),
        renderer="canonical 1",
    )
