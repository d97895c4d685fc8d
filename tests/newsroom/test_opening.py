"""Opening a newsroom: what a host brings, what its configuration says, what fails."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from newsflow import Content, Newsroom, hookimpl
from newsflow.documents.config import Config, config_from
from newsflow.documents.workflows import shipped_workflow, shipped_workflows
from newsflow.errors import (
    InvalidConfigError,
    InvalidValueError,
    InvalidWorkflowError,
    NewsflowError,
    NotFoundError,
)
from newsflow.ports import Channel, ChannelKind, Surroundings
from newsflow.testing import PEOPLE, RecordingChannel
from newsflow.workflow.definition import Act

from ..gazette import refused, story, text

ADA, BO, CY = PEOPLE["ada"], PEOPLE["bo"], PEOPLE["cy"]
SITE = {"name": "main", "address": "https://gazette.example"}


def house(folder: Path, **tables: Any) -> Config:
    """Configure the Harbour Gazette."""
    people = {"ada": {"name": "Ada", "roles": ["reporter"]}}
    newsroom = {"name": "Harbour Gazette", **tables.pop("newsroom", {})}
    return config_from(
        {"newsroom": newsroom, "people": people, **tables}, folder=folder
    )


def test_a_newsroom_needs_nothing_to_begin() -> None:
    """In memory, with the standard workflow, the real clock, ids that sort by time."""
    with Newsroom.open() as room:
        first = room.draft(Content(headline="Bridge"), by=ADA)
        second = room.draft(Content(headline="Ferry"), by=ADA)

        assert "standard" == room.workflow().name
        assert first.id < second.id
        assert "7" == first.id[14], "a UUID of version 7"
        assert first.created.tzinfo is not None
        assert first.head.content != second.head.content
        assert () == room.channels


def test_the_configuration_says_where_and_who(tmp_path: Path) -> None:
    """Database and media lie in its folder, and its people are the directory."""
    with Newsroom.open(config=house(tmp_path)) as room:
        room.draft(text(), by="ada")
        digest = room.media.put(b"a bridge")

        assert "Harbour Gazette" == room.config.name
        assert (tmp_path / "newsroom.db").is_file()
        assert (tmp_path / "media" / digest[:2] / digest[2:]).is_file()
        with pytest.raises(NotFoundError):
            room.draft(text(), by="bo")


def test_what_a_newsroom_offers_can_be_listed(tmp_path: Path) -> None:
    """Readers, renderers, channels, commands and plug-ins, each by its name."""
    channel = {"name": "site", "kind": "folder", "path": "site", "site": "main"}
    config = house(tmp_path, sites=[SITE], channels=[channel])
    with Newsroom.open(config=config, channels=[RecordingChannel("wire")]) as room:
        assert {"json", "markdown", "html", "text"} <= set(room.readers)
        assert {"json", "markdown", "html", "text"} <= set(room.renderers)
        assert ("site", "wire") == room.channels
        assert {} == dict(room.commands)
        assert {"readers", "render", "channels"} <= {one.name for one in room.plugins}


def test_a_house_has_its_own_workflow_in_a_file(tmp_path: Path) -> None:
    """The configuration names a file; a shipped workflow goes by its name."""
    shipped = Path(__file__).parents[2] / "src/newsflow/documents/shipped"
    plain = (shipped / "two-person.toml").read_text("utf-8")
    own = plain.replace('name = "two-person"', 'name = "gazette"', 1)
    (tmp_path / "gazette.toml").write_text(own, "utf-8")

    with Newsroom.open(
        "sqlite://", config=house(tmp_path, newsroom={"workflow": "gazette.toml"})
    ) as room:
        assert "gazette" == room.workflow().name
    with Newsroom.open(
        "sqlite://", config=house(tmp_path, newsroom={"workflow": "three-desks"})
    ) as room:
        assert "three-desks" == room.workflow().name
    with pytest.raises(NotFoundError, match=r"no workflow 'lost\.toml'.*standard"):
        Newsroom.open(
            "sqlite://", config=house(tmp_path, newsroom={"workflow": "lost.toml"})
        )


def test_a_workflow_is_proved_before_anything_is_stored(tmp_path: Path) -> None:
    """A workflow that lets stories out unseen opens no newsroom."""
    lax = [
        attrs.evolve(step, approvals=()) for step in shipped_workflow("standard").steps
    ]
    workflow = attrs.evolve(shipped_workflow("standard"), steps=lax)

    with pytest.raises(InvalidWorkflowError, match="without anyone's approval"):
        Newsroom.open(f"sqlite:///{tmp_path / 'x.db'}", workflow=workflow)
    assert not (tmp_path / "x.db").exists()


def test_a_changed_workflow_needs_a_new_version(tmp_path: Path) -> None:
    """Stories go on with the workflow they began with, so it cannot change silently."""
    url = f"sqlite:///{tmp_path / 'newsroom.db'}"
    workflow = shipped_workflow("standard")
    Newsroom.open(url, workflow=workflow).close()
    changed = attrs.evolve(workflow, steps=workflow.steps[:-1])

    with pytest.raises(InvalidWorkflowError, match="raise the version"):
        Newsroom.open(url, workflow=changed)
    Newsroom.open(url, workflow=attrs.evolve(changed, version=3)).close()


@pytest.mark.parametrize("name", shipped_workflows())
def test_a_newsroom_goes_on_when_what_we_ship_has_changed(
    tmp_path: Path, name: str
) -> None:
    """Stories keep the workflow of their first day, and new ones have today's."""
    url = f"sqlite:///{tmp_path / 'newsroom.db'}"
    today = shipped_workflow(name)
    steps = [step for step in today.steps if step.act is not Act.ADVANCE]
    first = attrs.evolve(today, version=1, steps=steps)
    with Newsroom.open(url, workflow=first) as room:
        old = room.draft(text(), by=BO)
    with Newsroom.open(url, workflow=today) as room:
        assert first == room.workflow(room.submit(old.id, by=BO))
        assert today == room.workflow(room.draft(text(), by=BO))
        assert today == room.workflow(room.migrate(old.id, by=CY))


