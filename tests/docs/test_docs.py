"""The pages are whole: whatever the code offers is told there, as it is."""

from __future__ import annotations

import importlib.util
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

import newsflow
from newsflow import errors, hookspecs
from newsflow._fitness import HOOKS
from newsflow.cli.outcomes import OUTCOMES, Exit
from newsflow.documents.schemas import schema, schema_names
from newsflow.documents.workflows import shipped_workflow, shipped_workflows
from newsflow.events import EVENTS
from newsflow.ports import Operation, Status

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"


def page(name: str) -> str:
    """Read a page of the documentation."""
    return (DOCS / name).read_text(encoding="utf-8")


@cache
def everything() -> str:
    """Read all pages, one after another."""
    found = sorted(DOCS.rglob("*.md"))
    return "\n".join(
        one.read_text(encoding="utf-8") for one in found if "_build" not in one.parts
    )


@cache
def generator() -> ModuleType:
    """Load the generator of the reference, which is a script."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


def signature(hook: str) -> str:
    """Write the signature of a hook as its heading does."""
    specification = getattr(hookspecs, hook)
    return f"{hook}{inspect.signature(specification)}".replace("'", "")


def error_classes() -> Iterator[type[BaseException]]:
    """Give every error that newsflow raises."""
    for one in vars(errors).values():
        is_error = isinstance(one, type) and issubclass(one, errors.NewsflowError)
        if is_error and not one.__name__.startswith("_"):
            yield one


def settings(document: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Name every key that a configuration can have."""
    for name, one in document.get("properties", {}).items():
        inner = one.get("items", one.get("additionalProperties", one))
        if at:
            yield f"{at}{name}"
        elif isinstance(inner, Mapping):
            yield from settings(inner if "properties" in inner else one, f"{name}.")


def shown_commands() -> list[tuple[str, click.Command]]:
    """Give every command with its whole name."""
    return list(generator().commands())


