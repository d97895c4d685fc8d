"""A channel that delivers to nowhere, and remembers everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

import attrs

from ..documents.canonical import canonical_content
from ..errors import RejectedError, RetryError
from ..model.views import Released, Tombstone
from ..ports import Parcel, Receipt, Shelf


@attrs.define
class RecordingChannel:
    """A fake channel for tests: it keeps what it was given, and fails when told to.

    *collective* is as for any channel. *heard* is called with each parcel that it
    takes, before the receipt is given.

    >>> channel = RecordingChannel("wire")
    >>> channel.fail(2, after=60)  # the next two deliveries fail, asking for a minute
    >>> channel.parcels
    ()
    """

    name: str = "recorder"
    collective: bool = False
    heard: Callable[[Parcel], object] | None = None
    _attempts: list[Parcel] = attrs.field(factory=list, init=False)
    _parcels: list[Parcel] = attrs.field(factory=list, init=False)
    _receipts: dict[str, Receipt] = attrs.field(factory=dict, init=False)
    _failures: list[Exception] = attrs.field(factory=list, init=False)

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        """What was delivered, each parcel once, in order."""
        return tuple(self._parcels)

    @property
    def attempts(self) -> tuple[Parcel, ...]:
        """What it was asked to deliver, failures and repeats included."""
        return tuple(self._attempts)

    @property
    def shown(self) -> Mapping[str, Released]:
        """What it shows now, by article; a tombstone shows nothing."""
        shown: dict[str, Released] = {}
        for parcel in self._parcels:
            if isinstance(parcel.view, Released):
                shown[parcel.view.article] = parcel.view
            else:
                shown.pop(parcel.view.article, None)
        return shown

    def fail(self, times: int = 1, *, after: int | None = None) -> None:
        """Fail the next deliveries, asking to wait *after* seconds."""
        why = "the line is down"
        failure = RetryError(self.name, why, after=after)
        self._failures.extend([failure] * times)

    def reject(self, times: int = 1) -> None:
        """Refuse the next deliveries for good."""
        why = "this is not for us"
        self._failures.extend([RejectedError(self.name, why)] * times)

    def crash(self, times: int = 1) -> None:
        """Break in the next deliveries, as a channel with a bug does."""
        self._failures.extend([RuntimeError("a bug in this channel")] * times)

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Remember the parcel; the same one again is nothing new.

        Raises:
            RejectedError: it was told to reject.
            RetryError: it was told to fail.
            RuntimeError: it was told to crash.
        """
        del shelf
        self._attempts.append(parcel)
        if self._failures:
            raise self._failures.pop(0)
        if parcel.key not in self._receipts:
            if self.heard is not None:
                self.heard(parcel)
            self._parcels.append(parcel)
            self._receipts[parcel.key] = _receipt(self.name, parcel.view)
        return self._receipts[parcel.key]


def _receipt(channel: str, view: Released | Tombstone) -> Receipt:
    reference = f"{channel}:{view.article}"
    if isinstance(view, Tombstone):
        return Receipt(reference=reference)
    return Receipt(
        reference=reference,
        url=f"https://{channel}.example/{view.article}",
        sha256=sha256(canonical_content(view.content)).hexdigest(),
    )