def test_a_story_whose_workflow_is_lost_says_so(tmp_path: Path) -> None:
    """Without its workflow no step can be judged, and what is known is listed."""
    url = f"sqlite:///{tmp_path / 'newsroom.db'}"
    with Newsroom.open(url, workflow=shipped_workflow("two-person")) as room:
        article = room.draft(text(), by=BO)
        with room._office.database.writing() as tx:  # noqa: SLF001 - somebody at the file
            tx.cursor.execute("DELETE FROM newsflow_workflows")
    with (
        Newsroom.open(url) as room,
        pytest.raises(NotFoundError, match=r"two-person version 2.*standard version 2"),
    ):
        room.submit(article.id, by=BO)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://localhost/x", "sqlite:///PATH"),
        ("postgresql+psycopg2://localhost/x", "postgresql://HOST/NAME"),
        ("no url", "a database URL"),
        ("sqlite:///x.db?synchronous=off", "NORMAL or FULL"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused(url: str, told: str) -> None:
    """The message says what a URL looks like."""
    with pytest.raises(InvalidValueError, match=told):
        Newsroom.open(url)


def test_a_newsroom_may_survive_the_machine(tmp_path: Path) -> None:
    """With synchronous=full what is committed stands even when the power goes."""
    with Newsroom.open(f"sqlite:///{tmp_path / 'x.db'}?synchronous=full") as room:
        with room._office.database.reading() as tx:  # noqa: SLF001 - to ask SQLite
            tx.cursor.execute("PRAGMA synchronous")
            assert (2,) == tx.cursor.fetchone()
        assert "draft" == story(room, "draft").state


class Wires:
    """A plug-in whose channels need a password."""

    def __init__(self) -> None:
        self.made: list[Mapping[str, Any]] = []

    def make(
        self, name: str, settings: Mapping[str, Any], surroundings: Surroundings
    ) -> Channel:
        """Make a recording channel, and keep the settings it was made with."""
        self.made.append({**settings, "newsroom": surroundings.newsroom})
        return RecordingChannel(name)

    @hookimpl
    def newsflow_channels(self) -> list[ChannelKind]:
        """Offer the one kind of channel, with the schema of its settings."""
        settings = {
            "type": "object",
            "additionalProperties": False,
            "required": ["password"],
            "properties": {
                "password": {"type": "string", "writeOnly": True},
                "port": {"type": "integer"},
            },
        }
        return [ChannelKind(name="wire", settings=settings, make=self.make)]


def wired(tmp_path: Path, **settings: object) -> Newsroom:
    """Open a newsroom with a wire of such settings."""
    channels = [{"name": "agency", "kind": "wire", **settings}]
    return Newsroom.open(
        "sqlite://",
        config=house(tmp_path, channels=channels),
        plugins={"wires": Wires()},
    )


def test_secrets_come_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password is fetched from the environment or a file, and never written down."""
    monkeypatch.setenv("WIRE_PASSWORD", "sesame")
    (tmp_path / "password").write_text("open up\n", "utf-8")
    wires = Wires()
    for reference in ("env:WIRE_PASSWORD", "file:password"):
        channels = [{"name": "agency", "kind": "wire", "password": reference}]
        config = house(tmp_path, channels=channels)
        Newsroom.open("sqlite://", config=config, plugins={"wires": wires}).close()
        assert "sesame" not in repr(config)

    assert ["sesame", "open up"] == [one["password"] for one in wires.made]
    assert "Harbour Gazette" == wires.made[0]["newsroom"]


def test_every_fault_of_a_channel_is_told_with_its_path(tmp_path: Path) -> None:
    """An unknown kind, a wrong setting, a secret in the open: all at once."""
    channels = [
        {"name": "a", "kind": "pigeon"},
        {"name": "b", "kind": "wire", "password": "sesame"},
        {"name": "c", "kind": "wire", "prot": 1, "password": "env:X"},
        {"name": "d", "kind": "wire"},
    ]
    with pytest.raises(InvalidConfigError) as told:
        Newsroom.open(
            "sqlite://",
            config=house(tmp_path, channels=channels),
            plugins={"wires": Wires()},
        )

    assert [
        ("$.channels[0].kind", "kind"),
        ("$.channels[1].password", "secret"),
        ("$.channels[2].prot", "additionalProperties"),
        ("$.channels[3].password", "required"),
    ] == [(one.path, one.keyword) for one in told.value.problems]
    assert "sesame" not in str(told.value)


def test_a_secret_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    """What is missing is the variable, and its name may be said."""
    with pytest.raises(
        InvalidConfigError,
        match=r"\$\.channels\[0\]: .*environment variable 'NO_SUCH_SECRET'",
    ):
        wired(tmp_path, password="env:NO_SUCH_SECRET")  # noqa: S106 - only its name


def test_a_site_with_a_renderer_that_nobody_offers_is_refused(tmp_path: Path) -> None:
    """A format of the folder must be a renderer that there is."""
    channel = {
        "name": "site",
        "kind": "folder",
        "path": "site",
        "site": "main",
        "formats": ["amp"],
    }

    with pytest.raises(
        InvalidConfigError,
        match=r"(?s)newsflow\.toml: .*\$\.channels\[0\]: there is no renderer 'amp'; "
        r"known: .*json.* \(found site\)",
    ):
        Newsroom.open(
            "sqlite://", config=house(tmp_path, sites=[SITE], channels=[channel])
        )


def test_a_channel_of_a_site_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Which channel it is, and in which file."""
    channel = {"name": "front", "kind": "folder", "path": "site", "site": "nope"}

    with pytest.raises(
        InvalidConfigError,
        match=r"(?s)newsflow\.toml: .*\$\.channels\[0\]: .*'nope'.* \(found front\)",
    ):
        Newsroom.open(
            "sqlite://", config=house(tmp_path, sites=[SITE], channels=[channel])
        )


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("foldr", 'no plug-in offers channels of kind foldr; did you mean "folder"?'),
        ("pigeon", "no plug-in offers channels of kind pigeon; known: folder"),
    ],
)
def test_a_kind_of_channel_that_is_not_there_is_told_with_those_that_are(
    tmp_path: Path, kind: str, told: str
) -> None:
    """What was meant, or else what there is."""
    config = house(tmp_path, channels=[{"name": "a", "kind": kind}])

    with pytest.raises(InvalidConfigError) as caught:
        Newsroom.open("sqlite://", config=config)
    assert f"$.channels[0].kind: {told}" == str(caught.value.problems[0])


