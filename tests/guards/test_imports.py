"""Importing newsflow is cheap, and starts nothing."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "anyascii",
    "cattrs",
    "click",
    "cryptography",
    "fastapi",
    "hypothesis",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "markdown_it",
    "nh3",
    "orjson",
    "pluggy",
    "pytest",
    "referencing",
    "rich",
    "sqlalchemy",
)

LOOK = """
import json, sys, threading
before = threading.active_count()
{code}
print(json.dumps({{
    "loaded": sorted({{name.partition(".")[0] for name in sys.modules}}),
    "threads": threading.active_count() - before,
}}))
"""

OPEN = """
from newsflow import Content, Newsroom, Person
ada = Person(id="ada", roles={"reporter"})
with Newsroom.open("sqlite://") as room:
    room.draft(Content(headline="The bridge is open again"), by=ada)
"""


def look(code: str) -> dict[str, object]:
    """Run code in a Python of its own, and see what it has loaded and started."""
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", LOOK.format(code=code)],
        check=True,
        capture_output=True,
        text=True,
    )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(
    "code",
    [
        "import newsflow",
        "import newsflow.testing",
        "from newsflow import Content, Handling, Paragraph, Person, StepRefusedError",
        "from newsflow.workflow import decide, evolve, firing, pictures, proof",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    """The words of a newsroom need attrs and the standard library alone."""
    loaded = look(code)["loaded"]

    assert isinstance(loaded, list)
    assert [] == sorted(set(HEAVY) & set(loaded))
    assert "attrs" in loaded or code == "import newsflow" or "testing" in code


def test_opening_a_newsroom_starts_no_thread() -> None:
    """Whoever embeds it decides what runs when."""
    assert 0 == look(OPEN)["threads"]


def test_opening_a_newsroom_loads_no_terminal_and_no_test_kit() -> None:
    """A host does not pay for what it does not use."""
    loaded = look(OPEN)["loaded"]

    assert isinstance(loaded, list)
    unused = {"click", "cryptography", "fastapi", "hypothesis", "pytest", "rich"}
    assert [] == sorted(unused & set(loaded))
