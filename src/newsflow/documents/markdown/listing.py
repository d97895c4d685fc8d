"""Lists as Markdown: nested by indentation, from the levels of their items."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.blocks import ListBlock
from .escaping import Where
from .spelling import spelled

_ITEM = Where()


def listed(block: ListBlock, *, other: bool) -> str:
    """Write a list, with the *other* of the two signs where that must tell it apart."""
    return "\n".join(_lines(block, other=other))


def _lines(block: ListBlock, *, other: bool) -> Iterator[str]:
    sign = _sign(ordered=block.ordered, other=other)
    widths: list[int] = []
    counts: list[int] = []
    for item in block.items:
        # An item continues its level; levels that were skipped open with it.
        del widths[max(item.level - 1, 0) :], counts[item.level :]
        counts += [0] * (item.level - len(counts))
        outer = " " * sum(widths)
        markers = []
        for level in range(len(widths), item.level):
            counts[level] += 1
            markers.append(sign.format(counts[level]))
            widths.append(len(markers[-1]))
        inner = f"\n{' ' * sum(widths)}"
        yield outer + "".join(markers) + spelled(item, _ITEM).replace("\n", inner)


def _sign(*, ordered: bool, other: bool) -> str:
    if ordered:
        return "{}) " if other else "{}. "
    return "* " if other else "- "
