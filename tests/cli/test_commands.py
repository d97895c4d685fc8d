"""Every command, in words and in JSON, and what it says when it cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import click
import pytest

from newsflow.cli.root import newsflow
from newsflow.documents.problems import problems_of

from .terminal import STORY, Terminal


def nothing(_: Terminal) -> None:
    """Leave the newsroom as it was set up."""


def handed_in(terminal: Terminal) -> None:
    """Let Ada hand the bridge in."""
    terminal.drafted()
    terminal.says("--as ada submit bridge")


def approved_once(terminal: Terminal) -> None:
    """Let Bo approve it."""
    handed_in(terminal)
    terminal.says("--as bo approve bridge")


def approved(terminal: Terminal) -> None:
    """Let both editors approve it."""
    terminal.drafted()
    terminal.approved()


def scheduled(terminal: Terminal) -> None:
    """Let it wait for eight o'clock."""
    approved(terminal)
    terminal.says("--as bo schedule bridge --when 2026-11-24T08:00Z")


def at_the_lawyer(terminal: Terminal) -> None:
    """Bring it in where three desks have to sign it off."""
    terminal.configure('workflow = "standard"', 'workflow = "three-desks"')
    terminal.configure(
        "[people.ada]", '[people.di]\nroles = ["lawyer"]\n\n[people.ada]'
    )
    terminal.drafted()


def edited(terminal: Terminal) -> None:
    """Let Ada go on with what is published."""
    terminal.published()
    terminal.edited("eleven", "twelve")


def more_news(terminal: Terminal) -> None:
    """Let both editors approve more news about it."""
    edited(terminal)
    terminal.approved()


def mended(terminal: Terminal) -> None:
    """Let both editors approve a correction of it."""
    edited(terminal)
    terminal.approved("--note", "It was twelve.")


def spiked(terminal: Terminal) -> None:
    """Let Bo decide that it will not run."""
    terminal.drafted()
    terminal.says("--as bo spike bridge")


def embargoed(terminal: Terminal) -> None:
    """Put an embargo on it."""
    terminal.drafted()
    terminal.says("--as ada embargo tighten bridge --until 2026-12-24T08:00Z")


PARTNER = """
from newsflow import hookimpl
from newsflow.ports import ChannelKind
from newsflow.testing import RecordingChannel


def wire(name, settings, around):
    return RecordingChannel(name, trusted=around.trusted)


@hookimpl
def newsflow_channels():
    return [ChannelKind(name="wire", settings={"type": "object"}, make=wire)]
"""


def with_partner(terminal: Terminal) -> None:
    """Have it approved under embargo, in a house with a trusted wire."""
    terminal.write("plugins/wire.py", PARTNER)
    terminal.configure("[newsroom]", '[newsroom]\nplugins_dir = "plugins"')
    added = '\n[[channels]]\nname = "wire"\nkind = "wire"\nembargo = "trusted"\n'
    file = terminal.folder / "newsflow.toml"
    terminal.write("newsflow.toml", file.read_text(encoding="utf-8") + added)
    approved(terminal)
    terminal.says("--as ada embargo tighten bridge --until 2026-12-24T08:00Z")


def killed(terminal: Terminal) -> None:
    """Let Cy kill it."""
    terminal.published()
    terminal.says("--as cy kill bridge --reason Court.")


def with_files(terminal: Terminal) -> None:
    """Let files lie in the folder that are documents, and one that is none."""
    terminal.drafted()
    terminal.write("ferry.md", STORY.replace('"bridge"', '"ferry"'))
    terminal.write("bad.json", '{"headline": 1}')


def with_workflows(terminal: Terminal) -> None:
    """Let two workflows lie there, of which one is none."""
    terminal.write("sound.toml", terminal.says("workflow show --format toml"))
    terminal.write("bad.toml", 'name = "bad"\nversion = 1\nstates = []\n')


def with_key(terminal: Terminal) -> None:
    """Make the keys with which a checkpoint is signed."""
    terminal.drafted()
    terminal.says("audit keygen --key secret --public-key public")


