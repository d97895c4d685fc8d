"""What an answer means for the delivery."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from newsflow.errors import DeliveryError, RejectedError, RetryError

from .sending import Answer

LONGEST_WAIT = 24 * 60 * 60
_LATER = frozenset({408, 425, 429})


def refusal(answer: Answer, *, channel: str, now: float) -> DeliveryError | None:
    """Say why an answer is no delivery; None if it is one."""
    status = answer.status
    if 200 <= status < 300:  # noqa: PLR2004 - RFC 9110: successful
        return None
    if status in _LATER or status >= 500:  # noqa: PLR2004 - RFC 9110: server error
        after = waiting_time(answer.retry_after, now=now)
        return RetryError(channel, f"the receiver answered {status}", after=after)
    if 300 <= status < 400:  # noqa: PLR2004 - RFC 9110: redirection
        reason = (
            f"the receiver answered {status}; redirects are not followed, so set url"
        )
        return RejectedError(channel, reason)
    return RejectedError(channel, f"the receiver answered {status}")


def waiting_time(retry_after: str | None, *, now: float) -> int | None:
    """Read ``Retry-After`` (RFC 9110), in seconds or as a date; a day at most.

    None where it is absent or makes no sense; *now* is in seconds since 1970.
    """
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        # int() refuses absurdly long numbers; nine digits are more than enough.
        return min(int(text[:9]), LONGEST_WAIT)
    try:
        wanted = parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(0, min(round(wanted - now), LONGEST_WAIT))
