"""Every page that newsflow makes, written into a folder: what is validated.

A new kind of page comes in by itself: as a file of the site, or by what the theme kit
and the rehearsal play.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from newsflow.model.content import Content
from newsflow.newsroom import Newsroom
from newsflow.preview import Desk, StoryDraft, preview_app
from newsflow.render import Html
from newsflow.render.dashboard import dashboard
from newsflow.render.rehearsal import plays
from newsflow.render.theme import PLAIN
from newsflow.testing import PEOPLE
from newsflow.testing._page_told import pages_told
from newsflow.testing._theme_stories import HOSTILE, stories, whole_story

from ..preview.served import Served, serving
from ..render.walls import board
from .site import SPOKEN, example_stories, gazette

_KEY = b"the bridge stands on seven piers"
_GENERATED = Path(__file__).parents[2] / "docs" / "reference"
_WORDS = {
    "en": "The bridge is open",
    "de": "Die Brücke ist wieder offen",
    "fr": "Le pont est rouvert",
    "es": "El puente ha reabierto",
    "ar": "أعيد فتح جسر الميناء",
}
_SEEN = ("bridge-reopens.md", "jisr-al-mina.txt", "bridge-in-figures.json")
_HARD = ("bare", "hostile", "nobody told the language")
_MEDIUM = re.compile(r'src="(media/\w+)"')


FOLDER = Path(".cache") / "validate" / "pages"
"""Where the pages are to be looked at, below the folder of the project."""


def hung() -> None:
    """Write every page into the folder anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    hang(FOLDER)


def hang(folder: Path) -> None:
    """Write every page into a folder that is empty."""
    for name, data in _kit():
        write(folder / "kit" / name / "index.html", data)
    for language in SPOKEN:
        house = folder / f"gazette-{language}"
        house.mkdir(parents=True)
        with closing(gazette(house, language).room) as room:
            write(house / "desk" / "dashboard.html", dashboard(room.board()).data)
    for name, data in _walls():
        write(folder / "desk" / f"{name}.html", data)
    with closing(gazette(folder / "previews", "en").room) as room:
        for name, data in _previews(room):
            write(folder / "previews" / name, data)


def write(file: Path, data: bytes) -> None:
    """Write a page."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def hard_stories() -> Mapping[str, Content]:
    """Give those of the theme kit, and a whole one in each language of ours."""
    spoken = {
        f"spoken {tag}": whole_story(words, language=tag)
        for tag, words in _WORDS.items()
    }
    return {**stories(), **spoken}


def _kit() -> Iterator[tuple[str, bytes]]:
    for page in pages_told(Html(), PLAIN, hard_stories()):
        yield _named(page.name), page.rendition.data
    for number, (kind, play, _) in enumerate(plays(Html())):
        yield f"rehearsal-{number:02}-{_named(kind)}", play().data


def _named(words: str) -> str:
    return re.sub(r"\W+", "-", words.lower()).strip("-")


def _walls() -> Iterator[tuple[str, bytes]]:
    yield "generated", (_GENERATED / "dashboard.html").read_bytes()
    yield "full", dashboard(board()).data
    yield "hostile", dashboard(board(HOSTILE)).data
    with closing(Newsroom.open("sqlite://")) as empty:
        yield "empty", dashboard(empty.board()).data


def _previews(room: Newsroom) -> Iterator[tuple[str, bytes]]:
    """Ask a real preview for all that it shows of a few stories, live and by links."""
    for name, content in _drafts(room):
        draft = room.draft(content, by=PEOPLE["ada"])
        desk = Desk(draft=StoryDraft(room, draft.id))
        token = room.preview_link(draft, by=PEOPLE["ada"], minutes=60, key=_KEY)
        with serving(preview_app(room, key=_KEY, desk=desk)) as server:
            yield from _shown(server, f"link-{name}", f"/page/{token}/", "")
            yield from _shown(server, f"live-{name}", desk.path, "page")
            yield f"refused-{name}/index.html", server.ask("/page/x/").body


def _shown(
    server: Served, name: str, start: str, proof: str
) -> Iterator[tuple[str, bytes]]:
    views = "views" if proof == "" else ""
    for path in (views, proof, "card", "feed"):
        file = "index" if path == "" else path
        yield f"{name}/{file}.html", server.ask(f"{start}{path}").body
    for path in set(_MEDIUM.findall(server.ask(f"{start}{proof}").text)):
        yield f"{name}/{path}", server.ask(f"{start}{path}").body


def _drafts(room: Newsroom) -> Iterator[tuple[str, Content]]:
    told = example_stories(room)
    yield from ((name.partition(".")[0], told[name]) for name in _SEEN)
    yield from ((_named(name), stories()[name]) for name in _HARD)
