"""What goes wrong with deliveries; the tree is in :mod:`newsflow.errors`."""

from __future__ import annotations

from ._root_error import NewsflowError


class DeliveryError(NewsflowError):
    """A channel could not do what the ledger asked of it."""

    def __init__(self, channel: str, reason: str) -> None:
        self.channel = channel
        self.reason = reason
        super().__init__(f"channel {channel}: {reason}")


class RejectedError(DeliveryError):
    """The channel refuses this payload for good: sending it again cannot help."""


class RetryError(DeliveryError):
    """The channel cannot take it now; *after* is the wait it asks for, in seconds."""

    def __init__(self, channel: str, reason: str, *, after: int | None = None) -> None:
        self.after = after
        super().__init__(channel, reason)


class RateLimitedError(RetryError):
    """The receiver has had enough: nothing goes to the channel until *after*."""


class CredentialsError(RetryError):
    """The receiver does not let us in: the channel is held until somebody thaws it."""


class UnknownOutcomeError(DeliveryError):
    """It was sent, and no answer came: it may have arrived, or not.

    It is not sent again before the channel was asked; where a channel cannot be asked,
    a person has to look.
    """


class NeedsPersonError(DeliveryError):
    """The channel cannot go on by itself; the reason is the task for a person."""


class LedgerError(NewsflowError):
    """A delivery cannot be moved as was asked; *key* is the delivery's."""

    def __init__(self, key: str, reason: str) -> None:
        self.key = key
        self.reason = reason
        super().__init__(f"delivery {key}: {reason}")
