"""The CMS and newsflow share one transaction; readers hear after its commit."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsflow import read_config

HERE = Path(__file__).parents[1]
BRIDGE = {
    "headline": "Harbour bridge reopens",
    "slug": "bridge-reopens",
    "language": "en-GB",
    "body": [{"type": "paragraph", "key": "b1", "spans": [{"text": "It is open."}]}],
}


def _load() -> Any:
    name = "newsflow_example_cms"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE / "cms.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


cms = _load()


@pytest.fixture(name="house")
def _house(tmp_path: Path) -> Iterator[Any]:
    shutil.copy(HERE / "newsflow.toml", tmp_path)
    house = cms.House(read_config(tmp_path / "newsflow.toml"))
    with Session(house.engine) as session, session.begin():
        session.add(cms.Desk(name="harbour"))
    yield house
    house.close()


@pytest.fixture(name="client")
def _client(house: Any) -> Iterator[TestClient]:
    with TestClient(cms.create_app(house)) as client:
        yield client


def by(person: str) -> dict[str, str]:
    """Say who is asking."""
    return {"X-Person": person}


def drafted(client: TestClient) -> str:
    """Draft the bridge story at the harbour desk."""
    answer = client.post("/articles?desk=harbour", json=BRIDGE, headers=by("ada"))
    assert 201 == answer.status_code, answer.text
    return str(answer.json()["id"])


def published(client: TestClient) -> str:
    """Take the bridge story its whole way."""
    story = drafted(client)
    for step, person in (
        ("submit", "ada"),
        ("approve", "bo"),
        ("approve", "cy"),
        ("publish", "bo"),
    ):
        answer = client.post(f"/articles/{story}/{step}", headers=by(person))
        assert 200 == answer.status_code, answer.text
    return story


def assignments(house: Any) -> dict[str, str]:
    """Read the host's own table."""
    with Session(house.engine) as session:
        found = session.scalars(select(cms.Assignment))
        return {one.article: one.desk for one in found}


def test_a_draft_and_its_assignment_are_one_transaction(
    client: TestClient, house: Any
) -> None:
    """The host's row and newsflow's rows are there together."""
    story = drafted(client)

    assert {story: "harbour"} == assignments(house)
    assert "draft" == house.room.article(story).state


def test_an_error_of_the_host_undoes_the_draft_of_newsflow(
    client: TestClient, house: Any
) -> None:
    """A desk that does not exist is found after the draft, and undoes it."""
    answer = client.post("/articles?desk=moon", json=BRIDGE, headers=by("ada"))

    assert 404 == answer.status_code
    assert {} == assignments(house)
    assert () == house.room.search()
    assert [] == list(house.room.events())


def test_a_refusal_of_newsflow_undoes_the_row_of_the_host(house: Any) -> None:
    """Whatever the host wrote before a refused step is gone, too."""
    story = house.room.draft(cms.content_from(BRIDGE), by="ada").id

    def request() -> None:
        with house.transaction() as (session, newsroom):
            session.add(cms.Assignment(article=story, desk="harbour"))
            session.flush()
            newsroom.publish(story, by="ada")

    with pytest.raises(cms.StepRefusedError):
        request()

    assert {} == assignments(house)
    assert "draft" == house.room.article(story).state


def test_the_channel_gets_the_story_after_the_commit(house: Any) -> None:
    """Inside the transaction nothing has gone out; after it the page is there."""
    story = house.room.draft(cms.content_from(BRIDGE), by="ada").id
    house.room.submit(story, by="ada")
    house.room.approve(story, by="bo")
    house.room.approve(story, by="cy")
    page = house.room.config.folder / "site/articles/bridge-reopens/index.html"

    with house.transaction() as (_, newsroom):
        newsroom.publish(story, by="bo")
        before = page.exists()

    assert not before
    assert page.exists()
    (delivery,) = house.room.deliveries(story)
    assert "delivered" == delivery.status.value


def test_nothing_goes_out_when_the_host_rolls_back(house: Any) -> None:
    """A publication that the host undoes was none."""
    story = house.room.draft(cms.content_from(BRIDGE), by="ada").id
    house.room.submit(story, by="ada")
    house.room.approve(story, by="bo")
    house.room.approve(story, by="cy")

    def request() -> None:
        with house.transaction() as (_, newsroom):
            newsroom.publish(story, by="bo")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        request()

    assert "review" == house.room.article(story).state
    assert () == house.room.deliveries(story)
    assert not (house.room.config.folder / "site").exists()


