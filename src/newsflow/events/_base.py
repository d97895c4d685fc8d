"""What every event has."""

from __future__ import annotations

from datetime import datetime

import attrs


@attrs.frozen(kw_only=True)
class Event:
    """Something that happened to an article; a fact, in the past tense, for ever.

    *position* numbers the events of one article from 1; *by* is a person's id, *at* an
    instant in UTC. No event holds free text: what people wrote is named by the digest
    of a stored text, so that it can be erased while the history stays whole.
    """

    article: str
    position: int
    at: datetime
    by: str