def linked_pages() -> Iterator[tuple[Path, str]]:
    """Give every relative link of a page or of a file at the top."""
    files = [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
    for file in files:
        if "_build" in file.parts:
            continue
        text = re.sub(r"`[^`\n]+`", "", file.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if not re.match(r"[a-z]+:", target):
                yield file, target


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_has_a_heading_that_is_its_signature(hook: str) -> None:
    """Authors of plug-ins find each hook as it is called, and every argument of it."""
    text = page("reference/hooks.md")
    _, _, section = text.partition(f"### `{signature(hook)}`\n")
    section, _, _ = section.partition("\n### ")

    assert section
    assert "Called " in section
    assert "Built in: " in section
    assert "```python" in section
    for argument in inspect.signature(getattr(hookspecs, hook)).parameters:
        assert f"`{argument}`\n: " in section


@pytest.mark.parametrize("error", list(error_classes()), ids=lambda one: one.__name__)
def test_an_error_has_a_row_with_its_facts(error: type[BaseException]) -> None:
    """Whoever catches an error finds what it carries."""
    (row,) = [
        line
        for line in page("reference/errors.md").splitlines()
        if line.startswith(f"| {{py:class}}`~newsflow.errors.{error.__name__}`")
    ]
    facts = set(re.findall(r"self\.(\w+) = ", inspect.getsource(error)))
    told = facts - {"step", "article", "state", "channel", "reason"}

    assert told <= set(re.findall(r"`(\w+)`", row))


def test_every_code_of_an_objection_is_told() -> None:
    """The codes of objections are part of the interface."""
    sources = (ROOT / "src" / "newsflow").rglob("*.py")
    text = "\n".join(one.read_text(encoding="utf-8") for one in sources)
    codes = set(re.findall(r"Objection\(\s*code=\"(\w+)\"", text))
    told = set(re.findall(r"`(\w+)`", page("reference/errors.md")))

    assert codes
    assert set() == codes - told


def test_the_generated_pages_are_current() -> None:
    """Commands, settings and the standard workflow are told as the code has them."""
    assert () == tuple(generator().stale()), "run: python docs/generate.py"


def test_every_command_and_option_is_told() -> None:
    """The page of the command line names each command, and each option with help."""
    text = page("reference/cli.md")

    for name, command in shown_commands():
        _, _, section = text.partition(f" `{name}`\n")
        section, _, _ = section.partition("\n## ")
        assert section, name
        assert command.help, name
        for one in command.params:
            if isinstance(one, click.Option) and not one.hidden:
                assert f"`{one.opts[0]}" in section, f"{name} {one.opts[0]}"
                assert one.help, f"{name} {one.opts[0]} has no help"


@pytest.mark.parametrize("key", sorted(set(settings(schema("config")))))
def test_every_setting_is_told(key: str) -> None:
    """Each key of newsflow.toml has a row with a sentence."""
    (row,) = [
        line
        for line in page("reference/settings.md").splitlines()
        if line.startswith(f"| `{key}` |")
    ]

    assert row.rstrip(" |").endswith(".") or row.rstrip(" |").endswith("`.")


def test_every_state_and_step_of_the_standard_workflow_is_told() -> None:
    """The page shows the whole workflow."""
    text, standard = (
        page("reference/standard-workflow.md"),
        shipped_workflow("standard"),
    )

    for state in standard.states:
        assert f"| `{state.name}` | {state.kind.value} |" in text
    for step in standard.steps:
        assert f"\n| {step.name.replace('_', ' ')} | " in text


@pytest.mark.parametrize("name", newsflow.__all__)
def test_every_public_name_is_told(name: str) -> None:
    """Whatever can be imported from newsflow is on the first page of the API."""
    assert re.search(rf"`~?newsflow\.[\w.]*\b{name}`", page("reference/api/index.md"))


@pytest.mark.parametrize("name", schema_names())
def test_every_schema_is_told(name: str) -> None:
    """The page of the schemas has a row for each."""
    assert f"| `{name}` | " in page("reference/schemas.md")


def test_every_exit_code_is_told() -> None:
    """Scripts rely on the codes, and on the words in JSON."""
    text = page("reference/exit-codes.md")

    for code in Exit:
        assert f"| {code.value} | `{code.name}` | " in text
    for _, code, word in OUTCOMES:
        rows = [line for line in text.splitlines() if f"`{word}`" in line]
        assert any(row.endswith(f" | {code.value} |") for row in rows), word


def test_every_status_and_operation_is_told() -> None:
    """The page about deliveries knows every word of the ledger."""
    text = page("concepts/delivery.md")

    for status in Status:
        assert f"| `{status.value}` | " in text
    for operation in Operation:
        assert f"`{operation.value}`" in text


def test_every_shipped_workflow_is_told() -> None:
    """A house chooses among them, so each has to be there."""
    for name in shipped_workflows():
        assert f"`{name}`" in page("how-to/own-workflow.md")


def test_every_event_is_documented() -> None:
    """The page of the events takes in the whole union."""
    assert ".. automodule:: newsflow.events\n" in page("reference/api/events.md")
    public = set(sys.modules["newsflow.events"].__all__)
    assert set(EVENTS) <= public


def test_every_link_leads_somewhere() -> None:
    """No page sends its reader to a file that is not there."""
    lost = [
        f"{file.relative_to(ROOT)}: {target}"
        for file, target in linked_pages()
        if not (file.parent / target).exists()
    ]

    assert [] == lost


def test_no_page_promises_what_nobody_can() -> None:
    """Between doing and saying so a machine can stop: nothing is done exactly once."""
    texts = (everything(), (ROOT / "README.md").read_text(encoding="utf-8"))

    for text in texts:
        assert "exactly once" not in text.lower()


def test_a_line_is_a_sentence() -> None:
    """One sentence a line, so that a change of one is a change of one line."""
    two = re.compile(r"[a-z)`]\. [A-Z][a-z]+ ")
    found = [
        f"{file.relative_to(DOCS)}: {line}"
        for file in sorted(DOCS.rglob("*.md"))
        if "_build" not in file.parts
        for line in _prose(file.read_text(encoding="utf-8"))
        if two.search(line)
    ]

    assert [] == found


def _prose(text: str) -> Iterator[str]:
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    for line in text.splitlines():
        if not line.startswith(("|", ">", ":")):
            yield line
