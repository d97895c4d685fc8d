"""The statements that take a delivery, and those that say how it went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Dialect,
    Integer,
    Text,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from ._ledger_columns import DELIVERY
from ._parts import ONE, ZERO, adding, one_of, param, word
from .schema import ARTICLES, ATTEMPTS, DELIVERIES, LANES, PAYLOADS

RECEIVED = ("token", "due", "settled", "reference", "url", "sha256", "renderer")
"""What differs from delivery to delivery when several were delivered whole."""

_NOW = param("now")


def claim_statements() -> Mapping[str, Any]:
    """Write them, by name."""
    this = DELIVERIES.c.id == param("id", Integer)
    held = and_(
        this,
        DELIVERIES.c.token == param("token"),
        DELIVERIES.c.status == word("leased"),
    )
    return {
        "place_of": select(DELIVERIES.c.article, DELIVERIES.c.channel).where(this),
        "claim": _claim(this),
        "under_way": _under_way(DELIVERIES, DELIVERIES.c.channel == param("channel")),
        **_settle_statements(held),
    }


def _settle_statements(held: Any) -> Mapping[str, Any]:
    return {
        "settle": _settle(held),
        "give_back": update(DELIVERIES)
        .where(held)
        .values(
            status=case(
                (DELIVERIES.c.unsure == ONE, word("unknown")), else_=word("due")
            ),
            due=_NOW,
            attempts=DELIVERIES.c.attempts - ONE,
            lease_until=null(),
        ),
        "still_held": select(position()).where(held, DELIVERIES.c.lease_until > _NOW),
        "end_older": update(DELIVERIES)
        .where(*_older(DELIVERIES))
        .where(
            or_(
                one_of(DELIVERIES.c.status, "due", "unknown", "needs_human"),
                and_(
                    DELIVERIES.c.status == word("leased"),
                    DELIVERIES.c.lease_until <= _NOW,
                ),
            )
        )
        .values(status=word("superseded"), settled=_NOW),
        "escalate": update(DELIVERIES)
        .where(*_newer(), DELIVERIES.c.status == word("due"))
        .where(DELIVERIES.c.operation == word("update"))
        .values(operation=word("correct")),
        "add_attempt": adding(ATTEMPTS, leave=("id",)),
        "drop_payload": PAYLOADS.delete().where(
            PAYLOADS.c.delivery == param("id", Integer)
        ),
        "add_payload": adding(PAYLOADS),
    }


def ready() -> Any:
    """Tell that a delivery waits, or was leased by someone who never came back.

    What is leased was due before; without *settled*, the index of what is open serves.
    """
    return and_(
        DELIVERIES.c.settled.is_(None),
        DELIVERIES.c.due <= _NOW,
        or_(DELIVERIES.c.lease_until.is_(None), DELIVERIES.c.lease_until <= _NOW),
        DELIVERIES.c.status != word("needs_human"),
    )


def position() -> Any:
    """Give the position at which the article of a delivery stands at this moment."""
    return (
        select(ARTICLES.c.position)
        .where(ARTICLES.c.id == DELIVERIES.c.article)
        .scalar_subquery()
    )


def batch_statements(dialect: Dialect) -> Mapping[str, Any]:
    """Write those that claim several deliveries of a channel at once.

    With one writer at a time, finding and taking them is one statement. Otherwise their
    articles are held first, and it is looked again at what may have changed until then;
    what somebody else holds is left out: whatever they do there comes first.
    """
    found = (
        select(DELIVERIES.c.id)
        .where(DELIVERIES.c.channel == param("channel"))
        .where(ready(), ~_behind(), ~_held_back())
        .order_by(DELIVERIES.c.due, DELIVERIES.c.id)
        .limit(param("most", Integer))
        .offset(ZERO)
        .correlate(None)
    )
    if dialect.name == "sqlite":
        return {"claim_batch": _taken(DELIVERIES.c.id.in_(found))}
    held = found.join(ARTICLES, ARTICLES.c.id == DELIVERIES.c.article)
    these = DELIVERIES.c.id == any_(bindparam("ids", type_=ARRAY(BigInteger)))
    return {
        "hold_batch": held.with_for_update(of=ARTICLES, skip_locked=True),
        "claim_batch": _taken(these, ready(), ~_behind(), ~_held_back()),
        "hold_articles": select(ARTICLES.c.id)
        .where(ARTICLES.c.id == any_(bindparam("articles", type_=ARRAY(Text))))
        .order_by(ARTICLES.c.id.collate("C"))
        .with_for_update(),
        "settle_delivered": _settle_delivered(),
    }


def _settle_delivered() -> Any:
    """Record several that were delivered whole, each with its receipt, at once."""
    told = (
        func.unnest(
            bindparam("ids", type_=ARRAY(BigInteger)),
            *(bindparam(f"{name}s", type_=ARRAY(Text)) for name in RECEIVED),
        )
        .table_valued("id", *RECEIVED, name="told")
        .render_derived()
    )
    kept = ("reference", "url", "sha256", "renderer")
    return (
        update(DELIVERIES)
        .where(DELIVERIES.c.id == told.c.id, DELIVERIES.c.token == told.c.token)
        .where(DELIVERIES.c.status == word("leased"))
        .values(
            **{name: func.coalesce(told.c[name], DELIVERIES.c[name]) for name in kept},
            status=word("delivered"),
            due=told.c.due,
            degraded=null(),
            error=null(),
            settled=told.c.settled,
            lease_until=null(),
            unsure=ZERO,
        )
        .returning(DELIVERIES.c.id)
    )


def _claim(this: Any) -> Any:
    return _taken(this, ready(), ~_behind(), ~_crowded(), ~_held_back())


def _taken(*which: Any) -> Any:
    return (
        update(DELIVERIES)
        .where(*which)
        .values(
            unsure=case((DELIVERIES.c.status == word("due"), ZERO), else_=ONE),
            status=word("leased"),
            token=param("token"),
            lease_until=param("lease_until"),
            attempts=DELIVERIES.c.attempts + ONE,
        )
        .returning(*DELIVERY)
    )


def _behind() -> Any:
    """Tell that an older delivery of the article to the channel bars the way.

    A removal waits for a live lease alone: what nobody knows the end of, or what waits
    for a person, does not hold it up.
    """
    older = DELIVERIES.alias("older")
    under_way = and_(older.c.status == word("leased"), older.c.lease_until > _NOW)
    unended = and_(
        DELIVERIES.c.content.is_not(None),
        one_of(older.c.status, "due", "leased", "unknown", "needs_human"),
    )
    return exists().where(
        older.c.article == DELIVERIES.c.article,
        older.c.channel == DELIVERIES.c.channel,
        older.c.sequence < DELIVERIES.c.sequence,
        or_(under_way, unended),
    )


def _crowded() -> Any:
    """Tell that as many are under way to the channel as may be (*together*, 0: any)."""
    busy = DELIVERIES.alias("busy")
    together = param("together", Integer)
    under_way = _under_way(busy, busy.c.channel == DELIVERIES.c.channel)
    return and_(together > ZERO, under_way.scalar_subquery() >= together)


def _under_way(busy: Any, here: Any) -> Any:
    return (
        select(func.count())
        .select_from(busy)
        .where(here, busy.c.settled.is_(None), busy.c.lease_until > _NOW)
    )


def _held_back() -> Any:
    """Tell that the channel, or every channel, is frozen or has to pause."""
    frozen = and_(
        LANES.c.frozen_at.is_not(None),
        or_(DELIVERIES.c.content.is_not(None), LANES.c.frozen_removals == ONE),
    )
    return exists().where(
        or_(LANES.c.channel == DELIVERIES.c.channel, LANES.c.channel == word("")),
        or_(frozen, LANES.c.paused_until > _NOW),
    )


def _settle(held: Any) -> Any:
    newer, removed = _exists_newer(), _exists_newer(removal=True)
    status = param("status")
    return (
        update(DELIVERIES)
        .where(held)
        .values(
            status=case(
                (and_(status == word("due"), newer), word("superseded")),
                (
                    and_(one_of(status, "unknown", "needs_human"), removed),
                    word("superseded"),
                ),
                else_=status,
            ),
            due=param("due"),
            reference=func.coalesce(param("reference"), DELIVERIES.c.reference),
            url=func.coalesce(param("url"), DELIVERIES.c.url),
            sha256=func.coalesce(param("sha256"), DELIVERIES.c.sha256),
            renderer=func.coalesce(param("renderer"), DELIVERIES.c.renderer),
            degraded=param("degraded"),
            error=param("error"),
            settled=param("settled"),
            lease_until=null(),
            unsure=case((status == word("unknown"), ONE), else_=ZERO),
        )
        .returning(DELIVERIES.c.status)
    )


def _exists_newer(*, removal: bool = False) -> Any:
    """Tell that something newer is recorded: trying again is pointless."""
    newer = DELIVERIES.alias("removal" if removal else "newer")
    found = exists().where(
        newer.c.article == DELIVERIES.c.article,
        newer.c.channel == DELIVERIES.c.channel,
        newer.c.sequence > DELIVERIES.c.sequence,
        newer.c.status != word("superseded"),
    )
    return found.where(newer.c.content.is_(None)) if removal else found


def _older(table: Any) -> tuple[Any, ...]:
    return (*_stream(table), table.c.sequence < param("sequence", Integer))


def _newer() -> tuple[Any, ...]:
    return (
        *_stream(DELIVERIES),
        DELIVERIES.c.sequence > param("sequence", Integer),
    )


def _stream(table: Any) -> tuple[Any, ...]:
    return (
        table.c.article == param("article"),
        table.c.channel == param("channel"),
    )
