"""What the desk calls a story, and how it says what happened to it, in a line each."""

from __future__ import annotations

from ..ports.board import Card, Mark, Sending, Withheld
from .desk_clock import DeskClock


def called(card: Card, clock: DeskClock) -> str:
    """Call a story by its headline, or say why that is withheld."""
    match card.withheld:
        case None:
            return card.headline or ""
        case Withheld.EMBARGO:
            until = (
                "" if card.embargo is None else f" until {clock.shown(card.embargo)}"
            )
            return f"Embargoed{until}"
        case Withheld.KILLED:
            return f"Killed story {card.article}"
        case Withheld.ERASED:
            return f"Erased story {card.article}"


def told(mark: Mark, clock: DeskClock) -> str:
    """Say what happened, who did it, and until when, in a line."""
    version = "" if mark.version is None else f" v{mark.version}"
    until = "" if mark.until is None else f", until {clock.shown(mark.until)}"
    return f"{mark.what}{version} by {mark.by}{until}"


def sent(one: Sending) -> str:
    """Say what was sent, and how that stands, in a line."""
    version = "" if one.version is None else f" v{one.version}"
    return f"{one.operation.value}{version} {one.status.value.replace('_', ' ')}"
