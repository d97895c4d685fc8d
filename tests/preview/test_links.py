"""Signed links, over a real server: what is shown to whom, and what never is."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import attrs
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from newsflow import Article, Content, Newsroom
from newsflow.documents.config import config_from
from newsflow.errors import InvalidConfigError, InvalidValueError, NotFoundError
from newsflow.model.media import Media
from newsflow.ports import Rendition
from newsflow.preview import LinkFilter, preview_app
from newsflow.testing import PEOPLE

from ..gazette import Desk, story, text
from ..pictures import picture
from .served import Answer, Served, serving

ADA, CY = PEOPLE["ada"], PEOPLE["cy"]
KEY = b"the bridge stands on seven piers"
CANARY = "zq7canary4x"
TAKEN = picture(form="PNG", exif=b"Exif\0\0II*\0 Ada was here")
PICTURE = picture()
ALWAYS = {
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-resource-policy": "same-origin",
}
SITE = {
    "name": "main",
    "address": "https://gazette.example",
    "title": "Harbour Gazette",
    "policies": {"Corrections policy": "https://gazette.example/corrections"},
}
CHANNEL = {"name": "web", "kind": "folder", "path": "site", "site": "main"}


@attrs.frozen(kw_only=True)
class Linked:
    """A story with a link to it, and the server that answers there."""

    room: Newsroom
    article: Article
    token: str
    server: Served

    def ask(self, rest: str = "", method: str = "GET", **headers: str) -> Answer:
        """Ask for something of what the link shows."""
        return self.server.ask(f"/page/{self.token}/{rest}", method, **headers)


def pictured(room: Newsroom, **fields: Any) -> Content:
    """Write a story with a picture of the newsroom's own."""
    picture = Media(
        key="m1",
        href="media:bridge.png",
        sha256=room.media.put(TAKEN),
        media_type="image/png",
        alt="The bridge",
    )
    return text(media=[picture], lead="m1", summary="Cars on Monday.", **fields)


@pytest.fixture(name="room")
def _room(desk: Desk, tmp_path: Path) -> Newsroom:
    plain = {
        "newsroom": {"name": "Harbour Gazette"},
        "sites": [SITE],
        "channels": [CHANNEL],
    }
    config = config_from(plain, folder=tmp_path)
    return desk.open(config=config, url=f"sqlite:///{tmp_path / 'newsroom.db'}")


@pytest.fixture(name="linked")
def _linked(room: Newsroom) -> Iterator[Linked]:
    article = room.draft(pictured(room), by=ADA)
    token = room.preview_link(article, by=ADA, minutes=30, key=KEY)
    with serving(preview_app(room, key=KEY)) as server:
        yield Linked(room=room, article=article, token=token, server=server)


def frames(page: str) -> list[str]:
    """Name what the frames of a page show."""
    return re.findall(r"<iframe[^>]* src=\"([^\"]+)\"", page)


def test_a_link_shows_the_proof_as_its_site_will(linked: Linked) -> None:
    """The pages of the site, its name and its policies, and the mark of a proof."""
    shown = linked.ask()

    assert 200 == shown.status
    assert "text/html; charset=utf-8" == shown.headers["content-type"]
    for words in (
        "Harbour bridge reopens",
        "Proof. Not for publication.",
        "https://gazette.example/corrections",
        'content="noindex"',
    ):
        assert words in shown.text
    assert "<script" not in shown.text, "nothing is added to what will be published"
    assert "script-src 'none'" in shown.headers["content-security-policy"]


def test_the_four_views_stand_side_by_side(linked: Linked) -> None:
    """Desktop, social card, feed and phone, each a page of its own."""
    shown = linked.ask("views")

    assert ["./", "card", "feed", "./"] == frames(shown.text)
    assert "revision 1, to be seen until 2026-11-24 08:30Z" in shown.text
    assert "<script" not in shown.text, "it shows one revision: nothing is to follow"
    for view in ("card", "feed"):
        page = linked.ask(view)
        assert 200 == page.status
        assert "Harbour bridge reopens" in page.text
        assert "Proof. Not for publication." in page.text


def test_a_picture_is_shown_by_the_same_link_alone(linked: Linked) -> None:
    """Its bytes go with the token of the revision, and with no other address.

    What the telephone wrote into them does not.
    """
    page = linked.ask()
    (name,) = re.findall(r'<img src="(media/[0-9a-f]{64})"', page.text)
    picture = linked.ask(name)

    assert (200, PICTURE) == (picture.status, picture.body)
    assert "image/png" == picture.headers["content-type"]
    assert "sandbox" in picture.headers["content-security-policy"]
    assert f'src="{name}"' in linked.ask("card").text
    for path in (f"/{name}", f"/page/{name}", f"/page/x{linked.token}/{name}"):
        assert linked.server.ask(path).status in {403, 404}


