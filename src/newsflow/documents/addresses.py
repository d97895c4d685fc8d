"""Addresses as documents write them, brought to those that a story may hold."""

from __future__ import annotations

import re

from ..model.rules import LINK, MEDIA_HREF, WEB_ADDRESS

# Browsers drop these from an address; left in, they hide what scheme it is.
_DROPPED = re.compile("[\x00-\x1f\x7f]")
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,15}:")


def link_of(raw: str) -> str | None:
    """Read where a link leads; None for what no story may hold, such as ``/about``."""
    return _fitting(LINK, raw)


def page_of(raw: str) -> str | None:
    """Read the address of a page; None for all that is not http or https."""
    return _fitting(WEB_ADDRESS, raw)


def medium_of(raw: str) -> str | None:
    """Read where a medium lies: http, https, or the newsroom's own store."""
    return _fitting(MEDIA_HREF, raw)


def _fitting(pattern: re.Pattern[str], raw: str) -> str | None:
    address = _absolute(raw)
    return address if pattern.fullmatch(address) else None


def _absolute(raw: str) -> str:
    """Write an address out: ``//host`` means https; what is forbidden is escaped."""
    address = _DROPPED.sub("", raw).strip()
    if address.startswith("//"):
        address = f"https:{address}"
    scheme = _SCHEME.match(address)
    if scheme is not None:
        address = scheme[0].lower() + address[scheme.end() :]
    return _FORBIDDEN.sub(_percent, address)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
