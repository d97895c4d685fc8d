"""newsflow as an extension of a Flask application."""

from __future__ import annotations

import importlib
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from newsflow.contrib.flask import Newsflow
from newsflow.errors import InvalidValueError, MissingExtraError, NewsflowError
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.testing.staging import clear

from ..gazette import story, text

ADA, BO = PEOPLE["ada"], PEOPLE["bo"]
CONFIG = """
[newsroom]
name = "Harbour Gazette"

[people.ada]
roles = ["reporter"]
"""


@pytest.fixture(name="site")
def _site() -> RecordingChannel:
    return RecordingChannel("site")


@pytest.fixture(name="newsflow")
def _newsflow(site: RecordingChannel) -> Newsflow:
    return Newsflow(channels=[site])


@pytest.fixture(name="app")
def _app(tmp_path: Path, newsflow: Newsflow) -> Iterator[Flask]:
    (tmp_path / "newsflow.toml").write_text(CONFIG, "utf-8")
    app = Flask("gazette", root_path=str(tmp_path))
    app.config["NEWSFLOW_CONFIG"] = "newsflow.toml"
    newsflow.init_app(app)
    with app.app_context():
        yield app
        newsflow.close()


def test_init_app_opens_nothing(app: Flask, tmp_path: Path, newsflow: Newsflow) -> None:
    """The newsroom is opened when it is first asked for, and once."""
    assert not (tmp_path / "newsroom.db").exists()
    room = newsflow.room

    assert (tmp_path / "newsroom.db").exists()
    assert room is newsflow.room
    assert "newsflow" in app.extensions


def test_an_application_that_names_no_configuration_is_refused() -> None:
    """It is told at the start, and not by the first request."""
    with pytest.raises(InvalidValueError, match="NEWSFLOW_CONFIG"):
        Newsflow(Flask("gazette"))


def test_an_application_has_one_newsroom(app: Flask) -> None:
    """A second extension would send everything out twice."""
    with pytest.raises(NewsflowError, match="already"):
        Newsflow(app)


def test_an_application_without_it_says_what_to_call(newsflow: Newsflow) -> None:
    """Whoever forgot ``init_app`` is told so."""
    with (
        Flask("other").app_context(),
        pytest.raises(NewsflowError, match="init_app"),
    ):
        assert newsflow.room


def test_two_applications_have_their_own_newsrooms(
    app: Flask, newsflow: Newsflow, tmp_path: Path
) -> None:
    """One extension serves both, each on its own database."""
    assert app
    newsflow.room.draft(text(), by=ADA)
    other = Flask("other", root_path=str(tmp_path))
    other.config["NEWSFLOW_CONFIG"] = "newsflow.toml"
    other.config["NEWSFLOW_DATABASE"] = f"sqlite:///{tmp_path / 'other.db'}"
    newsflow.init_app(other)
    with other.app_context():
        assert () == newsflow.room.search()
        newsflow.close()

    assert 1 == len(newsflow.room.search())


@pytest.mark.parametrize("registry", [False, True])
def test_a_step_goes_with_the_transaction_of_the_session(
    app: Flask, newsflow: Newsflow, site: RecordingChannel, *, registry: bool
) -> None:
    """It is undone with it, and the channel hears after its commit."""
    assert app
    article = clear(newsflow.room, story(newsflow.room, "review"), people=PEOPLE)
    engine = create_engine(newsflow.room.config.url)
    session: Any = scoped_session(sessionmaker(engine)) if registry else Session(engine)
    newsflow.using(session).publish(article, by=BO)
    session.rollback()
    assert ("review", ()) == (newsflow.room.article(article.id).state, site.parcels)

    newsflow.using(session).publish(article, by=BO)
    assert () == site.parcels
    session.commit()
    assert "published" == newsflow.room.article(article.id).state
    assert 1 == len(site.parcels)
    session.close()
    engine.dispose()


def test_without_delivering_a_worker_takes_it(
    tmp_path: Path, site: RecordingChannel
) -> None:
    """NEWSFLOW_DELIVER leaves it to ``flask newsflow-run``, until SIGTERM comes."""
    (tmp_path / "newsflow.toml").write_text(CONFIG, "utf-8")
    app = Flask("gazette", root_path=str(tmp_path))
    app.config.update(NEWSFLOW_CONFIG="newsflow.toml", NEWSFLOW_DELIVER=False)
    newsflow = Newsflow(app, channels=[site])
    with app.app_context():
        story(newsflow.room, "published")
    before = site.parcels
    ending = threading.Thread(target=_end_when_delivered, args=[site])
    ending.start()
    ran = app.test_cli_runner().invoke(args=["newsflow-run", "--every", "0.05"])
    ending.join()

    assert 0 == ran.exit_code, ran.output
    assert ((), 1) == (before, len(site.parcels))


def _end_when_delivered(site: RecordingChannel) -> None:
    until = time.monotonic() + 20
    while not site.parcels and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(os.getpid(), signal.SIGTERM)


def test_flask_newsflow_is_the_command_line_in_this_newsroom(
    app: Flask, newsflow: Newsflow
) -> None:
    """Options and exit codes are newsflow's; the newsroom stays open."""
    article = newsflow.room.draft(text(), by=ADA)
    run = app.test_cli_runner().invoke

    assert "Harbour bridge reopens" in run(args=["newsflow", "list"]).output
    taken = run(args=["newsflow", "--as", "ada", "submit", article.id])
    assert 0 == taken.exit_code, taken.output
    assert "review" == newsflow.room.article(article.id).state
    assert 2 == run(args=["newsflow", "revive", article.id]).exit_code
    assert "break-glass" in run(args=["newsflow", "--help"]).output


def test_without_flask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever imports it learns what to install."""
    monkeypatch.delitem(sys.modules, "newsflow.contrib.flask", raising=False)
    monkeypatch.setitem(sys.modules, "flask", None)

    with pytest.raises(MissingExtraError, match=re.escape("newsflow[flask]")):
        importlib.import_module("newsflow.contrib.flask")
