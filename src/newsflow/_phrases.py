"""How a step is put into a sentence about a story."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_OF: Mapping[str, str] = MappingProxyType(
    {
        "advance": "send ahead",
        "break_glass": "break the glass for",
        "comment": "comment on",
        "handle": "change the handling of",
        "lift_embargo": "lift the embargo of",
        "tighten_embargo": "tighten the embargo of",
        "withdraw_approval": "withdraw the approval of",
    }
)
"""Steps whose own names do not take a story as their object."""


def cannot(step: str, story: str) -> str:
    """Say that a step cannot be taken: ``cannot comment on “Bridge reopens”``."""
    return f"cannot {_OF.get(step, step.replace('_', ' '))} {story}"