def test_a_picture_of_which_no_bytes_are_known_is_nowhere(room: Newsroom) -> None:
    """The page asks the preview for it, and never for an address it cannot have."""
    told = Media(key="m1", href="media:pier.png", alt="A pier")
    article = room.draft(text(media=[told], lead="m1"), by=ADA)
    token = room.preview_link(article, by=ADA, minutes=30, key=KEY)
    with serving(preview_app(room, key=KEY)) as server:
        assert 'src="media/pier.png"' in server.ask(f"/page/{token}/").text
        assert 404 == server.ask(f"/page/{token}/media/pier.png").status


def test_a_picture_of_another_story_is_not_to_be_had(linked: Linked) -> None:
    """The link shows what its revision shows; all else looks like nothing."""
    other = linked.room.media.put(b"of another story")
    answers = [
        linked.ask(f"media/{name}")
        for name in (other, "0" * 64, "bridge.png", "..%2f..%2fnewsroom.db", "%00")
    ]

    assert {404} == {one.status for one in answers}
    assert 1 == len({one.body for one in answers}), "nobody learns what there is"


def test_each_answer_says_that_it_is_not_to_be_kept(linked: Linked) -> None:
    """Pages, pictures, refusals, and what is no way to ask."""
    picture = f"media/{linked.room.content(linked.article).media[0].sha256}"
    asked = [linked.ask(one) for one in ("", "views", "card", "feed", picture, "no")]
    asked += [
        linked.server.ask("/"),
        linked.server.ask("/page/x/"),
        linked.ask("", "POST"),
    ]

    for one in asked:
        assert ALWAYS == {name: one.headers.get(name) for name in ALWAYS}
        assert "frame-ancestors 'self'" in one.headers["content-security-policy"]
        assert not [name for name in one.headers if name.startswith("access-control")]
        assert "server" not in one.headers or "uvicorn" == one.headers["server"]


@pytest.mark.parametrize("rest", ["", "views", "card", "feed"])
def test_who_asks_for_the_head_gets_no_more(linked: Linked, rest: str) -> None:
    """HEAD is answered as GET is, without the body."""
    whole, head = linked.ask(rest), linked.ask(rest, "HEAD")

    assert (200, b"") == (head.status, head.body)
    assert whole.headers["content-length"] == head.headers["content-length"]
    assert ALWAYS.items() <= head.headers.items()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_link_is_only_looked_at(linked: Linked, method: str) -> None:
    """There is nothing to be sent here, and no other site may ask for a reader."""
    refused = linked.ask("", method, Origin="https://elsewhere.example")

    assert 405 == refused.status
    assert {"GET", "HEAD"} == set(refused.headers["allow"].split(", "))
    assert "access-control-allow-origin" not in refused.headers


def test_what_nobody_signed_is_refused(linked: Linked) -> None:
    """Tampered, made up, of another house, or as long as a chapter."""
    token, room = linked.token, linked.room
    other = room.preview_link(linked.article, by=ADA, key=KEY[::-1])
    last = "A" if token[-1] != "A" else "B"
    forged = [token[:-1] + last, token.swapcase(), other, "x", "x" * 10_000, "%c3%a9"]
    answers = [linked.server.ask(f"/page/{one}/") for one in forged]

    assert {403} == {one.status for one in answers}
    assert 1 == len({one.body for one in answers})
    assert "Harbour" not in answers[0].text


def over(linked: Linked) -> Iterator[Answer]:
    """Ask for everything that the link has shown."""
    picture = f"media/{linked.room.content(linked.article).media[0].sha256}"
    for rest in ("", "views", "card", "feed", picture):
        yield linked.ask(rest)


def test_a_link_is_over_at_its_instant(desk: Desk, linked: Linked) -> None:
    """To the second, for the page and for its pictures; and it says what to do."""
    desk.clock.advance(minutes=29, seconds=59)
    assert {200} == {one.status for one in over(linked)}
    desk.clock.advance(seconds=1)
    answers = list(over(linked))

    assert {410} == {one.status for one in answers}
    assert "Ask whoever gave it to you for a new one." in answers[0].text


def test_a_link_never_shows_another_text(linked: Linked) -> None:
    """It falls with the next revision, which it was not given for."""
    linked.room.save(linked.article, text(f"The {CANARY} is shut"), by=ADA)
    answers = [linked.ask(one) for one in ("", "views", "card", "feed")]

    assert {410} == {one.status for one in answers}
    assert not [one for one in answers if CANARY in one.text]


