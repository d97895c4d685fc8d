"""What an article page costs a reader: bytes, requests, and things that move."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest

from newsflow import Newsroom
from newsflow.cli.demo_house import stories
from newsflow.model.content import Content
from newsflow.model.media import Media
from newsflow.render import Html

from ..storyline import BRIDGE, Story
from .parsed import STYLE, Document

BUDGET = 30_000
READERS = {"md": "markdown", "html": "html", "txt": "text", "json": "json"}
NAMES = sorted(one.name for one in stories().iterdir() if one.is_file())
EXAMPLES = [name for name in NAMES if name != "README.md"]
LOADING = {"src", "srcset", "poster", "data", "background"}


@pytest.fixture(scope="module")
def contents() -> Iterator[dict[str, Content]]:
    """The example stories."""
    with Newsroom.open("sqlite://") as room:
        yield {
            name: room.readers[READERS[name.rpartition(".")[2]]]
            .read((stories() / name).read_bytes())
            .content
            for name in EXAMPLES
        }


def page_of(content: Content, **site: Any) -> bytes:
    """Give the page of a story as it stands on a site, with a correction."""
    html = Html(
        site_name="Harbour Gazette",
        base_url="https://gazette.example",
        path="articles/a",
        policies=(("Ethics", "https://gazette.example/ethics"),),
        section_href=lambda name: f"../../{len(name)}/",
        **site,
    )
    told = Story(content).publish().correct(content, "The date was wrong.").released
    return html.render(told).data


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_is_light_and_loads_nothing_from_elsewhere(
    contents: dict[str, Content], name: str
) -> None:
    """With its style and its script it has at most 30 kB; media are its own."""
    page = page_of(contents[name])
    document = Document(page)

    assert len(page) <= BUDGET
    document.hold_harmless()
    assert set() == {
        urlsplit(value).netloc
        for element in document.root.iter()
        for attribute, value in element.attrib.items()
        if attribute in LOADING
    } - {""}
    assert ["canonical"] == [one.get("rel") for one in document.all("link")]
    assert not re.search(r"@import|url\(", STYLE)


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_moves_when_a_picture_comes(
    contents: dict[str, Content], name: str
) -> None:
    """Each has its size, or a box is kept for it."""
    document = Document(page_of(contents[name]))

    for one in document.all("img"):
        assert {"width", "height"} <= set(one.attrib) or _has_a_box()


@pytest.mark.parametrize("kind", ["picture", "video"])
def test_a_box_is_kept_where_no_size_is_known(kind: str) -> None:
    """By a ratio in the style sheet, for whatever lacks width or height."""
    lead = Media(key="m", href="media:a.bin", kind=kind, width=1280)
    page = page_of(attrs.evolve(BRIDGE, media=(lead,), lead="m"))
    (shown,) = Document(page).all("img" if kind == "picture" else "video")

    assert ("1280", None) == (shown.get("width"), shown.get("height"))
    assert _has_a_box()


def _has_a_box() -> bool:
    rule = (
        r":is\(img, video\):not\(\[width\]\[height\]\) \{ aspect-ratio: \d+ / \d+; \}"
    )
    return re.search(rule, STYLE) is not None


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_can_be_read(scheme: str) -> None:
    """Every colour of text has a contrast of 4.5 to 1 and more (WCAG 2.2, AA)."""
    colours = _colours(scheme)
    for ink in ("ink", "soft", "accent"):
        for paper in ("paper", "tint"):
            assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
    assert _contrast(colours["ink"], colours["proof"]) >= 4.5


def _colours(scheme: str) -> dict[str, str]:
    roots = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    told = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", roots[0]))
    place = {"light": 0, "dark": 1, "print": 2}[scheme]
    return told | dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", roots[place]))


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    whole = digits if len(digits) == 6 else "".join(one * 2 for one in digits)
    parts = [int(whole[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
