"""The configuration: found, read, and every problem in it told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsflow.documents.config import (
    ChannelSettings,
    Config,
    ProfileSettings,
    Site,
    config_from,
    find_config,
    read_config,
    resolve,
)
from newsflow.errors import InvalidConfigError, NotFoundError, UnreadableError
from newsflow.model.people import Person

GAZETTE = """\
[newsroom]
name = "Harbour Gazette"
database = "sqlite:///gazette.db"
language = "en-GB"
zone = "Europe/Lisbon"
plugins = ["webhook"]

[[sites]]
name = "main"
address = "https://gazette.example"
languages = ["en-GB"]
policies = { corrections = "https://gazette.example/corrections" }

[people.ada]
name = "Ada"
roles = ["reporter"]

[people.wire]
roles = ["reporter"]
service = true

[[channels]]
name = "site"
kind = "folder"
path = "site"
token = "env:SITE_TOKEN"

[[profiles]]
schema = "profiles/gazette.schema.json"
kinds = ["reportage"]
"""


def test_a_configuration_may_have_any_name(tmp_path: Path) -> None:
    """Only in a pyproject.toml is it a table among others."""
    staging = read_config(kept(tmp_path, GAZETTE, name="staging.toml"))
    named = read_config(str(tmp_path / "staging.toml"))

    assert "Harbour Gazette" == staging.name == named.name


def kept(folder: Path, text: str, *, name: str = "newsflow.toml") -> Path:
    """Write a configuration."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_configuration_is_read_into_a_newsrooms_words(tmp_path: Path) -> None:
    """Everything that it says, and the defaults of what it does not."""
    config = read_config(kept(tmp_path, GAZETTE))

    assert (
        Config(
            name="Harbour Gazette",
            folder=tmp_path,
            database="sqlite:///gazette.db",
            language="en-GB",
            zone="Europe/Lisbon",
            plugins=("webhook",),
            sites=(
                Site(
                    name="main",
                    address="https://gazette.example",
                    languages=("en-GB",),
                    policies={"corrections": "https://gazette.example/corrections"},
                ),
            ),
            people={
                "ada": Person(id="ada", name="Ada", roles={"reporter"}),
                "wire": Person(id="wire", roles={"reporter"}, service=True),
            },
            channels=(
                ChannelSettings(
                    name="site",
                    kind="folder",
                    settings={"path": "site", "token": "env:SITE_TOKEN"},
                ),
            ),
            profiles=(
                ProfileSettings(
                    schema="profiles/gazette.schema.json", kinds=("reportage",)
                ),
            ),
        )
        == config
    )
    assert ("media", "standard") == (config.media, config.workflow)
    assert ("submit", "publish", "update", "correct") == config.profiles[0].acts


def test_no_setting_of_a_channel_is_shown() -> None:
    """There may be a secret among them."""
    config = config_from(
        {
            "newsroom": {"name": "Gazette"},
            "channels": [{"name": "wire", "kind": "webhook", "token": "hush"}],
        },
        folder=Path(),
    )

    assert "hush" not in repr(config)