def with_other_workflow(terminal: Terminal) -> None:
    """Let the house change its workflow after the bridge began."""
    terminal.drafted()
    terminal.configure('workflow = "standard"', 'workflow = "two-person"')


def frozen(terminal: Terminal) -> None:
    """Hold the site."""
    terminal.says("--as bo freeze site --reason moved")


def given_up(terminal: Terminal) -> None:
    """Let the site fail until nobody tries any more."""
    terminal.write("site", "where the site should be, there is a file")
    terminal.drafted()
    terminal.approved()
    terminal.says("--as bo publish bridge", code=6)
    for year in range(2030, 2039):
        terminal.says("due", code=6, now=f"{year}-01-01T00:00Z")


@attrs.frozen
class Case:
    """A command that goes well from where the story stands, and one that does not.

    *says* is in the answer in words; *error* is the code in JSON, *exit* that of the
    program, and *wrongly* is in what people are told.
    """

    at: Callable[[Terminal], None]
    line: str
    says: str
    wrong: str
    error: str
    exit: int
    wrongly: str
    code: int = 0


DRAFTED = Terminal.drafted
PUBLISHED = Terminal.published
CASES = {
    "init": Case(
        nothing, "init there", "newsflow.toml", "init", "error", 1, "never overwritten"
    ),
    "new": Case(nothing, "new Fog", "fog.md", "new Fog --draft", "usage", 2, "--as"),
    "import": Case(
        with_files,
        "--as ada import ferry.md",
        "ferry.md: drafted",
        "--as eve import ferry.md",
        "not_found",
        1,
        "there is no person",
    ),
    "check": Case(
        with_files,
        "check bridge",
        "is fit to submit",
        "check bad.json",
        "invalid",
        3,
        "$.headline",
    ),
    "save": Case(
        with_files,
        "--as ada save bridge ferry.md",
        "was saved",
        "--as ada save bridge bad.json",
        "invalid",
        3,
        "$.headline",
    ),
    "submit": Case(
        DRAFTED,
        "--as ada submit bridge",
        "was handed in",
        "--as ada submit bridge --position 7",
        "conflict",
        5,
        "has never stood there",
    ),
    "send-back": Case(
        handed_in,
        "--as bo send-back bridge --reason Who?",
        "was sent back",
        "--as ada send-back bridge --reason Who?",
        "refused",
        4,
        "cannot send back",
    ),
    "approve": Case(
        handed_in,
        "--as bo approve bridge",
        "was approved",
        "--as ada approve bridge",
        "refused",
        4,
        "cannot approve",
    ),
    "withdraw-approval": Case(
        approved_once,
        "--as bo withdraw-approval bridge",
        "approval",
        "--as cy withdraw-approval bridge",
        "refused",
        4,
        "cannot withdraw the approval",
    ),
    "sign-off": Case(
        at_the_lawyer,
        "--as di sign-off bridge legal",
        "legal",
        "--as ada sign-off bridge legal",
        "refused",
        4,
        "cannot sign off",
    ),
    "comment": Case(
        DRAFTED,
        "--as bo comment bridge Hm.",
        "comment",
        "comment bridge Hm.",
        "usage",
        2,
        "--as PERSON",
    ),
    "publish": Case(
        approved,
        "--as bo publish bridge",
        "published",
        "--as ada publish bridge",
        "refused",
        4,
        "cannot publish",
    ),
    "update": Case(
        more_news,
        "--as bo update bridge",
        "readers have v2",
        "--as bo correct bridge",
        "refused",
        4,
        "cannot correct",
    ),
    "correct": Case(
        mended,
        "--as bo correct bridge",
        "readers have v2",
        "--as bo correct bridge --channel wire",
        "not_found",
        1,
        "there is no channel",
    ),
    "schedule": Case(
        approved,
        "--as bo schedule bridge --when 2026-11-24T08:00Z",
        "scheduled",
        "--as bo schedule bridge --when 2026-11-24T08:00 --zone Mars/Base",
        "invalid",
        3,
        "an IANA time zone",
    ),
    "unschedule": Case(
        scheduled,
        "--as bo unschedule bridge",
        "review",
        "--as ada unschedule bridge",
        "refused",
        4,
        "cannot unschedule",
    ),
    "advance": Case(
        with_partner,
        "--as bo advance bridge",
        "is with its partners, under embargo",
        "--as bo advance bridge --channel site",
        "refused",
        4,
        "site is not trusted with an embargo; trusted: wire",
    ),
    "break-glass": Case(
        handed_in,
        "--as cy break-glass bridge --reason Flood.",
        "readers have v1",
        "--as bo break-glass bridge --reason Flood.",
        "refused",
        4,
        "cannot break the glass",
    ),
    "due": Case(
        scheduled,
        "due --dry-run",
        "nothing is due",
        "due --dry-run --never",
        "usage",
        2,
        "--never",
    ),
    "coverage": Case(
        PUBLISHED,
        "coverage bridge",
        "1 of 1 channel show what is live",
        "coverage fog",
        "not_found",
        1,
        "there is no article",
    ),
    "outdated": Case(
        PUBLISHED, "outdated", "0 out of date", "outdated --all", "usage", 2, "--all"
    ),
    "troubles": Case(
        PUBLISHED, "troubles", "nothing", "troubles --all", "usage", 2, "--all"
    ),
    "delivery": Case(
        PUBLISHED,
        "delivery 1",
        "create v1 delivered",
        "delivery 9",
        "not_found",
        1,
        "there is no delivery",
    ),
    "redrive": Case(
        PUBLISHED,
        "redrive --channel site",
        "nothing was to be sent again",
        "redrive 1",
        "ledger",
        4,
        "it is delivered",
    ),
    "resolve": Case(
        given_up,
        "--as bo resolve 1 --arrived",
        "is delivered",
        "--as bo resolve 9 --lost",
        "not_found",
        1,
        "there is no delivery",
    ),
    "channels": Case(
        nothing, "channels", "site  open", "channels --all", "usage", 2, "--all"
    ),
    "freeze": Case(
        nothing,
        "--as bo freeze site --reason moved",
        "site is frozen",
        "--as bo freeze sight --reason moved",
        "not_found",
        1,
        "there is no channel",
    ),
    "thaw": Case(
        frozen,
        "--as bo thaw site",
        "site goes on",
        "--as bo thaw",
        "not_found",
        1,
        "there is no frozen channel",
    ),
    "discard": Case(
        edited,
        "--as ada discard bridge",
        "published",
        "--as ada discard bridge --position 1",
        "conflict",
        5,
        "has moved on",
    ),
    "unpublish": Case(
        PUBLISHED,
        "--as bo unpublish bridge",
        "withdrawn",
        "--as ada unpublish bridge",
        "refused",
        4,
        "cannot unpublish",
    ),
    "retract": Case(
        PUBLISHED,
        "--as cy retract bridge --reason Wrong.",
        "retracted",
        "--as cy retract bridge",
        "usage",
        2,
        "--reason",
    ),
    "kill": Case(
        PUBLISHED,
        "--as cy kill bridge --reason Court.",
        "killed",
        "--as bo kill bridge --reason Court.",
        "refused",
        4,
        "cannot kill",
    ),
    "spike": Case(
        DRAFTED,
        "--as bo spike bridge",
        "spiked",
        "--as bo spike fog",
        "not_found",
        1,
        "there is no article",
    ),
    "revive": Case(
        spiked,
        "--as bo revive bridge",
        "draft",
        "--as bo revive bridge --position 1",
        "conflict",
        5,
        "has moved on",
    ),
    "erase": Case(
        killed,
        "--as cy erase bridge --all --reason Court.",
        "of its texts",
        "--as cy erase bridge --reason Court.",
        "usage",
        2,
        "--all",
    ),
    "embargo tighten": Case(
        DRAFTED,
        "--as ada embargo tighten bridge --until 2026-12-24T08:00Z",
        "embargo",
        "--as ada embargo tighten bridge --until tomorrow",
        "usage",
        2,
        "tomorrow",
    ),
    "embargo lift": Case(
        embargoed,
        "--as cy embargo lift bridge --reason Leaked.",
        "embargo",
        "--as ada embargo lift bridge --reason Leaked.",
        "refused",
        4,
        "cannot lift the embargo",
    ),
    "handle": Case(
        DRAFTED,
        "--as ada handle bridge --priority 1",
        "bridge",
        "--as ada handle bridge --priority 0",
        "usage",
        2,
        "--priority",
    ),
    "status": Case(
        DRAFTED,
        "status bridge",
        "readers have",
        "status fog",
        "not_found",
        1,
        "there is no article",
    ),
    "list": Case(
        DRAFTED, "list", "bridge", "list --after here", "usage", 2, "--after takes"
    ),
    "history": Case(
        DRAFTED,
        "history bridge",
        "ada drafted",
        "history bridge --until 2020-01-01T00:00Z",
        "not_found",
        1,
        "there is no article at",
    ),
    "timeline": Case(
        DRAFTED,
        "timeline bridge",
        "drafted",
        "timeline brigde",
        "not_found",
        1,
        "brigde",
    ),
    "dashboard": Case(
        DRAFTED,
        "dashboard",
        "dashboard.html",
        "dashboard --out site",
        "error",
        1,
        "which readers of a site can see",
    ),
    "diff": Case(
        edited,
        "diff bridge r1 r2",
        "twelve",
        "diff bridge r1 r9",
        "not_found",
        1,
        "there is no revision",
    ),
    "preview": Case(
        DRAFTED,
        "preview bridge --format html",
        "<!DOCTYPE html>",
        "preview bridge --format fax",
        "not_found",
        1,
        "there is no renderer",
    ),
    "export": Case(
        DRAFTED, "export bridge", '"headline"', "export", "usage", 2, "give --all"
    ),
    "workflow show": Case(
        nothing,
        "workflow show",
        "| publish |",
        "workflow show nothing",
        "not_found",
        1,
        "there is no workflow",
    ),
    "workflow check": Case(
        with_workflows,
        "workflow check sound.toml",
        "is sound",
        "workflow check bad.toml",
        "invalid",
        3,
        "$.states",
    ),
    "workflow migrate": Case(
        with_other_workflow,
        "--as cy workflow migrate --dry-run",
        "standard 2, draft",
        "--as cy workflow migrate --map draft",
        "usage",
        2,
        "--map takes OLD=NEW",
    ),
    "schema show": Case(
        nothing,
        "schema show article",
        "urn:newsflow:schema:article:v1",
        "schema show nothing",
        "not_found",
        1,
        "there is no schema",
    ),
    "schema export": Case(
        DRAFTED,
        "schema export schemas",
        "article.schema.json",
        "schema export bridge.md/in",
        "system",
        1,
        "Not a directory",
    ),
    "audit verify": Case(
        DRAFTED,
        "audit verify",
        "1 article",
        "audit verify --checkpoint bridge.md",
        "usage",
        2,
        "--public-key",
    ),
    "audit keygen": Case(
        DRAFTED,
        "audit keygen --key secret --public-key public",
        "secret",
        "audit keygen --key bridge.md --public-key public",
        "error",
        1,
        "bridge.md",
    ),
    "audit checkpoint": Case(
        with_key,
        "audit checkpoint --key secret",
        "signature",
        "audit checkpoint --key bridge.md",
        "error",
        1,
        "bridge.md",
    ),
    "db check": Case(
        DRAFTED, "db check", "current", "db check now", "usage", 2, "unexpected"
    ),
    "db upgrade": Case(
        DRAFTED,
        "db upgrade",
        "nothing to do",
        "--config none.toml db upgrade",
        "usage",
        2,
        "none.toml",
    ),
    "site rebuild": Case(
        Terminal.published,
        "site rebuild site",
        "site shows 1 story: 0 files written, 0 removed",
        "site rebuild nowhere",
        "not_found",
        1,
        "there is no channel",
    ),
    "plugins": Case(
        nothing,
        "plugins",
        "newsflow_renderers",
        "--config bad.toml plugins",
        "usage",
        2,
        "bad.toml",
    ),
    "doctor": Case(
        nothing, "doctor", "all is well", "doctor now", "usage", 2, "unexpected"
    ),
    "completion": Case(
        nothing,
        "completion bash",
        "_newsflow_completion",
        "completion tcsh",
        "usage",
        2,
        "tcsh",
    ),
    "demo": Case(
        DRAFTED,
        "demo day",
        "Harbour Gazette",
        "demo bridge.md",
        "usage",
        2,
        "bridge.md",
    ),
}
"""One for each command: who adds a command adds its case."""


