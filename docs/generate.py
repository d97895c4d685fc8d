# ruff: noqa: INP001 - a script, not a package
"""Write the pages of the reference that follow from the code.

``python docs/generate.py`` writes them; with ``--check`` it only names those that are
not current, which the tests do as well.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import click

from newsflow import Content, Newsroom
from newsflow.channels import FOLDER
from newsflow.cli.root import newsflow
from newsflow.documents.config import Config
from newsflow.documents.schemas import schema
from newsflow.documents.workflows import shipped_workflow, shipped_workflows
from newsflow.model.handling import Handling
from newsflow.render.dashboard import dashboard
from newsflow.render.desk_clock import DeskClock
from newsflow.render.timeline import timeline
from newsflow.testing import (
    PEOPLE,
    FixedClock,
    RecordingChannel,
    Staff,
    bring,
    seeded_ids,
    seeded_salts,
)
from newsflow.testing.staging import clear
from newsflow.workflow.pictures import mermaid, svg, table

REFERENCE = Path(__file__).parent / "reference"
NOTE = "% Written by docs/generate.py: change the code, then run it again.\n"
CLI = """\
# Command line

Each command goes through the [Python API](api/newsroom.md), as any host does.
How it ends is told by its [exit code](exit-codes.md).
"""
SETTINGS = """\
# Settings

The configuration is `newsflow.toml`, or `[tool.newsflow]` in a `pyproject.toml`.
It is looked for in this folder and those above it, up to that of the repository.
An unknown key is an error, with a suggestion.
A secret is never written into it, only `env:NAME` or `file:PATH`.
"""
WORKFLOW = """\
{note}
# The standard workflow

Reporters write, two editors approve, an editor publishes.
Whoever wrote in a story never approves it.

## States

{states}
```{{image}} standard.svg
:alt: The standard workflow, step by step.
```

## Steps

{steps}
## As a diagram

For tools that draw Mermaid:

```text
{mermaid}```

## The other shipped workflows

`two-person` is for a desk of two: one writes, the other one approves.

```{{image}} two-person.svg
:alt: The workflow of a desk of two.
```

`three-desks` has copy, legal and photo sign-offs in parallel, inside one review state.

```{{image}} three-desks.svg
:alt: The workflow with three desks.
```

