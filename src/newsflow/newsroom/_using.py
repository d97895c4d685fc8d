"""Working inside the host's transaction: on its cursor, heard after its commit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import attrs

from ..errors import ContentionError, NewsflowError
from ..ports import Sent
from ..store.articles import ArticleStore
from ..store.database import Transaction
from ..store.deliveries import Deliveries
from ..store.desk import Desk
from ..store.hosted import Host, HostDatabase
from ..store.ledger import Ledger
from ._articles import Articles
from ._office import Office
from ._texts import Texts

_NO_TABLE = re.compile('no such table: newsflow_|relation "newsflow_.*does not exist')
"""How SQLite and PostgreSQL say it, whatever class the host's driver makes of it."""

_UNDONE = frozenset({"40001", "40P01", "55P03"})
_BUSY = 5


class _Lent(HostDatabase):
    """The host's connection, which may lead to a database that is not ours."""

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read what the host's transaction sees."""
        with _ours(), super().reading() as tx:
            yield tx

    @contextmanager
    def at_once(self) -> Iterator[Transaction]:
        """Run one statement in the host's transaction."""
        with _ours(), super().at_once() as tx:
            yield tx

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Write in the host's transaction."""
        with _ours(), super().writing() as tx:
            yield tx


@contextmanager
def _ours() -> Iterator[None]:
    """Say it plainly if a database has no table of ours, or somebody is in the way."""
    try:
        yield
    except Exception as failed:
        said = str(failed)
        if _NO_TABLE.search(said):
            message = (
                "the connection leads to a database without the tables of a newsroom: "
                "hand over one to the database that the newsroom was opened with"
            )
            raise NewsflowError(message) from failed
        if _in_the_way(failed):
            raise ContentionError(said.partition("\n")[0]) from failed
        raise


def _in_the_way(failed: Exception) -> bool:
    """Tell that it was undone, or could not begin, for the sake of another one.

    Of PostgreSQL that is a deadlock, a failed serialisation, or a lock that was not to
    be had in time; of SQLite any form of SQLITE_BUSY. Django wraps its driver's.
    """
    told = failed.__cause__ or failed
    code = getattr(told, "sqlstate", None) or getattr(failed, "sqlstate", None)
    busy = getattr(told, "sqlite_errorcode", 0)
    return code in _UNDONE or busy & 0xFF == _BUSY


def hosted(
    office: Office,
    host: Host,
    *,
    later: Callable[[Callable[[], None], tuple[Sent, ...]], None],
) -> Office:
    """Give an office that works on the host's connection.

    It has its own articles and texts at hand: what is not committed yet must not be
    seen by anyone else, and is gone when the host undoes it.
    """
    database = _Lent(host)
    store = ArticleStore(database)
    texts = Texts(store, office.texts.salts)
    return attrs.evolve(
        office,
        database=database,
        store=store,
        ledger=Ledger(database),
        deliveries=Deliveries(database),
        desk=Desk(database),
        texts=texts,
        articles=Articles(store, texts, keeps=not host.forgetful),
        later=later,
    )
