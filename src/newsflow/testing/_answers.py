"""What a receiver is asked and what it answers, and how faults look in HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs

from ..model import rules
from .peers import RETRY_AFTER, Fault

HTML = b"<!DOCTYPE html><title>500</title><h1>Something broke</h1><script>1</script>"
"""What proxies answer with where a program expects JSON."""


class Hangup(StrEnum):
    """When a receiver hangs up without a word."""

    BEFORE_READING = "before_reading"
    """Before it has read the request; nothing was taken."""
    AFTER_READING = "after_reading"
    """After it has taken the request, instead of an answer."""


@attrs.frozen(kw_only=True)
class Answer:
    """One answer. *delay* is in seconds; after *cut* bytes of the body the line breaks.

    With *hangs_up* there is no answer at all.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = attrs.field(
        default=(), converter=rules.members
    )
    body: bytes = b""
    delay: float = 0
    cut: int | None = None
    hangs_up: Hangup | None = None

    @property
    def takes(self) -> bool:
        """Whether the receiver takes what was sent, whatever it says then."""
        return self.hangs_up is not Hangup.BEFORE_READING and self.status < 300  # noqa: PLR2004 - RFC 9110: 2xx


@attrs.frozen(kw_only=True)
class Request:
    """One request as it came; the names of its *headers* are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Take: TypeAlias = Callable[[Request, dict[str, Any]], Answer | None]

FAULTS: Mapping[Fault, Answer] = MappingProxyType(
    {
        Fault.LOST_REQUEST: Answer(hangs_up=Hangup.BEFORE_READING),
        Fault.LOST_ANSWER: Answer(hangs_up=Hangup.AFTER_READING),
        Fault.ENOUGH: Answer(status=429, headers=[("Retry-After", f"{RETRY_AFTER}")]),
        Fault.BROKEN: Answer(
            status=500, headers=[("Content-Type", "text/html")], body=HTML
        ),
        Fault.CUT: Answer(
            headers=[("Content-Type", "application/json")],
            body=b'{"ok": true, "id": "4711"}',
            cut=9,
        ),
        Fault.LOCKED_OUT: Answer(status=401, headers=[("WWW-Authenticate", "Bearer")]),
    }
)
"""How each fault looks in HTTP."""
