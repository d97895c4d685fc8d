"""Articles, events and texts in SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..documents.texts import StoredText, TextKind
from ..errors import ConflictError, NotFoundError
from ..events.chain import Record
from ..ports import Dispatch, Sent
from .database import Database, Transaction, repeated
from .desk import Pen, refuse_locked
from .holding import place_events
from .recording import record_dispatch
from .schema import ARTICLES

_PAGE = 500


class ArticleStore:
    """The history of every article, its texts, and the projection that queries read."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def history(self, article: str, *, after: int = 0) -> tuple[Record, ...]:
        """Read an article's events past a position."""
        with self.database.reading() as tx:
            rows = tx.all("history", article=article, after=after)
        return tuple(record_of(row) for row in rows)

    def feed(self, *, after: int = 0, most: int = _PAGE) -> tuple[Record, ...]:
        """Read the events of the whole newsroom past a cursor, in commit order.

        No event turns up behind a cursor later: see :func:`.holding.place_events`.
        """
        place_events(self.database)
        with self.database.reading() as tx:
            rows = tx.all("feed", after=after, most=most)
        return tuple(record_of(row) for row in rows)

    @repeated
    def begin(
        self,
        records: Sequence[Record],
        *,
        texts: Iterable[StoredText],
        row: Mapping[str, Any],
    ) -> None:
        """Store a new article.

        Raises:
            ConflictError: there is one of that id already.
        """
        article = records[0].article
        with self.database.writing() as tx:
            if tx.run("add_article", **row).rowcount != 1:
                found = tx.one("position", article=article)[0]
                raise ConflictError(article, expected=0, found=found)
            _append(tx, records, texts)

    @repeated
    def append(  # noqa: PLR0913 - everything that one transaction stores
        self,
        records: Sequence[Record],
        *,
        expected: int,
        texts: Iterable[StoredText] = (),
        row: Mapping[str, Any],
        dispatch: Dispatch | None = None,
        erase: tuple[str, ...] = (),
        hurry: str | None = None,
        pen: Pen | None = None,
        hint: Callable[[Any, tuple[Sent, ...]], None] | None = None,
    ) -> tuple[Sent, ...]:
        """Store what happened to an article that stands at position *expected*.

        Gives the deliveries that follow from it. The texts of *erase* go for good. What
        waits to be delivered later is due at the instant *hurry*, if one is given. A
        lock of the article bars whoever takes the *pen* and is not its holder. *hint*
        is told of the deliveries, on the connection and in its transaction.

        Raises:
            ConflictError: it does not stand there any more; nothing is stored.
            LockedError: somebody else has its lock; nothing is stored.
        """
        article = records[0].article
        with self.database.writing() as tx:
            if pen is not None:
                tx.hold(article)  # a lock that is being taken is waited for
            while not _moves(tx, article, expected, row, pen):
                _refuse(tx, article, expected)
            _append(tx, records, texts)
            _erase(tx, article, erase)
            if hurry is not None:
                tx.run("hurry", article=article, now=hurry)
            sent = record_dispatch(tx, article, dispatch)
            if hint is not None and sent:
                hint(tx.connection, sent)
        if erase:
            self.database.scrub()
        return sent

    def text(self, article: str, digest: str) -> StoredText | None:
        """Read a stored text; None when it was erased.

        Raises:
            NotFoundError: the article has no such text.
        """
        with self.database.reading() as tx:
            row = tx.one("text", article=article, digest=digest)
        if row is None:
            kind = "text"
            raise NotFoundError(kind, digest)
        return _stored(row)

    def texts(self, article: str) -> Iterator[tuple[str, StoredText | None]]:
        """Read every text of an article with its digest; None for an erased one."""
        with self.database.reading() as tx:
            rows = tx.all("texts", article=article)
        for row in rows:
            yield row[0], _stored(row)

    def read_from(self, original: str) -> tuple[str, ...]:
        """Name the articles that were read from the document of a hash."""
        with self.database.reading() as tx:
            rows = tx.all("read_from", original=original)
        return tuple(row[0] for row in rows)

    def shows(self, sha256: str) -> bool:
        """Tell whether a content names a medium of that hash."""
        with self.database.reading() as tx:
            return tx.one("shows", sha256=f'"{sha256}"') is not None

    def row(self, article: str) -> Mapping[str, Any]:
        """Read an article's row of the projection.

        Raises:
            NotFoundError: there is none.
        """
        with self.database.reading() as tx:
            row = tx.one("row", article=article)
        if row is None:
            kind = "article"
            raise NotFoundError(kind, article)
        names = (column.name for column in ARTICLES.columns)
        return dict(zip(names, row, strict=True))

    def workflow(self, name: str, version: int) -> str | None:
        """Give the document of a workflow as it was when first used."""
        with self.database.reading() as tx:
            row = tx.one("workflow", name=name, version=version)
        return None if row is None else str(row[0])

    @repeated
    def keep_workflow(self, name: str, version: int, document: str) -> None:
        """Keep the document of a workflow, so that its articles can go on with it."""
        with self.database.writing() as tx:
            tx.run("add_workflow", name=name, version=version, document=document)

    def heads(self) -> tuple[tuple[str, int, str], ...]:
        """Give id, position and hash of the last event of every article."""
        with self.database.reading() as tx:
            return tuple((row[0], row[1], row[2]) for row in tx.all("heads"))

    def event_heads(self) -> Mapping[str, int]:
        """Give the last position of every article that has events."""
        with self.database.reading() as tx:
            return {row[0]: row[1] for row in tx.all("event_heads")}

    def ids_like(self, start: str, *, most: int = 10) -> tuple[str, ...]:
        """Find articles whose id begins so, or whose slug is just that."""
        with self.database.reading() as tx:
            ids = [row[0] for row in tx.all("ids_like", start=start, most=most)]
            slugs = [row[0] for row in tx.all("ids_of_slug", slug=start, most=most)]
        near = [one for one in ids if one.startswith(start)]
        return tuple(dict.fromkeys((*slugs, *near)))

    def counts(self) -> Mapping[str, int]:
        """Count the articles in each state."""
        with self.database.reading() as tx:
            return {row[0]: row[1] for row in tx.all("counts")}