def test_a_database_of_the_configuration_is_told_with_its_place(tmp_path: Path) -> None:
    """What is no address names its key; what cannot be opened its file as well."""
    nameless = house(tmp_path, newsroom={"database": "newsroom.db"})
    with pytest.raises(
        InvalidConfigError,
        match=r"\$\.newsroom\.database: must be a database URL.*found newsroom\.db",
    ):
        Newsroom.open(config=nameless)
    lost = house(tmp_path, newsroom={"database": "sqlite:///no/such/newsroom.db"})
    with pytest.raises(
        NewsflowError,
        match=r"no/such/newsroom\.db \(\$\.newsroom\.database of newsflow\.toml\) "
        "cannot be opened: unable to open database file",
    ):
        Newsroom.open(config=lost)
    with pytest.raises(NewsflowError, match=r"such/x\.db cannot be opened: unable"):
        Newsroom.open(f"sqlite:///{tmp_path}/such/x.db")


def test_a_houses_profile_holds_before_the_acts_it_names(tmp_path: Path) -> None:
    """Opinion needs a summary before it is handed in; a report does not."""
    (tmp_path / "opinion.json").write_text('{"required": ["summary"]}', "utf-8")
    profile = {"schema": "opinion.json", "kinds": ["opinion"], "acts": ["submit"]}
    config = house(tmp_path, profiles=[profile])
    with Newsroom.open("sqlite://", config=config) as room:
        opinion = room.draft(text(kind="opinion"), by=ADA)
        report = room.draft(text(), by=ADA)

        assert {"findings"} == refused(lambda: room.submit(opinion, by=ADA))
        (finding,) = room.check(opinion).findings
        assert ("NF-MET01", "$.summary") == (finding.code, finding.path)
        assert "(profile opinion)" in finding.message
        assert () == room.check(opinion, act="publish").findings
        assert "review" == room.submit(report, by=ADA).state


