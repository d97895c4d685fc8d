"""The pictures of a site: what readers get of them, and what is refused before."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import attrs
import pytest
from PIL import Image

from newsflow.channels import FOLDER
from newsflow.errors import MissingExtraError, NeedsPersonError, RejectedError
from newsflow.imaging import stripped
from newsflow.model.media import Media, MediaRendition
from newsflow.ports import Operation, Parcel, Surroundings
from newsflow.render import newsflow_renderers

from ..imaging import shots
from ..imaging.shots import CANARY
from ..pictures import picture
from ..storyline import BRIDGE, Story
from .sites import Site

SLUG = "harbour-bridge-reopens-after-eleven-weeks"
WIDTHS = [16, 32, 480]


def kept(site: Site, data: bytes, **further: Any) -> Media:
    """Put a picture into the newsroom's store, and describe it."""
    told = {"href": "media:bridge.jpg", "key": "m1", "alt": "Cars", **further}
    medium = Media(sha256=sha256(data).hexdigest(), **told)
    site.shelf.kept[medium.href] = data
    return medium


def story(*media: Media, article: str = "bridge", **further: Any) -> Story:
    """Publish a story with pictures."""
    told = {"media": media, "lead": media[0].key, **further}
    return Story(attrs.evolve(BRIDGE, **told), article=article).publish()


def media_in(files: dict[str, bytes]) -> dict[str, bytes]:
    """Give the files of media."""
    return {name: data for name, data in files.items() if name.startswith("media/")}


def told(site: Site, told_story: Story) -> list[tuple[str, str]]:
    """Ask what stands against a story, before and at its delivery."""
    view = told_story.released
    parcel = Parcel(key="bridge/site/1", operation=Operation.CREATE, view=view)
    problems = site.channel.validate(parcel)
    if problems:
        with pytest.raises(RejectedError):
            site.channel.deliver(parcel, shelf=site.shelf)
        assert site.files == {}
    return [(one.path, one.message) for one in problems]


def refused(site: Site, data: bytes, **further: Any) -> str:
    """Ask why a picture is refused."""
    ((path, message),) = told(site, story(kept(site, data, **further)))
    assert path == "$.media[0]"
    return message


class TestPublished:
    """What readers can fetch."""

    def test_metadata_stay_in_the_house(self, site: Site) -> None:
        """The telephone knows where Ada was; readers do not."""
        data = shots.jpeg()
        site.show(story(kept(site, data)))

        ((name, published),) = media_in(site.files).items()
        assert published == stripped(data)[0]
        assert not any(CANARY in one for one in site.files.values())
        assert name == f"media/{sha256(data).hexdigest()[:32]}.jpg"
        assert f'src="../../{name}"' in site.page(SLUG)

    @pytest.mark.parametrize(
        ("make", "href"),
        [
            (shots.png, "media:b.png"),
            (shots.gif, "media:b.gif"),
            (shots.webp, "media:b.webp"),
            (shots.avif, "media:b.avif"),
        ],
        ids=("png", "gif", "webp", "avif"),
    )
    def test_in_each_format(
        self, site: Site, make: Callable[[], bytes], href: str
    ) -> None:
        """None is published as it came."""
        data = make()
        site.show(story(kept(site, data, href=href)))

        (published,) = media_in(site.files).values()
        assert published == stripped(data)[0]

    def test_a_drawing_is_an_image_and_never_part_of_the_page(self, site: Site) -> None:
        """Were it in the page, it could say and do what the page can."""
        inside = b'<!-- CANARY --><g id="map"/>'
        drawn = b'<svg xmlns="http://www.w3.org/2000/svg">' + inside + b"</svg>"
        site.show(story(kept(site, drawn, href="media:map.svg")))

        ((name, published),) = media_in(site.files).items()
        assert CANARY not in published
        assert b'<g id="map"' in published
        assert "<svg" not in site.page(SLUG)
        assert f'<img src="../../{name}"' in site.page(SLUG)

    def test_a_house_may_keep_them(self, make_site: Callable[..., Site]) -> None:
        """An agency has to, whose credits stand in them."""
        site, data = make_site(strip_metadata=False), shots.jpeg()
        site.show(story(kept(site, data)))

        assert list(media_in(site.files).values()) == [data]

    def test_what_is_no_picture_is_as_it_was(self, site: Site) -> None:
        """Nobody looks into a minute book."""
        book = kept(site, b"%PDF-1.7 minutes", href="media:book.pdf", kind="file")
        site.show(story(book))

        assert list(media_in(site.files).values()) == [b"%PDF-1.7 minutes"]


