"""A bucket that keeps versions: what is shown, and what is still to be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsflow.errors import NeedsPersonError, RetryError

from ..sites import Site
from .berths import PICTURE, StoredSite, pictured
from .servers import BUCKET, Bucket, berth

WORDS = (b"story bridge", b"/bridge/")


@pytest.fixture
def stored(tmp_path: Path, bucket: Bucket) -> StoredSite:
    """A site in a bucket."""
    return StoredSite(tmp_path, berth(bucket))


def traces(bucket: Bucket, place: str) -> list[str]:
    """Name whatever of the story is still to be had, under whatever version."""
    return [
        name
        for name, data in bucket.versions(place)
        if "/bridge/" in name or any(word in (data or b"").lower() for word in WORDS)
    ]


class TestKilling:
    """After a kill, no version of anything tells of the story."""

    def test_a_kill_removes_every_version(
        self, stored: StoredSite, bucket: Bucket
    ) -> None:
        """Of its page, its picture, and the lists; an unpublishing leaves them.

        For what was unpublished may come back, and the versions are the house's. A
        crash before the end is found when the channel is asked, and mended.
        """
        story, place = pictured(), stored.berth.place
        page = f"{place}/articles/bridge/index.html"
        stored.show(story)
        stored.take_down(story.unpublish(), sequence=2)
        assert {f"{place}/index.html", page} <= set(traces(bucket, place))
        receipt = stored.take_down(story.kill("Why."), sequence=3)

        assert [] == traces(bucket, place)
        files = {f"{place}/{name}" for name in stored.files}
        assert files == {name for name, _ in bucket.versions(place)}
        assert receipt == stored.seen()
        bucket.plant(place, "articles/bridge/index.html", b"The bridge.")
        bucket.s3.delete_object(Bucket=BUCKET, Key=page)
        assert stored.seen() is None
        assert receipt == stored.again() == stored.seen()
        assert [] == traces(bucket, place)

    def test_a_mirror_forgets_as_well(self, tmp_path: Path, bucket: Bucket) -> None:
        """Even if it was away, and has caught up with another story meanwhile."""
        at = berth(bucket, cut=True)
        site = Site(
            tmp_path, mirrors=[{**at.settings, "address": "https://mirror.example"}]
        )
        site.shelf.kept["media:bridge.png"] = PICTURE
        story = pictured()
        site.show(story)
        with bucket.away(), pytest.raises(RetryError):
            site.take_down(story.kill("Why."), sequence=2)
        kill = site.parcel
        site.show(pictured("ferry"))
        assert traces(bucket, at.place)
        assert site.channel.reconcile(kill) is None
        site.parcel = kill
        site.again()

        assert [] == traces(bucket, at.place)
        assert site.files == at.files

    def test_more_versions_than_one_request_may_name_all_go(
        self, stored: StoredSite, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A thousand are removed at a time."""
        monkeypatch.setattr("newsflow.channels.stores.s3._AT_ONCE", 2)
        theirs = f"{stored.berth.place}2"
        bucket.plant(theirs, "index.html", b"theirs, before")
        bucket.plant(theirs, "index.html", b"theirs")
        for number in range(5):
            bucket.plant(stored.berth.place, "index.html", b"%d" % number)
        assert stored.store.remembers()
        stored.store.forget()

        stored.store.clear("articles")

        assert 2 == len(bucket.versions(theirs))  # of a prefix that begins like ours
        assert not stored.store.remembers()
        name = f"{stored.berth.place}/index.html"
        assert [(name, b"4")] == bucket.versions(stored.berth.place)


class TestHeaders:
    """What a bucket tells the browsers of readers."""

    def test_a_file_has_its_type_and_may_be_kept_as_long_as_it_is_right(
        self, stored: StoredSite, bucket: Bucket
    ) -> None:
        """A page is asked for each time: it may have been corrected."""
        stored.show(pictured())
        told = {}
        for name in stored.files:
            key = f"{stored.berth.place}/{name}"
            head = bucket.s3.head_object(Bucket=BUCKET, Key=key)
            top, ending = name.partition("/")[0], name.rpartition(".")[2]
            told[top, ending] = head["ContentType"], head["CacheControl"]

        before = bucket.versions(stored.berth.place)
        stored.again()
        assert before == bucket.versions(stored.berth.place)  # nothing anew
        page = ("text/html; charset=utf-8", "no-cache")
        assert page == told["index.html", "html"] == told["articles", "html"]
        assert ("application/json", "no-cache") == told["manifest", "json"]
        assert ("image/png", "public, max-age=3600") == told["media", "png"]


def test_a_bucket_that_is_not_there_needs_a_person(
    tmp_path: Path, bucket: Bucket
) -> None:
    """It is told by its name, and nothing is tried again."""
    site = StoredSite(tmp_path, berth(bucket), path="s3://no-such-bucket/www")
    with pytest.raises(NeedsPersonError, match="there is no such bucket"):
        site.show(pictured())