def commands(
    group: click.Command = newsflow, path: str = "", above: click.Context | None = None
) -> Iterator[str]:
    """Name every command by what is typed, those of groups as well."""
    context = click.Context(group, parent=above)
    if not isinstance(group, click.Group):
        yield path
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from commands(command, f"{path} {name}".strip(), context)


def whole(answer: Any) -> None:
    """Hold every article in an answer to the schema of articles."""
    found = answer.get("article") if isinstance(answer, dict) else None
    if isinstance(found, dict):
        assert () == problems_of("article", found)
        assert {"headline", "slug", "fingerprint"} <= answer.keys()


def test_every_command_has_a_case() -> None:
    """And no case is left of a command that is gone."""
    assert sorted(commands()) == sorted(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_command_answers_in_words(terminal: Terminal, name: str) -> None:
    """On standard output, and what cannot be is said on the other."""
    case = CASES[name]
    case.at(terminal)
    failed = terminal.run(*case.wrong.split(), code=case.exit)
    assert case.wrongly in failed.stderr
    assert "Traceback" not in failed.output

    assert case.says in terminal.says(case.line, code=case.code)


@pytest.mark.parametrize("name", CASES)
def test_a_command_answers_in_json(terminal: Terminal, name: str) -> None:
    """An error has its code and its message, an article all that its schema asks."""
    case = CASES[name]
    case.at(terminal)
    error = terminal.fails(case.wrong, code=case.exit)
    assert case.error == error["code"]
    assert {"code", "message", "hint"} <= error.keys()
    assert error["message"]

    answer = terminal.answers(case.line, code=case.code)
    assert answer
    whole(answer)


def test_articles_that_were_released_are_whole_documents_too(
    terminal: Terminal,
) -> None:
    """With versions, approvals, a correction, a schedule, a withdrawal."""
    mended(terminal)
    lines = (
        "--as bo correct bridge",
        "--as bo unpublish bridge --reason Hm.",
        "status bridge",
        "history bridge",
    )
    for line in lines:
        answer = terminal.answers(line)
        assert "article" in answer
        whole(answer)


def test_what_fired_is_answered_as_articles(terminal: Terminal) -> None:
    """Each with its names, as after any other step."""
    scheduled(terminal)
    later = terminal.run("--json", "due", now="2026-11-24T09:00Z").stdout
    (fired,) = json.loads(later)["fired"]

    assert ("bridge", "published") == (fired["slug"], fired["article"]["state"])
    whole(fired)


def test_partners_are_told_apart_from_readers(terminal: Terminal) -> None:
    """Where a story stands, what each channel shows, and what happened."""
    with_partner(terminal)
    terminal.says("--as bo advance bridge --channel wire")

    assert "advanced" in terminal.says("status bridge")
    assert "create ahead delivered" in terminal.says("delivery 1")
    said = terminal.says("coverage bridge")
    assert "an advance copy" in said
    assert "1 partner holds it under embargo" in said
    answer = terminal.answers("coverage bridge")
    assert {"advance": 100, "current": 0} == {
        name: answer["percent"][name] for name in ("advance", "current")
    }
    assert "advanced (until" in terminal.says("history bridge")
    told = terminal.says("--as bo spike bridge", code=4)
    assert "partners have it ahead of its embargo: wire" in told
    assert "newsflow kill bridge" in told


def test_a_partner_left_behind_is_in_the_list(terminal: Terminal) -> None:
    """Killed, and the wire has no copy any more; until then it is told of."""
    with_partner(terminal)
    terminal.says("--as bo advance bridge")
    terminal.says("--as bo freeze wire --reason moved --removals")
    terminal.says("--as cy kill bridge --reason Court.", code=6)

    assert "advance copy" in terminal.says("outdated", code=7)
    assert "an OLD version" in terminal.says("coverage bridge", code=7)
