"""Whatever is changed behind the newsroom's back is found, and named."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from newsflow import Article, Newsroom
from newsflow.errors import BrokenChainError, HistoryError, MissingExtraError
from newsflow.events.chain import GENESIS, seal
from newsflow.newsroom.audit import read_checkpoint
from newsflow.testing import PEOPLE

from ..gazette import Desk, story, text

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
SECRET = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
KEY, PUBLIC = SECRET.private_bytes_raw(), SECRET.public_key().public_bytes_raw()


@pytest.fixture
def behind(file: str, room: Newsroom) -> Iterator[sqlite3.Connection]:
    """Somebody at the database file itself."""
    assert room
    connection = sqlite3.connect(file.removeprefix("sqlite:///"), isolation_level=None)
    yield connection
    connection.close()


@pytest.fixture
def room(desk: Desk, file: str) -> Newsroom:
    """A newsroom on a file."""
    return desk.open(file)


@pytest.fixture
def article(room: Newsroom) -> Article:
    """A story that was published, and another one beside it."""
    story(room, "review")
    return story(room)


def broken(room: Newsroom) -> tuple[int, str]:
    """Tell where the audit finds the history broken, and how."""
    with pytest.raises(BrokenChainError) as found:
        room.audit()
    assert found.value.article in str(found.value)
    return found.value.position, found.value.reason


def test_a_whole_history_verifies(room: Newsroom, article: Article) -> None:
    """The audit tells how much it looked at."""
    audit = room.audit()

    assert (2, 2 + article.position) == (audit.articles, audit.events)
    assert (2, 0, ()) == (audit.texts, audit.erased, audit.glass_broken)
    assert not audit.unreviewed


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", "'{}'"),
        ("actor", "'eve'"),
        ("type", "'Commented'"),
        ("at", "'2020-01-01T00:00:00.000000Z'"),
        ("hash", "'" + "0" * 64 + "'"),
    ],
)
def test_an_edited_event_is_found(
    room: Newsroom,
    article: Article,
    behind: sqlite3.Connection,
    column: str,
    value: str,
) -> None:
    """Who, when, what: no column of an event can be changed."""
    behind.execute(
        f"UPDATE newsflow_events SET {column} = {value} "  # noqa: S608 - SQL binds values alone
        "WHERE article = ? AND position = 3",
        [article.id],
    )

    assert (3, "its stored text is not the text that was sealed") == broken(room)


def test_a_deleted_event_is_found(
    room: Newsroom, article: Article, behind: sqlite3.Connection
) -> None:
    """A gap is named by the event that is missing."""
    behind.execute(
        "DELETE FROM newsflow_events WHERE article = ? AND position = 2", [article.id]
    )

    assert (2, "event 2 is missing; next is event 3") == broken(room)


def test_swapped_events_are_found(
    room: Newsroom, article: Article, behind: sqlite3.Connection
) -> None:
    """Two approvals that change places are not the same history."""
    swap = "UPDATE newsflow_events SET position = ? WHERE article = ? AND position = ?"
    for new, old in ((99, 3), (3, 4), (4, 99)):
        behind.execute(swap, [new, article.id, old])

    assert (3, "it does not follow the event before it") == broken(room)


def test_a_cut_at_the_end_is_found_by_the_row(
    room: Newsroom, article: Article, behind: sqlite3.Connection
) -> None:
    """Whoever cuts the last event must also change the article's row."""
    behind.execute(
        "DELETE FROM newsflow_events WHERE article = ? AND type = 'Published'",
        [article.id],
    )

    position, reason = broken(room)
    assert article.position - 1 == position
    assert "its history elsewhere" in reason


