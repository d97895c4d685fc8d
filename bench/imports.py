"""Import: what ``import newsflow`` adds to an empty interpreter, in fresh processes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

CODES = {
    "nothing": "pass",
    "newsflow": "import newsflow",
    "newsflow, its core classes": "from newsflow import Content, Person, Handling",
    "newsflow.Newsroom": "from newsflow import Newsroom",
    "attrs": "import attrs",
    "attrs, jsonschema, jinja2, pluggy": "import attrs, jsonschema, jinja2, pluggy",
}


def main(rounds: int = 9) -> None:
    """Print the table."""
    spent: dict[str, list[float]] = {name: [] for name in CODES}
    for _ in range(rounds):
        for name, code in CODES.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            spent[name].append(time.perf_counter() - began)
    print("\nImport, added to an empty interpreter")
    for name, seconds in spent.items():
        pairs = zip(seconds, spent["nothing"], strict=True)
        added = statistics.median(own - empty for own, empty in pairs) * 1e3
        print(f"  {name:<44} {added:>8.1f} ms, {rounds} rounds")


if __name__ == "__main__":
    main()
