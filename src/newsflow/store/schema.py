"""The tables. Columns are TEXT and INTEGER alone, so that any host's cursor serves.

Times are UTC at full length, so that their order as text is their order in time. On
PostgreSQL texts are compared byte by byte, as SQLite does it, and ids are BIGINT.
``newsflow_events`` and ``newsflow_contents`` are the truth; ``newsflow_articles`` is a
projection of it that queries read, and can be made anew.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()
VERSION = 2
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
BIG = Integer().with_variant(BigInteger(), "postgresql")


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, TEXT, nullable=null)


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


SCHEMA = Table(
    "newsflow_schema", METADATA, Column("version", Integer, primary_key=True)
)

ARTICLES = Table(
    "newsflow_articles",
    METADATA,
    Column("id", TEXT, primary_key=True),
    _number("position"),
    _text("hash"),
    _text("workflow"),
    _number("workflow_version"),
    _text("state"),
    _text("state_kind"),
    _number("live", null=True),
    _text("head"),
    _text("fingerprint", null=True),
    _text("headline"),
    _text("headline_key"),
    _text("kind"),
    _text("section", null=True),
    _text("language"),
    _text("slug", null=True),
    _text("original", null=True),
    _text("embargo", null=True),
    _text("expires", null=True),
    _text("due", null=True),
    _text("created"),
    _text("updated"),
    Index("newsflow_articles_by_state", "state", "updated", "id"),
    Index("newsflow_articles_by_update", "updated", "id"),
    sqlite_with_rowid=False,
)
Index(
    "newsflow_articles_by_due",
    ARTICLES.c.due,
    ARTICLES.c.id,
    sqlite_where=ARTICLES.c.due.is_not(None),
    postgresql_where=ARTICLES.c.due.is_not(None),
)
_EXPIRING = ARTICLES.c.expires.is_not(None) & ARTICLES.c.live.is_not(None)
Index(
    "newsflow_articles_by_expiry",
    ARTICLES.c.expires,
    ARTICLES.c.id,
    sqlite_where=_EXPIRING,
    postgresql_where=_EXPIRING,
)
"""Without what has been taken down: the runner looks each second, for ever."""

Index(
    "newsflow_articles_by_original",
    ARTICLES.c.original,
    sqlite_where=ARTICLES.c.original.is_not(None),
    postgresql_where=ARTICLES.c.original.is_not(None),
)

EVENTS = Table(
    "newsflow_events",
    METADATA,
    # On PostgreSQL it counts down from -1 until the feed gives the event its place.
    Column("cursor", BIG, Identity(start=-1, increment=-1), primary_key=True),
    _text("article"),
    _number("position"),
    _text("type"),
    _text("actor"),
    _text("at"),
    _text("body"),
    _text("before"),
    _text("hash"),
    UniqueConstraint("article", "position", name="newsflow_events_in_order"),
)

CONTENTS = Table(
    "newsflow_contents",
    METADATA,
    _text("article"),
    _text("digest"),
    _text("kind"),
    _text("text", null=True),
    _text("salt", null=True),
    _text("fingerprint", null=True),
    PrimaryKeyConstraint("article", "digest"),
)

WORKFLOWS = Table(
    "newsflow_workflows",
    METADATA,
    _text("name"),
    _number("version"),
    _text("document"),
    PrimaryKeyConstraint("name", "version"),
)

DELIVERIES = Table(
    "newsflow_deliveries",
    METADATA,
    Column("id", BIG, Identity(), primary_key=True),
    _text("article"),
    _text("channel"),
    _number("sequence"),
    _text("operation"),
    _number("version", null=True),
    _text("content", null=True),
    _text("status"),
    _number("attempts"),
    _text("due"),
    _text("lease_until", null=True),
    _text("token", null=True),
    _number("unsure"),
    _text("reference", null=True),
    _text("url", null=True),
    _text("sha256", null=True),
    _text("renderer", null=True),
    _text("degraded", null=True),
    _text("error", null=True),
    _text("created"),
    _text("settled", null=True),
    UniqueConstraint("article", "channel", "sequence", name="newsflow_deliveries_once"),
)
_UNSETTLED = DELIVERIES.c.settled.is_(None)
Index(
    "newsflow_deliveries_open",
    DELIVERIES.c.channel,
    DELIVERIES.c.due,
    DELIVERIES.c.id,
    sqlite_where=_UNSETTLED,
    postgresql_where=_UNSETTLED,
)
_DELIVERED = DELIVERIES.c.status == "delivered"
Index(
    "newsflow_deliveries_delivered",
    DELIVERIES.c.channel,
    DELIVERIES.c.article,
    sqlite_where=_DELIVERED,
    postgresql_where=_DELIVERED,
)
WELL = ("delivered", "superseded")
"""How a delivery has ended after which nobody need look at it again."""

Index(
    "newsflow_deliveries_unsettled",
    DELIVERIES.c.id,
    sqlite_where=DELIVERIES.c.status.not_in(WELL),
    postgresql_where=DELIVERIES.c.status.not_in(WELL),
)

ATTEMPTS = Table(
    "newsflow_attempts",
    METADATA,
    Column("id", BIG, Identity(), primary_key=True),
    Column("delivery", BIG, nullable=False),
    _number("number"),
    _text("at"),
    _text("outcome"),
    _text("error", null=True),
    ForeignKeyConstraint(["delivery"], ["newsflow_deliveries.id"]),
    Index("newsflow_attempts_by_delivery", "delivery"),
)
"""Attempts that did not end a delivery; the one that did is in the delivery's row."""

PAYLOADS = Table(
    "newsflow_payloads",
    METADATA,
    Column("delivery", BIG, primary_key=True, autoincrement=False),
    _text("media_type"),
    _text("body"),
    ForeignKeyConstraint(["delivery"], ["newsflow_deliveries.id"]),
    sqlite_with_rowid=False,
)
"""What a dead letter held, in Base64."""

LANES = Table(
    "newsflow_lanes",
    METADATA,
    Column("channel", TEXT, primary_key=True),
    _text("ready", null=True),
    _text("paused_until", null=True),
    _text("frozen_at", null=True),
    _text("frozen_by", null=True),
    _text("frozen_why", null=True),
    _number("frozen_removals", null=True),
    sqlite_with_rowid=False,
)
"""What holds for a channel as a whole; the empty name stands for all of them."""

WORKING_COPIES = Table(
    "newsflow_working_copies",
    METADATA,
    _text("article"),
    _text("person"),
    _number("position"),
    _text("text"),
    _text("at"),
    PrimaryKeyConstraint("article", "person"),
)

LOCKS = Table(
    "newsflow_locks",
    METADATA,
    Column("article", TEXT, primary_key=True),
    _text("holder"),
    _text("until"),
)
