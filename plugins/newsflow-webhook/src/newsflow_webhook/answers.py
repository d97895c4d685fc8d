"""What an answer, or none, means for the delivery."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from newsflow.errors import (
    CredentialsError,
    DeliveryError,
    RateLimitedError,
    RejectedError,
    RetryError,
)

from .intake import Answer, BrokenAnswerError
from .line import HungUpError
from .opening import BarredError, UnknownNameError

LONGEST_WAIT = 24 * 60 * 60
"""``Retry-After`` is obeyed up to so many seconds."""

_LATER = frozenset({408, 425})
_WORDS: Mapping[type[Exception], str] = {
    HungUpError: "it hung up before it answered",
    TimeoutError: "it did not answer in time",
    BrokenAnswerError: "its answer is no HTTP, or broke off",
}

FAILURES = (OSError, BrokenAnswerError)
"""What may go wrong on the way."""


def refusal(answer: Answer, *, channel: str, now: float) -> DeliveryError | None:
    """Say why an answer is no delivery; None if it is one.

    No more of it is told than its status: receivers send back what they were sent.
    """
    said = f"the receiver answered {answer.status}"
    if 200 <= answer.status < 300:  # noqa: PLR2004 - RFC 9110: successful
        broke_off = RetryError(channel, f"{said}, and broke off")
        return None if answer.whole else broke_off
    after = waiting_time(answer.retry_after, now=now)
    match answer.status:
        case 401 | 403:
            return CredentialsError(channel, f"{said}: see whether it has our secret")
        case 429:
            return RateLimitedError(channel, said, after=after)
        case status if 300 <= status < 400:  # noqa: PLR2004 - RFC 9110: redirection
            told = f"{said}; redirects are not followed, so set url"
            return RejectedError(channel, told)
        case status if 400 <= status < 500 and status not in _LATER:  # noqa: PLR2004 - RFC 9110: client error
            return RejectedError(channel, said)
        case _:
            return RetryError(channel, said, after=after)


def breakdown(failure: Exception, *, channel: str, target: object) -> DeliveryError:
    """Say what a failure on the way means.

    Whatever was sent may come again, since the receiver knows it by its id: that nobody
    can tell whether it arrived is one more reason to send it again.
    """
    if isinstance(failure, BarredError):
        return RejectedError(channel, str(failure))
    return RetryError(channel, f"{target}: {_told(failure)}")


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
    wanted = moment(text)
    return None if wanted is None else max(0, min(round(wanted - now), LONGEST_WAIT))


def moment(text: str) -> float | None:
    """Read a date of HTTP, in seconds since 1970; None if it is none."""
    try:
        found = parsedate_to_datetime(text)
        # One without a zone is in GMT, as every date of HTTP is.
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _told(failure: Exception) -> str:
    """Word a failure in our own words: what the other side said may hold a secret."""
    for kind, words in _WORDS.items():
        if isinstance(failure, kind):
            return words
    match failure:
        case UnknownNameError():
            return str(failure)
        case ssl.SSLCertVerificationError():
            return f"its certificate is not good ({failure.verify_message})"
        case ssl.SSLError():
            return f"it does not speak TLS as it should ({failure.reason})"
        case OSError(strerror=str(words)):
            return words
        case _:
            return type(failure).__name__
