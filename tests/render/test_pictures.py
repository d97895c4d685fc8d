"""Pictures on a page: in which widths, which first, and what goes on a card."""

from __future__ import annotations

from typing import Any

import pytest

from newsflow.model.blocks import ImageBlock
from newsflow.model.media import Media, MediaRendition
from newsflow.render import Html

from .test_html import Page

PLACE = {
    "site_name": "Harbour Gazette",
    "base_url": "https://gazette.example",
    "path": "articles/bridge",
}


def given(width: int, height: int, href: str = "") -> MediaRendition:
    """Give a picture in a smaller size."""
    return MediaRendition(
        key=f"w{width}",
        href=href or f"media:bridge-{width}.jpg",
        width=width,
        height=height,
    )


def bridge(*renditions: MediaRendition, key: str = "m1", **further: Any) -> Media:
    """Make a picture of the bridge."""
    size = {"width": 1600, "height": 1200, **further}
    name = f"media:{key}.jpg"
    return Media(key=key, href=name, alt="Cars", renditions=renditions, **size)


def page(story: Any, *media: Media, lead: str | None = "m1") -> Page:
    """Render a story with pictures, each of which stands in its body."""
    body = tuple(ImageBlock(key=f"b{one.key}", media=one.key) for one in media)
    view = story(media=media, lead=lead, body=body).publish().released
    return Page(Html(**PLACE).render(view).data)


class TestWidths:
    """A telephone does not load what a wall would need."""

    def test_the_sizes_that_the_house_gives_are_offered(self, story: Any) -> None:
        """Narrowest first, the picture itself last."""
        (image,) = page(story, bridge(given(800, 600), given(480, 360))).all("img")

        assert image["srcset"] == (
            "../media/bridge-480.jpg 480w, ../media/bridge-800.jpg 800w, "
            "../media/m1.jpg 1600w"
        )
        assert image["sizes"] == "(max-width: 42rem) calc(100vw - 2.25rem), 39.75rem"
        assert (image["src"], image["width"], image["height"]) == (
            "../media/m1.jpg",
            "1600",
            "1200",
        )

    @pytest.mark.parametrize(
        "rendition",
        [
            given(600, 600),
            given(1600, 1200),
            given(3200, 2400),
            MediaRendition(key="r", href="media:r.jpg", width=800),
            MediaRendition(key="r", href="media:r.jpg"),
        ],
        ids=("a crop", "the same", "larger", "of no height", "of no size"),
    )
    def test_what_is_no_smaller_size_is_not(
        self, story: Any, rendition: MediaRendition
    ) -> None:
        """A browser would show it in place of the picture."""
        (image,) = page(story, bridge(rendition)).all("img")
        assert "srcset" not in image

    def test_a_rounded_height_is_the_same_picture(self, story: Any) -> None:
        """Half a pixel is nobody's crop."""
        (image,) = page(story, bridge(given(333, 250))).all("img")
        assert "333w" in image["srcset"]

    def test_an_address_with_a_comma_begins_no_other(self, story: Any) -> None:
        """Commas part the sizes from each other."""
        href = "https://pictures.example/w=480,h=360/b.jpg,"
        (image,) = page(story, bridge(given(480, 360, href))).all("img")

        first, _ = image["srcset"].split(", ")
        assert first == "https://pictures.example/w=480%2Ch=360/b.jpg%2C 480w"

    def test_pictures_of_unknown_size_have_one(self, story: Any) -> None:
        """How wide it is, nobody said."""
        sizeless = bridge(given(480, 360), width=None, height=None)
        (image,) = page(story, sizeless).all("img")
        assert not {"srcset", "width", "height"} & set(image)


class TestFirst:
    """What readers see first is fetched first."""

    def test_the_lead_is_fetched_at_once_and_others_when_they_come_near(
        self, story: Any
    ) -> None:
        """Wherever each of them stands."""
        first, second = page(story, bridge(), bridge(key="m2")).all("img")

        assert (first["fetchpriority"], "loading" in first) == ("high", False)
        assert (second["loading"], "fetchpriority" in second) == ("lazy", False)

    def test_without_a_lead_it_is_the_first_in_the_text(self, story: Any) -> None:
        """That is on the screen, or nearly."""
        seen = page(story, bridge(), bridge(key="m2"), lead=None).all("img")
        assert ["loading" in one for one in seen] == [False, True]

    def test_no_text_jumps_when_a_picture_comes(self, story: Any) -> None:
        """Each one has width and height before it is there."""
        seen = page(story, bridge(), bridge(key="m2")).all("img")
        assert all({"width", "height"} <= set(one) for one in seen)


class TestCards:
    """What networks show of a link."""

    def test_the_smallest_size_that_fills_a_card_is_on_it(self, story: Any) -> None:
        """With its own width and height."""
        pictures = bridge(given(480, 360), given(1200, 900))
        meta = page(story, pictures).meta

        address = "https://gazette.example/articles/media/bridge-1200.jpg"
        assert meta["og:image"] == address
        assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "900")
        assert meta["og:image:alt"] == "Cars"

    def test_without_sizes_it_is_the_picture(self, story: Any) -> None:
        """As large as it is."""
        meta = page(story, bridge()).meta
        assert meta["og:image"].endswith("/media/m1.jpg")
        assert meta["og:image:width"] == "1600"
