"""The CMS and newsflow share one transaction; readers hear after its commit."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

HERE = Path(__file__).parents[1]
BRIDGE = {
    "headline": "Harbour bridge reopens",
    "slug": "bridge-reopens",
    "language": "en-GB",
    "body": [{"type": "paragraph", "key": "b1", "spans": [{"text": "It is open."}]}],
}


def _load() -> Any:
    name = "newsflow_example_flask_cms"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE / "cms.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


cms = _load()


@pytest.fixture(name="app")
def _app(tmp_path: Path) -> Iterator[Flask]:
    shutil.copy(HERE / "newsflow.toml", tmp_path)
    app = cms.create_app(tmp_path)
    with app.app_context():
        with Session(cms.engine()) as session, session.begin():
            session.add(cms.Desk(name="harbour"))
        yield app
        cms.newsflow.close()
        cms.engine().dispose()


@pytest.fixture(name="client")
def _client(app: Flask) -> Any:
    return app.test_client()


def by(person: str) -> dict[str, str]:
    """Say who is asking."""
    return {"X-Person": person}


def drafted(client: Any) -> str:
    """Draft the bridge story at the harbour desk."""
    answer = client.post("/articles?desk=harbour", json=BRIDGE, headers=by("ada"))
    assert 201 == answer.status_code, answer.text
    return str(answer.json["id"])


def approved(client: Any) -> str:
    """Take the bridge story as far as it can go before it is out."""
    story = drafted(client)
    for step, person in (("submit", "ada"), ("approve", "bo"), ("approve", "cy")):
        answer = client.post(f"/articles/{story}/{step}", headers=by(person))
        assert 200 == answer.status_code, answer.text
    return story


def assignments() -> dict[str, str]:
    """Read the host's own table."""
    with Session(cms.engine()) as session:
        found = session.scalars(select(cms.Assignment))
        return {one.article: one.desk for one in found}


def test_a_draft_and_its_assignment_are_one_transaction(client: Any) -> None:
    """The host's row and newsflow's rows are there together."""
    story = drafted(client)

    assert {story: "harbour"} == assignments()
    assert "draft" == cms.newsflow.room.article(story).state


def test_an_error_of_the_host_undoes_the_draft_of_newsflow(client: Any) -> None:
    """A desk that does not exist is found after the draft, and undoes it."""
    answer = client.post("/articles?desk=moon", json=BRIDGE, headers=by("ada"))

    assert 404 == answer.status_code
    assert ({}, ()) == (assignments(), cms.newsflow.room.search())


def test_a_refusal_of_newsflow_undoes_the_row_of_the_host(client: Any) -> None:
    """Whatever the host wrote before a refused step is gone, too."""
    story = drafted(client)
    with (  # noqa: PT012 - what is undone
        pytest.raises(cms.StepRefusedError),
        Session(cms.engine()) as session,
        session.begin(),
    ):
        session.add(cms.Desk(name="moon"))
        session.flush()
        cms.newsflow.using(session).publish(story, by="ada")

    with Session(cms.engine()) as session:
        assert session.get(cms.Desk, "moon") is None


def test_readers_get_the_page_after_the_commit(client: Any, tmp_path: Path) -> None:
    """Before there is none, neither here nor on the channel."""
    story = approved(client)
    page = tmp_path / "site/articles/bridge-reopens/index.html"
    with Session(cms.engine()) as session, session.begin():
        cms.newsflow.using(session).publish(story, by="bo")
        assert not page.exists()
        assert 404 == client.get(f"/live/{story}").status_code

    assert page.exists()
    assert "Harbour bridge reopens" in client.get(f"/live/{story}").text


def test_a_refused_step_is_403_with_who_can_lift_it(client: Any) -> None:
    """The client learns everything that is missing."""
    path = f"/articles/{drafted(client)}/publish"
    answer = client.post(path, headers=by("ada"))

    assert 403 == answer.status_code
    objections = answer.json["objections"]
    assert ["state", "role", "approvals"] == [one["code"] for one in objections]
    assert ["editor"] == objections[2]["lifted_by"]


def test_an_invalid_document_is_422_with_every_problem(client: Any) -> None:
    """All problems come at once, each with its path, and nothing is stored."""
    broken = {"headline": "", "slug": "Über uns", "body": []}
    answer = client.post("/articles?desk=harbour", json=broken, headers=by("ada"))

    assert 422 == answer.status_code
    assert {"$.headline", "$.slug"} == {one["path"] for one in answer.json["problems"]}
    assert () == cms.newsflow.room.search()


def test_a_save_of_what_has_moved_on_is_409(client: Any) -> None:
    """Somebody else was faster: nothing is stored, and the client reads again."""
    story = drafted(client)
    client.post(f"/articles/{story}/submit", headers=by("ada"))
    path = f"/articles/{story}?position=1"

    assert 409 == client.put(path, json=BRIDGE, headers=by("ada")).status_code


def test_the_list_knows_state_and_desk(client: Any) -> None:
    """Two sets of tables, one list."""
    drafted(client)
    (row,) = client.get("/articles").json

    assert ("draft", "harbour") == (row["state"], row["desk"])


def test_the_command_line_of_newsflow_is_under_that_of_flask(
    app: Flask, client: Any
) -> None:
    """It works in the same newsroom."""
    drafted(client)
    ran = app.test_cli_runner().invoke(args=["newsflow", "list"])

    assert "Harbour bridge reopens" in ran.output
