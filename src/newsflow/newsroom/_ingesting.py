"""Bringing in many stories: one transaction for each batch, one outcome for each story.

A batch is stored whole or not at all, and told of after its commit. What is wrong with
one story is that story's outcome: nothing of it is stored, and the others go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from hashlib import sha256
from typing import TypeAlias

import attrs

from ..documents.reading import Reading, read_document
from ..errors import (
    ConflictError,
    InvalidValueError,
    NewsflowError,
    NotFoundError,
    PluginError,
    Problem,
)
from ..model.content import Content
from ..model.people import Person
from ..ports import Reader
from ..store.arrivals import Arrivals
from ._drafting import Beginning, Prepared, prepared
from ._office import Office
from ._verbs import By

_LARGEST = 10_000
"""So many stories may share a transaction: others who write wait for its end."""


@attrs.frozen(kw_only=True)
class Document:
    """A document to be read: its bytes, and the name of the reader that is for them.

    *name* is what errors call it, such as the name of its file; *language* is what it
    is taken to be written in unless it says so itself, the newsroom's own if not given.
    """

    data: bytes = attrs.field(repr=False)
    reader: str = "json"
    name: str = ""
    language: str | None = None


Text: TypeAlias = Content | Reading | Document
"""What a story may be given as: its content, a document that was read, or its bytes."""


@attrs.frozen(kw_only=True)
class Incoming:
    """A story to bring in, with what cannot be told from its text.

    With an *id* of the host's own, bringing it in again with the same text changes
    nothing.
    """

    story: Text
    id: str | None = None
    embargo: datetime | None = None


class Fate(StrEnum):
    """What can become of a story that is brought in."""

    DRAFTED = "drafted"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@attrs.frozen(kw_only=True)
class Ingested:
    """What became of one story: the id of its article, or the error that kept it out.

    *unchanged* is a story that was there before, and *article* the one that it is.
    """

    fate: Fate
    incoming: Incoming
    article: str | None = None
    error: NewsflowError | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with its document, each with its path."""
        return getattr(self.error, "problems", ())


@attrs.frozen(kw_only=True)
class _Run:
    """How stories are to be brought in: by whom, and by which readers."""

    office: Office
    by: Person
    readers: Mapping[str, Reader]
    again: bool


@attrs.frozen
class _Arrived:
    incoming: Incoming
    original: str | None


@attrs.frozen
class _Ready:
    incoming: Incoming
    prepared: Prepared


class Ingesting:
    """How many stories come in at once."""

    _office: Office

    def ingest(
        self,
        stories: Iterable[Incoming | Text],
        *,
        by: By,
        size: int = 100,
        again: bool = False,
    ) -> Iterator[Ingested]:
        """Bring many stories in as drafts, *size* of them to a transaction.

        Nothing happens until the outcomes are walked through: they come in the order of
        the stories, each batch after its commit, when plug-ins have heard of it. One
        that was read from the same bytes as a story that is here is *unchanged*, unless
        it is to come in *again*. A story that is refused leaves nothing behind and
        stops no other; if the process dies, whole batches are there.

        Raises:
            NotFoundError: there is no such person.
            InvalidValueError: *size* is not from 1 to 10,000.
        """
        if not 1 <= size <= _LARGEST:
            field = "size"
            raise InvalidValueError(field, size, f"from 1 to {_LARGEST}")
        office = self._office
        run = _Run(
            office=office,
            by=office.person(by),
            readers=office.plugins.readers(),
            again=again,
        )
        return _ingested(run, stories, size)

    def imported(self, originals: Iterable[str]) -> Mapping[str, str]:
        """Find the articles that were read from documents, by the SHA-256 of the bytes.

        Of several that were read from one document, the latest is given.
        """
        return Arrivals(self._office.database).known(originals)


def _ingested(
    run: _Run, stories: Iterable[Incoming | Text], size: int
) -> Iterator[Ingested]:
    batch: list[_Ready | Ingested] = []
    originals: set[str] = set()
    for one in map(_arrived, stories):
        # Of the same document twice, the second waits until the first is stored.
        if len(batch) == size or one.original in originals:
            yield from _stored(run, batch)
            batch, originals = [], set()
        batch.append(_prepared(run, one))
        originals.update(filter(None, (one.original,)))
    yield from _stored(run, batch)


def _arrived(given: Incoming | Text) -> _Arrived:
    incoming = given if isinstance(given, Incoming) else Incoming(story=given)
    match incoming.story:
        case Document(data=data):
            return _Arrived(incoming, sha256(data).hexdigest())
        case Reading(original=original):
            return _Arrived(incoming, original)
        case _:
            return _Arrived(incoming, None)


def _prepared(run: _Run, one: _Arrived) -> _Ready | Ingested:
    incoming, original = one.incoming, one.original
    if original is not None and not run.again:
        before = Arrivals(run.office.database).known((original,)).get(original)
        if before is not None:
            return Ingested(fate=Fate.UNCHANGED, incoming=incoming, article=before)
    try:
        return _Ready(incoming, _ready(run, incoming))
    except NewsflowError as unfit:
        return Ingested(fate=Fate.REFUSED, incoming=incoming, error=unfit)


def _ready(run: _Run, incoming: Incoming) -> Prepared:
    story = incoming.story
    if isinstance(story, Document):
        story = _read(run, story)
    reading = None if isinstance(story, Content) else story
    content = story if isinstance(story, Content) else story.content
    beginning = Beginning(
        by=run.by, identifier=incoming.id, embargo=incoming.embargo, reading=reading
    )
    ready = prepared(run.office, content, beginning)
    if isinstance(incoming.story, Document):
        # Before the story, so that none ever names bytes that nobody has.
        run.office.media.put(incoming.story.data)
    return ready


def _read(run: _Run, document: Document) -> Reading:
    reader = run.readers.get(document.reader)
    if reader is None:
        kind = "reader"
        raise NotFoundError(kind, document.reader, known=run.readers)
    language = document.language or run.office.config.language
    try:
        return read_document(
            reader, document.data, language=language, source=document.name
        )
    except NewsflowError:
        raise
    except Exception as broken:
        # Whatever a plug-in's reader stumbles over, it is one story that stays out.
        reason = f"its reader failed on {document.name or 'a document'}: {broken!r}"
        raise PluginError(document.reader, reason) from broken


def _stored(run: _Run, batch: Sequence[_Ready | Ingested]) -> Iterator[Ingested]:
    ready = [one for one in batch if isinstance(one, _Ready)]
    new = [one.prepared.new for one in ready]
    positions = Arrivals(run.office.database).begin(new) if new else ()
    # Told of only now: before, the whole batch might have been undone.
    settled = iter(
        [
            _settled(run.office, one, position)
            for one, position in zip(ready, positions, strict=True)
        ]
    )
    return (next(settled) if isinstance(one, _Ready) else one for one in batch)


def _settled(office: Office, ready: _Ready, position: int) -> Ingested:
    incoming, article = ready.incoming, ready.prepared.article
    if not position:
        # Not kept at hand: an archive must not push out what the desk works on.
        office.later(partial(office.tell, (ready.prepared.event,), article), ())
        return Ingested(fate=Fate.DRAFTED, incoming=incoming, article=article.id)
    if office.store.row(article.id)["fingerprint"] == ready.prepared.fingerprint:
        return Ingested(fate=Fate.UNCHANGED, incoming=incoming, article=article.id)
    error = ConflictError(article.id, expected=0, found=position)
    return Ingested(fate=Fate.REFUSED, incoming=incoming, error=error)
