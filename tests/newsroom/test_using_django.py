"""Inside Django's transaction.atomic(): on Django's own cursor, heard on its commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from newsflow import Newsroom
from newsflow.errors import ConflictError, InvalidValueError, NewsflowError
from newsflow.store.host_django import DjangoHost
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from ..gazette import Desk, refused, story, text
from .test_using import Told

DATABASES = ("sqlite", "postgres")
ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))


@pytest.fixture
def told() -> Told:
    """What the plug-ins of the newsroom were told."""
    return Told()


@pytest.fixture
def home(desk: Desk, file: str, told: Told) -> Newsroom:
    """A newsroom on a database that Django uses as well."""
    return desk.open(file, plugins={"told": told})


@pytest.fixture
def django(file: str, home: Newsroom) -> Iterator[Any]:
    """``django.db`` on the same database, with a table of its own."""
    assert home
    import django  # noqa: PLC0415 - it is configured below
    from django import db  # noqa: PLC0415 - the same
    from django.conf import settings  # noqa: PLC0415 - the same

    if not settings.configured:
        settings.configure(USE_TZ=True, LOGGING_CONFIG=None)
        django.setup()
    db.connections.settings = db.connections.configure_settings(
        {"default": _database(file)}
    )
    with db.connection.cursor() as cursor:
        cursor.execute("CREATE TABLE pages (name TEXT)")
    yield db
    db.connection.close()
    del db.connections["default"]


def _database(url: str) -> dict[str, Any]:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": parsed.database}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parsed.database,
        "USER": parsed.username,
        "PASSWORD": parsed.password,
        "HOST": parsed.query.get("host") or parsed.host,
        "PORT": parsed.port or "",
    }


def write(django: Any, name: str) -> None:
    """Write something that is Django's own business."""
    with django.connection.cursor() as cursor:
        cursor.execute("INSERT INTO pages VALUES (%s)", [name])


def pages(django: Any) -> list[str]:
    """List what Django has written."""
    with django.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pages ORDER BY name")
        return [row[0] for row in cursor.fetchall()]


def test_django_tells_and_delivers_after_its_commit(
    desk: Desk, home: Newsroom, django: Any, told: Told
) -> None:
    """Until Django has committed, nobody hears of anything; then everyone does."""
    article = clear(home, story(home, "review"), people=PEOPLE)
    told.events.clear()
    with django.transaction.atomic():
        write(django, "before")
        guest = home.using(django.connection)
        published = guest.publish(article, by=BO)
        guest.comment(published, "100 % sure: it's out.", by=CY)
        assert ("published", []) == (guest.article(article.id).state, told.events)
        assert () == desk.site.parcels
        assert "review" == home.article(article.id).state

    assert ["Published", "Commented"] == told.events
    assert 1 == len(desk.site.parcels)
    assert "published" == home.article(article.id).state
    assert ["before"] == pages(django)


def test_what_django_rolls_back_leaves_nothing_and_tells_nobody(
    desk: Desk, home: Newsroom, django: Any, told: Told
) -> None:
    """Its rollback is ours."""
    article = clear(home, story(home, "review"), people=PEOPLE)
    told.events.clear()
    with pytest.raises(InterruptedError), django.transaction.atomic():  # noqa: PT012 - what is undone
        write(django, "never")
        guest = home.using(django.connection)
        guest.draft(text("Never"), by=ADA)
        guest.publish(article, by=BO)
        raise InterruptedError

    assert ([], (), []) == (told.events, desk.site.parcels, pages(django))
    assert article == home.article(article.id)
    assert 1 == len(home.search())


def test_of_a_savepoint_that_django_undoes_nobody_hears(
    desk: Desk, home: Newsroom, django: Any, told: Told
) -> None:
    """What was done before it is told; the guest sees what is left."""
    article = clear(home, story(home, "review"), people=PEOPLE)
    told.events.clear()
    with django.transaction.atomic():
        guest = home.using(django.connection)
        guest.comment(article, "Before.", by=CY)
        with pytest.raises(InterruptedError), django.transaction.atomic():  # noqa: PT012 - what is undone
            guest.publish(article.id, by=BO)
            guest.comment(article.id, "Never.", by=BO)
            raise InterruptedError
        assert "review" == guest.article(article.id).state
        guest.comment(article.id, "After.", by=BO)

    assert ["Commented", "Commented"] == told.events
    assert () == desk.site.parcels
    assert article.position + 2 == home.article(article.id).position
    assert 1 == home.audit().articles


def test_a_refused_step_leaves_djangos_own_writes_alone(
    home: Newsroom, django: Any
) -> None:
    """A refusal or a conflict undoes nothing of Django's transaction."""
    article = story(home, "review")
    with django.transaction.atomic():
        guest = home.using(django.connection)
        write(django, "before")
        assert {"approvals"} == refused(lambda: guest.publish(article, by=BO))
        with pytest.raises(ConflictError):
            guest.draft(text(), by=ADA, id=article.id)
        write(django, "later")

    assert ["before", "later"] == pages(django)
    assert 2 == len(home.history(article))


def test_everything_a_desk_does_goes_on_djangos_cursor(
    home: Newsroom, django: Any
) -> None:
    """Lists, texts, locks, working copies and the audit see the open transaction."""
    with django.transaction.atomic():
        guest = home.using(django.connection)
        article = guest.draft(text("Unseen: 50 % off"), by=ADA)
        guest.lock(article, by=ADA)
        guest.autosave(article, text("Half"), by=ADA)
        assert [article.id] == [row.id for row in guest.search(text="50 % off")]
        assert guest.working_copy(article, by=ADA)
        assert 1 == guest.audit().articles
        assert () == home.search()
        guest.erase(article, by="lu", reason="Court.", texts=[article.head.content])
        assert 1 == guest.audit().erased

    assert 1 == home.audit().erased


def test_outside_of_atomic_nothing_is_written(home: Newsroom, django: Any) -> None:
    """Django would commit each statement by itself; reading does no harm."""
    article = story(home, "draft")
    guest = home.using(django.connection)

    assert "draft" == guest.article(article.id).state
    with pytest.raises(NewsflowError, match=r"transaction\.atomic"):
        guest.submit(article, by=ADA)


def test_a_database_that_newsflow_cannot_use_is_refused() -> None:
    """Django may be on another one."""

    class Oracle:
        vendor, alias, in_atomic_block = "oracle", "default", True
        on_commit = cursor = None

    with pytest.raises(InvalidValueError, match="SQLite or PostgreSQL"):
        DjangoHost(Oracle())