def test_whoever_has_a_dead_link_does_not_learn_why(desk: Desk, linked: Linked) -> None:
    """Killed, erased, changed or over: the page is one and the same."""
    room, pages = linked.room, set()
    for end in ("kill", "erase", "save", "over"):
        article = story(room, "draft", headline=f"Story to {end}")
        token = room.preview_link(article, by=ADA, minutes=60, key=KEY)
        match end:
            case "kill":
                article = story(room, headline="Published")
                token = room.preview_link(article, by=ADA, key=KEY)
                room.kill(article, by=CY, reason="It was not so.")
            case "erase":
                texts = [article.head.content]
                room.erase(article, by=CY, reason="By order.", texts=texts)
            case "save":
                room.save(article, text("Another"), by=ADA)
            case _:
                desk.clock.advance(hours=1)
        answer = linked.server.ask(f"/page/{token}/")
        assert 410 == answer.status
        pages.add(answer.body)

    assert 1 == len(pages)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/page/",
        "/page//",
        "/desk/x/",
        "/page/{token}",
        "/page/{token}/../../newsflow.toml",
        "/page/{token}/media/../../../newsroom.db",
        "/page/{token}/media/%2e%2e/%2e%2e/newsroom.db",
        "/page/{token}/page%0d%0aSet-Cookie:%20a=b",
        "//page/{token}/",
    ],
)
def test_no_path_leads_anywhere_else(linked: Linked, path: str) -> None:
    """Not out of the preview, not to a list, and not into a header."""
    path = path.format(token=linked.token)
    request = f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    answer = linked.server.say(request.encode())

    assert answer.startswith(b"HTTP/1.1 404 ")
    head, _, _ = answer.partition(b"\r\n\r\n")
    assert b"set-cookie" not in head.lower()
    assert b"location" not in head.lower()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("LOCALHOST", 200),
        ("[::1]:8000", 200),
        ("gazette.example", 421),
        ("127.0.0.1.gazette.example", 421),
        ("localhost.", 421),
        ("", 421),
    ],
)
def test_a_name_that_is_not_ours_is_not_answered(
    room: Newsroom, host: str, status: int
) -> None:
    """A page from elsewhere that had its own name led here gets nothing."""
    token = room.preview_link(story(room, "draft"), by=ADA, key=KEY)
    app = preview_app(room, key=KEY, hosts=("127.0.0.1", "localhost", "[::1]"))
    with serving(app) as server:
        answer = server.ask(f"/page/{token}/", Host=host.format(port=server.port))

    assert status == answer.status
    assert ("Harbour" in answer.text) is (status == 200)
    assert ALWAYS.items() <= answer.headers.items()


