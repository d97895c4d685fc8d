"""Every fixed statement, written once in SQLAlchemy Core and compiled once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    Dialect,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.sql.base import Executable

from .schema import (
    ARTICLES,
    ATTEMPTS,
    CONTENTS,
    DELIVERIES,
    EVENTS,
    LOCKS,
    SCHEMA,
    WORKFLOWS,
    WORKING_COPIES,
)

_MOVING = (
    "position",
    "hash",
    "workflow",
    "workflow_version",
    "state",
    "state_kind",
    "live",
    "embargo",
    "expires",
    "due",
    "updated",
)
_WRITING = (
    *_MOVING,
    "head",
    "fingerprint",
    "headline",
    "headline_key",
    "kind",
    "section",
    "language",
    "slug",
)
ONE = literal_column("1", Integer)
ZERO = literal_column("0", Integer)
RECORD = (
    EVENTS.c.cursor,
    EVENTS.c.article,
    EVENTS.c.position,
    EVENTS.c.type,
    EVENTS.c.actor,
    EVENTS.c.at,
    EVENTS.c.body,
    EVENTS.c.before,
    EVENTS.c.hash,
)
DELIVERY = (
    DELIVERIES.c.id,
    DELIVERIES.c.article,
    DELIVERIES.c.channel,
    DELIVERIES.c.sequence,
    DELIVERIES.c.operation,
    DELIVERIES.c.version,
    DELIVERIES.c.content,
    DELIVERIES.c.status,
    DELIVERIES.c.attempts,
    DELIVERIES.c.due,
    DELIVERIES.c.reference,
    DELIVERIES.c.url,
    DELIVERIES.c.sha256,
    DELIVERIES.c.error,
    DELIVERIES.c.token,
)


def compiled(statement: Executable, dialect: Dialect) -> str:
    """Write a statement out as the SQL of a dialect, with named parameters."""
    return str(statement.compile(dialect=dialect))  # type: ignore[attr-defined] # every statement has it


@cache
def statements(dialect: Dialect) -> Mapping[str, str]:
    """Compile every fixed statement for a dialect, by name."""
    built: Mapping[str, Any] = {
        **_articles(),
        **_texts(),
        **_ledger(),
        **_desk(),
    }
    return {name: compiled(one, dialect) for name, one in built.items()}


def _b(name: str, kind: Any = Text) -> Any:
    return bindparam(name, type_=kind(), required=False)


def _word(value: str) -> Any:
    """Write a fixed word into the statement itself; nobody else's text comes here."""
    return literal_column(f"'{value}'", Text)


def _open(status: Any) -> Any:
    return or_(status == _word("due"), status == _word("leased"))


def _insert(table: Table, *, leave: tuple[str, ...] = ()) -> Any:
    columns = [column for column in table.columns if column.name not in leave]
    return insert(table).values(
        {c.name: bindparam(c.name, type_=c.type, required=False) for c in columns}
    )


def _unless_there(table: Table) -> Any:
    """Insert, unless there is a row of that key; both our databases say it alike."""
    from sqlalchemy.dialects.sqlite import insert as insert_or  # noqa: PLC0415 - only here

    values = {c.name: bindparam(c.name, type_=c.type, required=False) for c in table.c}
    return insert_or(table).values(values).on_conflict_do_nothing()


def _move(names: tuple[str, ...]) -> Any:
    values = {
        name: bindparam(name, type_=ARTICLES.c[name].type, required=False)
        for name in names
    }
    return (
        update(ARTICLES)
        .where(ARTICLES.c.id == _b("article"))
        .where(ARTICLES.c.position == _b("expected", Integer))
        .values(values)
    )


