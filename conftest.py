"""Pages are tests: whatever README.md and docs/ show is run, page by page.

Every page is one test with one namespace, in an empty folder of its own:

- ``python`` runs; with ``>>>`` its output is compared,
- ``console`` runs each ``$ newsflow …`` and ``$ pytest …`` and compares its output, in
  which ``...`` stands for anything; ``$ echo $?`` gives the exit code, and a command
  that fails without it fails the page,
- ``toml`` and ``json`` are parsed, and held to their schema where they are a
  configuration or a workflow,
- a fence with a caption is the file of that name, for the fences that follow,
- ``sh``, ``text`` and ``mermaid`` are for people, and are not run.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir
from datetime import UTC, datetime, timedelta
from doctest import ELLIPSIS, OutputChecker
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.example import SybilFailure
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).parent
DOCS = ROOT / "docs"
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
"""When the commands of a page begin; each is a minute after the one before it."""


class Fence(CodeBlockParser):
    """A fence of one language; one with a caption is a file of that name."""

    def __call__(self, document: Document) -> Iterable[Region]:
        """Find the fences of a page."""
        for region in super().__call__(document):
            name = region.lexemes.get("options", {}).get("caption")
            if name:
                region.evaluator = partial(write_file, name=name)
            yield region


class Python(PythonCodeBlockParser):
    """Python, as a script or as a session."""

    codeblock_parser_class = Fence


def write_file(example: Example, *, name: str) -> str | None:
    """Write a captioned fence into the folder of the page, once it is checked."""
    text = str(example.parsed)
    problem = FILES.get(Path(name).suffix, lambda _: None)(text)
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return problem


def check_python(text: str) -> None:
    """Hold a file to the grammar of Python; whoever imports it runs it."""
    compile(text, "a file", "exec")


def check_json(text: str) -> None:
    """Hold a text to the grammar of JSON."""
    json.loads(text)


def check_toml(text: str) -> None:
    """Parse TOML, and check what is a configuration or a workflow."""
    from newsflow.documents.config import config_from  # noqa: PLC0415 - pages only
    from newsflow.documents.workflows import read_workflow  # noqa: PLC0415 - the same

    plain = tomllib.loads(text)
    plain = plain.get("tool", {}).get("newsflow", plain)
    if "newsroom" in plain:
        config_from(plain, folder=Path.cwd())
    if "states" in plain:
        read_workflow(text.encode(), source="a page")


FILES = {".json": check_json, ".py": check_python, ".toml": check_toml}


def run_console(example: Example) -> str | None:
    """Run the commands of a console fence, and compare what they say."""
    last = 0
    for command, expected in _commands(str(example.parsed)):
        if command == "echo $?":
            found, last = f"{last}\n", 0
        elif last:
            return f"the command before {command!r} ended with exit code {last}"
        else:
            minute = example.namespace["minute"] = (
                example.namespace.get("minute", 0) + 1
            )
            found, last = _ran(command, minute=minute)
        if not OutputChecker().check_output(expected, found, ELLIPSIS):
            return f"$ {command}\nexpected:\n{expected}\nfound:\n{found}"
    return f"the last command ended with exit code {last}" if last else None


def _commands(text: str) -> Iterator[tuple[str, str]]:
    for part in f"\n{text}".split("\n$ ")[1:]:
        command, _, expected = part.partition("\n")
        while command.endswith("\\"):
            further, _, expected = expected.partition("\n")
            command = f"{command[:-1]}{further.removeprefix('> ')}"
        yield command, f"{expected.rstrip()}\n" if expected.strip() else ""


def _ran(command: str, *, minute: int) -> tuple[str, int]:
    program, *arguments = shlex.split(command)
    match program:
        case "newsflow":
            said, code = _newsflow(arguments, minute)
        case "pytest":
            said, code = _pytest(arguments)
        case _:
            said, code = f"a page cannot run {program}", 1
    lines = (line.rstrip() for line in said.rstrip().splitlines())
    return "".join(f"{line}\n" for line in lines), code


def _newsflow(arguments: list[str], minute: int) -> tuple[str, int]:
    from click.testing import CliRunner  # noqa: PLC0415 - pages only

    from newsflow.cli.root import newsflow  # noqa: PLC0415 - the same

    now = MORNING + timedelta(minutes=minute)
    result = CliRunner().invoke(newsflow, arguments, prog_name="newsflow", obj=now)
    return result.output, result.exit_code


def _pytest(arguments: list[str]) -> tuple[str, int]:
    ours = entry_points(group="pytest11", name="newsflow")
    kit = [] if ours else ["-p", "newsflow.testing.pytest_plugin"]
    options = ["-q", "-p", "no:cacheprovider", *kit]
    result = subprocess.run(  # noqa: S603 - the commands that our own pages show
        [sys.executable, "-m", "pytest", *options, *arguments],
        capture_output=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTEST_ADDOPTS": "",
        },
        text=True,
    )
    return result.stdout + result.stderr, result.returncode


PAGES = Sybil(
    parsers=[
        Python(doctest_optionflags=ELLIPSIS),
        Fence("console", run_console),
        Fence("toml", lambda example: check_toml(str(example.parsed))),
        Fence("json", lambda example: check_json(str(example.parsed))),
        *(
            Fence(other, lambda _: None)
            for other in ("css", "html", "jinja", "markdown", "text", "xml")
        ),
    ]
)


class Page(pytest.File):
    """A page of the documentation, as a file with one test."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give the test of the page, if it shows anything that runs."""
        if any(True for _ in PAGES.parse(self.path).examples()):
            yield Examples.from_parent(self, name="examples")


class Examples(pytest.Item):
    """All examples of one page, in their order."""

    def runtest(self) -> None:
        """Run them in an empty folder."""
        page = PAGES.parse(self.path)
        with TemporaryDirectory() as folder, chdir(folder):
            try:
                for example in page.examples():
                    example.evaluate()
            finally:
                _close(page.namespace)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        """Tell which fence of the page failed."""
        if isinstance(excinfo.value, SybilFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the page."""
        return self.path, 0, f"examples of {self.path.relative_to(ROOT)}"


def _close(namespace: dict[str, Any]) -> None:
    from newsflow import Newsroom  # noqa: PLC0415 - pages only

    for value in namespace.values():
        if isinstance(value, Newsroom):
            value.close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Page | None:
    """Collect README.md and every page below docs/."""
    is_page = file_path == ROOT / "README.md" or DOCS in file_path.parents
    if not is_page or file_path.suffix != ".md" or "_build" in file_path.parts:
        return None
    page: Page = Page.from_parent(parent, path=file_path)
    return page


@pytest.fixture
def forked() -> Callable[[Callable[[], object]], int]:
    """Call something in a fork of this process, and give what that ended with.

    The fork ends at once: what measures the tests, and what else there is of them in
    this process, is not to be ended a second time.
    """

    def call(what: Callable[[], object]) -> int:
        child = os.fork()
        if child == 0:  # pragma: no cover - it ends without a word to anyone
            code = 1
            try:
                what()
                code = 0
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return call
