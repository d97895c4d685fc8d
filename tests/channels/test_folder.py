"""The folder channel: what readers find on disk after each thing that can happen."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest

from newsflow.channels import newsflow_channels
from newsflow.channels.site_folder import SiteFolder
from newsflow.errors import (
    NeedsPersonError,
    NotFoundError,
    RejectedError,
    RetryError,
)
from newsflow.imaging import stripped
from newsflow.model.content import Content
from newsflow.model.media import Media
from newsflow.ports import Operation, Receipt, Surroundings

from ..pictures import picture

PICTURE = picture()
PICTURE_FILE = f"media/{sha256(PICTURE).hexdigest()[:32]}.png"
MEDIUM = Media(
    key="m1",
    href="media:bridge.png",
    media_type="image/png",
    sha256=sha256(PICTURE).hexdigest(),
    alt="Cars on the bridge",
)
SLUG = "harbour-bridge-reopens-after-eleven-weeks"
PAGE = f"articles/{SLUG}/index.html"


def _end(story: Any, end: str) -> Any:
    return story.unpublish() if end == "unpublish" else getattr(story, end)("Why.")


@pytest.fixture
def pictured(story: Any, site: Any) -> Any:
    """The story with its picture, whose bytes the newsroom keeps."""
    site.shelf.kept["media:bridge.png"] = PICTURE
    return story(media=(MEDIUM,), lead="m1").publish()


class TestShowing:
    """A story comes to the site."""

    def test_a_published_story_has_a_page_its_picture_and_a_line_on_the_front_page(
        self, site: Any, pictured: Any
    ) -> None:
        """After a create readers find the page, the picture and the way to both."""
        receipt = site.show(pictured)

        assert [PAGE, "index.html", "manifest.json", PICTURE_FILE] == site.own
        assert f'src="../../{PICTURE_FILE}"' in site.page(SLUG)
        assert PICTURE == site.files[PICTURE_FILE]
        assert f'href="{PAGE}"' in site.index
        assert (
            Receipt(
                reference=f"articles/{SLUG}/",
                url=f"https://gazette.example/articles/{SLUG}/",
                sha256=sha256(site.files[PAGE]).hexdigest(),
                renderer="html 2",
            )
            == receipt
        )

    def test_the_page_names_its_address(self, site: Any, story: Any) -> None:
        """The canonical link is the site's address and the story's folder."""
        site.show(story().publish())

        canonical = (
            f'<link rel="canonical" href="https://gazette.example/articles/{SLUG}/">'
        )
        assert canonical in site.page(SLUG)

    def test_the_same_parcel_twice_has_the_effect_of_once(
        self, site: Any, pictured: Any
    ) -> None:
        """Not a byte differs, and no file is even touched."""
        first = site.show(pictured)
        files = site.files
        touched = {name: (site.root / name).stat().st_mtime_ns for name in files}

        assert first == site.show(pictured)
        assert files == site.files
        assert touched == {
            name: (site.root / name).stat().st_mtime_ns for name in files
        }

    def test_a_correction_replaces_the_page_and_shows_its_note(
        self, site: Any, story: Any, bridge: Content
    ) -> None:
        """Readers of the same address find the new text and what was wrong."""
        bridge_story = story().publish()
        site.show(bridge_story)
        site.show(bridge_story.correct(bridge, "It was eleven weeks, not twelve."))

        assert "It was eleven weeks, not twelve." in site.page(SLUG)

    def test_a_story_keeps_its_address_when_its_headline_changes(
        self, site: Any, story: Any, bridge: Content
    ) -> None:
        """Links that readers have shared still lead there."""
        bridge_story = story().publish()
        first = site.show(bridge_story)
        renamed = attrs.evolve(bridge, headline="Bridge open again")
        second = site.show(bridge_story.correct(renamed, "The headline was wrong."))

        assert first.reference == second.reference
        assert "Bridge open again" in site.page(SLUG)
        assert f'<a href="{PAGE}">Bridge open again</a>' in site.index

    def test_a_picture_that_a_new_version_drops_leaves_the_site(
        self, site: Any, pictured: Any, bridge: Content
    ) -> None:
        """Nothing that no page shows stays reachable."""
        site.show(pictured)
        site.show(pictured.correct(bridge, "The picture showed another bridge."))

        assert [PAGE, "index.html", "manifest.json"] == site.own

    def test_a_story_is_written_in_every_format_that_the_settings_ask_for(
        self, make_site: Callable[..., Any], story: Any
    ) -> None:
        """JSON and Markdown stand beside the page."""
        site = make_site(formats=["json", "markdown"])
        site.show(story().publish())

        folder = f"articles/{SLUG}/"
        expected = [f"{folder}index.html", f"{folder}index.json", f"{folder}index.md"]
        assert expected == [name for name in site.files if name.startswith(folder)]

    def test_the_front_page_has_the_newest_story_first(
        self, site: Any, story: Any
    ) -> None:
        """A later story stands above an earlier one, wherever it was delivered."""
        early = story(article="early", headline="Early").publish()
        late = story(article="late", headline="Late")
        late.clock = early.clock
        site.show(late.publish())
        site.show(early)

        assert site.index.index(">Late<") < site.index.index(">Early<")

    def test_two_stories_of_one_headline_have_two_addresses(
        self, site: Any, story: Any
    ) -> None:
        """The second gets the end of its id; neither hides the other."""
        site.show(story(article="01JD0000000000000000000BRI").publish())
        second = site.show(story(article="01JD0000000000000000000DGE").publish())

        assert f"articles/{SLUG}-00000dge/" == second.reference
        assert 2 == site.index.count("<h2>")

    def test_a_picture_without_bytes_is_refused_before_anything_is_written(
        self, site: Any, story: Any
    ) -> None:
        """A page with a hole in it does not go out."""
        with pytest.raises(NeedsPersonError, match=r"bytes of media:bridge\.png"):
            site.show(story(media=(MEDIUM,), lead="m1").publish())

        assert {} == site.files

    def test_a_picture_from_elsewhere_is_pointed_to(
        self, site: Any, story: Any
    ) -> None:
        """The newsroom copies only what it keeps."""
        medium = Media(
            key="m1", href="https://pictures.example/b.jpg", alt="The bridge"
        )
        site.show(story(media=(medium,), lead="m1").publish())

        assert 'src="https://pictures.example/b.jpg"' in site.page(SLUG)

    def test_a_medium_that_a_browser_would_run_gets_an_ending_that_it_does_not(
        self, site: Any, story: Any
    ) -> None:
        """A page that was put in as a medium is no page of the site."""
        trap = b"<script>alert(1)</script>"
        site.shelf.kept["media:trap.html"] = trap
        medium = Media(
            key="m1",
            href="media:trap.html",
            kind="file",
            sha256=sha256(trap).hexdigest(),
        )
        site.show(story(media=(medium,)).publish())

        (name,) = (name for name in site.files if name.startswith("media/"))
        assert name.endswith(".bin")


class TestTakingDown:
    """A story leaves the site."""

    def test_an_unpublished_story_leaves_nothing(
        self, site: Any, pictured: Any
    ) -> None:
        """Page, picture, line and manifest entry are gone."""
        site.show(pictured)
        receipt = site.take_down(pictured.unpublish())

        assert ["index.html", "manifest.json"] == site.own
        assert "bridge" not in site.index
        assert {} == site.told
        assert Receipt(reference=f"articles/{SLUG}/") == receipt

    def test_a_story_that_comes_back_has_its_old_address(
        self, site: Any, story: Any
    ) -> None:
        """The ledger's receipt says where it stood."""
        bridge = story().publish()
        first = site.show(bridge)
        site.take_down(bridge.unpublish())
        other = story(article="other").publish()
        bridge.article = attrs.evolve(bridge.article, state="draft")
        again = site.show(bridge.publish())

        assert first.reference == again.reference
        assert first.reference != site.show(other).reference

    def test_a_picture_that_another_story_shows_stays(
        self, site: Any, story: Any, pictured: Any
    ) -> None:
        """Taking one story down tears no hole into another."""
        site.show(pictured)
        site.show(story(article="ferry", media=(MEDIUM,), lead="m1").publish())
        site.take_down(pictured.unpublish())

        assert PICTURE == site.files[PICTURE_FILE]

    def test_a_retracted_story_leaves_a_notice_at_its_address(
        self, make_site: Callable[..., Any], story: Any
    ) -> None:
        """The reason stands there in every format, and no word of the story."""
        site = make_site(formats=["json", "markdown", "text"])
        site.shelf.kept["media:bridge.png"] = PICTURE
        bridge = story(media=(MEDIUM,), lead="m1").publish()
        site.show(bridge)
        receipt = site.take_down(bridge.retract("We named the wrong ship."))

        pages = [data for name, data in site.files.items() if SLUG in name]
        assert 5 == len(pages)
        assert all(b"We named the wrong ship." in page for page in pages)
        assert not any(b"first cars" in data for data in site.files.values())
        assert "articles/" not in site.index
        assert PICTURE_FILE not in site.files
        assert f"https://gazette.example/articles/{SLUG}/" == receipt.url

    def test_a_story_that_is_retracted_after_it_was_unpublished_gets_its_notice(
        self, site: Any, story: Any
    ) -> None:
        """Whoever follows an old link learns what became of it."""
        bridge = story().publish()
        site.show(bridge)
        site.take_down(bridge.unpublish())
        site.take_down(bridge.retract("We named the wrong ship."))

        assert "We named the wrong ship." in site.page(SLUG)

    @pytest.mark.parametrize(
        "removed_first", ["nothing", "manifest.json", "index.html"]
    )
    def test_a_killed_story_leaves_no_trace_whatever_state_the_site_is_in(
        self, site: Any, story: Any, pictured: Any, removed_first: str
    ) -> None:
        """Not even a temporary file of a writer that crashed, nor its reason."""
        site.show(pictured)
        noon = picture("ferry", form="JPEG")
        other = Media(
            key="m1",
            href="media:ferry.jpg",
            media_type="image/jpeg",
            sha256=sha256(noon).hexdigest(),
        )
        site.shelf.kept["media:ferry.jpg"] = noon
        ferry = story(article="ferry", headline="Ferries stop", body=(), media=(other,))
        site.show(ferry.publish())
        unfinished = (
            site.root / "articles" / SLUG / ".newsflow-1-1-index.html",
            site.root / ".newsflow-1-1-index.html",
            site.root / "media" / ".newsflow-1-1-x.png",
        )
        for file in unfinished:
            file.write_bytes(b"bridge")
        (site.root / removed_first).unlink(missing_ok=True)
        site.take_down(pictured.kill("The harbour master sued."))

        assert not any(file.exists() for file in unfinished)
        assert not (site.root / "articles" / SLUG).exists()
        left = b"".join(site.files.values())
        assert b"bridge" not in left
        assert b"sued" not in left
        assert stripped(noon)[0] in left

    def test_a_kill_finds_what_a_crash_left_half_done(
        self, site: Any, pictured: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The create crashed after the picture, without a receipt; all of it goes."""
        view = pictured.released
        whole = Path.replace

        def dies_at_the_page(self: Path, target: Path) -> Path:
            if target.name == "index.html":
                raise KeyboardInterrupt
            return whole(self, target)

        with monkeypatch.context() as crash:
            crash.setattr(Path, "replace", dies_at_the_page)
            with pytest.raises(KeyboardInterrupt):
                site.deliver(Operation.CREATE, view)
        assert PICTURE_FILE in site.files
        site.take_down(pictured.kill("The harbour master sued."))

        assert ["index.html", "manifest.json"] == site.own
        assert b"harbour" not in b"".join(site.files.values()).lower().replace(
            b"harbour gazette", b""
        )

    @pytest.mark.parametrize("end", ["unpublish", "retract", "kill"])
    def test_taking_down_what_was_never_there_succeeds(
        self, site: Any, story: Any, end: str
    ) -> None:
        """There is nothing to do, and that is done; no word tells of the story."""
        bridge = story().publish()
        ended = _end(bridge, end)

        assert Receipt(reference="") == site.take_down(ended)
        assert ["index.html", "manifest.json"] == site.own
        assert b"bridge" not in b"".join(site.files.values())

    def test_a_kill_of_a_story_without_pictures_needs_no_manifest(
        self, site: Any, story: Any
    ) -> None:
        """The receipt says where it stood."""
        bridge = story().publish()
        site.show(bridge)
        (site.root / "manifest.json").unlink()
        site.take_down(bridge.kill("The harbour master sued."))

        assert ["index.html", "manifest.json"] == site.own

    @pytest.mark.parametrize("end", ["unpublish", "retract", "kill"])
    def test_taking_down_twice_is_taking_down_once(
        self, site: Any, pictured: Any, end: str
    ) -> None:
        """The second time changes nothing."""
        site.show(pictured)
        ended = _end(pictured, end)
        site.take_down(ended)
        files = site.files
        site.take_down(ended)

        assert files == site.files


class TestBoundaries:
    """What the folder refuses."""

    def test_a_link_planted_in_the_folder_is_not_followed(
        self, site: Any, story: Any, tmp_path: Path
    ) -> None:
        """Nobody can have the newsroom write to another place."""
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        site.root.mkdir()
        (site.root / "articles").symlink_to(elsewhere)

        with pytest.raises(NeedsPersonError, match="is a symbolic link"):
            site.show(story().publish())
        assert [] == list(elsewhere.iterdir())

    def test_a_link_in_place_of_a_page_is_not_followed(
        self, site: Any, story: Any, tmp_path: Path
    ) -> None:
        """Neither to read nor to write."""
        secret = tmp_path / "secret"
        secret.write_text("mine")
        site.root.mkdir()
        (site.root / "index.html").symlink_to(secret)

        with pytest.raises(NeedsPersonError, match="is a symbolic link"):
            site.show(story().publish())
        assert "mine" == secret.read_text()

    @pytest.mark.parametrize(
        "reference",
        ["../../etc/", "/etc/", "articles/../../x/", "articles/a/b/", "x\n"],
    )
    def test_a_receipt_from_elsewhere_leads_nowhere(
        self, site: Any, story: Any, reference: str
    ) -> None:
        """A reference that we never gave is not believed."""
        site.receipts["bridge"] = Receipt(reference=reference)

        assert f"articles/{SLUG}/" == site.show(story().publish()).reference

    @pytest.mark.parametrize(
        "manifest",
        [
            b"no JSON",
            b"[]",
            b'{"version": 3}',
            b'{"version": 2}',
            b'{"version": 1}',
        ],
    )
    def test_a_manifest_of_somebody_else_stops_the_delivery(
        self, site: Any, story: Any, manifest: bytes
    ) -> None:
        """Rather than guess what the folder holds, a person is asked."""
        site.root.mkdir()
        (site.root / "manifest.json").write_bytes(manifest)

        with pytest.raises(NeedsPersonError, match="is no manifest that newsflow"):
            site.show(story().publish())
        assert ["manifest.json"] == list(site.files)

    def test_a_full_disk_is_tried_again_later_and_leaves_the_old_page(
        self, site: Any, story: Any, bridge: Content, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Readers keep what they have until there is room."""
        bridge_story = story().publish()
        site.show(bridge_story)
        page = site.page(SLUG)

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(RetryError, match="No space left on device"):
            site.show(bridge_story.correct(bridge, "Eleven weeks, not twelve."))

        assert page == site.page(SLUG)
        assert not list(site.root.rglob(".newsflow-*"))

    def test_an_operation_with_the_wrong_view_is_refused(
        self, site: Any, story: Any
    ) -> None:
        """A proof is no release, a retraction is no kill."""
        bridge = story().publish()
        with pytest.raises(RejectedError, match="update takes another view than Proof"):
            site.deliver(Operation.UPDATE, bridge.proof)
        gone = bridge.retract("Why.").tombstone
        with pytest.raises(RejectedError, match="than Tombstone after retract"):
            site.deliver(Operation.KILL, gone)

    def test_a_site_that_is_not_configured_is_refused_with_those_that_are(
        self, make_site: Callable[..., Any]
    ) -> None:
        """The message shows the way out."""
        with pytest.raises(NotFoundError, match="no site 'gazete'; known: gazette"):
            make_site(site="gazete")

    def test_a_site_that_is_configured_gives_its_name_and_address(
        self, make_site: Callable[..., Any], story: Any
    ) -> None:
        """The pages say whose they are."""
        site = make_site(site="gazette")

        assert "https://gazette.example/" in str(site.show(story().publish()).url)
        assert "<bdi>Harbour Gazette</bdi>" in site.page(SLUG)

    @pytest.mark.parametrize(
        "name", ["../x", "/etc/passwd", "a//b", ".hidden", "a\0b", ""]
    )
    def test_a_name_that_leads_out_is_refused(self, tmp_path: Path, name: str) -> None:
        """To read as well as to write."""
        folder = SiteFolder(tmp_path, "site")
        with pytest.raises(NeedsPersonError, match="leads out of"):
            folder.read(name)
        with pytest.raises(NeedsPersonError, match="leads out of"):
            folder.write(name, b"x")

    def test_a_renderer_that_cannot_place_pages_is_refused(self) -> None:
        """The channel says what it misses."""
        (kind,) = newsflow_channels()
        around = Surroundings(
            newsroom="Gazette", sites=(), folder=".", renderer=lambda _: object()
        )
        with pytest.raises(RejectedError, match="cannot place pages on a site"):
            kind.make("site", {"path": "x"}, around)

    def test_the_state_tells_every_file_of_a_story_with_its_hash(
        self, site: Any, pictured: Any
    ) -> None:
        """A mirror can be compared with it."""
        site.show(pictured)

        assert site.told["bridge"]["files"] == {
            name: sha256(data).hexdigest()
            for name, data in site.files.items()
            if name.startswith(("articles/", "media/"))
        }
