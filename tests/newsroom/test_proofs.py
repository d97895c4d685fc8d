"""Proofs: of texts that are in no story, and in the pages of a site."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from newsflow import Newsroom
from newsflow.documents.config import config_from
from newsflow.errors import NotFoundError
from newsflow.model.media import Media
from newsflow.model.views import Proof, Tombstone, View
from newsflow.ports import Rendition
from newsflow.testing import PEOPLE

from ..gazette import Desk, story, text

ADA = PEOPLE["ada"]
MAIN = {"name": "main", "address": "https://gazette.example", "title": "Gazette"}
WEEKEND = {
    "name": "weekend",
    "address": "https://weekend.example",
    "policies": {"Who we are": "https://weekend.example/us"},
}
CHANNEL = {"name": "web", "kind": "folder", "path": "site", "site": "weekend"}


def opened(desk: Desk, folder: Path, **tables: Any) -> Newsroom:
    """Open a newsroom as its configuration says."""
    plain = {"newsroom": {"name": "Harbour Gazette"}, **tables}
    return desk.open(config=config_from(plain, folder=folder))


def page(room: Newsroom, view: Proof, **how: Any) -> str:
    """Read the page of a proof."""
    return room.proof_page(view, **how).data.decode()


def test_a_text_that_is_in_no_story_has_a_proof(desk: Desk) -> None:
    """As if it were drafted now; and nobody hears of it, for nothing has happened."""
    room = desk.open()
    view = room.proof(text("A text of its own"))

    assert ("unsaved", 1, desk.clock()) == (view.article, view.revision, view.saved)
    assert "A text of its own" in page(room, view)
    assert "Proof. Not for publication." in page(room, view)
    assert [] == list(room.events())
    assert () == room.search()


def test_a_proof_is_of_the_head_by_its_story_or_its_id(room: Newsroom) -> None:
    """Which is the draft, whatever readers have."""
    article = room.save(story(room), text("The next text"), by=ADA)

    assert room.proof(article) == room.proof(article.id)
    assert "The next text" == room.proof(article.id).content.headline
    with pytest.raises(NotFoundError, match="article"):
        room.proof("nowhere")


def test_a_proof_stands_in_the_pages_of_its_site(desk: Desk, tmp_path: Path) -> None:
    """The one that is named, in the channel that keeps it or without one."""
    room = opened(desk, tmp_path, sites=[MAIN, WEEKEND], channels=[CHANNEL])
    view = room.proof(text())

    assert "– Gazette</title>" in page(room, view)
    assert "https://weekend.example" not in page(room, view)
    weekend = page(room, view, site="weekend")
    assert "– weekend</title>" in weekend
    assert 'href="https://weekend.example/us"' in weekend
    with pytest.raises(NotFoundError, match="site"):
        room.proof_page(view, site="nowhere")


def test_a_house_without_a_site_has_proofs_all_the_same(
    desk: Desk, tmp_path: Path
) -> None:
    """In its own name; and a folder with no site named is that of the only one."""
    bare = opened(desk, tmp_path)
    folder = {"name": "web", "kind": "folder", "path": "site"}
    one = opened(desk, tmp_path, sites=[MAIN], channels=[folder])

    assert "– Harbour Gazette</title>" in page(bare, bare.proof(text()))
    assert "– Gazette</title>" in page(one, one.proof(text()))


def test_the_page_finds_its_media_where_it_is_told(room: Newsroom) -> None:
    """Whoever serves it decides where."""
    sha256 = room.media.put(b"a picture")
    picture = Media(key="m1", href="media:bridge.png", sha256=sha256, alt="It")
    view = room.proof(text(media=[picture], lead="m1"))

    shown = page(room, view, media_href=lambda one: f"/bytes/{one.sha256}")
    assert f'src="/bytes/{sha256}"' in shown


class Telegraph:
    """Pages of the house's own, which know no site."""

    name: ClassVar[str] = "html"
    suffix: ClassVar[str] = ".html"

    def render(self, view: View | Tombstone) -> Rendition:
        """Write the headline alone."""
        assert isinstance(view, Proof)
        data = f"STOP {view.content.headline}".encode()
        return Rendition(media_type="text/html", data=data)


def test_pages_that_know_no_site_are_shown_as_they_are(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A renderer that only renders is enough for a proof."""
    office = room._office  # noqa: SLF001 - no plug-in can take the place of ours
    monkeypatch.setattr(office, "renderers", {"html": Telegraph()})

    shown = page(room, room.proof(text("Bridge reopens")))
    assert "STOP Bridge reopens" == shown
