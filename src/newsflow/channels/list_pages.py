"""The pages of lists: which there are, and what stands on each, out of the state.

A page of a list is a pure function of the state. A month's page changes only with its
own stories, and when a neighbour comes or goes; so what one delivery has to write does
not depend on how many stories there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..ports import Front, Link, Listing, Period, Section, Teaser
from .list_names import ARCHIVE, SECTIONS, is_day, kind_of, month_of
from .placed import teaser_of
from .site_tree import Tree, list_table

INDEX = "index.html"
NEWEST = 20
"""How many stories the first page of a list has."""

ON_TOP = 7
"""How many stories the front page has above its sections."""

IN_SECTION = 4
MOST_SECTIONS = 12
MOST_PERIODS = 12


def front(tree: Tree) -> Front:
    """Make the front page: the most urgent of the newest leads, or else the newest."""
    lines = list(tree.newest(ARCHIVE, ON_TOP))
    if not lines:
        return Front()
    lead = min(lines, key=_urgency)
    above = {line["path"] for line in lines}
    lines.remove(lead)
    directory = section_links(tree, "")
    return Front(
        lead=teaser_of(lead, ""),
        newest=_teasers(lines, ""),
        sections=tuple(_sections(tree, directory[:MOST_SECTIONS], above)),
        directory=directory[:MOST_SECTIONS],
        more=f"{SECTIONS}/{INDEX}" if len(directory) > MOST_SECTIONS else None,
        archive=f"{ARCHIVE}/{INDEX}",
    )


def section_links(tree: Tree, up: str) -> tuple[Link, ...]:
    """Name the sections of the site, by the alphabet."""
    named = sorted(tree.table(SECTIONS).items(), key=_by_name)
    return tuple(Link(name, f"{up}{SECTIONS}/{slug}/{INDEX}") for slug, name in named)


def listing(tree: Tree, path: str, period: str | None) -> Listing | None:
    """Make a page of a list; None where there is none."""
    if path == ARCHIVE and (period is None or not is_day(period)):
        return _calendar(tree, period)
    up = upwards(page_of(path, period))
    lines = tree.lines(path, period) if period else tree.newest(path, NEWEST)
    if not lines:
        return None
    newer, older = neighbours(tree, path, period) if period else (None, None)
    months = () if period else tree.months(path)[:MOST_PERIODS]
    return Listing(
        kind=kind_of(path),
        name=None if path == ARCHIVE else lines[0]["as"],
        period=period,
        stories=_teasers(lines, up),
        periods=_periods(up, path, months),
        newer=_period(up, path, newer),
        older=_period(up, path, older),
        parents=tuple(_parents(path, period, up, lines[0])),
    )


def neighbours(tree: Tree, path: str, period: str) -> tuple[str | None, str | None]:
    """Find the period after one and the one before it."""
    if is_day(period):
        month = month_of(period)
        newer, older = _around(tree.months(path), month)
        near = (newer, month, older)
        days = [day for one in near if one for day in tree.days(one)]
        return _around(days, period)
    return _around(tree.months(path), period)


def page_of(path: str, period: str | None) -> str:
    """Name the file of a page of a list."""
    return f"{path}/{INDEX}" if period is None else f"{path}/{period}/{INDEX}"


def upwards(name: str) -> str:
    """Give the way from a file to the top of the site."""
    return "../" * name.count("/")


def affected(
    tree: Tree, touched: Iterable[tuple[str, str]], stale: frozenset[str]
) -> Iterator[tuple[str, str | None]]:
    """Name the pages that a change of lists makes anew: list and period.

    *touched* are the lines that changed, *stale* the documents.
    """
    for path, period in touched:
        month = month_of(period)
        yield path, period
        if list_table(path) in stale or path != ARCHIVE:
            yield path, None
        if list_table(path) in stale:
            yield from _beside(tree, path, month)
        if is_day(period) and list_table(path, month) in stale:
            yield path, month
            yield from _beside(tree, path, period)


def _beside(tree: Tree, path: str, period: str) -> Iterator[tuple[str, str]]:
    for one in neighbours(tree, path, period):
        if one is not None:
            yield path, one


def _calendar(tree: Tree, month: str | None) -> Listing | None:
    periods = tree.months(ARCHIVE) if month is None else tree.days(month)
    if not periods:
        return None
    up = upwards(page_of(ARCHIVE, month))
    newer, older = neighbours(tree, ARCHIVE, month) if month else (None, None)
    return Listing(
        kind=kind_of(ARCHIVE),
        period=month,
        periods=_periods(up, ARCHIVE, periods),
        newer=_period(up, ARCHIVE, newer),
        older=_period(up, ARCHIVE, older),
        parents=tuple(_parents(ARCHIVE, month, up, {})),
    )


def _sections(
    tree: Tree, directory: tuple[Link, ...], above: set[str]
) -> Iterator[Section]:
    for link in directory:
        path = link.href.removesuffix(f"/{INDEX}")
        lines = tree.newest(path, IN_SECTION + ON_TOP)
        fresh = [line for line in lines if line["path"] not in above]
        if fresh:
            yield Section(link=link, stories=_teasers(fresh[:IN_SECTION], ""))


def _parents(
    path: str, period: str | None, up: str, line: Mapping[str, Any]
) -> Iterator[Link]:
    yield Link("", f"{up}{INDEX}")
    if path.startswith(f"{SECTIONS}/"):
        yield Link("", f"{up}{SECTIONS}/{INDEX}")
    if period is None:
        return
    yield Link(line.get("as", ""), f"{up}{path}/{INDEX}")
    if is_day(period):
        month = month_of(period)
        yield Link(month, f"{up}{path}/{month}/{INDEX}")


def _periods(up: str, path: str, periods: Iterable[str]) -> tuple[Period, ...]:
    return tuple(Period(one, f"{up}{page_of(path, one)}") for one in periods)


def _period(up: str, path: str, period: str | None) -> Period | None:
    return None if period is None else Period(period, f"{up}{page_of(path, period)}")


def _teasers(lines: Iterable[Mapping[str, Any]], up: str) -> tuple[Teaser, ...]:
    return tuple(teaser_of(line, up) for line in lines)


def _around(periods: Iterable[str], period: str) -> tuple[str | None, str | None]:
    told = tuple(periods)
    newer = min((one for one in told if one > period), default=None)
    older = max((one for one in told if one < period), default=None)
    return newer, older


def _urgency(line: Mapping[str, Any]) -> int:
    urgency: int = line.get("urgency", 5)  # ninjs: what nobody has rated is routine
    return urgency


def _by_name(told: tuple[str, str]) -> tuple[str, str]:
    slug, name = told
    return name.casefold(), slug
