"""How things are measured here: contenders in turn, round by round, ratios in pairs."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping

Contender = Callable[[int], None]


def compare(
    contenders: Mapping[str, Contender], times: int, *, rounds: int = 7
) -> dict[str, list[float]]:
    """Run each contender *times* times a round, in rotating order; seconds for one."""
    names = list(contenders)
    for contender in contenders.values():
        contender(max(1, times // 10))
    spent: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            gc.collect()
            began = time.perf_counter()
            contenders[name](times)
            spent[name].append((time.perf_counter() - began) / times)
    return spent


def noted(
    contenders: Mapping[str, Contender], times: int, *, rounds: int
) -> dict[str, list[float]]:
    """Compare by the time that each contender took for what is measured of it."""
    spent: dict[str, list[float]] = {name: [] for name in contenders}

    def noting(name: str) -> Contender:
        def run(number: int) -> None:
            contenders[name](number)
            spent[name].append(contenders[name].spent / number)  # type: ignore[attr-defined] # set by each

        return run

    compare({name: noting(name) for name in contenders}, times, rounds=rounds)
    return {name: seconds[1:] for name, seconds in spent.items()}  # less the first


def table(title: str, spent: Mapping[str, list[float]], limit: str) -> None:
    """Print median, spread, and the ratio to *limit* taken round by round."""
    print(f"\n{title}")
    for name, seconds in spent.items():
        paired = [other / own for own, other in zip(seconds, spent[limit], strict=True)]
        median = statistics.median(seconds)
        print(
            f"  {name:<44} {median * 1e6:>10.1f} µs "
            f"[{min(seconds) * 1e6:.1f} … {max(seconds) * 1e6:.1f}]  "
            f"speed × {statistics.median(paired):.2f} of {limit!r} "
            f"[{min(paired):.2f} … {max(paired):.2f}], {len(seconds)} rounds"
        )