def test_a_refused_step_is_403_with_every_objection(client: TestClient) -> None:
    """The client learns what is missing, and who can lift it."""
    story = drafted(client)

    answer = client.post(f"/articles/{story}/publish", headers=by("ada"))

    assert 403 == answer.status_code
    codes = [one["code"] for one in answer.json()["objections"]]
    assert ["state", "role", "approvals"] == codes
    assert ["editor"] == answer.json()["objections"][2]["lifted_by"]


def test_an_invalid_document_is_422_with_every_problem(
    client: TestClient, house: Any
) -> None:
    """All problems come at once, each with its path, and nothing is stored."""
    broken = {"headline": "", "slug": "Über uns", "body": []}

    answer = client.post("/articles?desk=harbour", json=broken, headers=by("ada"))

    assert 422 == answer.status_code
    paths = {one["path"] for one in answer.json()["problems"]}
    assert {"$.headline", "$.slug"} == paths
    assert () == house.room.search()


def test_an_unknown_story_or_person_is_404(client: TestClient) -> None:
    """What is not there is not there."""
    assert 404 == client.post("/articles/none/submit", headers=by("ada")).status_code
    story = drafted(client)
    path = f"/articles/{story}/submit"
    assert 404 == client.post(path, headers=by("nobody")).status_code


def test_a_save_of_what_has_moved_on_is_409(client: TestClient, house: Any) -> None:
    """Somebody else was faster: nothing is stored, and the client reads again."""
    story = drafted(client)
    client.post(f"/articles/{story}/submit", headers=by("ada"))
    revised = {**BRIDGE, "headline": "Another headline"}

    path = f"/articles/{story}?position=1"
    answer = client.put(path, json=revised, headers=by("ada"))

    assert 409 == answer.status_code
    assert "expected position 1, found 2" in answer.json()["error"]
    assert "Harbour bridge reopens" == house.room.content(story).headline


def test_readers_get_the_live_version_and_never_the_draft(client: TestClient) -> None:
    """A new draft of a published story is invisible to readers."""
    story = published(client)
    revised = {**BRIDGE, "headline": "Harbour bridge reopens after eleven months"}
    position = client.get("/articles").json()[0]["position"]
    path = f"/articles/{story}?position={position}"
    assert 200 == client.put(path, json=revised, headers=by("ada")).status_code

    live = client.get(f"/live/{story}").json()

    assert 1 == live["version"]
    assert "Harbour bridge reopens" == live["content"]["headline"]
    assert "eleven months" not in client.get(f"/live/{story}/page").text
    (row,) = client.get("/articles").json()
    assert ("draft", 1, "harbour") == (row["state"], row["live"], row["desk"])


def test_a_draft_has_no_page(client: TestClient) -> None:
    """What is not released is not found."""
    assert 404 == client.get(f"/live/{drafted(client)}/page").status_code


def test_the_front_page_lists_what_is_published(client: TestClient) -> None:
    """Readers see the headline of a published story, and only of such."""
    drafted(client)
    assert "bridge" not in client.get("/").text
    published(client)

    assert 1 == client.get("/").text.count("Harbour bridge reopens")


def test_the_shipped_configuration_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The application starts from the files of the example alone."""
    for name in ("cms.py", "newsflow.toml"):
        shutil.copy(HERE / name, tmp_path)
    monkeypatch.setattr(cms, "__file__", str(tmp_path / "cms.py"))

    with TestClient(cms.gazette()) as client:
        assert "Harbour Gazette" in client.get("/").text


def test_a_draft_is_shown_by_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To whoever has it, until the next text is saved."""
    monkeypatch.setenv("GAZETTE_PREVIEWS", "the bridge stands on seven piers")
    text = (HERE / "newsflow.toml").read_text(encoding="utf-8")
    setting = '[newsroom]\npreview_secret = "env:GAZETTE_PREVIEWS"'
    file = tmp_path / "newsflow.toml"
    file.write_text(text.replace("[newsroom]", setting), encoding="utf-8")
    house = cms.House(read_config(file))
    story = house.room.draft(cms.content_from(BRIDGE), by="ada")
    with TestClient(cms.create_app(house)) as client:
        asked = client.post(f"/articles/{story.id}/preview", headers=by("ada"))
        link = asked.json()["link"]
        shown = client.get(link)
        changed = cms.content_from({**BRIDGE, "headline": "Bridge reopens at noon"})
        house.room.save(story, changed, by="ada")
        gone = client.get(link)
    house.close()

    assert "Proof. Not for publication." in shown.text
    assert "noindex" in shown.headers["X-Robots-Tag"]
    assert (200, 410) == (shown.status_code, gone.status_code)