def record_of(row: Sequence[Any]) -> Record:
    """Make a record out of its columns."""
    cursor, article, position, kind, by, at, body, before, sealed = row
    return Record(
        cursor=max(cursor, 0),
        article=article,
        position=position,
        type=kind,
        by=by,
        at=at,
        body=body,
        before=before,
        hash=sealed,
    )


def _append(
    tx: Transaction, records: Iterable[Record], texts: Iterable[StoredText]
) -> None:
    article = ""
    for record in records:
        article = record.article
        tx.run(
            "add_event",
            article=record.article,
            position=record.position,
            type=record.type,
            actor=record.by,
            at=record.at,
            body=record.body,
            before=record.before,
            hash=record.hash,
        )
    for text in texts:
        tx.run(
            "add_text",
            article=article,
            digest=text.digest,
            kind=text.kind.value,
            text=text.text,
            salt=text.salt,
            fingerprint=text.fingerprint,
        )


def _moves(
    tx: Transaction,
    article: str,
    expected: int,
    row: Mapping[str, Any],
    pen: Pen | None,
) -> bool:
    statement = "write_article" if "head" in row else "move_article"
    taken: Mapping[str, str] = {}
    if pen is not None:
        # In the statement that writes anyway, so that it costs none of its own.
        statement, taken = "save_article", {"writer": pen.writer, "now": pen.now}
    moved = tx.run(statement, article=article, expected=expected, **row, **taken)
    return bool(moved.rowcount == 1)


def _refuse(tx: Transaction, article: str, expected: int) -> None:
    row = tx.one("position", article=article)
    found = row[0] if row else 0
    if found != expected:
        raise ConflictError(article, expected=expected, found=found)
    refuse_locked(tx, article)


def _erase(tx: Transaction, article: str, digests: tuple[str, ...]) -> None:
    for digest in digests:
        tx.run("erase_text", article=article, digest=digest)
        tx.run("forget_row", article=article, digest=digest)
    if digests:
        tx.run("forget_copies", article=article)
        tx.run("forget_payloads", article=article)


def _stored(row: Sequence[Any]) -> StoredText | None:
    digest, kind, text, salt, fingerprint = row
    if text is None:
        return None
    return StoredText(
        digest=digest,
        kind=TextKind(kind),
        text=text,
        salt=salt,
        fingerprint=fingerprint,
    )
