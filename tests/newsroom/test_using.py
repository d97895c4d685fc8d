"""Inside the host's own transaction: its commit is ours, and so is its rollback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from newsflow import Article, Newsroom, hookimpl
from newsflow.documents.reading import Reading
from newsflow.errors import (
    ConflictError,
    InvalidValueError,
    LockedError,
    NewsflowError,
    NotFoundError,
)
from newsflow.events import AnyEvent
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from ..gazette import Desk, refused, story, text
from ..postgres import engine as engine_of

DATABASES = ("sqlite", "postgres")
ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))


class Told:
    """A plug-in that writes down what it was told."""

    def __init__(self) -> None:
        self.events: list[str] = []

    @hookimpl
    def newsflow_event(self, event: AnyEvent) -> None:
        """Write down the kind of the event."""
        self.events.append(type(event).__name__)


@pytest.fixture
def told() -> Told:
    """What the plug-ins of the newsroom were told."""
    return Told()


@pytest.fixture
def home(desk: Desk, file: str, told: Told) -> Newsroom:
    """A newsroom on a file that a host uses as well."""
    return desk.open(file, plugins={"told": told})


@pytest.fixture
def host(file: str, home: Newsroom) -> Iterator[sa.Engine]:
    """The host's engine on the same file, with a table of its own."""
    assert home
    engine = engine_of(file)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE pages (name TEXT)"))
    yield engine
    engine.dispose()


@pytest.fixture
def article(home: Newsroom, told: Told) -> Article:
    """A story that may go out; nobody was told anything yet."""
    article = clear(home, story(home, "review"), people=PEOPLE)
    told.events.clear()
    return article


def pages(host: sa.Engine) -> list[str]:
    """List what the host has written."""
    with host.connect() as connection:
        return list(connection.execute(sa.text("SELECT name FROM pages")).scalars())


def write(to: sa.Connection | Session, name: str) -> None:
    """Write something that is the host's own business."""
    to.execute(sa.text("INSERT INTO pages VALUES (:name)"), {"name": name})


def test_a_session_tells_and_delivers_after_its_commit(
    desk: Desk, home: Newsroom, host: sa.Engine, told: Told, article: Article
) -> None:
    """Until the host has committed, nobody hears of anything."""
    with Session(host) as session:
        write(session, "before")
        guest = home.using(session)
        published = guest.publish(article, by=BO)
        write(session, "after")
        assert (published.state, [], ()) == (
            "published",
            told.events,
            desk.site.parcels,
        )
        assert "review" == home.article(article.id).state
        session.commit()

    assert ["Published"] == told.events
    assert 1 == len(desk.site.parcels)
    assert published == home.article(article.id)
    assert ["before", "after"] == pages(host)


def test_a_session_that_rolls_back_leaves_nothing_and_tells_nobody(
    desk: Desk, home: Newsroom, host: sa.Engine, told: Told, article: Article
) -> None:
    """What the host undoes has never been, for the guest as well."""
    with Session(host) as session:
        guest = home.using(session)
        begun = guest.draft(text("Never"), by=ADA)
        guest.publish(article, by=BO)
        session.rollback()

        assert article == guest.article(article.id) == home.article(article.id)
        with pytest.raises(NotFoundError):
            guest.article(begun.id)
        write(session, "later")
        session.commit()

    assert ([], ()) == (told.events, desk.site.parcels)
    assert 1 == len(home.search())
    assert ["later"] == pages(host)


def test_a_session_that_is_closed_has_undone_it(
    desk: Desk, home: Newsroom, host: sa.Engine, told: Told, article: Article
) -> None:
    """A session closed without a commit tells nobody, not even with the next one."""
    session = Session(host)
    guest = home.using(session)
    guest.publish(article, by=BO)
    session.close()
    write(session, "later")
    session.commit()
    session.close()

    assert ([], ()) == (told.events, desk.site.parcels)
    assert "review" == guest.article(article.id).state


def test_a_savepoint_of_the_host_may_undo_it(
    desk: Desk, home: Newsroom, host: sa.Engine, told: Told, article: Article
) -> None:
    """What lies in a savepoint that was undone is told to nobody."""
    with Session(host) as session:
        guest = home.using(session)
        write(session, "kept")
        savepoint = session.begin_nested()
        guest.publish(article, by=BO)
        savepoint.rollback()
        assert "review" == guest.article(article.id).state
        guest.comment(article.id, "Not yet.", by=BO)
        session.commit()

    assert ["Commented"] == told.events
    assert () == desk.site.parcels
    assert ["kept"] == pages(host)


