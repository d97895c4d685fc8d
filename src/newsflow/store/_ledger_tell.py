"""The statements that tell of deliveries, and those by which a person moves them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Integer, and_, exists, func, null, or_, select, update

from ._ledger_claim import position, ready
from ._ledger_columns import DELIVERY
from ._parts import ONE, ZERO, one_of, param, word
from .schema import ARTICLES, ATTEMPTS, DELIVERIES, LANES, PAYLOADS


def tell_statements() -> Mapping[str, Any]:
    """Write them, by name."""
    mine = DELIVERIES.c.article == param("article")
    here = DELIVERIES.c.channel == param("channel")
    this = DELIVERIES.c.id == param("id", Integer)
    delivered = DELIVERIES.c.status == word("delivered")
    return {
        "overdue": select(*DELIVERY)
        .where(ready(), _later_than())
        .order_by(DELIVERIES.c.due, DELIVERIES.c.id)
        .limit(param("most", Integer))
        .offset(ZERO),
        "due_channels": select(DELIVERIES.c.channel).where(ready()).distinct(),
        "delivery": select(*DELIVERY).where(this),
        "deliveries": select(*DELIVERY).where(mine).order_by(DELIVERIES.c.id),
        "previous": select(*DELIVERY)
        .where(mine, here, delivered)
        .order_by(DELIVERIES.c.sequence.desc())
        .limit(ONE)
        .offset(ZERO),
        "went_past": select(DELIVERIES.c.id)
        .where(mine, here, DELIVERIES.c.sequence < param("sequence", Integer))
        .where(
            or_(
                one_of(DELIVERIES.c.status, "leased", "unknown", "needs_human"),
                and_(
                    DELIVERIES.c.status == word("superseded"),
                    DELIVERIES.c.unsure == ONE,
                ),
            )
        )
        .limit(ONE)
        .offset(ZERO),
        **_copies(),
        **_records(mine, this),
        **_lanes(),
    }


def _copies() -> Mapping[str, Any]:
    return {
        "shelf": _shelf(),
        "taken": _taken(),
        "taken_stories": select(func.count(DELIVERIES.c.article.distinct()))
        .where(DELIVERIES.c.channel == param("channel"))
        .where(DELIVERIES.c.status == word("delivered")),
        "showing_other": _showing_other(),
        "receipts_until": _receipts_until(),
    }


def _records(mine: Any, this: Any) -> Mapping[str, Any]:
    return {
        "attempts": select(
            ATTEMPTS.c.number, ATTEMPTS.c.at, ATTEMPTS.c.outcome, ATTEMPTS.c.error
        )
        .where(ATTEMPTS.c.delivery == param("id", Integer))
        .order_by(ATTEMPTS.c.id),
        "payload": select(PAYLOADS.c.media_type, PAYLOADS.c.body).where(
            PAYLOADS.c.delivery == param("id", Integer)
        ),
        "forget_payloads": PAYLOADS.delete().where(
            PAYLOADS.c.delivery.in_(select(DELIVERIES.c.id).where(mine))
        ),
        "in_trouble": select(*DELIVERY)
        .where(one_of(DELIVERIES.c.status, "dead", "unknown", "needs_human", "parked"))
        .order_by(DELIVERIES.c.id),
        "redrive": _redrive(this),
        "resolve": _resolve(this),
    }


def _later_than() -> Any:
    due, identifier = DELIVERIES.c.due, DELIVERIES.c.id
    at = param("after_due")
    return or_(due > at, and_(due == at, identifier > param("after_id", Integer)))


def shown_later(table: Any) -> Any:
    """Tell that the channel has taken something newer of the article since."""
    later = DELIVERIES.alias("later")
    return exists().where(
        later.c.article == table.c.article,
        later.c.channel == table.c.channel,
        later.c.sequence > table.c.sequence,
        later.c.status == word("delivered"),
    )


def _replaced(table: Any) -> Any:
    newer = DELIVERIES.alias("newer")
    return exists().where(
        newer.c.article == table.c.article,
        newer.c.channel == table.c.channel,
        newer.c.sequence > table.c.sequence,
        newer.c.status != word("superseded"),
    )


def _shelf() -> Any:
    return (
        select(DELIVERIES.c.article, position())
        .where(DELIVERIES.c.channel == param("channel"))
        .where(DELIVERIES.c.status == word("delivered"))
        .where(DELIVERIES.c.version.is_not(None), ~shown_later(DELIVERIES))
        .order_by(DELIVERIES.c.settled.desc(), DELIVERIES.c.id.desc())
    )


def _taken() -> Any:
    """Find everything that a channel has taken, story by story, in pages."""
    article, sequence = DELIVERIES.c.article, DELIVERIES.c.sequence
    at, number = param("after_article"), param("after_sequence", Integer)
    return (
        select(article, sequence, DELIVERIES.c.operation, DELIVERIES.c.reference)
        .where(DELIVERIES.c.channel == param("channel"))
        .where(DELIVERIES.c.status == word("delivered"))
        .where(or_(article > at, and_(article == at, sequence > number)))
        .order_by(article, sequence)
        .limit(param("most", Integer))
        .offset(ZERO)
    )


def outdated_by(live: Any) -> Any:
    """Tell that a copy is not of the version that is *live*.

    What a partner has ahead of an embargo is such a copy as soon as something newer was
    to reach it.
    """
    ahead = and_(DELIVERIES.c.version.is_(None), DELIVERIES.c.content.is_not(None))
    return or_(live != DELIVERIES.c.version, and_(ahead, _replaced(DELIVERIES)))


def _showing_other() -> Any:
    """Find, over all articles, the copies that are not of the version that is live."""
    return (
        select(*DELIVERY)
        .join(ARTICLES, ARTICLES.c.id == DELIVERIES.c.article)
        .where(DELIVERIES.c.status == word("delivered"), ~shown_later(DELIVERIES))
        .where(outdated_by(func.coalesce(ARTICLES.c.live, ZERO)))
        .order_by(DELIVERIES.c.settled, DELIVERIES.c.id)
    )


def _receipts_until() -> Any:
    """Find the last delivery of every article to a channel at an instant."""
    later, until = DELIVERIES.alias("later"), param("until")
    overtaken = exists().where(
        later.c.article == DELIVERIES.c.article,
        later.c.channel == DELIVERIES.c.channel,
        later.c.sequence > DELIVERIES.c.sequence,
        later.c.status == word("delivered"),
        later.c.settled <= until,
    )
    return (
        select(*DELIVERY)
        .where(DELIVERIES.c.channel == param("channel"))
        .where(DELIVERIES.c.status == word("delivered"))
        .where(DELIVERIES.c.settled <= until, ~overtaken)
        .order_by(DELIVERIES.c.article)
    )


def _redrive(this: Any) -> Any:
    """Make it due again, unless something newer has gone out or takes it all down."""
    newer = DELIVERIES.alias("newer")
    overtaken = exists().where(
        newer.c.article == DELIVERIES.c.article,
        newer.c.channel == DELIVERIES.c.channel,
        newer.c.sequence > DELIVERIES.c.sequence,
        or_(
            one_of(newer.c.status, "delivered", "leased", "unknown", "needs_human"),
            and_(
                newer.c.status == word("parked"), DELIVERIES.c.status == word("parked")
            ),
            newer.c.content.is_(None),
        ),
    )
    return (
        update(DELIVERIES)
        .where(this, one_of(DELIVERIES.c.status, "dead", "parked", "needs_human"))
        .where(~overtaken)
        .values(
            status=word("due"),
            due=param("now"),
            attempts=ZERO,
            settled=null(),
            error=null(),
        )
        .returning(*DELIVERY)
    )


def _resolve(this: Any) -> Any:
    return (
        update(DELIVERIES)
        .where(this, one_of(DELIVERIES.c.status, "unknown", "needs_human", "dead"))
        .values(
            status=param("status"),
            reference=func.coalesce(param("reference"), DELIVERIES.c.reference),
            url=func.coalesce(param("url"), DELIVERIES.c.url),
            error=null(),
            settled=param("now"),
        )
        .returning(*DELIVERY)
    )


def _lanes() -> Mapping[str, Any]:
    lane = LANES.c.channel == param("channel")
    return {
        "lane": select(LANES.c.ready, LANES.c.paused_until).where(lane),
        "move_lane": update(LANES).where(lane).values(ready=param("ready")),
        "pause_lane": update(LANES).where(lane).values(paused_until=param("until")),
        "freeze_lane": update(LANES)
        .where(lane)
        .values(
            frozen_at=param("frozen_at"),
            frozen_by=param("frozen_by"),
            frozen_why=param("frozen_why"),
            frozen_removals=param("frozen_removals", Integer),
        ),
        "frozen": select(
            LANES.c.channel,
            LANES.c.frozen_at,
            LANES.c.frozen_by,
            LANES.c.frozen_why,
            LANES.c.frozen_removals,
        )
        .where(LANES.c.frozen_at.is_not(None))
        .order_by(LANES.c.channel),
    }
