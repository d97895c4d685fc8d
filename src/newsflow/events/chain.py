"""The chain: each stored event carries the hash of the one before it.

The hash covers the stored bytes as they are, so verifying needs no knowledge of any
event class. An edit, a deletion and a swap inside a chain are found by the chain alone;
a cut at its end, or a whole chain written anew, by a checkpoint made earlier.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import attrs

from ..errors import BrokenChainError

GENESIS = "0" * 64
"""What the first event of an article names as the hash before it."""


@attrs.frozen(kw_only=True)
class Record:
    """An event as stored. *cursor* is its place in the feed; 0 until it has one.

    *at* is an instant as text and *body* canonical JSON (RFC 8785): exactly the bytes
    that *hash* covers, together with *before*, the hash of the record before it.
    """

    cursor: int
    article: str
    position: int
    type: str
    by: str
    at: str
    body: str
    before: str
    hash: str


def seal(  # noqa: PLR0913, PLR0917 - these are the columns that the hash covers
    before: str, article: str, position: int, kind: str, by: str, at: str, body: str
) -> str:
    """Compute the hash of a record from the bytes it is stored as.

    No column can hold a line feed (ids are keys, canonical JSON escapes it), so no two
    records read alike.
    """
    columns = f"{before}\n{article}\n{position}\n{kind}\n{by}\n{at}\n{body}"
    return sha256(columns.encode()).hexdigest()


def verify(article: str, records: Iterable[Record]) -> str:
    """Walk one article's chain from its start, and return the hash at its head.

    Raises:
        BrokenChainError: naming the first record that does not fit.
    """
    before = GENESIS
    for position, record in enumerate(records, start=1):
        _fits(article, record, before, position)
        before = record.hash
    return before


def _fits(article: str, record: Record, before: str, position: int) -> None:
    if record.position != position or record.article != article:
        reason = f"event {position} is missing; next is event {record.position}"
        raise BrokenChainError(article, position, reason)
    if record.before != before:
        reason = "it does not follow the event before it"
        raise BrokenChainError(article, position, reason)
    sealed = seal(
        before,
        article,
        position,
        record.type,
        record.by,
        record.at,
        record.body,
    )
    if record.hash != sealed:
        reason = "its stored text is not the text that was sealed"
        raise BrokenChainError(article, position, reason)