@pytest.mark.parametrize("table", ["newsflow_articles", "newsflow_events"])
def test_a_story_that_is_gone_from_one_table_is_found(
    room: Newsroom, article: Article, behind: sqlite3.Connection, table: str
) -> None:
    """Row and history belong together."""
    column = "id" if table == "newsflow_articles" else "article"
    behind.execute(
        f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608 - SQL binds values alone
        [article.id],
    )

    assert any(word in broken(room)[1] for word in ("missing", "elsewhere"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE newsflow_contents SET text = replace(text, 'reopens', 'sinks')",
            "recorded",
        ),
        ("UPDATE newsflow_contents SET salt = '" + "0" * 32 + "'", "recorded"),
        ("UPDATE newsflow_contents SET text = NULL", "is gone, and was not erased"),
        ("DELETE FROM newsflow_contents", "is missing"),
        (
            (
                "INSERT INTO newsflow_contents SELECT article, "
                "'f' || substr(digest, 2), "
                "kind, text, salt, fingerprint FROM newsflow_contents"
            ),
            "none that the history names",
        ),
    ],
)
def test_a_changed_text_is_found(
    room: Newsroom,
    article: Article,
    behind: sqlite3.Connection,
    change: str,
    told: str,
) -> None:
    """The words are held to the digest that the history names."""
    assert text() == room.content(article)
    behind.execute(change)

    with pytest.raises(HistoryError, match=told):
        room.audit()


def test_a_text_that_was_put_back_is_found(
    room: Newsroom, article: Article, behind: sqlite3.Connection
) -> None:
    """What was erased stays erased."""
    room.save(article.id, text("Second"), by=ADA)
    room.kill(article.id, by=CY, reason="Court.")
    room.erase(article.id, by=CY, reason="Court.", texts=[article.head.content])
    behind.execute(
        "UPDATE newsflow_contents SET text = '{}', salt = 'x' WHERE text IS NULL"
    )

    with pytest.raises(HistoryError, match="is there, and was erased"):
        room.audit()


@pytest.mark.parametrize(
    "change",
    [
        "state = 'published', state_kind = 'published'",
        "live = 7",
        "headline = 'The mayor resigns'",
        "section = 'Sport'",
        "embargo = '2030-01-01T00:00:00.000000Z'",
        "workflow = 'lax'",
        "due = '2026-11-24T00:00:00.000000Z'",
    ],
)
def test_a_changed_row_is_found(
    room: Newsroom, article: Article, behind: sqlite3.Connection, change: str
) -> None:
    """The lists that a desk reads are held to the history as well."""
    assert article.live
    behind.execute(
        f"UPDATE newsflow_articles SET {change} WHERE state = 'review'"  # noqa: S608 - SQL binds values alone
    )

    with pytest.raises(HistoryError, match=r"the row says .* the history says"):
        room.audit()


def test_an_event_that_nobody_knows_is_told(
    room: Newsroom, article: Article, behind: sqlite3.Connection
) -> None:
    """An event of a later version is a clear error, never a wrong story."""
    _rewrite(behind, article.id, "type", "'Telepathised'")

    with pytest.raises(HistoryError, match="does not know"):
        room.history(article)


def _rewrite(behind: sqlite3.Connection, article: str, column: str, value: str) -> None:
    """Change an event and seal the whole chain anew, as an insider could."""
    behind.execute(
        f"UPDATE newsflow_events SET {column} = {value} "  # noqa: S608 - SQL binds values alone
        "WHERE article = ? AND position = 3",
        [article],
    )
    _seal_anew(behind, article)


def _seal_anew(behind: sqlite3.Connection, article: str) -> None:
    before, position = GENESIS, 0
    rows = behind.execute(
        "SELECT cursor, position, type, actor, at, body FROM newsflow_events "
        "WHERE article = ? ORDER BY position",
        [article],
    ).fetchall()
    for cursor, position, kind, actor, at, body in rows:
        sealed = seal(before, article, position, kind, actor, at, body)
        behind.execute(
            "UPDATE newsflow_events SET before = ?, hash = ? WHERE cursor = ?",
            [before, sealed, cursor],
        )
        before = sealed
    behind.execute(
        "UPDATE newsflow_articles SET hash = ?, position = ? WHERE id = ?",
        [before, position, article],
    )


