"""``newsflow import``: documents become drafts, and nothing of them is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
import click

from ..documents.reading import Reading
from ..errors import InvalidError, NewsflowError, NotFoundError, Problem
from ..model.article import Article
from ..model.people import Person
from ..newsroom import Fate, Incoming, Ingested, Newsroom
from . import naming
from .adopting import Adopted, adopted
from .answers import columns, counted, plain
from .instants import INSTANT
from .outcomes import AdvisedError, Exit, outcome
from .progress import progress
from .reading import files_in, named_reader, read, reader_for
from .session import Session, command, in_session
from .stepping import article_answer

BATCH = 100
"""So many files are imported in one transaction."""


@attrs.frozen(kw_only=True)
class Outcome:
    """What became of one file."""

    file: str
    status: str
    article: str | None = None
    headline: str | None = None
    aside: int = 0
    error: str | None = None
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """``bridge.txt: drafted “Harbour bridge reopens” …``."""
        if self.error is not None:
            return f"{self.file}: {self.status}: {self.error}"
        apart = f", {counted(self.aside, 'line')} set aside" if self.aside else ""
        return f"{self.file}: {self.status} “{self.headline}” {self.article}{apart}"


@attrs.frozen(kw_only=True)
class Import:
    """How files are to be read, and what was imported before."""

    session: Session
    reader: str | None
    language: str | None
    embargo: datetime | None
    again: bool


@attrs.frozen
class _File:
    """A file that could be opened, and its bytes."""

    file: Path
    data: bytes = attrs.field(repr=False)

    @property
    def original(self) -> str:
        return sha256(self.data).hexdigest()


@attrs.frozen
class _Read:
    """A file that was read, and what people are to be told of it."""

    file: Path
    reading: Reading
    remarks: tuple[str, ...]


@command("import")
@click.argument(
    "files",
    nargs=-1,
    type=click.Path(path_type=Path),
)
@click.option("--reader", help="The reader to use; the ending of the file tells else.")
@click.option("--language", help="What they are written in, unless they say so.")
@click.option("--embargo", type=INSTANT, help="When the stories may go out.")
@click.option("--again", is_flag=True, help="A file that was imported before, too.")
@click.option(
    "--show",
    "shown",
    metavar="ARTICLE",
    type=naming.ARTICLE,
    help="Show what was set aside when that one was read.",
)
@in_session
def import_(  # noqa: PLR0913 - one for each option
    session: Session,
    *,
    files: tuple[Path, ...],
    reader: str | None,
    language: str | None,
    embargo: datetime | None,
    again: bool,
    shown: str | None,
) -> None:
    """Read documents in as drafts.

    Of a folder, every file in it that a reader is for is read. Whatever a file claims,
    it becomes a draft. Its bytes are kept, and each line that is no part of the story
    is kept with its reason: --show ARTICLE lists them. A file that cannot be read
    changes nothing, and the others go on. Undo an import by newsflow spike ARTICLE.
    """
    if shown is not None:
        _show(session, shown)
        return
    if not files:
        message = "Name the files to import, or --show ARTICLE."
        raise click.UsageError(message)
    run = Import(
        session=session,
        reader=reader,
        language=language,
        embargo=None if embargo is None else session.instant(embargo),
        again=again,
    )
    _ = session.by  # who nobody knows imports nothing
    if reader is not None:
        named_reader(session.room, reader)  # though every file was imported before
    named = tuple(each for one in files for each in _within(run, one))
    found = tuple(_imported(run, progress(session, named, doing="importing")))
    answer = {"imported": [plain(one) for one, _ in found]}
    session.give(answer, "\n".join(str(one) for one, _ in found))
    worst = max((code for _, code in found), default=Exit.OK)
    if worst:
        raise click.exceptions.Exit(worst)


def _within(run: Import, named: Path) -> tuple[Path, ...]:
    """Give a file that was named, or those of a folder that a reader is for."""
    if not named.is_dir():
        return (named,)
    found = files_in(run.session.room, named, run.reader)
    if not found:
        run.session.remark(f"{named}: there is no file that a reader is for")
    return found


def _imported(run: Import, files: Iterable[Path]) -> Iterator[tuple[Outcome, Exit]]:
    waiting = iter(files)
    while batch := tuple(islice(waiting, BATCH)):
        yield from _together(run, batch)


def _together(run: Import, files: Iterable[Path]) -> Iterator[tuple[Outcome, Exit]]:
    """Import some files in one transaction; the outcomes come in their order."""
    session, room = run.session, run.session.room
    opened = [_opened(file) for file in files]
    hashes = [one.original for one in opened if isinstance(one, _File)]
    known = {} if run.again else room.imported(hashes)
    read_ = [_read(run, known, one) for one in opened]
    stories = [
        Incoming(story=one.reading, embargo=run.embargo)
        for one in read_
        if isinstance(one, _Read)
    ]
    fates = room.ingest(stories, by=session.by, size=BATCH, again=run.again)
    for one in read_:
        yield _told(run, one, next(fates)) if isinstance(one, _Read) else one


def _opened(file: Path) -> _File | tuple[Outcome, Exit]:
    try:
        return _File(file, file.read_bytes())
    except FileNotFoundError:
        message = "there is no such file"
        return _failed(file, AdvisedError(message))
    except OSError as failed:
        return _failed(file, failed)


def _read(
    run: Import, known: Mapping[str, str], opened: _File | tuple[Outcome, Exit]
) -> _Read | tuple[Outcome, Exit]:
    if not isinstance(opened, _File):
        return opened
    room, file = run.session.room, opened.file
    before = known.get(opened.original)
    if before is not None:
        return _met(room, file, before), Exit.OK
    try:
        reader = reader_for(room, file, run.reader)
        reading = read(room, file, opened.data, reader, language=run.language)
        taken = adopted(reading, file, room.media)
        _keep(room, taken, opened.data)
    except (NewsflowError, OSError) as failed:
        return _failed(file, failed)
    return _Read(file, taken.reading, taken.remarks)


def _told(run: Import, one: _Read, ingested: Ingested) -> tuple[Outcome, Exit]:
    session, reading = run.session, one.reading
    if ingested.error is not None:
        return _failed(one.file, ingested.error)
    if ingested.fate is Fate.UNCHANGED:
        return _met(session.room, one.file, ingested.article or ""), Exit.OK
    for remark in one.remarks:
        session.remark(f"{one.file}: {remark}")
    drafted = Outcome(
        file=str(one.file),
        status="drafted",
        article=ingested.article,
        headline=reading.content.headline,
        aside=len(reading.aside),
    )
    return drafted, Exit.OK


def _failed(file: Path, failed: Exception) -> tuple[Outcome, Exit]:
    code, word = outcome(failed)
    told = Outcome(
        file=str(file),
        status="cannot be read" if isinstance(failed, InvalidError) else word,
        error=str(failed).removeprefix(f"{file.name}: "),
        problems=getattr(failed, "problems", ()),
    )
    return told, code


def _met(room: Newsroom, file: Path, before: str) -> Outcome:
    article = room.article(before)
    status = f"was imported before, now {article.state} (--again imports it anew)"
    answer = article_answer(room, article)
    return Outcome(
        file=str(file), status=status, article=before, headline=answer["headline"]
    )


def begun(
    room: Newsroom,
    taken: Adopted,
    original: bytes,
    *,
    by: Person,
    embargo: datetime | None = None,
) -> Article:
    """Begin an article out of what was read; its bytes and its media's are kept."""
    _keep(room, taken, original)
    reading = taken.reading
    return room.draft(reading.content, by=by, embargo=embargo, reading=reading)


def _keep(room: Newsroom, taken: Adopted, original: bytes) -> None:
    # Before the story, so that none ever names bytes that nobody has.
    room.media.put(original)
    taken.keep(room.media)


def _show(session: Session, name: str) -> None:
    room, article = session.room, session.story(name)
    if article.reading is None:
        message = f"{article.id} was not imported"
        raise AdvisedError(message, hint=f"newsflow history {article.id}")
    account: Mapping[str, Any] = json.loads(room.words(article, article.reading))
    answer = {**account, "article": article.id, "kept": _is_kept(room, account)}
    rows = ((one["line"], one["reason"], one["text"]) for one in account["aside"])
    session.give(answer, columns(rows) or "nothing was set aside")
    session.remark(f"read by {account['reader']} from {account['original']}")


def _is_kept(room: Newsroom, account: Mapping[str, Any]) -> bool:
    try:
        room.media.get(account["original"])
    except NotFoundError:
        return False
    return True
