"""Every fixed statement, written once in SQLAlchemy Core and compiled once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    Dialect,
    Integer,
    and_,
    bindparam,
    delete,
    func,
    insert,
    null,
    select,
    update,
)
from sqlalchemy.sql.base import Executable

from ._ledger_claim import batch_statements, claim_statements
from ._ledger_record import record_statements
from ._ledger_tell import tell_statements
from ._parts import (
    ONE,
    ZERO,
    adding,
    adding_to_known,
    adding_unless_locked,
    adding_unless_there,
    known_tables,
    locked,
    param,
    word,
)
from .holding import holding_statements
from .schema import ARTICLES, CONTENTS, EVENTS, LOCKS, SCHEMA, WORKFLOWS, WORKING_COPIES

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


def compiled(statement: Executable, dialect: Dialect) -> str:
    """Write a statement out as the SQL of a dialect, with named parameters."""
    return str(statement.compile(dialect=dialect))  # type: ignore[attr-defined] # every statement has it


@cache
def statements(dialect: Dialect) -> Mapping[str, str]:
    """Compile every fixed statement for a dialect, by name."""
    built: Mapping[str, Any] = {
        **holding_statements(),
        **_articles(),
        **_workflows(),
        **_events(),
        **_texts(),
        **record_statements(),
        **claim_statements(),
        **batch_statements(dialect),
        **tell_statements(),
        **_desk(),
    }
    return {name: compiled(one, dialect) for name, one in built.items()}


def _move(names: tuple[str, ...]) -> Any:
    values = {
        name: bindparam(name, type_=ARTICLES.c[name].type, required=False)
        for name in names
    }
    return (
        update(ARTICLES)
        .where(ARTICLES.c.id == param("article"))
        .where(ARTICLES.c.position == param("expected", Integer))
        .where(known_tables())
        .values(values)
    )


def _articles() -> Mapping[str, Any]:
    return {
        "schema_version": select(SCHEMA.c.version),
        "set_schema_version": insert(SCHEMA).values(version=param("version", Integer)),
        "add_article": adding_to_known(ARTICLES),
        "move_article": _move(_MOVING),
        "write_article": _move(_WRITING),
        "save_article": _move(_WRITING).where(~locked(ARTICLES.c.id, param("writer"))),
        "position": select(ARTICLES.c.position).where(
            ARTICLES.c.id == param("article")
        ),
        "row": select(ARTICLES).where(ARTICLES.c.id == param("article")),
        "forget_row": update(ARTICLES)
        .where(ARTICLES.c.id == param("article"), ARTICLES.c.head == param("digest"))
        .values(
            headline=word(""),
            headline_key=word(""),
            section=null(),
            slug=null(),
            fingerprint=null(),
        ),
        "read_from": select(ARTICLES.c.id)
        .where(ARTICLES.c.original == param("original"))
        .order_by(ARTICLES.c.id),
        "ids_like": select(ARTICLES.c.id)
        .where(ARTICLES.c.id.startswith(param("start"), autoescape=False))
        .order_by(ARTICLES.c.id)
        .limit(param("most", Integer))
        .offset(ZERO),
        "ids_of_slug": select(ARTICLES.c.id)
        .where(ARTICLES.c.slug == param("slug"))
        .limit(param("most", Integer))
        .offset(ZERO),
        "counts": select(ARTICLES.c.state, func.count())
        .group_by(ARTICLES.c.state)
        .order_by(ARTICLES.c.state),
    }


def _workflows() -> Mapping[str, Any]:
    return {
        "workflow": select(WORKFLOWS.c.document).where(
            WORKFLOWS.c.name == param("name"),
            WORKFLOWS.c.version == param("version", Integer),
        ),
        "add_workflow": adding_unless_there(WORKFLOWS),
    }


def _events() -> Mapping[str, Any]:
    mine = EVENTS.c.article == param("article")
    return {
        "add_event": adding(EVENTS, leave=("cursor",)),
        "history": select(*RECORD)
        .where(mine, EVENTS.c.position > param("after", Integer))
        .order_by(EVENTS.c.position),
        "feed": select(*RECORD)
        .where(EVENTS.c.cursor > param("after", Integer))
        .order_by(EVENTS.c.cursor)
        .limit(param("most", Integer))
        .offset(ZERO),
        "heads": select(ARTICLES.c.id, ARTICLES.c.position, ARTICLES.c.hash).order_by(
            ARTICLES.c.id
        ),
        "event_heads": select(EVENTS.c.article, func.max(EVENTS.c.position)).group_by(
            EVENTS.c.article
        ),
    }


def _texts() -> Mapping[str, Any]:
    this = and_(
        CONTENTS.c.article == param("article"), CONTENTS.c.digest == param("digest")
    )
    columns = (
        CONTENTS.c.digest,
        CONTENTS.c.kind,
        CONTENTS.c.text,
        CONTENTS.c.salt,
        CONTENTS.c.fingerprint,
    )
    return {
        "add_text": adding(CONTENTS),
        "text": select(*columns).where(this),
        "texts": select(*columns).where(CONTENTS.c.article == param("article")),
        # No index leads there; it is asked when something is erased, and not before.
        "shows": select(CONTENTS.c.article)
        .where(
            CONTENTS.c.kind == word("content"),
            CONTENTS.c.text.contains(param("sha256")),
        )
        .limit(ONE)
        .offset(ZERO),
        "erase_text": update(CONTENTS)
        .where(this)
        .values(text=null(), salt=null(), fingerprint=null()),
        "forget_copies": delete(WORKING_COPIES).where(
            WORKING_COPIES.c.article == param("article")
        ),
    }


def _desk() -> Mapping[str, Any]:
    copy = and_(
        WORKING_COPIES.c.article == param("article"),
        WORKING_COPIES.c.person == param("person"),
    )
    mine = LOCKS.c.article == param("article")
    return {
        "drop_copy": delete(WORKING_COPIES).where(copy),
        "add_copy": adding_unless_locked(WORKING_COPIES, writer="person"),
        "copy": select(
            WORKING_COPIES.c.position, WORKING_COPIES.c.text, WORKING_COPIES.c.at
        ).where(copy),
        "lock": select(LOCKS.c.holder, LOCKS.c.until).where(mine),
        "drop_lock": delete(LOCKS).where(mine),
        "release_lock": delete(LOCKS).where(mine, LOCKS.c.holder == param("holder")),
        "add_lock": adding(LOCKS),
    }
