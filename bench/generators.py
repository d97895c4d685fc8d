"""Whole sites, as generators of static sites build them: time and memory of one build.

Each build is a process of its own, into an empty folder. Hugo and Pelican are run where
they are installed and ``../shared`` has the script that feeds them stories of the same
shape: twenty paragraphs, two of fifty subjects, lists of twenty. They write feeds as
well; newsflow writes a page for each day and month, and its state.

    HUGO=hugo PELICAN=pelican python bench/generators.py [SIZE …] [--in FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (1_000, 5_000)
ROUNDS = 3
HERE = Path(__file__).resolve().parent
FED = HERE.parents[1] / "shared" / "bench" / "b07b_ssg.py"
BUILD = """
import resource, sys, time
sys.path.insert(0, {here!r})
began = time.perf_counter()
from pathlib import Path
from sites import Stories, channel
site = channel(Path(sys.argv[1]))
site.rebuild(Stories(int(sys.argv[2])), told=lambda _: None)
spent = time.perf_counter() - began
print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def newsflow(size: int, where: str | None) -> tuple[list[float], float]:
    """Build a site some times; give the seconds of each, and the most memory in MiB."""
    told: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory(dir=where) as folder:
        for number in range(ROUNDS):
            place = Path(folder) / str(number)
            place.mkdir()
            script = BUILD.format(here=str(HERE))
            command = [sys.executable, "-c", script, str(place), str(size)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, memory = map(float, done.stdout.split())
            told.append((seconds, memory))
    return [one for one, _ in told], max(one for _, one in told)


def generator(name: str, size: int, where: str | None) -> tuple[float, float] | None:
    """Have another one build its site; give its seconds and its memory in MiB."""
    program = shutil.which(os.environ.get(name.upper(), name))
    if program is None or not FED.is_file():
        return None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        command = [sys.executable, str(FED), name, str(size), str(ROUNDS), folder]
        environment = os.environ | {name.upper(): program}
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env=environment
        )
    figures = json.loads(done.stdout.splitlines()[-1])
    return _middle(figures["full_wall_s"]), _middle(figures["peak_rss_mib"])


def main(sizes: tuple[int, ...] = SIZES, where: str | None = None) -> None:
    """Print a table for each size."""
    for size in sizes:
        spent, memory = newsflow(size, where)
        ours = statistics.median(spent)
        print(f"\nA full build of {size:,} stories, {ROUNDS} rounds")
        print(
            f"  newsflow  {ours:>7.2f} s [{min(spent):.2f} … {max(spent):.2f}], "
            f"{memory:.0f} MiB"
        )
        for name in ("hugo", "pelican"):
            found = generator(name, size, where)
            if found is None:
                print(f"  {name:<9} not here")
                continue
            seconds, most = found
            print(
                f"  {name:<9} {seconds:>7.2f} s, {most:.0f} MiB; "
                f"newsflow takes × {ours / seconds:.2f} of its time"
            )


def _middle(told: object) -> float:
    return float(told["median"]) if isinstance(told, dict) else float(str(told))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--in", dest="where")
    told = parser.parse_args()
    main(tuple(told.sizes), told.where)
