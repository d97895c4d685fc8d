"""The root of the command line: options for all commands, and where each command is.

A command's module is imported when the command is called: asking for help must not
wait for a database.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from errno import EPIPE
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from .. import __version__
from ..errors import NewsflowError
from .host import Host
from .outcomes import Exit, known_errors, tell
from .session import Session
from .warning import telling

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "init": ("starting", "Set a newsroom up in a folder."),
        "new": ("starting", "Begin a story: a Markdown file to write in, or a draft."),
        "import": ("importing", "Read documents in as drafts."),
        "check": ("checking", "Say everything that is wrong with a story."),
        "save": ("writing", "Save a new text of a story from a file."),
        "submit": ("writing", "Hand a story in for review."),
        "send-back": ("writing", "Give a story back to its writer."),
        "approve": ("writing", "Permit the release of exactly this text."),
        "withdraw-approval": ("writing", "Take back the approval that you gave."),
        "sign-off": ("writing", "State that a story is right in one respect."),
        "comment": ("writing", "Leave an internal note."),
        "publish": ("releasing", "Release an approved story."),
        "update": ("releasing", "Release more news about a published story."),
        "correct": ("releasing", "Release a correction with its public note."),
        "schedule": ("releasing", "Pin the release of this text to an instant."),
        "unschedule": ("releasing", "Call a waiting release off."),
        "advance": ("releasing", "Send a story to partners ahead of its embargo."),
        "break-glass": ("releasing", "Release without the approvals; all will see it."),
        "due": ("due", "Fire schedules, take down what expired, deliver what is due."),
        "coverage": ("copies", "Tell what every channel shows of a story."),
        "outdated": (
            "copies",
            "List the copies of stories that are not of the live version.",
        ),
        "troubles": ("copies", "List deliveries that failed or wait for a person."),
        "delivery": ("moving", "Tell everything about one delivery."),
        "redrive": ("moving", "Make failed deliveries due again."),
        "resolve": ("moving", "End a delivery as you have found it."),
        "channels": ("copies", "List the channels, and whether they are well."),
        "site": ("sites", "Look after the sites that channels keep."),
        "freeze": ("moving", "Let nothing go to a channel, or to any."),
        "thaw": ("moving", "Let a frozen channel go on."),
        "discard": ("removing", "Drop the draft; readers keep what they have."),
        "unpublish": ("removing", "Take a story off its channels, for now."),
        "retract": ("removing", "Withdraw a story; a public reason stays."),
        "kill": ("removing", "Remove every public copy of a story, for good."),
        "spike": ("removing", "Decide that a story will not run."),
        "revive": ("removing", "Take a story up again, as a draft."),
        "erase": ("removing", "Remove stored texts for good."),
        "embargo": ("embargoes", "Tighten or lift the embargo of a story."),
        "handle": ("embargoes", "Set expiry, priority, urgency and planned length."),
        "status": ("asking", "Tell where a story stands, or the whole newsroom."),
        "list": ("listing", "List stories, the latest first."),
        "history": ("recalling", "Tell everything that happened to a story."),
        "timeline": ("wall", "Tell or draw the life of a story."),
        "dashboard": ("wall", "Write the newsroom as a page for its wall."),
        "diff": ("comparing", "Compare two texts of a story."),
        "preview": ("previewing", "Show a draft as its readers would see it."),
        "export": ("showing", "Write stories out as documents."),
        "workflow": ("workflows", "Show, check and change workflows."),
        "schema": ("schemas", "Show and export the JSON Schemas."),
        "audit": ("auditing", "Verify the history, and attest it."),
        "plugins": ("house", "List the plug-ins and what they do."),
        "db": ("database", "Look after the tables of the database."),
        "doctor": ("house", "Find out what is wrong with the newsroom."),
        "completion": ("completing", "Print the completion script of a shell."),
        "demo": ("demo", "Let the example stories go their whole way."),
    }
)


class Root(click.Group):
    """The group of all commands: those named above, and those of plug-ins."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which a story meets them."""
        return [*COMMANDS, *sorted(_offered(ctx))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by name, our own first."""
        if cmd_name in COMMANDS:
            return _loaded(cmd_name)
        return _offered(ctx).get(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or name those that look like it."""
        name = args[0]
        if self.get_command(ctx, name) is not None or name.startswith("-"):
            return super().resolve_command(ctx, args)
        near = get_close_matches(name, self.list_commands(ctx), n=3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        hint = _step_of_house(ctx, name) or hint
        message = f"There is no command {name!r}.{hint}"
        raise click.UsageError(message, ctx)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands for ``--help`` without loading any of ours."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_summaries(ctx)))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; whatever newsflow raises becomes words and an exit code."""
        try:
            return super().invoke(ctx)
        except known_errors() as failed:
            if isinstance(failed, OSError) and failed.errno == EPIPE:
                raise
            ctx.exit(tell(failed, ctx.find_object(Session)))

    def main(  # type: ignore[override] # the flags of click's own are passed on
        self, args: Sequence[str] | None = None, **settings: Any
    ) -> Any:
        """Run the command line as a program, and exit with one code of the table."""
        if not settings.pop("standalone_mode", True):
            return super().main(args, standalone_mode=False, **settings)
        given = sys.argv[1:] if args is None else list(args)
        try:
            code = super().main(given, standalone_mode=False, **settings)
        except click.ClickException as wrong:
            code = tell(wrong, Session(json=_wants_json(given)))
        except click.Abort:
            click.echo("stopped", err=True)
            code = Exit.ERROR
        sys.exit(code or Exit.OK)


@click.group(
    cls=Root,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 error, 2 usage, 3 invalid article, 4 refused, "
    "5 conflict, 6 delivery failed, 7 findings.",
)
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="NEWSFLOW_CONFIG",
    is_eager=True,
    help="The newsflow.toml to use, in place of the one in this folder or above.",
)
@click.option(
    "--plugins-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="NEWSFLOW_PLUGINS_DIR",
    is_eager=True,
    help="A folder of one-file plug-ins.",
)
@click.option(
    "--as",
    "person",
    metavar="PERSON",
    envvar="NEWSFLOW_AS",
    help="Who is acting, by id; NEWSFLOW_AS says it once.",
)
@click.option(
    "--json",
    is_flag=True,
    envvar="NEWSFLOW_JSON",
    help="Answer in JSON, errors too; or NEWSFLOW_JSON=1.",
)
@click.version_option(__version__, prog_name="newsflow", message="%(prog)s %(version)s")
@click.pass_context
def newsflow(
    ctx: click.Context,
    *,
    config: Path | None,
    plugins_dir: Path | None,
    person: str | None,
    json: bool,
) -> None:
    """A newsroom's publishing workflow: from draft to published, corrected, retracted.

    ARTICLE is an id, the beginning of an id, or a slug. Answers go to standard output,
    all else to standard error.
    """
    # A host may hand over itself, or the instant, as tests do. Nothing that is typed or
    # set in the environment does: an embargo would be worth nothing.
    now = ctx.obj if isinstance(ctx.obj, datetime) else None
    host = ctx.obj if isinstance(ctx.obj, Host) else None
    ctx.obj = Session(
        host=host,
        config_file=config,
        plugins_dir=plugins_dir,
        person=person,
        json=json,
        now=now,
    )
    ctx.call_on_close(ctx.obj.close)
    ctx.with_resource(telling(ctx.obj))


def _loaded(name: str) -> click.Command:
    module = import_module(f".{COMMANDS[name][0]}", __package__)
    here = (one for one in vars(module).values() if isinstance(one, click.Command))
    return next(one for one in here if one.name == name)


def _summaries(ctx: click.Context) -> Iterator[tuple[str, str]]:
    yield from ((name, summary) for name, (_, summary) in COMMANDS.items())
    for name, command in sorted(_offered(ctx).items()):
        yield name, command.get_short_help_str()


def _offered(ctx: click.Context) -> Mapping[str, click.Command]:
    """Give the commands of plug-ins, if any plug-in is enabled here at all."""
    session = _session(ctx)
    try:
        return session.offered
    except NewsflowError:
        return {}  # the command that needs the configuration will tell


def _step_of_house(ctx: click.Context, name: str) -> str:
    """Tell by which command a step is taken that has a name of the house's own."""
    session = _session(ctx)
    try:
        steps = session.room.workflow().by_step
    except known_errors():
        return ""
    finally:
        session.close()
    step = steps.get(name.replace("-", "_")) or steps.get(name)
    if step is None:
        return ""
    from .advice import typed  # noqa: PLC0415 - help must not wait for it

    return f" The step of that name is taken by {typed(step, 'ARTICLE')}."


def _session(ctx: click.Context) -> Session:
    return ctx.find_object(Session) or Session(
        host=ctx.find_object(Host),
        config_file=ctx.params.get("config"),
        plugins_dir=ctx.params.get("plugins_dir"),
    )


def _wants_json(args: Sequence[str]) -> bool:
    return "--json" in args or os.environ.get("NEWSFLOW_JSON", "") not in {"", "0"}
