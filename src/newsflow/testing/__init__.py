"""What users need to test their own workflow, store and plug-ins with newsflow.

Names are fetched when they are first used: pytest loads the kit's plug-in in every
project that has newsflow installed, and that must cost next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import fetching

if TYPE_CHECKING:
    from .channel_contract import ChannelContract
    from .check_contract import CheckContract
    from .clocks import FixedClock, fixed_clock, seeded_ids, seeded_salts
    from .machine import NewsroomMachine
    from .peers import RETRY_AFTER, Fault, Peer
    from .people import PEOPLE, Staff
    from .receiver import Answer, Hangup, Receiver, Request
    from .recording import RecordingChannel
    from .renderer_contract import RendererContract
    from .staging import bring
    from .store_contract import StoreContract
    from .theme_contract import ThemeContract

_HOMES = {
    "PEOPLE": ".people",
    "RETRY_AFTER": ".peers",
    "Answer": ".receiver",
    "ChannelContract": ".channel_contract",
    "CheckContract": ".check_contract",
    "Fault": ".peers",
    "FixedClock": ".clocks",
    "Hangup": ".receiver",
    "NewsroomMachine": ".machine",
    "Peer": ".peers",
    "Receiver": ".receiver",
    "RecordingChannel": ".recording",
    "RendererContract": ".renderer_contract",
    "Request": ".receiver",
    "Staff": ".people",
    "StoreContract": ".store_contract",
    "ThemeContract": ".theme_contract",
    "bring": ".staging",
    "fixed_clock": ".clocks",
    "seeded_ids": ".clocks",
    "seeded_salts": ".clocks",
}

__all__ = [
    "PEOPLE",
    "RETRY_AFTER",
    "Answer",
    "ChannelContract",
    "CheckContract",
    "Fault",
    "FixedClock",
    "Hangup",
    "NewsroomMachine",
    "Peer",
    "Receiver",
    "RecordingChannel",
    "RendererContract",
    "Request",
    "Staff",
    "StoreContract",
    "ThemeContract",
    "bring",
    "fixed_clock",
    "seeded_ids",
    "seeded_salts",
]

__getattr__ = fetching(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