`newsflow workflow show NAME` prints any of them.
"""


def pages() -> Mapping[str, str]:
    """Give every generated file by its name."""
    return {
        "cli.md": cli_page(),
        "settings.md": settings_page(),
        "standard-workflow.md": workflow_page(),
        **{f"{name}.svg": svg(shipped_workflow(name)) for name in shipped_workflows()},
        **wall(),
    }


@cache
def wall() -> Mapping[str, str]:
    """Write the dashboard of a day at the Harbour Gazette, and the life of a story."""
    clock = FixedClock()
    site, wire = RecordingChannel("site"), RecordingChannel("wire")
    with Newsroom.open(
        "sqlite://",
        config=Config(name="Harbour Gazette", folder=REFERENCE, zone="Europe/Lisbon"),
        directory=Staff(PEOPLE),
        channels=[site, wire],
        clock=clock,
        ids=seeded_ids(),
        salts=seeded_salts(),
    ) as room:
        bridge = _day(room, clock, wire)
        life, board = room.life(bridge), room.board()
    drawn = timeline(life, DeskClock(life.at, board.zone))
    return {"dashboard.html": dashboard(board).data.decode(), "timeline.svg": drawn}


def _day(room: Newsroom, clock: FixedClock, wire: RecordingChannel) -> str:
    """Let a day pass that has something of everything; give the story of the bridge."""
    bridge = room.draft(_text("Harbour bridge to reopen", "City"), by="ada")
    clock.advance(minutes=25)
    room.submit(bridge, by="ada")
    clock.advance(minutes=50)
    bridge = clear(room, room.article(bridge.id), people=PEOPLE)
    clock.advance(hours=2)
    room.publish(bridge, by="bo")
    _said(room, "published", "Ferry fares rise in May", "City")
    clock.advance(minutes=40)
    news = _text("Harbour bridge reopens after eleven months", "City")
    again = room.submit(room.save(bridge.id, news, by="ada"), by="ada")
    clock.advance(minutes=15)
    wire.reject()
    room.update(clear(room, again, people=PEOPLE), by="cy")
    clock.advance(minutes=20)
    budget = room.draft(
        _text("Budget", "City"), by="ada", embargo=clock() + timedelta(hours=6)
    )
    room.submit(budget, by="ada")
    _said(room, "scheduled", "Customs house to become a museum", "Culture")
    clock.advance(minutes=5)
    for headline in ("School meals: who pays", "Eelgrass is back in the bay"):
        _said(room, "draft", headline, "City")
        clock.advance(minutes=8)
    _said(room, "review", "Derby: Rovers 2, City 2", "Sport")
    room.freeze("wire", by="bo", reason="the partner moves house")
    clock.advance(minutes=12)
    return bridge.id


def _said(room: Newsroom, state: str, headline: str, section: str) -> None:
    text = _text(headline, section)
    story = bring(room, state, people=PEOPLE, content=text)
    room.handle(story, Handling(urgency=3, planned_length=450), by="bo")


def _text(headline: str, section: str) -> Content:
    return Content(headline=headline, section=section, language="en")


def stale() -> Iterator[str]:
    """Name the files that are not what the code says."""
    for name, text in pages().items():
        file = REFERENCE / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            yield name


def cli_page() -> str:
    """Write every command with its arguments and options."""
    sections = (one for named in commands() for one in _command(*named))
    return "\n".join((NOTE, CLI, *sections))


def commands() -> Iterator[tuple[str, click.Command]]:
    """Give every command that is not hidden, with its whole name."""
    yield from _walked("newsflow", newsflow, click.Context(newsflow))


def _walked(
    name: str, command: click.Command, context: click.Context
) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if not isinstance(command, click.Group):
        return
    for each in command.list_commands(context):
        found = command.get_command(context, each)
        if found is not None and not found.hidden:
            within = click.Context(found, info_name=each, parent=context)
            yield from _walked(f"{name} {each}", found, within)


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    level = "#" * min(name.count(" ") + 2, 4)
    yield f"{level} `{name}`\n"
    yield f"```text\n{name} {usage}\n```\n"
    yield f"{_sentences(command.help or '')}\n"
    options = [one for one in command.params if _shown(one)]
    if options:
        yield _rows(("option", "what it does"), (_option(one) for one in options))
    if command.epilog and name == "newsflow":
        yield f"{command.epilog}\n"


def _shown(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option) and not parameter.hidden


def _option(parameter: click.Parameter) -> tuple[str, str]:
    assert isinstance(parameter, click.Option)  # noqa: S101 - _shown has seen to it
    names = ", ".join(f"`{one}`" for one in _spelled(parameter))
    says = " ".join((parameter.help or "").split())
    further = [
        "required" if parameter.required else "",
        f"environment: `{parameter.envvar}`" if parameter.envvar else "",
        "may be given several times" if parameter.multiple else "",
        f"default: `{parameter.default}`" if parameter.show_default else "",
    ]
    tail = "; ".join(filter(None, further))
    return names, f"{says} ({tail})" if tail else says


def _spelled(option: click.Option) -> Iterator[str]:
    for name in (*option.opts, *option.secondary_opts):
        metavar = option.make_metavar(click.Context(newsflow))
        yield name if option.is_flag or option.count else f"{name} {metavar}"


def _sentences(text: str) -> str:
    """Put each sentence of a help text on a line of its own."""
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return "\n\n".join(
        one.replace("\b", "").replace(". ", ".\n").strip() for one in paragraphs
    )


def settings_page() -> str:
    """Write every key of newsflow.toml."""
    tables = schema("config")["properties"].items()
    sections = (one for named in tables for one in _table_of_settings(*named))
    return "\n".join((NOTE, SETTINGS, *sections))


def _table_of_settings(name: str, one: Mapping[str, Any]) -> Iterator[str]:
    heading, inner = f"[{name}]", one
    if one["type"] == "array":
        heading, inner = f"[[{name}]]", one["items"]
    elif "propertyNames" in one:
        heading, inner = f"[{name}.ID]", one["additionalProperties"]
    yield f"## `{heading}`\n"
    yield f"{_sentences(one['description'])}\n"
    yield _settings_of(name, inner)
    if name == "channels":
        yield "The kind `folder`, a site on disk, takes these as well:\n"
        yield _settings_of(name, FOLDER.settings)


def _settings_of(table_name: str, one: Mapping[str, Any]) -> str:
    required = one.get("required", ())
    head = ("key", "value", "what it is")
    return _rows(
        head,
        (
            (
                f"`{table_name}.{key}`",
                _kind(value),
                f"{value['description']}{_default(key, value, required)}",
            )
            for key, value in one["properties"].items()
        ),
    )


def _kind(value: Mapping[str, Any]) -> str:
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    match value.get("type"):
        case "array":
            return f"list: {_kind(value['items'])}"
        case "object":
            return "table"
        case other:
            return str(other)


def _default(key: str, value: Mapping[str, Any], required: Iterable[str]) -> str:
    if key in required:
        return " Required."
    if "default" not in value:
        return ""
    default = value["default"]
    listed = default if isinstance(default, list) else [default]
    words = ", ".join(
        f"`{str(one).lower() if isinstance(one, bool) else one}`" for one in listed
    )
    return f" Default: {words}."


def workflow_page() -> str:
    """Write the standard workflow as a table and as pictures."""
    standard = shipped_workflow("standard")
    states = _rows(
        ("state", "kind", "terminal"),
        (
            (f"`{state.name}`", state.kind.value, "yes" if state.terminal else "")
            for state in standard.states
        ),
    )
    return WORKFLOW.format(
        note=NOTE, states=states, steps=table(standard), mermaid=mermaid(standard)
    )


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    cells = (" | ".join(cell.replace("|", "\\|") for cell in line) for line in lines)
    return "".join(f"| {line} |\n" for line in cells)


def main() -> None:
    """Write what is not current, or name it."""
    # The channel that fails in the sample is to fail, and nobody need hear of it.
    logging.getLogger("newsflow").addHandler(logging.NullHandler())
    found = tuple(stale())
    if "--check" in sys.argv[1:]:
        sys.exit(f"not current: {', '.join(found)}" if found else 0)
    for name in found:
        (REFERENCE / name).write_text(pages()[name], encoding="utf-8")


if __name__ == "__main__":
    main()
