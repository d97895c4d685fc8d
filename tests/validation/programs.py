"""The validators that are programs, each run once over all pages."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from .faults import Fault

HERE = Path(__file__).parent
NAMED_BY = "NEWSFLOW_SCHEMA_ORG"
"""The variable that names schema.org's vocabulary, ``schemaorg-all-https.jsonld``."""

_MODULES = HERE / "node_modules"
_VNU = _MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
_AXE = _MODULES / "axe-core" / "axe.min.js"
_PROGRAMS = {
    "java": "default-jre-headless",
    "node": "nodejs, 20.19 or newer",
    "chromium": "chromium",
}


def lacking(*wanted: str) -> Iterator[str]:
    """Say what is not installed of the programs that are *wanted*, all unless named."""
    for name in wanted or _PROGRAMS:
        if shutil.which(name) is None:
            yield f"the program {name} is not installed; Debian: {_PROGRAMS[name]}"
    if not wanted and not _AXE.is_file():
        yield f"the validators are not installed: npm ci --prefix {HERE}"


def axe_core() -> str:
    """Read axe-core, as a script."""
    return _AXE.read_text("utf-8")


def vocabulary() -> Path | None:
    """Find schema.org's vocabulary: as it is named, or beside this checkout."""
    named = os.environ.get(NAMED_BY)
    if named:
        return Path(named)
    beside = HERE.parents[2] / "shared" / "fixtures" / "schema-org" / "vocab"
    return next(iter(sorted(beside.glob("schemaorg-all-https-*.jsonld*"))), None)


def vnu(folder: Path) -> Iterator[Fault]:
    """Hold all pages to HTML and CSS, by the Nu HTML checker."""
    command = [
        *("java", "-jar", str(_VNU), "--format", "json", "--stdout"),
        *("--exit-zero-always", "--skip-non-html", str(folder)),
    ]
    for one in json.loads(_said(command))["messages"]:
        file = Path(unquote(one["url"].removeprefix("file:")))
        page = file.relative_to(folder.resolve()).as_posix()
        rule = one.get("subType", one["type"])
        yield Fault(page=page, tool="vnu", rule=rule, message=one["message"])


def node(folder: Path) -> Iterator[Fault]:
    """Hold all pages to html-validate, and their structured data to what reads it."""
    command = ["node", str(HERE / "validate.mjs"), str(folder)]
    known = vocabulary()
    for line in _said([*command, *_unpacked(folder, known)]).splitlines():
        yield Fault(**json.loads(line))


def _unpacked(folder: Path, file: Path | None) -> Iterator[str]:
    if file is None:
        tell(f"No property is held to schema.org's vocabulary: {NAMED_BY} names none.")
        return
    data = file.read_bytes()
    plain = folder.parent / "schemaorg.jsonld"
    plain.write_bytes(gzip.decompress(data) if file.suffix == ".gz" else data)
    yield str(plain)


def _said(command: list[str]) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def tell(line: str) -> None:
    """Say something to whoever runs this."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
