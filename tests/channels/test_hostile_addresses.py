"""Whatever a story is called, its page stands below its site, and knows where."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

import attrs
import pytest

from newsflow.channels.planning import wanted_address
from newsflow.channels.site_layout import SiteLayout
from newsflow.errors import InvalidValueError
from newsflow.ports import Operation, Parcel
from newsflow.render import Html

from ..render.parsed import Document
from ..storyline import BRIDGE, Story

BASE = "https://gazette.example/news/"
NAMES = (
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows",
    "%2e%2e/%2e%2e/x",
    "C:\\x",
    "index",
    "feed",
    "CON",
    ".well-known",
    "admin",
    "🎉🎉🎉",
    "港の橋が再開",
    "Харбор бридж",
    "x" * 300,
    "bridge?a=1#b",
    "https://evil.example/",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("article", ["bridge", "a.b", "CON"])
def test_a_page_never_leaves_its_site(name: str, article: str) -> None:
    """Its folder, its address, and the ways from it home and to its section."""
    content = attrs.evolve(BRIDGE, headline=name)
    view = Story(content, article=article).publish().released
    layout = SiteLayout(pages=Html(), site_name="Gazette", base_url=BASE)
    create = Parcel(key="k", operation=Operation.CREATE, view=view, sequence=1)
    path = wanted_address(create, view)
    page = Document(layout.page(view, path).data)

    parts = PurePosixPath(path).parts
    assert ("articles", 2) == (parts[0], len(parts))
    assert path.isascii()
    assert len(parts[1]) <= 100
    (canonical,) = (one.get("href", "") for one in page.all("link"))
    assert f"{BASE}{path}" == canonical
    assert [*page.meta["og:url"]] == [canonical]
    homes = {
        urljoin(canonical, href)
        for one in page.all("a")
        if not urlsplit(href := one.get("href", "")).scheme
    }
    assert {f"{BASE}index.html", f"{BASE}sections/local/index.html"} == homes


@pytest.mark.parametrize("slug", ["../x", "/x", "a\x00b", "..\\x", "%2e", "", "A", "é"])
def test_a_slug_is_letters_digits_and_hyphens(slug: str) -> None:
    """No other one gets into a story."""
    with pytest.raises(InvalidValueError, match="slug must be"):
        attrs.evolve(BRIDGE, slug=slug)
