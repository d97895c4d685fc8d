"""A site that is built anew out of the ledger shows what readers may have, no more."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import attrs

from newsflow.documents.config import config_from
from newsflow.testing import PEOPLE
from newsflow.testing.staging import clear

from ..gazette import Desk, story

ADA, CY = PEOPLE["ada"], PEOPLE["cy"]
CANARY = "zq7canary4x"


def files(folder: Path) -> dict[str, bytes]:
    """Read every file in a folder."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in folder.rglob("*")
        if one.is_file()
    }


def test_a_site_built_anew_knows_no_draft_and_no_embargo(
    desk: Desk, tmp_path: Path
) -> None:
    """The very files are made again; what is held, and what was killed, is on none."""
    config = config_from(
        {
            "newsroom": {"name": "Harbour Gazette"},
            "sites": [{"name": "main", "address": "https://gazette.example"}],
            "channels": [{"name": "site", "kind": "folder", "path": "site"}],
        },
        folder=tmp_path,
    )
    room = desk.open(None, config=config, channels=[])
    live = story(room, "published")
    killed = story(room, "published", headline=f"Killed {CANARY}")
    room.kill(killed, by=CY, reason=f"{CANARY}: by order of the court.")
    words = attrs.evolve(room.content(live), headline=f"Bridge {CANARY}")
    room.save(live, words, by=ADA)
    held = story(room, "review", headline=f"Held {CANARY}", section=CANARY)
    until = desk.clock() + timedelta(hours=3)
    room.tighten_embargo(clear(room, held, people=PEOPLE), until=until, by=ADA)

    site = tmp_path / "site"
    made = files(site)
    rebuilt = room.rebuild("site")
    assert (0, 0) == (rebuilt.written, rebuilt.removed)
    shutil.rmtree(site)
    assert 1 == room.rebuild("site").stories
    assert made == files(site)
    assert CANARY.encode() not in b"".join(made.values())
    assert 1 == len(list(site.glob("articles/*/index.html")))
