"""Nothing leads out of a store, nobody else answers for it, and no secret is told."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import cast

import asyncssh
import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.channels.folder import Folder
from newsflow.channels.site_names import NAME
from newsflow.channels.stores.opening import store_of
from newsflow.errors import (
    CredentialsError,
    DeliveryError,
    NeedsPersonError,
    RetryError,
)

from .berths import StoredSite, pictured
from .servers import SECRET, Sftp, berth, public

NOWHERE = {
    "path": "webdavs://store.example/www",
    "user": "gazette",
    "secret": SECRET,
}
OUT = (
    "../x",
    "/etc/passwd",
    "a\x00b",
    "..\\x",
    "%2e%2e/x",
    "C:\\x",
    "a//b",
    ".ssh",
    "",
)


class TestNames:
    """What a file may be called."""

    @pytest.mark.parametrize("name", OUT)
    def test_a_name_that_leads_out_is_refused_before_anybody_is_asked(
        self, name: str
    ) -> None:
        """The store is nowhere, so whoever asked it would hear something else."""
        store = store_of(NOWHERE, channel="site", folder="/")
        for deed in (
            store.read,
            store.has,
            store.mark,
            store.remove,
            store.clear,
            store.names,
            lambda one: store.write(one, b"x"),
            lambda one: store.swap(one, b"x", mark=None),
        ):
            with pytest.raises(NeedsPersonError, match="leads out of webdavs://"):
                cast("Callable[[str], object]", deed)(name)

    @given(
        name=st.text(alphabet=st.characters() | st.sampled_from("./\\ab%"), max_size=9)
    )
    def test_whatever_is_not_plain_is_refused(self, name: str) -> None:
        """Every name goes the one way, and every part of it is plain."""
        store = store_of(NOWHERE, channel="site", folder="/")
        parts = name.rstrip("/").split("/")
        if not all(map(NAME.fullmatch, parts)):
            with pytest.raises(NeedsPersonError):
                store.read(name)


class TestServerForSftp:
    """It is known by its key, and its links are not followed."""

    def test_another_host_key_is_refused(self, tmp_path: Path, sftp: Sftp) -> None:
        """Whoever answers may be anybody: a person has to look, and nothing is sent."""
        other = public(asyncssh.generate_private_key("ssh-ed25519"))
        site = StoredSite(tmp_path, berth(sftp), host_key=other)
        with pytest.raises(NeedsPersonError, match="another host key than the one"):
            site.show(pictured())
        (problem,) = site.channel.health().problems

        assert "another host key" in problem
        assert {} == site.files

    def test_a_host_key_that_is_none_is_told(self, tmp_path: Path, sftp: Sftp) -> None:
        """It looks like one, and is none."""
        site = StoredSite(tmp_path, berth(sftp), host_key="ssh-ed25519 AAAAnone")
        with pytest.raises(NeedsPersonError, match="host_key is no public key"):
            site.show(pictured())

    def test_a_key_of_ones_own_opens_the_door(self, tmp_path: Path, sftp: Sftp) -> None:
        """With the secret that opens the key; with another one it is refused."""
        own = sftp.own.export_private_key("pkcs8-pem", passphrase=SECRET).decode()
        site = StoredSite(tmp_path, berth(sftp), private_key=own)
        assert site.show(pictured()).url
        guess = {"private_key": own, "secret": "guessed"}
        other = StoredSite(tmp_path, site.berth, **guess)
        with pytest.raises(NeedsPersonError, match="secret does not open it") as told:
            other.show(pictured())

        assert own.splitlines()[1] not in "".join(
            traceback.format_exception(told.value)
        )

    @pytest.mark.parametrize("name", ["articles", "articles/bridge", "index.html"])
    def test_a_link_that_somebody_planted_is_not_followed(
        self, tmp_path: Path, sftp: Sftp, name: str
    ) -> None:
        """Neither for writing nor for removing; where it leads stays as it was."""
        at = berth(sftp)
        elsewhere = sftp.root / f"elsewhere-{at.place.partition('/')[0]}"
        elsewhere.mkdir()
        (elsewhere / "index.html").write_bytes(b"theirs")
        link = sftp.root / at.place / name
        link.parent.mkdir(parents=True)
        link.symlink_to(Path("/") / elsewhere.name)
        with pytest.raises(NeedsPersonError, match="is a symbolic link"):
            StoredSite(tmp_path, at).show(pictured())
        store = store_of(at.settings, channel="site", folder="/")
        with pytest.raises(NeedsPersonError, match="is a symbolic link"):
            store.clear(name)

        assert [b"theirs"] == [one.read_bytes() for one in elsewhere.iterdir()]
        assert link.is_symlink()


class TestSecrets:
    """They are nowhere to be read."""

    @pytest.mark.parametrize("kind", ["dav", "sftp"])
    def test_a_store_that_does_not_let_us_in_is_told_without_the_secret(
        self, kind: str, tmp_path: Path, request: pytest.FixtureRequest
    ) -> None:
        """The channel is held until somebody has put it right."""
        server = request.getfixturevalue(kind)
        old = {"secret": "an-old-password"}
        site = StoredSite(tmp_path, berth(server), **old)
        with pytest.raises(CredentialsError, match="does not let us in") as told:
            site.show(pictured())
        shown = "".join(traceback.format_exception(told.value))

        assert "an-old-password" not in f"{shown}{site.channel!r}{told.value!r}"
        assert "an-old-password" not in repr(site.channel.health())
        assert {} == site.files

    def test_no_failure_tells_a_secret(
        self, far: StoredSite, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Nor does a channel, nor a log of whatever level."""
        caplog.set_level("DEBUG")
        with far.berth.server.away():
            with pytest.raises(RetryError) as told:
                far.show(pictured())
            problems = repr(far.channel.health())
        shown = "".join(traceback.format_exception(told.value))

        assert "://" in str(told.value)
        for said in (shown, problems, repr(far.channel), caplog.text):
            assert SECRET not in said

    def test_a_channel_goes_to_another_process_as_it_is(
        self, stored: StoredSite
    ) -> None:
        """What is open stays here; there it is opened anew."""
        stored.store.write("index.html", b"The bridge.")
        channel = stored.channel
        there = pickle.loads(pickle.dumps(channel))  # noqa: S301 - our own

        assert isinstance(there, Folder)
        assert isinstance(channel, Folder)
        assert channel == attrs.evolve(there, media=channel.media)
        assert b"The bridge." == there.folder.read("index.html")


def test_a_server_that_is_not_there_is_told_by_its_address(
    tmp_path: Path, sftp: Sftp
) -> None:
    """A delivery error is one of ours, whatever went wrong below."""
    site = StoredSite(tmp_path, berth(sftp), path="sftp://127.0.0.1:1/www")
    with pytest.raises(DeliveryError, match=r"sftp://127\.0\.0\.1:1/www"):
        site.show(pictured())