def test_no_log_lets_anybody_look(
    room: Newsroom, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """With every log open, of an embargoed story: no token, and not a word of it."""
    caplog.set_level(logging.DEBUG)
    until = desk.clock() + timedelta(hours=1)
    content = pictured(room, headline=f"The {CANARY}")
    article = room.draft(content, by=ADA, embargo=until)
    token = room.preview_link(article, by=ADA, key=KEY)
    with serving(preview_app(room, key=KEY), access_log=True) as server:
        for path in ("", "views", "card", "feed", "media/none"):
            answer = server.ask(f"/page/{token}/{path}")
            assert (CANARY in answer.text) is (path != "media/none")
        room.save(article, text(f"Not the {CANARY}"), by=ADA)
        assert 410 == server.ask(f"/page/{token}/").status
        assert 403 == server.ask(f"/page/{token}x/").status

    assert "/page/…/card" in caplog.text, "the access log is there"
    assert "the story is at revision 2 by now" in caplog.text
    for secret in (CANARY, token, token[:40]):
        assert secret not in caplog.text


def test_a_log_of_another_server_can_be_kept_as_discreet() -> None:
    """Whoever writes lines of their own puts the filter before them."""
    logged = logging.LogRecord("a", 20, "", 1, "GET /page/abc/x?y", (), None)
    named = logging.LogRecord("a", 20, "", 1, "%(p)s", ({"p": "/desk/abc/"},), None)
    for record in (logged, named):
        assert LinkFilter().filter(record)

    assert ["GET /page/…/x?y", "/desk/…/"] == [logged.getMessage(), named.getMessage()]


@given(
    st.text("abcXYZ019-_", min_size=20),
    st.sampled_from(["/page/{}/", "/previews/page/{}/views", "/desk/{}/events?a=b"]),
)
def test_no_secret_of_a_link_passes_the_filter(secret: str, path: str) -> None:
    """Whatever the token, and wherever it is mounted."""
    arguments = ("127.0.0.1:5", "GET", path.format(secret), "1.1", 200)
    line = logging.LogRecord("a", 20, "", 1, '%s - "%s %s HTTP/%s" %d', arguments, None)
    LinkFilter().filter(line)

    assert secret not in line.getMessage()
    assert path.format("…") in line.getMessage()


def test_the_card_is_what_the_page_will_say(linked: Linked) -> None:
    """The OpenGraph properties of the published page, before there is one."""
    room = linked.room
    content = pictured(room, short_headline="Bridge open again")
    draft = room.draft(content, by=ADA)
    token = room.preview_link(draft, by=ADA, key=KEY)
    card = unescape(linked.server.ask(f"/page/{token}/card").text)
    released = story(
        room,
        short_headline="Bridge open again",
        summary=content.summary,
        media=content.media,
        lead="m1",
    )
    page = room.renderers["html"].placed(
        site_name="Harbour Gazette",
        base_url="https://gazette.example/",
        path="",
        language="en",
        media_href=lambda one: f"media/{one.sha256}",
    )
    told = dict(
        re.findall(
            r'<meta property="og:(\w+(?::alt)?)" content="([^"]*)">',
            page.render(room.released(released)).data.decode(),
        )
    )

    for name in ("title", "description", "site_name", "image:alt"):
        assert told[name] in card, name
    assert told["image"].removeprefix("https://gazette.example/") in card


def broken(*_: object, **__: object) -> Rendition:
    """Fail as a theme does, with a word of the story."""
    message = f"no template for {CANARY}"
    raise RuntimeError(message)


def test_a_page_that_cannot_be_made_tells_outsiders_nothing(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says where it failed, and not a word of what was said there."""
    caplog.set_level(logging.DEBUG)
    token = room.preview_link(story(room, "draft"), by=ADA, key=KEY)
    monkeypatch.setattr(type(room.renderers["html"]), "render", broken)
    with serving(preview_app(room, key=KEY)) as server:
        answer = server.ask(f"/page/{token}/")

    assert 500 == answer.status
    assert "RuntimeError at " in caplog.text
    assert CANARY not in answer.text + caplog.text
    assert ALWAYS.items() <= answer.headers.items()


def test_many_look_while_somebody_saves(room: Newsroom) -> None:
    """Each sees a whole text or learns that the link is over; nothing breaks."""
    article = room.draft(pictured(room), by=ADA)
    tokens = [room.preview_link(article, by=ADA, key=KEY)]

    def look(number: int) -> int:
        return server.ask(f"/page/{tokens[number % len(tokens)]}/").status

    with serving(preview_app(room, key=KEY)) as server, ThreadPoolExecutor(8) as many:
        first = list(many.map(look, range(40)))
        asked = [many.submit(look, number) for number in range(80)]
        for number in range(8):
            article = room.save(article, text(f"Text {number}"), by=ADA)
            tokens.append(room.preview_link(article, by=ADA, key=KEY))
        statuses = {one.result() for one in asked}

    assert {200} == set(first)
    assert statuses <= {200, 410}
    assert 200 == server_status(room, tokens[-1])


def server_status(room: Newsroom, token: str) -> int:
    """Look once more, at a server of its own."""
    with serving(preview_app(room, key=KEY)) as server:
        return server.ask(f"/page/{token}/").status


def test_a_host_mounts_it_where_it_likes(room: Newsroom) -> None:
    """Below a path of a FastAPI application, whose other pages stay what they are."""
    host = FastAPI()
    host.mount("/previews", preview_app(room, key=KEY))
    host.get("/hello")(lambda: "Ada")
    article = room.draft(pictured(room), by=ADA)
    token = room.preview_link(article, by=ADA, key=KEY)
    with serving(host) as server:
        page = server.ask(f"/previews/page/{token}/")
        (name,) = re.findall(r'<img src="(media/[0-9a-f]{64})"', page.text)
        picture = server.ask(f"/previews/page/{token}/{name}")
        hello = server.ask("/hello")

    assert (200, PICTURE) == (picture.status, picture.body)
    assert (200, '"Ada"') == (hello.status, hello.text)
    assert "x-robots-tag" not in hello.headers


def test_what_is_wrong_with_the_key_or_the_site_is_told_at_once(room: Newsroom) -> None:
    """Before the first link is followed."""
    with pytest.raises(InvalidConfigError, match="preview_secret"):
        preview_app(room)
    with pytest.raises(InvalidValueError, match="32 bytes"):
        preview_app(room, key=b"short")
    with pytest.raises(NotFoundError, match="site"):
        preview_app(room, key=KEY, site="weekend")