def test_a_profile_may_forbid_everything(tmp_path: Path) -> None:
    """``false`` is a JSON Schema as well."""
    (tmp_path / "never.json").write_text("false", "utf-8")
    profile = {"schema": "never.json", "acts": ["submit"]}
    config = house(tmp_path, profiles=[profile])
    with Newsroom.open("sqlite://", config=config) as room:
        assert {"findings"} == refused(
            lambda: room.submit(story(room, "draft"), by=ADA)
        )


def test_a_profile_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing schema is no profile that everything fits."""
    config = house(tmp_path, profiles=[{"schema": "lost.json"}])

    with pytest.raises(InvalidConfigError, match="there is no such content profile"):
        Newsroom.open("sqlite://", config=config)


def test_every_profile_that_is_no_schema_is_told(tmp_path: Path) -> None:
    """Where it stands in the configuration, and what is wrong in the file."""
    files = {
        "typo.json": '{"type": "objct", "properties": {"a": 7}}',
        "bare.json": "7",
        "torn.json": "{",
        "lost.json": '{"properties": {"a": {"$ref": "#/$defs/nowhere"}}}',
        "ours.json": '{"allOf": [{"$ref": "urn:newsflow:schema:content:v1"}]}',
    }
    for name, document in files.items():
        (tmp_path / name).write_text(document, "utf-8")
    profiles = [{"schema": name} for name in files]

    with pytest.raises(InvalidConfigError) as told:
        Newsroom.open("sqlite://", config=house(tmp_path, profiles=profiles))
    problems = told.value.problems
    schemas = [
        ("$.profiles[0].schema", "typo.json"),
        ("$.profiles[0].schema", "typo.json"),
        ("$.profiles[1].schema", "bare.json"),
        ("$.profiles[2].schema", "torn.json"),
        ("$.profiles[3].schema", "lost.json"),
    ]
    assert schemas == [(one.path, one.found) for one in problems]
    assert problems[0].message.startswith("it is no JSON Schema: $.properties.a: 7 is")
    assert problems[1].message.startswith("it is no JSON Schema: $.type: 'objct' is")
    assert problems[3].message.startswith("it is no JSON: ")
    assert problems[4].message.endswith("at the reference #/$defs/nowhere")


def test_a_profile_may_allow_everything(tmp_path: Path) -> None:
    """``true`` is a JSON Schema that every story fits."""
    (tmp_path / "any.json").write_text("true", "utf-8")
    config = house(tmp_path, profiles=[{"schema": "any.json"}])
    with Newsroom.open("sqlite://", config=config) as room:
        assert () == room.check(text()).findings