def _articles() -> Mapping[str, Any]:
    mine = EVENTS.c.article == _b("article")
    return {
        "schema_version": select(SCHEMA.c.version),
        "set_schema_version": insert(SCHEMA).values(version=_b("version", Integer)),
        "add_article": _unless_there(ARTICLES),
        "move_article": _move(_MOVING),
        "write_article": _move(_WRITING),
        "position": select(ARTICLES.c.position).where(ARTICLES.c.id == _b("article")),
        "row": select(ARTICLES).where(ARTICLES.c.id == _b("article")),
        "forget_row": update(ARTICLES)
        .where(ARTICLES.c.id == _b("article"), ARTICLES.c.head == _b("digest"))
        .values(
            headline=_word(""),
            headline_key=_word(""),
            section=null(),
            slug=null(),
            fingerprint=null(),
        ),
        "ids_like": select(ARTICLES.c.id)
        .where(ARTICLES.c.id.startswith(_b("start"), autoescape=False))
        .order_by(ARTICLES.c.id)
        .limit(_b("most", Integer))
        .offset(ZERO),
        "ids_of_slug": select(ARTICLES.c.id)
        .where(ARTICLES.c.slug == _b("slug"))
        .limit(_b("most", Integer))
        .offset(ZERO),
        "add_event": _insert(EVENTS, leave=("cursor",)),
        "history": select(*RECORD)
        .where(mine, EVENTS.c.position > _b("after", Integer))
        .order_by(EVENTS.c.position),
        "feed": select(*RECORD)
        .where(EVENTS.c.cursor > _b("after", Integer))
        .order_by(EVENTS.c.cursor)
        .limit(_b("most", Integer))
        .offset(ZERO),
        "heads": select(ARTICLES.c.id, ARTICLES.c.position, ARTICLES.c.hash).order_by(
            ARTICLES.c.id
        ),
        "event_heads": select(EVENTS.c.article, func.max(EVENTS.c.position)).group_by(
            EVENTS.c.article
        ),
        "workflow": select(WORKFLOWS.c.document).where(
            WORKFLOWS.c.name == _b("name"),
            WORKFLOWS.c.version == _b("version", Integer),
        ),
        "add_workflow": _insert(WORKFLOWS),
        "counts": select(ARTICLES.c.state, func.count())
        .group_by(ARTICLES.c.state)
        .order_by(ARTICLES.c.state),
    }


def _texts() -> Mapping[str, Any]:
    this = and_(CONTENTS.c.article == _b("article"), CONTENTS.c.digest == _b("digest"))
    columns = (
        CONTENTS.c.digest,
        CONTENTS.c.kind,
        CONTENTS.c.text,
        CONTENTS.c.salt,
        CONTENTS.c.fingerprint,
    )
    return {
        "add_text": _insert(CONTENTS),
        "text": select(*columns).where(this),
        "texts": select(*columns).where(CONTENTS.c.article == _b("article")),
        "erase_text": update(CONTENTS)
        .where(this)
        .values(text=null(), salt=null(), fingerprint=null()),
        "forget_copies": delete(WORKING_COPIES).where(
            WORKING_COPIES.c.article == _b("article")
        ),
    }


def _ledger() -> Mapping[str, Any]:
    older, busy = DELIVERIES.alias("older"), DELIVERIES.alias("busy")
    now = _b("now")
    waiting = and_(DELIVERIES.c.status == _word("due"), DELIVERIES.c.due <= now)
    crashed = and_(
        DELIVERIES.c.status == _word("leased"), DELIVERIES.c.lease_until <= now
    )
    behind = exists().where(
        older.c.article == DELIVERIES.c.article,
        older.c.channel == DELIVERIES.c.channel,
        older.c.sequence < DELIVERIES.c.sequence,
        _open(older.c.status),
    )
    crowded = exists().where(
        _b("collective", Integer) == ONE,
        busy.c.channel == DELIVERIES.c.channel,
        busy.c.id != DELIVERIES.c.id,
        busy.c.status == _word("leased"),
        busy.c.lease_until > now,
    )
    mine = DELIVERIES.c.article == _b("article")
    return {
        "record": _record(),
        "record_removals": _record_removals(),
        "supersede": update(DELIVERIES)
        .where(mine, DELIVERIES.c.status == _word("due"))
        .values(status=_word("superseded"), settled=now),
        "claim": update(DELIVERIES)
        .where(DELIVERIES.c.id == _b("id", Integer), or_(waiting, crashed))
        .where(~behind, ~crowded)
        .values(
            status=_word("leased"),
            token=_b("token"),
            lease_until=_b("lease_until"),
            attempts=DELIVERIES.c.attempts + ONE,
        )
        .returning(*DELIVERY, _position()),
        "hurry": update(DELIVERIES)
        .where(mine, DELIVERIES.c.status == _word("due"), DELIVERIES.c.due > now)
        .values(due=now),
        "settle": update(DELIVERIES)
        .where(DELIVERIES.c.id == _b("id", Integer), DELIVERIES.c.token == _b("token"))
        .where(DELIVERIES.c.status == _word("leased"))
        .values(
            status=case(
                (and_(_b("status") == _word("due"), _taken_down()), _word("superseded")),
                else_=_b("status"),
            ),
            due=_b("due"),
            reference=_b("reference"),
            url=_b("url"),
            sha256=_b("sha256"),
            error=_b("error"),
            settled=_b("settled"),
            lease_until=null(),
        )
        .returning(DELIVERIES.c.status),
        "add_attempt": _insert(ATTEMPTS, leave=("id",)),
        "overdue": select(*DELIVERY)
        .where(or_(waiting, crashed), _later_than())
        .order_by(DELIVERIES.c.due, DELIVERIES.c.id)
        .limit(_b("most", Integer))
        .offset(ZERO),
        "deliveries": select(*DELIVERY).where(mine).order_by(DELIVERIES.c.id),
        "previous": select(*DELIVERY)
        .where(mine, DELIVERIES.c.channel == _b("channel"))
        .where(DELIVERIES.c.status == _word("delivered"))
        .order_by(DELIVERIES.c.sequence.desc())
        .limit(ONE)
        .offset(ZERO),
        "shelf": _shelf(),
    }


