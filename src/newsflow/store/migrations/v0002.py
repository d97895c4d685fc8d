"""The tables of version 2, as written by generate.py."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade(op: Any) -> None:
    """Go from version 1 to 2."""
    _changes_of_articles(op)


def _changes_of_articles(op: Any) -> None:
    op.create_index(
        "newsflow_articles_by_expiry",
        "newsflow_articles",
        ["expires", "id"],
        sqlite_where=sa.text("expires IS NOT NULL AND live IS NOT NULL"),
        postgresql_where=sa.text("expires IS NOT NULL AND live IS NOT NULL"),
    )
