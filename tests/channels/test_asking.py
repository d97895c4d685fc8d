"""What the folder channel says of a parcel before and after it was delivered."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest

from newsflow.errors import NeedsPersonError, RejectedError, RetryError
from newsflow.model.media import Media
from newsflow.ports import Operation, Parcel

from ..pictures import picture

PICTURE = picture()
PICTURE_FILE = f"media/{sha256(PICTURE).hexdigest()[:32]}.png"
MEDIUM = Media(
    key="m1",
    href="media:bridge.png",
    media_type="image/png",
    sha256=sha256(PICTURE).hexdigest(),
)
SLUG = "harbour-bridge-reopens-after-eleven-weeks"
PAGE = f"articles/{SLUG}/index.html"


@pytest.fixture
def pictured(story: Any, site: Any) -> Any:
    """The story with its picture, whose bytes the newsroom keeps."""
    site.shelf.kept["media:bridge.png"] = PICTURE
    return story(media=(MEDIUM,), lead="m1").publish()


def parcel_of(view: Any, operation: Operation = Operation.CREATE) -> Parcel:
    """Make a parcel that nobody has delivered."""
    return Parcel(key="bridge/site/1", operation=operation, view=view)


class TestBefore:
    """What would be sent, and what would be refused."""

    def test_the_page_that_is_rendered_is_the_one_that_is_written(
        self, site: Any, pictured: Any
    ) -> None:
        """Byte for byte, with the way to its picture; and nothing is written for it."""
        rendition = site.channel.render(parcel_of(pictured.released))
        assert not site.root.exists()
        receipt = site.show(pictured)

        assert rendition.data == site.files[PAGE]
        assert sha256(rendition.data).hexdigest() == receipt.sha256
        assert rendition.media_type.startswith("text/html")

    def test_a_story_that_has_its_place_is_rendered_for_that(
        self, site: Any, story: Any
    ) -> None:
        """The address of its receipt is in the page, whatever its headline is now."""
        bridge = story().publish()
        site.show(bridge)
        renamed = attrs.evolve(site.shelf.shown["bridge"].content, headline="Open")
        site.show(bridge.correct(renamed, "The headline was wrong."), sequence=2)

        assert site.channel.render(site.parcel).data == site.files[PAGE]

    def test_the_notice_of_a_retraction_is_rendered(
        self, site: Any, story: Any
    ) -> None:
        """And of what is to vanish there is nothing to render."""
        bridge = story().publish()
        site.show(bridge)
        site.take_down(bridge.retract("We named the wrong ship."), sequence=2)
        assert site.channel.render(site.parcel).data == site.files[PAGE]
        site.take_down(bridge.kill("Why."), sequence=3)

        with pytest.raises(RejectedError, match="after kill nothing is left"):
            site.channel.render(site.parcel)

    def test_a_picture_of_our_own_without_a_hash_is_told_beforehand(
        self, site: Any, story: Any
    ) -> None:
        """Nobody could say which bytes were approved."""
        unhashed = attrs.evolve(MEDIUM, sha256=None)
        parcel = parcel_of(story(media=(unhashed,)).publish().released)
        (problem,) = site.channel.validate(parcel)

        assert ("$.media[0].sha256", "required") == (problem.path, problem.keyword)
        for call in (
            site.channel.render,
            lambda one: site.channel.deliver(one, shelf=site.shelf),
        ):
            with pytest.raises(RejectedError, match="has no hash"):
                call(parcel)

    def test_other_bytes_than_were_approved_are_not_shown(
        self, site: Any, pictured: Any
    ) -> None:
        """A person has to find the right ones."""
        site.shelf.kept["media:bridge.png"] = b"another bridge"

        with pytest.raises(NeedsPersonError, match="that were approved"):
            site.show(pictured)
        assert {} == site.files


class TestAfter:
    """What became of a parcel."""

    def test_it_was_delivered_or_it_was_not(self, site: Any, pictured: Any) -> None:
        """Nothing before the delivery, and after it the very receipt."""
        assert site.channel.reconcile(parcel_of(pictured.released)) is None
        receipt = site.show(pictured)

        assert receipt == site.seen()

    @pytest.mark.parametrize("name", [PAGE, PICTURE_FILE, "index.html"])
    @pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_text("x")])
    def test_a_site_that_was_damaged_is_told_and_mended(
        self, site: Any, pictured: Any, name: str, damage: Callable[[Path], object]
    ) -> None:
        """What is not there byte for byte was not delivered."""
        receipt = site.show(pictured)
        files = site.files
        damage(site.root / name)
        assert site.seen() is None

        assert receipt == site.again() == site.seen()
        assert files == site.files

    @pytest.mark.parametrize("end", ["unpublish", "retract", "kill"])
    def test_a_story_is_down_or_it_is_not(
        self, site: Any, pictured: Any, end: str
    ) -> None:
        """A removal is done when nothing of the story is left but what must be."""
        site.show(pictured)
        down = (
            pictured.unpublish() if end == "unpublish" else getattr(pictured, end)("x")
        )
        parcel = attrs.evolve(
            parcel_of(down.tombstone, Operation(end)),
            sequence=2,
            previous=site.receipts["bridge"],
        )
        assert site.channel.reconcile(parcel) is None
        receipt = site.take_down(down, sequence=2)
        assert receipt == site.seen()

        (site.root / PAGE).parent.mkdir(parents=True, exist_ok=True)
        (site.root / PAGE).write_text("The bridge carried its first cars at dawn.")
        assert site.seen() is None

    def test_a_picture_that_a_kill_left_is_found(
        self, site: Any, pictured: Any
    ) -> None:
        """One that no story accounts for may be the killed one's."""
        site.show(pictured)
        site.take_down(pictured.kill("Why."), sequence=2)
        (site.root / "media").mkdir(exist_ok=True)
        (site.root / PICTURE_FILE).write_bytes(PICTURE)
        assert site.seen() is None
        site.again()

        assert site.seen()
        assert PICTURE_FILE not in site.files

    def test_what_never_came_and_was_taken_down_is_down(
        self, site: Any, story: Any
    ) -> None:
        """Asked again, the channel remembers that without a word of the story."""
        receipt = site.take_down(story().publish().retract("Why."))

        assert receipt == site.seen()

    def test_a_manifest_of_somebody_else_needs_a_person(
        self, site: Any, story: Any
    ) -> None:
        """Nobody can tell what the folder holds."""
        site.show(story().publish())
        (site.root / "manifest.json").write_text("no JSON")

        with pytest.raises(NeedsPersonError, match="no manifest that newsflow"):
            site.seen()

    def test_a_disk_that_cannot_be_read_is_asked_later(
        self, site: Any, story: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It may answer then."""
        site.show(story().publish())

        def broken(_: Path) -> bytes:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(Path, "read_bytes", broken)
        with pytest.raises(RetryError, match="Input/output error"):
            site.seen()

    def test_a_parcel_that_would_be_refused_was_not_delivered(
        self, site: Any, story: Any
    ) -> None:
        """A proof, for example."""
        proof = story().publish().proof

        assert site.channel.reconcile(parcel_of(proof)) is None


class TestLate:
    """Whoever was taken for dead, and comes back with something old."""

    def test_a_create_after_the_kill_has_no_effect(
        self, site: Any, pictured: Any
    ) -> None:
        """Nor has it when nothing of the story had ever come before."""
        late = parcel_of(pictured.released)
        site.take_down(pictured.kill("Why."), sequence=2)
        files = site.files

        site.channel.deliver(late, shelf=site.shelf)

        assert files == site.files
        assert site.channel.reconcile(late) is None

    def test_an_older_version_does_not_come_back(
        self, site: Any, story: Any, bridge: Any
    ) -> None:
        """The newer one stays, and what its receipt says stays true."""
        told = story().publish()
        late = parcel_of(told.released)
        receipt = site.show(told.correct(bridge, "It was eleven weeks."), sequence=2)
        files = site.files

        old = site.channel.deliver(late, shelf=site.shelf)

        assert files == site.files
        assert (receipt.reference, None) == (old.reference, old.sha256)
        assert receipt == site.seen()

    @pytest.mark.parametrize(
        "name", [PICTURE_FILE, PAGE, "index.html", "manifest.json"]
    )
    def test_a_writer_that_was_overtaken_leaves_nothing_of_a_killed_story(
        self,
        site: Any,
        pictured: Any,
        make_site: Callable[..., Any],
        monkeypatch: pytest.MonkeyPatch,
        name: str,
    ) -> None:
        """It stood still in the middle of a write; meanwhile the kill was delivered."""
        view = pictured.released
        other = make_site()
        whole, meanwhile = Path.replace, [other]

        def stands_still(self: Path, target: Path) -> Path:
            if target == site.root / name and meanwhile:
                meanwhile.pop().take_down(pictured.kill("Why."), sequence=2)
            return whole(self, target)

        with monkeypatch.context() as slow:
            slow.setattr(Path, "replace", stands_still)
            with pytest.raises(RetryError):
                site.channel.deliver(parcel_of(view), shelf=site.shelf)

        assert [] == meanwhile
        assert PAGE not in site.files
        assert PICTURE_FILE not in site.files
        assert b"first cars" not in b"".join(site.files.values())
