"""The newsroom of a Django process, and its work inside Django's transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import attrs
from django.db import connections
from django.db import transaction as djangos

from ...errors import NewsflowError
from ...newsroom import Newsroom
from ...store.tables import version_at
from .._process import OnePerProcess
from ._options import Options, config_of, options, parts_of, url_of


@attrs.frozen
class _Key:
    """What a newsroom is opened by: Django's test runner changes the database."""

    said: Options
    url: str = attrs.field(repr=False)


def newsroom() -> Newsroom:
    """Give the newsroom of this process; it is opened when it is first asked for.

    It has a connection of its own, and sees what is committed. To write, use
    :func:`transaction`. It is closed at the end of the process; after a fork the child
    opens its own.

    Raises:
        InvalidValueError: the setting ``NEWSFLOW`` is wrong, or the database is none
            that newsflow can use.
        InvalidConfigError: the configuration cannot be used.
        NewsflowError: ``manage.py migrate`` has not made the tables yet.
    """
    said = options()
    return _ROOMS.newsroom(_Key(said, url_of(connections[said.database].settings_dict)))


def using() -> Newsroom:
    """Give the newsroom inside the ``atomic()`` that you are in, on its connection.

    Use it for this transaction alone. Plug-ins are told and deliveries run by
    ``transaction.on_commit``; what Django rolls back leaves nothing and tells nobody.

    Raises:
        NewsflowError: there is no ``atomic()`` around it, when something is written.
    """
    return newsroom().using(connections[options().database])


@contextmanager
def transaction() -> Iterator[Newsroom]:
    """Open ``atomic()`` on newsflow's database, and give the newsroom inside it."""
    with djangos.atomic(using=options().database):
        yield using()


def close() -> None:
    """Close the newsroom of this process; the next one to ask opens it again."""
    _ROOMS.close()


def _opened(key: _Key) -> Newsroom:
    config = config_of(key.said)
    if version_at(key.url) is None:
        message = (
            f"the database {key.said.database!r} has no tables of newsflow yet: "
            "run manage.py migrate"
        )
        raise NewsflowError(message)
    parts = {"deliver": key.said.deliver, **parts_of(key.said)}
    return Newsroom.open(config=config, **parts)


_ROOMS = OnePerProcess(_opened)
