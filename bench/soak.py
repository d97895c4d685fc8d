"""A day of ten thousand stories to ten channels, while a worker dies twice a minute.

It takes as long as it takes, so ``make bench`` leaves it out: ``make soak``, or
``python bench/soak.py STORIES`` for another number. The publishing, the workers, the
kills and the comparison are those of ``tests/failures/test_soak.py``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.failures.conftest import House  # noqa: E402 - it stands in the checkout
from tests.failures.test_soak import CHANNELS, Seen, soak  # noqa: E402 - same

from newsflow.testing import Receiver  # noqa: E402 - below the checkout

SECONDS_BETWEEN_KILLS = 25.0
"""Until the next one works takes a few more: two kills a minute at least."""


def main(stories: int = 10_000, *, url: str = "") -> None:
    """Print what was compared, and how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        where = url or f"sqlite:///{folder}/soak.db"
        house = House(where, Receiver(key="idempotency-key"))
        try:
            seen = soak(house, stories, kill_every=SECONDS_BETWEEN_KILLS)
        finally:
            house.close()
    print(told(stories, seen))


def told(stories: int, seen: Seen) -> str:
    """Say what a soak has seen."""
    rate = seen.requests / seen.ended_in
    return (
        f"\nSoak: {stories:,} stories, {CHANNELS} channels, {seen.kills} kills\n"
        f"  published in {seen.published_in:.0f} s, all ended in {seen.ended_in:.0f} s "
        f"({rate:.0f} requests a second), compared in {seen.compared_in:.1f} s\n"
        f"  {seen.deliveries:,} rows: {seen.delivered:,} delivered, "
        f"{seen.superseded:,} superseded before they left\n"
        f"  {seen.requests:,} requests, {seen.repeats:,} of them repeats under the same "
        "key\n"
        "  ledger and receiver agree: nothing lost, nothing out of order, "
        "nothing after an end"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), url="".join(sys.argv[2:3]))
