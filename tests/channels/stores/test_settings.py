"""What the settings of a store must say, and what is refused at once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from newsflow import Newsroom
from newsflow.channels.site_folder import SiteFolder
from newsflow.channels.stores import opening
from newsflow.channels.stores.address import store_address
from newsflow.channels.stores.opening import store_of
from newsflow.documents.config import Config, config_from
from newsflow.errors import (
    InvalidConfigError,
    InvalidValueError,
    MissingExtraError,
    RejectedError,
)

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGl0IGlzIG5vbmU="
BUCKET = {"path": "s3://gazette/www"}
SFTP = {
    "path": "sftp://files.example/www",
    "user": "ada",
    "secret": "s",
    "host_key": KEY,
}
CONFIG = """\
[newsroom]
name = "Harbour Gazette"

[[sites]]
name = "gazette"
address = "https://gazette.example"

[[channels]]
name = "site"
kind = "folder"
path = "site"

[[channels.mirrors]]
path = "sftp://files.example/srv/www"
address = "https://mirror.example"
user = "gazette"
secret = "{secret}"
host_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGl0IGlzIG5vbmU="
"""


def store(**settings: Any) -> object:
    """Make the store of some settings."""
    return store_of(settings, channel="site", folder="/srv")


class TestAddresses:
    """How the address of a store is written."""

    def test_a_plain_path_and_a_file_address_are_folders(self) -> None:
        """The first from the configuration's own folder."""
        assert SiteFolder(Path("/srv/site"), "site") == store(path="site")
        assert SiteFolder(Path("/var/www"), "site") == store(path="file:///var/www")

    def test_an_unknown_scheme_is_refused_with_those_that_are_known(self) -> None:
        """So that nobody has to look them up."""
        with pytest.raises(
            InvalidValueError, match="schemes file, s3, sftp, webdav, webdavs"
        ):
            store(path="gopher://files.example/www")

    @pytest.mark.parametrize(
        "path",
        [
            "sftp://ada:hunter2@files.example/www",
            "webdavs://hunter2@files.example/www",
            "s3://gazette/www?key=hunter2",
            "s3://gazette/www#hunter2",
            "s3://gazette:443/hunter2",
            "s3://gazette/../hunter2",
            "s3:///hunter2",
            "sftp://files.example:0/hunter2",
            "sftp://files.example/a//hunter2",
            "sftp://files.example/%2e%2e/hunter2",
        ],
    )
    def test_an_odd_address_is_refused_and_not_repeated(self, path: str) -> None:
        """There may be a password in it."""
        with pytest.raises(InvalidValueError) as told:
            store(path=path)

        assert "hunter2" not in str(told.value)

    def test_an_address_is_written_as_it_was(self) -> None:
        """With its port, if that is another than the usual one."""
        for text in ("s3://gazette/www", "sftp://[::1]:2222/srv/www", "webdavs://d.ex"):
            assert text == str(store_address(text))


class TestLacking:
    """What is missing, or does not fit, is told at once."""

    def test_a_server_for_sftp_is_refused_without_its_key(self) -> None:
        """And everything else that is lacking is told with it."""
        with pytest.raises(RejectedError, match="it needs host_key") as told:
            store(path="sftp://files.example/www")

        assert "it needs a user" in told.value.reason
        assert "it needs a private_key" in told.value.reason

    @pytest.mark.parametrize(
        ("settings", "reason"),
        [
            ({**BUCKET, "user": "ada"}, "user and secret go together"),
            ({**BUCKET, "host_key": KEY}, "no use for the setting host_key"),
            ({**BUCKET, "endpoint": "http://s3.example"}, "readable on the way"),
            ({**BUCKET, "endpoint": "https://a:b@s3.example"}, "has no user in it"),
            ({**SFTP, "region": "north"}, "no use for the setting region"),
            ({"path": "webdav://dav.example/www"}, "webdavs://"),
            ({"path": "site", "secret": "s"}, "no use for the setting secret"),
        ],
    )
    def test_what_does_not_fit_is_refused(
        self, settings: dict[str, Any], reason: str
    ) -> None:
        """In words that say what to do."""
        with pytest.raises(RejectedError, match=reason):
            store(**settings)

    @pytest.mark.parametrize(
        ("settings", "extra"),
        [
            (BUCKET, "s3"),
            (SFTP, "sftp"),
            ({"path": "webdavs://dav.example"}, "webdav"),
        ],
    )
    def test_a_protocol_that_is_not_installed_names_its_extra(
        self, settings: dict[str, Any], extra: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """When the channel is made, and not at the first delivery."""
        monkeypatch.setattr(opening, "find_spec", lambda _: None)
        with pytest.raises(MissingExtraError, match=rf"newsflow\[{extra}\]"):
            store(**settings)


class TestConfiguration:
    """In newsflow.toml."""

    def test_a_secret_of_a_mirror_comes_from_the_environment(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As that of any channel; and nothing is asked when the newsroom opens."""
        monkeypatch.setenv("MIRROR_SECRET", "tide-table-1887")
        config = _config(tmp_path, "env:MIRROR_SECRET")
        with Newsroom.open("sqlite://", config=config) as room:
            assert (tmp_path / "site",) == room.public_folders()
            assert "tide-table-1887" not in repr(vars(room))

    def test_a_secret_that_is_written_out_is_refused_with_its_place(
        self, tmp_path: Path
    ) -> None:
        """Wherever it is, and without being repeated."""
        with pytest.raises(InvalidConfigError) as told:
            Newsroom.open("sqlite://", config=_config(tmp_path, "hunter2"))

        (problem,) = told.value.problems
        assert "$.channels[0].mirrors[0].secret" == problem.path
        assert "hunter2" not in str(told.value)

    def test_a_secret_that_is_nowhere_is_told(self, tmp_path: Path) -> None:
        """By its name."""
        with pytest.raises(InvalidConfigError, match="NO_SUCH_SECRET"):
            Newsroom.open("sqlite://", config=_config(tmp_path, "env:NO_SUCH_SECRET"))

    def test_a_site_in_a_store_that_is_inactive_has_no_folder(
        self, tmp_path: Path
    ) -> None:
        """A desk may write wherever no reader looks."""
        text = CONFIG.replace("{secret}", "env:MIRROR_SECRET").replace(
            'kind = "folder"', 'kind = "folder"\nactive = false'
        )
        with Newsroom.open("sqlite://", config=_read(tmp_path, text)) as room:
            assert (tmp_path / "site",) == room.public_folders()

    def test_two_sites_are_not_kept_in_one_place(self, tmp_path: Path) -> None:
        """Nor in one another: each would take away what is the other's."""
        mirror = 'path = "s3://gazette/www/mirror"\naddress = "https://m.example"\n'
        text = CONFIG.partition("[[channels.mirrors]]")[0].replace(
            'path = "site"', 'path = "s3://gazette/www"'
        )
        config = _read(tmp_path, f"{text}[[channels.mirrors]]\n{mirror}")
        with pytest.raises(InvalidConfigError, match="is the folder of the site"):
            Newsroom.open("sqlite://", config=config)


def _config(folder: Path, secret: str) -> Config:
    return _read(folder, CONFIG.format(secret=secret))


def _read(folder: Path, text: str) -> Config:
    return config_from(tomllib.loads(text), folder=folder)
