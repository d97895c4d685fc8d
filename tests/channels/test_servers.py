"""A site behind nginx and Caddy, the real ones, by the files that newsflow writes."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import attrs
import pytest

from newsflow.channels.folder import Folder
from newsflow.channels.stores.media_types import caching_of
from newsflow.errors import InvalidValueError, NotFoundError

from ..conftest import program
from ..storyline import BRIDGE, Story
from .sites import Site
from .test_moving import moved, named

GONE = "the bridge was never closed"


@attrs.frozen
class Answer:
    """What a server answered."""

    status: int
    text: str
    headers: dict[str, str]


@attrs.frozen
class Web:
    """A server that hands out the site."""

    port: int

    def get(self, path: str) -> Answer:
        """Ask for a path."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"Host": "localhost"})
        answer: HTTPResponse = connection.getresponse()
        text = answer.read().decode()
        told = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        return Answer(answer.status, text, told)


def house(folder: Path) -> Site:
    """Keep a site with a story, one that moved, one that is gone, and a secret."""
    site = Site(folder, formats=["json", "markdown"])
    site.show(named("bridge-reopens"))
    ferry = named("ferry-sails", article="ferry")
    site.show(ferry)
    site.show(moved(ferry, "ferry-sails-again"), sequence=2)
    market = named("market-opens", article="market")
    site.show(market)
    site.take_down(market.retract(GONE), sequence=2)
    (site.root / ".htpasswd").write_text("secret")
    (site.root / ".well-known").mkdir()
    (site.root / ".well-known/security.txt").write_text("Contact: desk")
    (site.root / "robots.txt").write_text("User-agent: *")
    (site.root / "media").mkdir(exist_ok=True)
    (site.root / "media" / f"{'a' * 32}.txt").write_text("a medium")
    (site.root / "assets").mkdir()
    (site.root / "assets" / f"logo.{'a' * 16}.txt").write_text("a logo")
    (folder / "outside.txt").write_text("not of the site")
    (site.root / "articles" / "link.txt").symlink_to(folder / "outside.txt")
    return site


def file_of(site: Site, kind: str, **where: str) -> str:
    """Have the channel write the file of a server."""
    assert isinstance(site.channel, Folder)
    return site.channel.server_file(kind, **where)


def nginx(text: str, folder: Path, port: int) -> list[str]:
    """Give the command that starts nginx for a test."""
    listens = re.sub(r"listen \[::\]:80;", "", text)
    listens = listens.replace("listen 80;", f"listen 127.0.0.1:{port};")
    (folder / "site.conf").write_text(listens)
    shutil.copy("/etc/nginx/mime.types", folder)
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{one}_temp_path {folder}/{one};" for one in places)
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;"
        f"events {{ }} http {{ access_log off; {temporary}"
        f"include {folder}/site.conf; }}"
    )
    return [program("nginx"), "-p", str(folder), "-c", f"{folder}/nginx.conf"]


def caddy(text: str, folder: Path, port: int) -> list[str]:
    """Give the command that starts Caddy for a test."""
    listens = text.replace("https://gazette.example {", f"http://localhost:{port} {{")
    assert listens != text
    options = "{\n\tadmin off\n\tauto_https off\n}\n"
    (folder / "Caddyfile").write_text(options + listens)
    file = f"{folder}/Caddyfile"
    return [program("caddy"), "run", "--config", file, "--adapter", "caddyfile"]


Start = Callable[[str, Path, int], list[str]]
STARTS: dict[str, Start] = {"nginx": nginx, "caddy": caddy}


@pytest.fixture(scope="module", params=list(STARTS))
def web(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Web]:
    """A server that has started, and is ended afterwards."""
    folder = tmp_path_factory.mktemp("web")
    text = file_of(house(folder), request.param)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = STARTS[request.param](text, folder, port)
    with (folder / "said").open("w") as said:
        running = subprocess.Popen(
            command,
            env={"HOME": str(folder), "PATH": "/usr/bin"},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
    try:
        _listens(port, running, folder / "said")
        yield Web(port)
    finally:
        running.terminate()
        running.wait(10)


def _listens(port: int, running: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(200):
        assert running.poll() is None, said.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(said.read_text())


def test_readers_get_the_pages(web: Web) -> None:
    """In UTF-8, with all that browsers are to be told."""
    for path in (
        "/",
        "/articles/bridge-reopens/",
        "/articles/bridge-reopens/index.html",
    ):
        answer = web.get(path)
        assert (200, "text/html; charset=utf-8") == (
            answer.status,
            answer.headers["content-type"],
        )
        assert BRIDGE.headline in answer.text
        assert "nosniff" == answer.headers["x-content-type-options"]
        assert "frame-ancestors" in answer.headers["content-security-policy"]
        assert caching_of(path) == answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("suffix", "kind"), [("json", "application/json"), ("md", "text/markdown")]
)
def test_other_formats_are_what_they_are(web: Web, suffix: str, kind: str) -> None:
    """A program that asks for JSON or Markdown is told that it gets it."""
    answer = web.get(f"/articles/bridge-reopens/index.{suffix}")

    assert 200 == answer.status
    assert answer.headers["content-type"].startswith(kind)


def test_the_search_finds_its_page_and_its_index(web: Web) -> None:
    """The index is JSON, and as fresh as the pages."""
    assert "search" in web.get("/search/").text
    for path in ("archive", "archive/2026-11", "archive/2026-11-24"):
        answer = web.get(f"/{path}/index.json")
        assert 200 == answer.status
        assert answer.headers["content-type"].startswith("application/json")
        assert caching_of(path) == answer.headers["cache-control"]
    assert BRIDGE.headline in answer.text
    assert GONE not in answer.text


def test_a_folder_is_a_folder(web: Web) -> None:
    """Without its slash, the links of a page would lead astray."""
    answer = web.get("/articles/bridge-reopens")

    assert answer.status in {301, 308}
    assert answer.headers["location"].endswith("/articles/bridge-reopens/")


@pytest.mark.parametrize("file", ["", "index.html", "index.json"])
def test_what_was_retracted_is_gone_and_says_why(web: Web, file: str) -> None:
    """410 (RFC 9110): search engines drop it, readers and programs hear the reason."""
    answer = web.get(f"/articles/market-opens/{file}")

    assert 410 == answer.status
    assert GONE in answer.text


@pytest.mark.parametrize("file", ["", "index.html"])
def test_a_story_that_moved_leads_on(web: Web, file: str) -> None:
    """For good, so that whoever linked to it goes to where it is."""
    answer = web.get(f"/articles/ferry-sails/{file}")

    assert 301 == answer.status
    assert answer.headers["location"].endswith("/articles/ferry-sails-again/")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/manifest.json",
        "/manifest/00/",
        "/manifest/%2e%2e/manifest.json",
        "/.htpasswd",
        "/%2ehtpasswd",
        "/articles/",
        "/media/",
        "/media/nothing.jpg",
        "/../outside.txt",
    ],
)
def test_nobody_gets_anything_else(web: Web, path: str) -> None:
    """Neither the state of the site, nor what a house hides, nor what is outside."""
    answer = web.get(path)

    assert answer.status in {400, 403, 404}
    assert not re.search("secret|branches|not of the site", answer.text)
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("web", ["nginx"], indirect=True)
def test_nginx_follows_no_link_out_of_the_site(web: Web) -> None:
    """Caddy would; newsflow puts none there, and writes through none."""
    assert web.get("/articles/link.txt").status in {403, 404}


