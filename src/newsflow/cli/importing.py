"""``newsflow import``: documents become drafts, and nothing of them is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import click

from ..errors import InvalidError, NewsflowError, NotFoundError, Problem
from ..events import Drafted
from ..model.article import Article
from ..model.people import Person
from ..newsroom import Newsroom
from . import naming
from .adopting import Adopted, adopted
from .answers import columns, counted, plain
from .instants import INSTANT
from .outcomes import AdvisedError, Exit, outcome
from .progress import progress
from .reading import read, reader_for
from .session import Session, command, in_session
from .stepping import article_answer


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
    known: dict[str, str]


@command("import")
@click.argument(
    "files",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
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

    Whatever a file claims, it becomes a draft. Its bytes are kept, and each line that
    is no part of the story is kept with its reason: --show ARTICLE lists them. A file
    that cannot be read changes nothing, and the others go on. Undo an import by
    newsflow spike ARTICLE.
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
        known=_known(session.room),
    )
    _ = session.by  # who nobody knows imports nothing
    found = [_one(run, file) for file in progress(session, files, doing="importing")]
    answer = {"imported": [plain(one) for one, _ in found]}
    session.give(answer, "\n".join(str(one) for one, _ in found))
    worst = max(code for _, code in found)
    if worst:
        raise click.exceptions.Exit(worst)


def _known(room: Newsroom) -> dict[str, str]:
    """Find which documents were imported before, by their hash."""
    drafted = (fact.event for fact in room.events() if isinstance(fact.event, Drafted))
    return {one.original: one.article for one in drafted if one.original is not None}


def _one(run: Import, file: Path) -> tuple[Outcome, Exit]:
    try:
        original = file.read_bytes()
        before = run.known.get(sha256(original).hexdigest())
        if before is not None and not run.again:
            return _met(run.session.room, file, before), Exit.OK
        return _drafted(run, file, original), Exit.OK
    except (NewsflowError, OSError) as failed:
        code, word = outcome(failed)
        return _failed(file, failed, word), code


def _failed(file: Path, failed: Exception, word: str) -> Outcome:
    return Outcome(
        file=str(file),
        status="cannot be read" if isinstance(failed, InvalidError) else word,
        error=str(failed).removeprefix(f"{file.name}: "),
        problems=getattr(failed, "problems", ()),
    )


def _met(room: Newsroom, file: Path, before: str) -> Outcome:
    article = room.article(before)
    status = f"was imported before, now {article.state} (--again imports it anew)"
    answer = article_answer(room, article)
    return Outcome(
        file=str(file), status=status, article=before, headline=answer["headline"]
    )


def _drafted(run: Import, file: Path, original: bytes) -> Outcome:
    session, room = run.session, run.session.room
    reader = reader_for(room, file, run.reader)
    reading = read(room, file, original, reader, language=run.language)
    taken = adopted(reading, file, room.media)
    article = begun(room, taken, original, by=session.by, embargo=run.embargo)
    run.known[reading.original] = article.id
    for remark in taken.remarks:
        session.remark(f"{file}: {remark}")
    return Outcome(
        file=str(file),
        status="drafted",
        article=article.id,
        headline=taken.reading.content.headline,
        aside=len(reading.aside),
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
    room.media.put(original)
    taken.keep(room.media)
    reading = taken.reading
    return room.draft(reading.content, by=by, embargo=embargo, reading=reading)


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