def test_a_chain_written_anew_is_found_by_a_checkpoint(
    room: Newsroom, article: Article, behind: sqlite3.Connection
) -> None:
    """Whoever rewrites a whole history cannot rewrite what was attested."""
    document = room.checkpoint(KEY).document()
    assert 2 == room.verify_checkpoint(document, PUBLIC)
    _rewrite(behind, article.id, "actor", "'eve'")
    assert 2 == room.audit().articles, "the chain alone does not know"

    with pytest.raises(BrokenChainError, match="not the event that was attested"):
        room.verify_checkpoint(document, PUBLIC)


def test_a_cut_tail_is_found_by_a_checkpoint(
    room: Newsroom, article: Article, behind: sqlite3.Connection
) -> None:
    """A history that ends too early, with a row to match, was attested longer."""
    article = room.comment(article, "Look again.", by=BO)
    document = room.checkpoint(KEY).document()
    behind.execute(
        "DELETE FROM newsflow_events WHERE article = ? AND position = ?",
        [article.id, article.position],
    )
    _seal_anew(behind, article.id)

    with pytest.raises(BrokenChainError, match="the history ends before it"):
        room.verify_checkpoint(document, PUBLIC)


def test_what_happened_since_a_checkpoint_does_not_break_it(
    room: Newsroom, article: Article
) -> None:
    """Histories grow; what was attested is still inside."""
    document = room.checkpoint(KEY).document()
    room.comment(article, "Look again.", by=BO)
    story(room)

    assert 2 == room.verify_checkpoint(document, PUBLIC)


def test_a_forged_checkpoint_is_refused(room: Newsroom, article: Article) -> None:
    """Another key, another text or another signature is no attestation."""
    document = room.checkpoint(KEY).document()
    other = Ed25519PrivateKey.from_private_bytes(b"x" * 32).public_key()
    head = [article.position, "0" * 64]

    for forged, key in (
        (document, other.public_bytes_raw()),
        ({**document, "at": "2020-01-01T00:00:00.000000Z"}, PUBLIC),
        ({**document, "heads": {article.id: head}}, PUBLIC),
        ({**document, "signature": "AAAA"}, PUBLIC),
        ({**document, "signature": "no base64!"}, PUBLIC),
    ):
        with pytest.raises(HistoryError, match="not signed with this key"):
            room.verify_checkpoint(forged, key)


@pytest.mark.usefixtures("article")
def test_a_checkpoint_is_read_back_from_its_text(room: Newsroom) -> None:
    """What is kept elsewhere is plain JSON; anything else is told."""
    document = room.checkpoint(KEY).document()

    assert document == read_checkpoint(json.dumps(document))
    for text_ in ("", "[]", "{}", '{"newsroom": "x"}'):
        with pytest.raises(HistoryError, match="no checkpoint"):
            read_checkpoint(text_)


@pytest.mark.usefixtures("article")
def test_without_the_extra_a_checkpoint_says_what_to_install(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signing is an extra, and its absence a sentence."""
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric", None)

    with pytest.raises(MissingExtraError, match=r"newsflow\[sign\]"):
        room.checkpoint(KEY)


def test_an_audit_sees_one_state_while_others_write(desk: Desk, file: str) -> None:
    """Writing beside an audit is no break in anything."""
    here, there = desk.open(file), desk.open(file)
    first, _, _ = (story(here, "draft") for _ in range(3))
    database = here._office.database  # noqa: SLF001 - to write just in between

    def meanwhile(sql: str) -> None:
        if "FROM newsflow_events" in sql or "FROM newsflow_contents" in sql:
            there.comment(first.id, "In between.", by=BO)

    database.trace(meanwhile)  # type: ignore[attr-defined] # it is a database of ours

    assert 3 == here.audit().events
    database.trace(None)  # type: ignore[attr-defined] # the same
    assert 5 == here.audit().events
