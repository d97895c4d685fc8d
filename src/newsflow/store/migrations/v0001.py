"""The tables of version 1, as written by generate.py."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade(op: Any) -> None:
    """Go from version 0 to 1."""
    _articles(op)
    _changes_of_articles(op)
    _contents(op)
    _deliveries(op)
    _changes_of_deliveries(op)
    _events(op)
    _lanes(op)
    _locks(op)
    _schema(op)
    _workflows(op)
    _working_copies(op)
    _attempts(op)
    _changes_of_attempts(op)
    _payloads(op)


def _articles(op: Any) -> None:
    op.create_table(
        "newsflow_articles",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("workflow", TEXT, nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("state_kind", TEXT, nullable=False),
        sa.Column("live", sa.Integer(), nullable=True),
        sa.Column("head", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=True),
        sa.Column("headline", TEXT, nullable=False),
        sa.Column("headline_key", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("section", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("slug", TEXT, nullable=True),
        sa.Column("original", TEXT, nullable=True),
        sa.Column("embargo", TEXT, nullable=True),
        sa.Column("expires", TEXT, nullable=True),
        sa.Column("due", TEXT, nullable=True),
        sa.Column("created", TEXT, nullable=False),
        sa.Column("updated", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )


def _changes_of_articles(op: Any) -> None:
    op.create_index(
        "newsflow_articles_by_due",
        "newsflow_articles",
        ["due", "id"],
        sqlite_where=sa.text("due IS NOT NULL"),
        postgresql_where=sa.text("due IS NOT NULL"),
    )
    op.create_index(
        "newsflow_articles_by_original",
        "newsflow_articles",
        ["original"],
        sqlite_where=sa.text("original IS NOT NULL"),
        postgresql_where=sa.text("original IS NOT NULL"),
    )
    op.create_index(
        "newsflow_articles_by_state", "newsflow_articles", ["state", "updated", "id"]
    )
    op.create_index(
        "newsflow_articles_by_update", "newsflow_articles", ["updated", "id"]
    )


def _contents(op: Any) -> None:
    op.create_table(
        "newsflow_contents",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("salt", TEXT, nullable=True),
        sa.Column("fingerprint", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("article", "digest"),
    )


def _deliveries(op: Any) -> None:
    op.create_table(
        "newsflow_deliveries",
        sa.Column("id", BIG, sa.Identity(always=False), nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("operation", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("content", TEXT, nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", TEXT, nullable=False),
        sa.Column("lease_until", TEXT, nullable=True),
        sa.Column("token", TEXT, nullable=True),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("reference", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("sha256", TEXT, nullable=True),
        sa.Column("renderer", TEXT, nullable=True),
        sa.Column("degraded", TEXT, nullable=True),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("created", TEXT, nullable=False),
        sa.Column("settled", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "article", "channel", "sequence", name="newsflow_deliveries_once"
        ),
    )


def _changes_of_deliveries(op: Any) -> None:
    op.create_index(
        "newsflow_deliveries_delivered",
        "newsflow_deliveries",
        ["channel", "article"],
        sqlite_where=sa.text("status = 'delivered'"),
        postgresql_where=sa.text("status = 'delivered'"),
    )
    op.create_index(
        "newsflow_deliveries_open",
        "newsflow_deliveries",
        ["channel", "due", "id"],
        sqlite_where=sa.text("settled IS NULL"),
        postgresql_where=sa.text("settled IS NULL"),
    )
    op.create_index(
        "newsflow_deliveries_unsettled",
        "newsflow_deliveries",
        ["id"],
        sqlite_where=sa.text("(status NOT IN ('delivered', 'superseded'))"),
        postgresql_where=sa.text("(status NOT IN ('delivered', 'superseded'))"),
    )


def _events(op: Any) -> None:
    op.create_table(
        "newsflow_events",
        sa.Column(
            "cursor",
            BIG,
            sa.Identity(always=False, start=-1, increment=-1),
            nullable=False,
        ),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("cursor"),
        sa.UniqueConstraint("article", "position", name="newsflow_events_in_order"),
    )


def _lanes(op: Any) -> None:
    op.create_table(
        "newsflow_lanes",
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("ready", TEXT, nullable=True),
        sa.Column("paused_until", TEXT, nullable=True),
        sa.Column("frozen_at", TEXT, nullable=True),
        sa.Column("frozen_by", TEXT, nullable=True),
        sa.Column("frozen_why", TEXT, nullable=True),
        sa.Column("frozen_removals", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("channel"),
        sqlite_with_rowid=False,
    )


def _locks(op: Any) -> None:
    op.create_table(
        "newsflow_locks",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("until", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("article"),
    )


def _schema(op: Any) -> None:
    op.create_table(
        "newsflow_schema",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )


def _workflows(op: Any) -> None:
    op.create_table(
        "newsflow_workflows",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", "version"),
    )


def _working_copies(op: Any) -> None:
    op.create_table(
        "newsflow_working_copies",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("article", "person"),
    )


def _attempts(op: Any) -> None:
    op.create_table(
        "newsflow_attempts",
        sa.Column("id", BIG, sa.Identity(always=False), nullable=False),
        sa.Column("delivery", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("error", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery"],
            ["newsflow_deliveries.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )


def _changes_of_attempts(op: Any) -> None:
    op.create_index("newsflow_attempts_by_delivery", "newsflow_attempts", ["delivery"])


def _payloads(op: Any) -> None:
    op.create_table(
        "newsflow_payloads",
        sa.Column("delivery", BIG, autoincrement=False, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery"],
            ["newsflow_deliveries.id"],
        ),
        sa.PrimaryKeyConstraint("delivery"),
        sqlite_with_rowid=False,
    )
