"""A starter plug-in for newsflow: a telegraph channel, and a check of its own."""

from __future__ import annotations

from newsflow import hookimpl
from newsflow.ports import ChannelKind, Check

from .channel import TELEGRAPH, Telegraph
from .check import FitsTelegram


@hookimpl
def newsflow_channels() -> list[ChannelKind]:
    """Offer channels of the kind ``telegraph``."""
    return [TELEGRAPH]


@hookimpl
def newsflow_checks() -> list[Check]:
    """Offer the check of the headline's length."""
    return [FitsTelegram()]


__all__ = [
    "TELEGRAPH",
    "FitsTelegram",
    "Telegraph",
    "newsflow_channels",
    "newsflow_checks",
]
