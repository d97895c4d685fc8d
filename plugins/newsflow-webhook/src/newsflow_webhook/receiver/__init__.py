"""The other end: whoever receives verifies, reads and keeps count with this.

It belongs to no framework: a :class:`Verifier` takes a body and headers, and gives a
:class:`Message`; an :class:`Inbox` tells whether it is news.
"""

from __future__ import annotations

from .inbox import Arrival, Inbox, MemoryInbox
from .messages import Message, Previous
from .refusals import RefusedError, UnfitError, UnverifiedError
from .sqlite import SqliteInbox
from .verifier import Verifier

__all__ = [
    "Arrival",
    "Inbox",
    "MemoryInbox",
    "Message",
    "Previous",
    "RefusedError",
    "SqliteInbox",
    "UnfitError",
    "UnverifiedError",
    "Verifier",
]