def test_a_refused_step_leaves_the_hosts_own_writes_alone(
    home: Newsroom, host: sa.Engine, told: Told
) -> None:
    """A refusal or a conflict undoes nothing of the host's transaction."""
    article = story(home, "review")
    told.events.clear()
    with Session(host) as session:
        guest = home.using(session)
        write(session, "before")
        assert {"approvals"} == refused(lambda: guest.publish(article, by=BO))
        with pytest.raises(ConflictError):
            guest.draft(text(), by=ADA, id=article.id)
        write(session, "after")
        session.commit()

    assert (["before", "after"], []) == (pages(host), told.events)
    assert 2 == len(home.history(article))


def test_a_connection_waits_for_the_word(
    desk: Desk, home: Newsroom, host: sa.Engine, told: Told, article: Article
) -> None:
    """A bare connection does not say when it has committed: the host does."""
    with host.connect() as connection:
        guest = home.using(connection)
        write(connection, "before")
        guest.publish(article, by=BO)
        connection.commit()
        assert ([], ()) == (told.events, desk.site.parcels)
        ran = guest.committed()

    assert ["Published"] == told.events
    assert 2 == len(ran.deliveries)
    assert ((), ()) == (guest.committed().fired, guest.committed().deliveries)


def test_a_host_that_never_says_so_is_made_up_for(
    desk: Desk, home: Newsroom, host: sa.Engine, article: Article
) -> None:
    """Deliveries are in the ledger, and the next run finds them."""
    with host.begin() as connection:
        home.using(connection).publish(article, by=BO)
    assert () == desk.site.parcels
    home.run_due()

    assert 1 == len(desk.site.parcels)


def test_a_connection_that_rolls_back_tells_nobody(
    home: Newsroom, host: sa.Engine, told: Told, article: Article
) -> None:
    """Undone whole, or back to a savepoint: the guest knows."""
    with host.connect() as connection:
        guest = home.using(connection)
        guest.publish(article, by=BO)
        connection.rollback()
        assert "review" == guest.article(article.id).state
        write(connection, "kept")
        savepoint = connection.begin_nested()
        guest.publish(article, by=BO)
        savepoint.rollback()
        assert "review" == guest.article(article.id).state
        connection.commit()
        guest.committed()

    assert ([], ["kept"]) == (told.events, pages(host))


def test_the_guest_sees_what_it_wrote_and_others_do_not(
    home: Newsroom, host: sa.Engine
) -> None:
    """Lists, texts and the audit inside the transaction are those of the host."""
    with Session(host) as session:
        guest = home.using(session)
        article = guest.draft(text("Unseen"), by=ADA)
        guest.lock(article, by=ADA)
        guest.autosave(article, text("Half"), by=ADA)

        assert ["Unseen"] == [row.headline for row in guest.search()]
        assert "Unseen" == guest.content(article).headline
        assert 1 == guest.audit().articles
        assert text("Half") == guest.working_copy(article, by=ADA)
        assert () == home.search()
        session.commit()
    assert ["Unseen"] == [row.headline for row in home.search()]
    guest.close()
    assert 1 == home.audit().articles


def test_erasing_in_the_hosts_transaction_is_the_hosts_to_commit(
    home: Newsroom, host: sa.Engine
) -> None:
    """An erasing that the host undoes has erased nothing."""
    article = story(home, "draft")
    with Session(host) as session:
        guest = home.using(session)
        guest.erase(article, by="lu", reason="Court.", texts=[article.head.content])
        assert 1 == guest.audit().erased
        session.rollback()

    assert text() == home.content(article.id)


def test_only_what_sqlalchemy_knows_is_a_connection(home: Newsroom) -> None:
    """A bare driver connection has no transaction that we could follow."""
    with pytest.raises(InvalidValueError, match="SQLAlchemy Connection or Session"):
        home.using(object())


def test_a_newsroom_of_its_own_has_nothing_to_wait_for(home: Newsroom) -> None:
    """Outside a host, saying that something was committed does nothing."""
    ran = home.committed()
    home.rolled_back()

    assert ((), ()) == (ran.fired, ran.deliveries)


def test_a_guest_of_a_room_that_does_not_deliver_only_tells(
    desk: Desk, file: str, told: Told
) -> None:
    """With deliver=False the deliveries wait for whoever runs what is due."""
    home = desk.open(file, plugins={"told": told}, deliver=False)
    article = clear(home, story(home, "review"), people=PEOPLE)
    engine = engine_of(file)
    with Session(engine) as session:
        home.using(session).publish(article, by=BO)
        session.commit()
    engine.dispose()

    assert ("Published", ()) == (told.events[-1], desk.site.parcels)
    home.run_due()
    assert 1 == len(desk.site.parcels)


def test_releasing_a_savepoint_is_no_commit(
    desk: Desk, home: Newsroom, host: sa.Engine, told: Told, article: Article
) -> None:
    """What lies in a savepoint may still be undone with the whole."""
    with Session(host) as session:
        guest = home.using(session)
        write(session, "undone")  # sqlite3 begins a transaction with a write alone
        savepoint = session.begin_nested()
        guest.publish(article, by=BO)
        savepoint.commit()
        assert ([], ()) == (told.events, desk.site.parcels)
        session.rollback()

    assert ([], (), []) == (told.events, desk.site.parcels, pages(host))
    assert article == home.article(article.id)


