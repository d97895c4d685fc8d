"""The guard before every answer: whose name was called, and what must go with it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from .pages import page, policy

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("newsflow.preview")
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)
"""What goes with each answer: nothing of it is kept, listed, or told to others."""


@attrs.frozen
class Guard:
    """Lets requests through that call us by one of our *hosts*, if any are named.

    A page from elsewhere whose own name was made to lead to this machine (DNS
    rebinding) calls us by that name, and gets nothing.
    """

    app: ASGIApp
    hosts: frozenset[str] = frozenset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answering = _Answering(send)
        if self.hosts and _host(scope) not in self.hosts:
            await answering.refuse(421, "This is not the name of this server.")
            return
        try:
            await self.app(scope, receive, answering)
        except Exception as failed:  # noqa: BLE001 - no word of a story goes into a log
            LOG.error("a preview failed: %s", _where(failed))  # noqa: TRY400 - the same
            if not answering.begun:
                await answering.refuse(500, "The page could not be made.")


@attrs.define
class _Answering:
    """Sends an answer, with the headers that go with each."""

    send: Send
    begun: bool = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            message = {**message, "headers": _with_ours(message["headers"])}
        await self.send(message)

    async def refuse(self, status: int, why: str) -> None:
        body = page("refusal", title="Nothing to be seen here", why=why)
        kind = (b"content-type", b"text/html; charset=utf-8")
        length = (b"content-length", str(len(body)).encode())
        start = {"type": "http.response.start", "status": status}
        await self({**start, "headers": [kind, length]})
        await self({"type": "http.response.body", "body": body})


def _with_ours(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    ours = {name.lower().encode(): value.encode() for name, value in HEADERS.items()}
    kept = [one for one in headers if one[0].lower() not in ours]
    if not any(name.lower() == b"content-security-policy" for name, _ in kept):
        kept.append((b"content-security-policy", policy().encode()))
    return [*kept, *ours.items()]


def _host(scope: Scope) -> str:
    """Read the one Host that there has to be (RFC 9112, section 3.2), less its port."""
    named = [value for name, value in scope["headers"] if name == b"host"]
    if len(named) != 1:
        return ""
    host: str = named[0].decode("latin-1").lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _where(failed: Exception) -> str:
    """Tell what failed and where; its message may hold what somebody wrote."""
    frames = traceback.extract_tb(failed.__traceback__)
    last = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(failed).__name__}{last}"