class TestWidths:
    """A picture in the widths that readers need."""

    @pytest.fixture
    def site(self, make_site: Callable[..., Site]) -> Site:
        """A site that keeps further widths, and has a mirror."""
        mirror = {"path": "mirror", "address": "https://mirror.example"}
        return make_site(renditions=WIDTHS, mirrors=[mirror])

    def sized(self, site: Site, **further: Any) -> Media:
        """Keep a picture whose size is told as it is seen."""
        width, height = shots.SIZE[::-1]
        return kept(site, shots.jpeg(), width=width, height=height, **further)

    def test_smaller_sizes_are_kept_and_offered(self, site: Site) -> None:
        """None larger than the picture; each without metadata, and upright."""
        site.show(story(self.sized(site)))

        (image,) = re.findall(r"<img [^>]*>", site.page(SLUG))
        (srcset,) = re.findall(r'srcset="([^"]*)"', image)
        offered = dict(one.removeprefix("../../").split() for one in srcset.split(", "))
        assert list(offered.values()) == ["16w", "32w"]
        published = media_in(site.files)
        assert set(offered) == set(published)
        for name, width in offered.items():
            seen = Image.open(BytesIO(published[name]))
            assert f"{stripped(published[name])[1].shown[0]}w" == width
            assert seen.format == "JPEG"
            assert CANARY not in published[name]
        assert 'fetchpriority="high"' in image

    def test_nobody_guesses_their_names(self, site: Site) -> None:
        """They follow from the hash of bytes that nobody else has."""
        medium = self.sized(site)
        site.show(story(medium))

        names = [name.removeprefix("media/") for name in media_in(site.files)]
        assert all(re.fullmatch(r"[0-9a-f]{32}\.jpg", name) for name in names)
        assert sum(name.startswith(str(medium.sha256)[:32]) for name in names) == 1

    def test_the_receipt_tells_what_made_them(self, site: Site) -> None:
        """Another Pillow may make other bytes."""
        receipt = site.show(story(self.sized(site)))

        assert re.search(r"^html .*, Pillow \d+", receipt.renderer or "")
        assert receipt == site.seen() == site.again()

    @pytest.mark.parametrize("end", ["unpublish", "kill"])
    def test_they_go_with_the_story(self, site: Site, end: str) -> None:
        """From the mirror, too."""
        told_story = story(self.sized(site))
        site.show(told_story)
        assert len(media_in(site.mirror())) == 2
        ended = (
            told_story.unpublish()
            if end == "unpublish"
            else told_story.kill("The harbour master sued.")
        )
        site.take_down(ended, sequence=2)

        assert media_in(site.files) == media_in(site.mirror()) == {}

    def test_those_that_another_story_shows_stay(self, site: Site) -> None:
        """It is the same picture, under the same names."""
        bridge = story(self.sized(site))
        site.show(bridge)
        site.show(story(self.sized(site), article="ferry", headline="Ferries stop"))
        shown = media_in(site.files)
        site.take_down(bridge.kill("The harbour master sued."), sequence=2)

        assert shown == media_in(site.files)

    def test_those_of_a_picture_that_is_dropped_go(self, site: Site) -> None:
        """A correction takes the wrong picture off, in each of its sizes."""
        bridge = story(self.sized(site))
        site.show(bridge)
        site.show(bridge.correct(BRIDGE, "It was another bridge."), sequence=2)

        assert media_in(site.files) == {}

    def test_what_the_house_gives_goes_before_ours(self, site: Site) -> None:
        """Somebody chose what is to be seen of it, and no metadata of those stay."""
        small = shots.jpeg(turn=1, size=(24, 16))
        rendition = MediaRendition(
            key="small",
            href="media:small.jpg",
            sha256=sha256(small).hexdigest(),
            width=24,
            height=16,
        )
        site.shelf.kept["media:small.jpg"] = small
        width, height = shots.SIZE
        data = shots.jpeg(turn=1)
        medium = kept(site, data, width=width, height=height, renditions=[rendition])
        site.show(story(medium))

        names = [sha256(one).hexdigest()[:32] for one in (small, data)]
        first, second = (f"../../media/{name}.jpg" for name in names)
        assert f'srcset="{first} 24w, {second} 48w"' in site.page(SLUG)
        published = media_in(site.files)
        assert published == {
            f"media/{name}.jpg": stripped(one)[0]
            for name, one in zip(names, (small, data), strict=True)
        }

    def test_of_a_picture_whose_size_nobody_told_none_are_made(
        self, site: Site
    ) -> None:
        """Their names and shapes could not be told before the bytes are there."""
        site.show(story(kept(site, shots.jpeg())))

        assert len(media_in(site.files)) == 1
        assert "srcset" not in site.page(SLUG)

    def test_a_size_that_is_not_so_is_refused(self, site: Site) -> None:
        """Browsers choose by it, and make room by it."""
        width, height = shots.SIZE  # but it is shown turned
        message = refused(site, shots.jpeg(), width=width, height=height)

        assert message == (
            "media:bridge.jpg cannot be published: it is said to be 48 × 32 pixels, "
            "and is shown as 32 × 48"
        )

    def test_pixels_that_cannot_be_decoded_are_told_beforehand(
        self, site: Site
    ) -> None:
        """Whole as a file, and broken as a picture."""
        data = bytearray(shots.plain_webp())
        data[25:60] = bytes(35)
        width, height = shots.SIZE
        told_size = {"width": width, "height": height}
        message = refused(site, bytes(data), href="media:b.webp", **told_size)

        assert "it cannot be decoded" in message

    def test_a_picture_is_decoded_once(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """However often it is asked whether it will do."""
        medium = self.sized(site)
        assert told(site, story(medium)) == []
        monkeypatch.setitem(sys.modules, "PIL", None)

        assert told(site, story(medium)) == []

    def test_without_pillow_none_are_promised(
        self, make_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is told when the newsroom is opened, not when a story goes out."""
        monkeypatch.setattr("newsflow.imaging.thumbnails.find_spec", lambda _: None)
        with pytest.raises(MissingExtraError, match=r"newsflow\[images\]"):
            make_site(renditions=WIDTHS)
        site = make_site()
        site.show(story(kept(site, shots.jpeg())))
        assert len(media_in(site.files)) == 1


class TestRefused:
    """What is told before anything is published, and refused at the delivery."""

    @pytest.mark.parametrize(
        ("data", "href", "reason"),
        [
            (b"<html></html>", "media:b.jpg", "it is neither JPEG"),
            (b"<html></html>", "media:b.svg", "it is no SVG"),
            (b"<html></html>", "media:b", "it is neither JPEG"),
            (picture(), "media:b.jpg", "it is called jpg, and is image/png"),
            (picture()[:-9], "media:b.png", "it ends too early"),
            (
                b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
                "media:b.svg",
                "its element script does more than being seen",
            ),
            (
                b"GIF89a\1\0\1\0\0\0\0"
                + b"\x2c\0\0\0\0\1\0\1\0\0\2\1\0\0" * 501
                + b";",
                "media:b.gif",
                "it has 501 frames, and 500 are allowed",
            ),
        ],
        ids=("page", "page as svg", "unnamed", "png", "cut", "script", "frames"),
    )
    def test_a_picture_that_is_unfit(
        self, site: Site, data: bytes, href: str, reason: str
    ) -> None:
        """Each with its path, and why."""
        message = refused(site, data, href=href)

        assert message.startswith(f"{href} cannot be published: {reason}")

    def test_another_type_than_is_said(self, site: Site) -> None:
        """A server would say it again."""
        message = refused(site, picture(), media_type="image/webp")
        assert message.endswith("it is called webp, and is image/png")

    def test_a_picture_in_the_clothes_of_a_document(self, site: Site) -> None:
        """Its metadata would slip through."""
        message = refused(site, shots.jpeg(), href="media:book.pdf", kind="file")
        assert message.endswith("it is called pdf, and is image/jpeg")

    def test_all_of_them_at_once(self, site: Site) -> None:
        """A person goes there once."""
        first = kept(site, b"x", href="media:a.jpg")
        good = kept(site, picture(), href="media:b.png", key="m2")
        last = kept(site, b"y", href="media:c.png", key="m3")

        paths = [path for path, _ in told(site, story(first, good, last))]
        assert paths == ["$.media[0]", "$.media[2]"]

    def test_what_the_newsroom_does_not_keep_yet_is_not_held_against_it(
        self, site: Site
    ) -> None:
        """The delivery waits for the bytes."""
        medium = kept(site, picture(), href="media:b.png")
        site.shelf.kept.clear()

        assert told(site, story(medium)) == []
        with pytest.raises(NeedsPersonError, match="does not keep the bytes"):
            site.show(story(medium))

    def test_a_channel_that_was_given_no_bytes_stops_at_the_delivery(
        self, site: Site, tmp_path: Any
    ) -> None:
        """It does not publish what it could not look at before."""
        around = Surroundings(
            newsroom="Harbour Gazette",
            sites=(),
            folder=str(tmp_path),
            renderer={one.name: one for one in newsflow_renderers()}.__getitem__,
        )
        site.channel = FOLDER.make("site", {"path": "site"}, around)
        medium = kept(site, b"x", href="media:b.png")

        assert told(site, story(medium)) == []
        with pytest.raises(NeedsPersonError, match="neither JPEG"):
            site.show(story(medium))
        assert site.files == {}