def test_what_is_not_there_has_a_page(web: Web) -> None:
    """The house's own, with its status."""
    assert "Harbour Gazette" in web.get("/nothing").text


def test_the_state_is_not_handed_out(web: Web, tmp_path: Path) -> None:
    """Each of its documents."""
    site = house(tmp_path)
    files = list((site.root / "manifest").rglob("*.json"))
    assert files

    for file in files[:5]:
        assert 404 == web.get(f"/{file.relative_to(site.root)}").status


def test_what_the_house_puts_beside_the_site_is_left_to_it(web: Web) -> None:
    """robots.txt and .well-known are served as they are."""
    assert "User-agent" in web.get("/robots.txt").text
    assert "Contact" in web.get("/.well-known/security.txt").text


@pytest.mark.parametrize(
    "file", [f"media/{'a' * 32}.txt", f"assets/logo.{'a' * 16}.txt", "robots.txt"]
)
def test_a_server_has_browsers_keep_what_a_store_would(web: Web, file: str) -> None:
    """Files of the theme for good, media for an hour, and nothing else at all."""
    answer = web.get(f"/{file}")

    assert (200, caching_of(file)) == (answer.status, answer.headers["cache-control"])


def test_a_mirror_has_a_file_of_its_own(tmp_path: Path) -> None:
    """With its own host and folder."""
    mirror = {"path": "mirror", "address": "https://mirror.example/"}
    site = Site(tmp_path, mirrors=[mirror])
    text = file_of(site, "nginx", address="https://mirror.example")

    assert "server_name mirror.example;" in text
    assert f'root "{tmp_path}/mirror";' in text
    with pytest.raises(NotFoundError, match=r"known: .*gazette.*mirror"):
        file_of(site, "nginx", address="https://other.example")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://gazette.example:8443", "gazette.example"),
        ("https://zeitung-münchen.example", "xn--zeitung-mnchen-osb.example"),
        ("https://[2001:db8::1]:8443", "[2001:db8::1]"),
    ],
)
def test_a_host_is_written_as_servers_know_it(
    tmp_path: Path, address: str, host: str
) -> None:
    """Names of any script, and addresses."""
    text = file_of(Site(tmp_path, address=address), "nginx")

    assert f"server_name {host};" in text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "the name of a host"),
        ("https://gazette.example/news", "at the top of its host"),
        ("https://a b;c.example", "the name of a host"),
    ],
)
def test_what_no_server_could_use_is_refused(
    tmp_path: Path, address: str, told: str
) -> None:
    """Before anybody has half a configuration."""
    with pytest.raises(InvalidValueError, match=told):
        file_of(Site(tmp_path, address=address), "caddy")


def test_a_folder_cannot_write_into_the_file(tmp_path: Path) -> None:
    """A quote in its name would end what the server reads."""
    folder = tmp_path / 'a"; autoindex on; "'
    folder.mkdir()
    with pytest.raises(InvalidValueError, match="without quotes"):
        file_of(Site(folder), "nginx")


def test_a_server_that_nobody_knows_is_told(tmp_path: Path) -> None:
    """With those that there are."""
    with pytest.raises(NotFoundError, match="known: nginx, caddy"):
        file_of(Site(tmp_path), "apache")


def test_a_story_that_comes_back_is_not_gone_any_more(tmp_path: Path) -> None:
    """What tells the server goes with the notice."""
    site = Site(tmp_path)
    story = Story(BRIDGE)
    site.show(story.publish())
    site.take_down(story.retract(GONE), sequence=2)
    (marker,) = site.root.glob("articles/*/410.html")
    assert marker.read_bytes() == (marker.parent / "index.html").read_bytes()
    site.show(story.publish(), sequence=3)

    assert not marker.exists()