@pytest.mark.parametrize(
    ("database", "url"),
    [
        ("sqlite:///newsroom.db", "sqlite:////srv/gazette/newsroom.db"),
        ("sqlite:///data/n.db", "sqlite:////srv/gazette/data/n.db"),
        ("sqlite:////var/n.db", "sqlite:////var/n.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("sqlite://", "sqlite://"),
        ("postgresql://db/gazette", "postgresql://db/gazette"),
    ],
)
def test_a_relative_database_begins_at_the_configuration(
    database: str, url: str
) -> None:
    """Wherever a command is started."""
    config = Config(name="Gazette", folder=Path("/srv/gazette"), database=database)

    assert url == config.url


def test_a_site_is_found_by_name(tmp_path: Path) -> None:
    """Or told with those there are."""
    config = read_config(kept(tmp_path, GAZETTE))

    assert config.sites[0] is config.site("main")
    with pytest.raises(NotFoundError, match="there is no site 'mian'; known: main"):
        config.site("mian")


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    """In this folder or above it; newsflow.toml goes before pyproject.toml."""
    own = kept(tmp_path, GAZETTE)
    deep = tmp_path / "stories" / "bridge"
    deep.mkdir(parents=True)
    tool = "[tool.newsflow.newsroom]\nname = 'Gazette'\n"

    assert own == find_config(deep)
    assert kept(tmp_path / "stories", tool, name="pyproject.toml") == find_config(deep)
    assert kept(tmp_path / "stories", GAZETTE) == find_config(deep)


def test_a_project_without_a_newsroom_is_passed_over(tmp_path: Path) -> None:
    """Whatever else its pyproject.toml says, in whatever words."""
    own = kept(tmp_path, GAZETTE)
    other = tmp_path / "cms"
    kept(other, "# see [tool.newsflow]\n[tool.newsflow-lint]\n", name="pyproject.toml")

    assert own == find_config(other)


def test_the_folder_of_a_repository_is_the_last_one_looked_at(tmp_path: Path) -> None:
    """What lies above it is somebody else's."""
    kept(tmp_path, GAZETTE)
    (tmp_path / "cms" / ".git").mkdir(parents=True)

    assert find_config(tmp_path / "cms") is None


def test_nothing_is_found_where_nothing_is() -> None:
    """Up to the root."""
    assert find_config(Path("/")) is None


def test_a_table_in_pyproject_is_a_configuration(tmp_path: Path) -> None:
    """Under [tool.newsflow]."""
    text = "[tool.newsflow.newsroom]\nname = 'Gazette'\n"
    config = read_config(kept(tmp_path, text, name="pyproject.toml"))

    assert ("Gazette", tmp_path) == (config.name, config.folder)


@pytest.mark.parametrize("text", ["", "tool = 5", "[tool]\nnewsflow = 5"])
def test_a_pyproject_without_the_table_says_what_is_missing(
    tmp_path: Path, text: str
) -> None:
    """And does not crash."""
    with pytest.raises(InvalidConfigError) as refusal:
        read_config(kept(tmp_path, text, name="pyproject.toml"))

    assert refusal.value.problems[0].path in {"$", "$.newsroom"}
    assert "pyproject.toml" == refusal.value.source


def told(plain: Any) -> list[str]:
    """What is said of a configuration."""
    with pytest.raises(InvalidConfigError) as refusal:
        config_from(plain, folder=Path())
    return sorted(str(problem) for problem in refusal.value.problems)


def test_every_problem_is_told_at_once_with_a_way_out() -> None:
    """Whoever misspells a key is asked whether they meant the near one."""
    site = {"name": "main", "address": "https://gazette.example"}

    lines = told(
        {
            "newsroom": {"name": "", "databse": "sqlite://", "zone": "Europe/Harbour"},
            "sites": [site, {**site, "adress": "x", "zone": "Nowhere"}],
            "chanels": [],
            "people": {"ada marsh": {"roles": ["reporter"]}, "bo": {"rols": []}},
        }
    )

    paths = [line.split(": ")[0] for line in lines]
    assert [
        "$.chanels",
        "$.newsroom.databse",
        "$.newsroom.name",
        "$.newsroom.zone",
        "$.people.bo.roles",
        "$.people.bo.rols",
        "$.people['ada marsh']",
        "$.sites[1].adress",
        "$.sites[1].name",
        "$.sites[1].zone",
    ] == paths
    by_path = dict(zip(paths, lines, strict=True))
    for path, meant in (
        ("$.chanels", "channels"),
        ("$.newsroom.databse", "database"),
        ("$.people.bo.rols", "roles"),
        ("$.sites[1].adress", "address"),
    ):
        assert f'"{meant}"' in by_path[path]
    assert (
        "$.newsroom.zone: must be an IANA time zone such as Europe/Lisbon "
        "(found Europe/Harbour)"
    ) == by_path["$.newsroom.zone"]
    assert (
        "$.sites[1].name: another one has this name already (found main)"
        == (by_path["$.sites[1].name"])
    )


@pytest.mark.parametrize(
    "plain",
    [
        [],
        {"newsroom": 5},
        {"newsroom": {"name": "G"}, "sites": 5},
        {"newsroom": {"name": "G"}, "sites": [5]},
        {"newsroom": {"name": "G", "zone": 5}},
        {"newsroom": {"name": "G", "zone": "../../etc/passwd"}},
        {"newsroom": {"name": "G"}, "channels": [{"name": 5, "kind": "folder"}]},
    ],
)
def test_the_wrong_shape_is_a_problem_and_no_crash(plain: Any) -> None:
    """Whatever stands where."""
    assert 1 == len(told(plain))


def test_a_text_that_is_no_toml_says_where(tmp_path: Path) -> None:
    """Line and column."""
    with pytest.raises(InvalidConfigError) as refusal:
        read_config(kept(tmp_path, "[newsroom]\nname = Gazette\n"))

    assert (
        "newsflow.toml: this configuration is not valid: 1 problem\n"
        "  $: this is no TOML at line 2, column 8: Invalid value"
    ) == str(refusal.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Before anything is read into it."""
    file = tmp_path / "newsflow.toml"
    file.write_bytes(b"\x00\xff\xfe\x81")

    with pytest.raises(UnreadableError, match=r"cannot read newsflow\.toml"):
        read_config(file)


def test_a_secret_is_fetched_from_where_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the environment, or from a file beside the configuration."""
    monkeypatch.setenv("SITE_TOKEN", "hush")
    kept(tmp_path, "hush, too\n", name="token")

    assert "hush" == resolve("env:SITE_TOKEN", folder=tmp_path)
    assert "hush, too" == resolve("file:token", folder=tmp_path)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("env:NO_SUCH", "there is no environment variable 'NO_SUCH'"),
        ("file:no-such", "there is no file for a secret 'no-such'"),
        (
            "hush",
            "there is no reference env:NAME or file:PATH in 'the setting of a secret'",
        ),
    ],
)
def test_a_secret_that_is_not_there_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, message: str
) -> None:
    """Nothing of it, even where somebody wrote it down in the clear."""
    monkeypatch.delenv("NO_SUCH", raising=False)

    with pytest.raises(NotFoundError) as refusal:
        resolve(value, folder=tmp_path)

    assert message == str(refusal.value)
    assert "hush" not in str(refusal.value)