def _taken_down() -> Any:
    """Tell that the story was taken down since: what failed is not tried again."""
    removal = DELIVERIES.alias("removal")
    return exists().where(
        removal.c.article == DELIVERIES.c.article,
        removal.c.channel == DELIVERIES.c.channel,
        removal.c.sequence > DELIVERIES.c.sequence,
        removal.c.version.is_(None),
    )


def _later_than() -> Any:
    due, identifier = DELIVERIES.c.due, DELIVERIES.c.id
    at = _b("after_due")
    return or_(due > at, and_(due == at, identifier > _b("after_id", Integer)))


def _position() -> Any:
    return (
        select(ARTICLES.c.position)
        .where(ARTICLES.c.id == DELIVERIES.c.article)
        .scalar_subquery()
    )


def _record() -> Any:
    last = select(func.coalesce(func.max(DELIVERIES.c.sequence), ZERO) + ONE).where(
        DELIVERIES.c.article == _b("article"), DELIVERIES.c.channel == _b("channel")
    )
    shown = exists().where(
        DELIVERIES.c.article == _b("article"),
        DELIVERIES.c.channel == _b("channel"),
    )
    return (
        insert(DELIVERIES)
        .values(
            article=_b("article"),
            channel=_b("channel"),
            sequence=last.scalar_subquery(),
            operation=case((shown, _b("operation")), else_=_word("create")),
            version=_b("version", Integer),
            content=_b("content"),
            status=_word("due"),
            attempts=ZERO,
            due=_b("now"),
            created=_b("now"),
        )
        .returning(DELIVERIES.c.id, DELIVERIES.c.channel)
    )


def _record_removals() -> Any:
    names = (
        "article",
        "channel",
        "sequence",
        "operation",
        "status",
        "attempts",
        "due",
        "created",
    )
    every = select(
        DELIVERIES.c.article,
        DELIVERIES.c.channel,
        func.max(DELIVERIES.c.sequence) + ONE,
        _b("operation"),
        _word("due"),
        ZERO,
        _b("now"),
        _b("now"),
    )
    rows = every.where(DELIVERIES.c.article == _b("article")).group_by(
        DELIVERIES.c.article, DELIVERIES.c.channel
    )
    return (
        insert(DELIVERIES)
        .from_select(list(names), rows)
        .returning(DELIVERIES.c.id, DELIVERIES.c.channel)
    )


def _shelf() -> Any:
    later = DELIVERIES.alias("later")
    overtaken = exists().where(
        later.c.article == DELIVERIES.c.article,
        later.c.channel == DELIVERIES.c.channel,
        later.c.sequence > DELIVERIES.c.sequence,
        later.c.status == _word("delivered"),
    )
    return (
        select(DELIVERIES.c.article, _position())
        .where(DELIVERIES.c.channel == _b("channel"))
        .where(
            DELIVERIES.c.status == _word("delivered"), DELIVERIES.c.version.is_not(None)
        )
        .where(~overtaken)
        .order_by(DELIVERIES.c.settled.desc(), DELIVERIES.c.id.desc())
    )


def _desk() -> Mapping[str, Any]:
    copy = and_(
        WORKING_COPIES.c.article == _b("article"),
        WORKING_COPIES.c.person == _b("person"),
    )
    mine = LOCKS.c.article == _b("article")
    return {
        "drop_copy": delete(WORKING_COPIES).where(copy),
        "add_copy": _insert(WORKING_COPIES),
        "copy": select(
            WORKING_COPIES.c.position, WORKING_COPIES.c.text, WORKING_COPIES.c.at
        ).where(copy),
        "lock": select(LOCKS.c.holder, LOCKS.c.until).where(mine),
        "drop_lock": delete(LOCKS).where(mine),
        "add_lock": _insert(LOCKS),
    }
