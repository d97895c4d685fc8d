"""Working inside the host's transaction: on its cursor, heard after its commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from ..ports import Sent
from ..store.articles import ArticleStore
from ..store.deliveries import Deliveries
from ..store.desk import Desk
from ..store.hosted import HostDatabase, when_committed
from ..store.ledger import Ledger
from ._articles import Articles
from ._office import Office
from ._texts import Texts


def hosted(
    office: Office,
    connection: Any,
    *,
    later: Callable[[Callable[[], None], tuple[Sent, ...]], None],
    committed: Callable[[], object],
    rolled_back: Callable[[], object],
) -> Office:
    """Give an office that works on the host's connection.

    It has its own articles and texts at hand: what is not committed yet must not be
    seen by anyone else, and is gone when the host undoes it.
    """
    database = HostDatabase(connection)
    store = ArticleStore(database)
    texts = Texts(store, office.texts.salts)
    when_committed(connection, committed, rolled_back)
    return attrs.evolve(
        office,
        database=database,
        store=store,
        ledger=Ledger(database),
        deliveries=Deliveries(database),
        desk=Desk(database),
        texts=texts,
        articles=Articles(store, texts),
        later=later,
    )