def test_a_guest_delivers_nothing_itself(home: Newsroom, host: sa.Engine) -> None:
    """Inside a transaction that may be undone, nothing is sent out."""
    with Session(host) as session, pytest.raises(NewsflowError, match="after the host"):
        home.using(session).run_due()


def test_an_erasing_that_is_undone_leaves_the_imported_document(
    home: Newsroom, host: sa.Engine
) -> None:
    """Bytes that are gone cannot be rolled back: they go after the host's commit."""
    original = home.media.put(b"Max, fourteen, was the first to cross it.")
    reading = Reading(content=text(), reader="text", original=original)
    article = home.draft(reading.content, by=ADA, reading=reading)
    erase = {"by": CY, "reason": "privacy", "texts": [article.head.content]}
    for ends in (Session.rollback, Session.commit):
        with Session(host) as session:
            home.using(session).erase(article.id, **erase)
            assert home.media.get(original), "while nothing is committed"
            ends(session)
        if ends is Session.rollback:
            assert home.media.get(original)

    with pytest.raises(NotFoundError):
        home.media.get(original)
    assert 1 == home.audit().erased


def test_a_database_without_a_newsroom_is_told(home: Newsroom) -> None:
    """A host with two databases may take the wrong one."""
    engine = sa.create_engine("sqlite://")
    wrong = "leads to a database without the tables of a newsroom"
    with Session(engine) as session:
        guest = home.using(session)
        with pytest.raises(NewsflowError, match=wrong):
            guest.article("story-1")
        with pytest.raises(NewsflowError, match=wrong):
            guest.draft(text(), by=ADA)
    engine.dispose()


def test_a_lock_bars_the_host_as_well(home: Newsroom, host: sa.Engine) -> None:
    """Whoever saves inside a transaction is told of the lock, and may go on with it."""
    article = home.draft(text(), by=ADA)
    home.lock(article, by=BO)
    with Session(host) as session:
        guest = home.using(session)
        with pytest.raises(LockedError):
            guest.save(article, text("Ada's text"), by=ADA)
        write(session, "after")
        saved = guest.save(article, text("Bo's text"), by=BO)
        session.commit()

    assert saved == home.article(article.id)
    assert ["after"] == pages(host)


@pytest.mark.parametrize("of", [sa.Engine.connect, Session])
def test_what_was_done_before_the_savepoint_is_told(
    home: Newsroom, host: sa.Engine, told: Told, of: Callable[[sa.Engine], Any]
) -> None:
    """A savepoint that is undone takes with it what lies in it, and nothing else."""
    article = story(home, "draft")
    told.events.clear()
    with of(host) as connection:
        write(connection, "first")  # sqlite3 begins a transaction with a write alone
        guest = home.using(connection)
        guest.comment(article.id, "Before.", by=BO)
        outer = connection.begin_nested()
        guest.submit(article.id, by=ADA)
        inner = connection.begin_nested()
        guest.approve(article.id, by=BO)
        inner.commit()
        assert "review" == guest.article(article.id).state
        outer.rollback()
        assert "draft" == guest.article(article.id).state
        guest.lock(article.id, by=ADA)
        guest.save(article.id, text("After"), by=ADA)
        connection.commit()
        guest.committed()

    assert ["Commented", "Revised"] == told.events


def test_what_lies_in_a_savepoint_of_before_us_goes_with_it(
    home: Newsroom, host: sa.Engine, told: Told
) -> None:
    """The guest came after the savepoint was opened: all that it did is undone."""
    article = story(home, "draft")
    told.events.clear()
    with host.connect() as connection:
        write(connection, "first")
        savepoint = connection.begin_nested()
        guest = home.using(connection)
        guest.comment(article, "Never.", by=BO)
        savepoint.rollback()
        connection.commit()
        guest.committed()

    assert [] == told.events


def test_reading_in_the_hosts_transaction_bars_no_writer(
    home: Newsroom, host: sa.Engine
) -> None:
    """A page that only shows something lets others write meanwhile."""
    article = story(home, "draft")
    with Session(host) as session:
        guest = home.using(session)
        assert article == guest.article(article.id)
        assert 1 == guest.audit().articles
        home.comment(article, "Meanwhile.", by=BO)
        assert 2 == guest.article(article.id).position


def test_the_feed_of_a_guest_has_what_is_committed(
    home: Newsroom, host: sa.Engine
) -> None:
    """An event that may yet be undone is shown to nobody who must miss nothing."""
    with Session(host) as session:
        guest = home.using(session)
        guest.draft(text(), by=ADA)
        assert [] == list(guest.events())
        session.commit()
    assert [1] == [fact.cursor for fact in guest.events()]
