"""Write the migration to the version that ``schema.py`` has now, as alembic sees it.

::

    python -m newsflow.store.migrations.generate

It makes a database by the migrations before it, compares that with the tables of
``schema.py``, and writes ``vNNNN.py`` beside this file. For a new version, raise
``VERSION`` in ``schema.py`` first; run again, it writes the same version anew. Read
what it wrote: what moves data is yours to add. A test holds that the migrations, taken
one after another, give exactly the tables of ``schema.py`` on both databases.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..schema import METADATA, VERSION
from . import migrating, take

_HEAD = '''"""The tables of version {version}, as written by generate.py."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade(op: Any) -> None:
    """Go from version {before} to {version}."""
'''
_SHORTER = {
    "sa.Text().with_variant(sa.Text(collation='C'), 'postgresql')": "TEXT",
    "sa.Integer().with_variant(sa.BigInteger(), 'postgresql')": "BIG",
    ", unique=False": "",
}


def main() -> None:
    """Write the file, and set it in order."""
    file = Path(__file__).parent / f"v{VERSION:04}.py"
    with TemporaryDirectory() as folder:
        file.write_text(source(f"sqlite:///{folder}/before.db"), encoding="utf-8")
    for words in ("format -q", "check --fix --exit-zero -q", "format -q"):
        command = [sys.executable, "-m", "ruff", *words.split(), str(file)]
        subprocess.run(command, check=True)  # noqa: S603 - our own words


def source(url: str) -> str:
    """Give the text of the module; the database of *url* is made for that."""
    found = list(_operations(url))
    calls = "".join(f"    _{name}(op)\n" for name, _ in found)
    bodies = (f"\n\ndef _{name}(op: Any) -> None:\n{code}" for name, code in found)
    head = _HEAD.format(version=VERSION, before=VERSION - 1)
    return head + (calls or "    del op\n") + "".join(bodies)


def _operations(url: str) -> Iterator[tuple[str, str]]:
    """Tell for each table by which operations it comes to what ``schema.py`` says."""
    from alembic.autogenerate import (  # noqa: PLC0415 - rare, and heavy
        produce_migrations,
        render_python_code,
    )
    from alembic.migration import MigrationContext  # noqa: PLC0415 - the same
    from alembic.operations.ops import UpgradeOps  # noqa: PLC0415 - the same

    with migrating(url) as connection:
        for version in range(1, VERSION):
            take(connection, version)
        context = MigrationContext.configure(connection)
        steps = produce_migrations(context, METADATA).upgrade_ops
        for name, mine in _by_table(steps.ops if steps else ()).items():
            yield (
                name,
                _short(render_python_code(UpgradeOps(mine), migration_context=context)),
            )


def _by_table(steps: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for step in steps:
        name = step.table_name.removeprefix("newsflow_")
        if type(step).__name__ == "ModifyTableOps":
            name = f"changes_of_{name}"
        found.setdefault(name, []).append(step)
    return found


def _short(code: str) -> str:
    for long, short in _SHORTER.items():
        code = code.replace(long, short)
    lines = (line for line in code.splitlines() if not line.strip().startswith("#"))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
