"""The ledger's statements: record, claim, settle, and what is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Integer,
    and_,
    case,
    exists,
    func,
    insert,
    null,
    or_,
    select,
    update,
)

from ._parts import ONE, ZERO, adding, is_open, param, word
from .schema import ARTICLES, ATTEMPTS, DELIVERIES

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


def ledger_statements() -> Mapping[str, Any]:
    """Write the ledger's statements, by name."""
    mine, now = DELIVERIES.c.article == param("article"), param("now")
    return {
        "record": _record(),
        "record_removals": _record_removals(),
        "supersede": update(DELIVERIES)
        .where(mine, DELIVERIES.c.status == word("due"))
        .values(status=word("superseded"), settled=now),
        "claim": _claim(),
        "hurry": update(DELIVERIES)
        .where(mine, DELIVERIES.c.status == word("due"), DELIVERIES.c.due > now)
        .values(due=now),
        "settle": _settle(),
        "add_attempt": adding(ATTEMPTS, leave=("id",)),
        "overdue": select(*DELIVERY)
        .where(_ready(), _later_than())
        .order_by(DELIVERIES.c.due, DELIVERIES.c.id)
        .limit(param("most", Integer))
        .offset(ZERO),
        "deliveries": select(*DELIVERY).where(mine).order_by(DELIVERIES.c.id),
        "previous": select(*DELIVERY)
        .where(mine, DELIVERIES.c.channel == param("channel"))
        .where(DELIVERIES.c.status == word("delivered"))
        .order_by(DELIVERIES.c.sequence.desc())
        .limit(ONE)
        .offset(ZERO),
        "shelf": _shelf(),
    }


def _ready() -> Any:
    """Tell that a delivery is due, or was leased by someone who never came back."""
    now = param("now")
    return or_(
        and_(DELIVERIES.c.status == word("due"), DELIVERIES.c.due <= now),
        and_(DELIVERIES.c.status == word("leased"), DELIVERIES.c.lease_until <= now),
    )


def _claim() -> Any:
    older, busy = DELIVERIES.alias("older"), DELIVERIES.alias("busy")
    behind = exists().where(
        older.c.article == DELIVERIES.c.article,
        older.c.channel == DELIVERIES.c.channel,
        older.c.sequence < DELIVERIES.c.sequence,
        is_open(older.c.status),
    )
    crowded = exists().where(
        param("collective", Integer) == ONE,
        busy.c.channel == DELIVERIES.c.channel,
        busy.c.id != DELIVERIES.c.id,
        busy.c.status == word("leased"),
        busy.c.lease_until > param("now"),
    )
    return (
        update(DELIVERIES)
        .where(DELIVERIES.c.id == param("id", Integer), _ready())
        .where(~behind, ~crowded)
        .values(
            status=word("leased"),
            token=param("token"),
            lease_until=param("lease_until"),
            attempts=DELIVERIES.c.attempts + ONE,
        )
        .returning(*DELIVERY, _position())
    )


def _settle() -> Any:
    return (
        update(DELIVERIES)
        .where(
            DELIVERIES.c.id == param("id", Integer),
            DELIVERIES.c.token == param("token"),
        )
        .where(DELIVERIES.c.status == word("leased"))
        .values(
            status=case(
                (
                    and_(param("status") == word("due"), _taken_down()),
                    word("superseded"),
                ),
                else_=param("status"),
            ),
            due=param("due"),
            reference=param("reference"),
            url=param("url"),
            sha256=param("sha256"),
            error=param("error"),
            settled=param("settled"),
            lease_until=null(),
        )
        .returning(DELIVERIES.c.status)
    )


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
    at = param("after_due")
    return or_(due > at, and_(due == at, identifier > param("after_id", Integer)))


def _position() -> Any:
    return (
        select(ARTICLES.c.position)
        .where(ARTICLES.c.id == DELIVERIES.c.article)
        .scalar_subquery()
    )


def _record() -> Any:
    last = select(func.coalesce(func.max(DELIVERIES.c.sequence), ZERO) + ONE).where(
        DELIVERIES.c.article == param("article"),
        DELIVERIES.c.channel == param("channel"),
    )
    shown = exists().where(
        DELIVERIES.c.article == param("article"),
        DELIVERIES.c.channel == param("channel"),
    )
    return (
        insert(DELIVERIES)
        .values(
            article=param("article"),
            channel=param("channel"),
            sequence=last.scalar_subquery(),
            operation=case((shown, param("operation")), else_=word("create")),
            version=param("version", Integer),
            content=param("content"),
            status=word("due"),
            attempts=ZERO,
            due=param("now"),
            created=param("now"),
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
        param("operation"),
        word("due"),
        ZERO,
        param("now"),
        param("now"),
    )
    rows = every.where(DELIVERIES.c.article == param("article")).group_by(
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
        later.c.status == word("delivered"),
    )
    return (
        select(DELIVERIES.c.article, _position())
        .where(DELIVERIES.c.channel == param("channel"))
        .where(
            DELIVERIES.c.status == word("delivered"), DELIVERIES.c.version.is_not(None)
        )
        .where(~overtaken)
        .order_by(DELIVERIES.c.settled.desc(), DELIVERIES.c.id.desc())
    )
