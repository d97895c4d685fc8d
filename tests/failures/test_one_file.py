"""Workers on one SQLite file: somebody holds it, the disk is full."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from newsflow.testing import PEOPLE

from ..gazette import story, text
from .conftest import HERE, House, agree, all_ended, until


def test_a_newsroom_goes_on_while_somebody_holds_the_database(
    house: House, tmp_path: Path
) -> None:
    """Busy for ten seconds, by a backup say: workers wait, and lose nothing."""
    room = house.open()
    articles = [story(room) for _ in range(3)]
    other = sqlite3.connect(tmp_path / "newsroom.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    worker = house.worker()
    time.sleep(10)
    assert [] == house.takes()
    other.execute("COMMIT")
    other.close()
    until(lambda: all_ended(room, articles))

    assert worker.poll() is None, "it did not even notice"
    agree(house, room, articles)


def test_a_full_disk_leaves_whole_stories(house: House) -> None:
    """What cannot be written is not there; when there is room again, all goes on."""
    room = house.open()
    articles = [story(room)]
    script = (
        "import resource, signal, sys\n"
        "from post import open_worker\n"
        "from newsflow import Content\n"
        "from newsflow.testing import PEOPLE\n"
        "room = open_worker(sys.argv[1], int(sys.argv[2]), 2, lease=2)\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "size = int(sys.argv[3])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "try:\n"
        "    for number in range(1000):\n"
        "        text = Content(headline=f'Bridge {number}' * 9)\n"
        "        room.draft(text, by=PEOPLE['ada'])\n"
        "except Exception as full:\n"
        "    print(type(full).__name__)\n"
    )
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys\nsys.path.append({str(HERE)!r})\n{script}",
            house.url,
            str(house.receiver.port),
            "400000",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "OperationalError\n" == ended.stdout, ended.stderr
    audit = room.audit()
    assert audit.events == 4 + audit.articles, "each draft whole, or not there"
    room.draft(text("There is room again"), by=PEOPLE["ada"])
    house.worker()
    until(lambda: all_ended(room, articles))

    agree(house, room, articles)
