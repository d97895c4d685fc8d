"""The index of a site as JSON: what the archive lists, for its search and for programs.

It lies beside the pages of the archive, one file for each, so that it grows as they do:
a delivery writes that of its day, and those of month and archive only if a day or a
month comes or goes. Nothing is in it that does not stand on the page beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .list_names import ARCHIVE, is_day
from .list_pages import page_of, upwards
from .site_tree import Tree, written

_TOLD = (
    "headline",
    "language",
    "published",
    "updated",
    "kind",
    "summary",
    "section",
    "label",
    "corrected",
)


def files_of(path: str, period: str | None) -> Iterator[str]:
    """Name the files of a page of a list: the page, and in the archive its index."""
    yield page_of(path, period)
    if path == ARCHIVE:
        yield index_of(period)


def index_of(period: str | None) -> str:
    """Name the index of the archive, of a month, or of a day."""
    return page_of(ARCHIVE, period).removesuffix("html") + "json"


def index(tree: Tree, period: str | None) -> bytes | None:
    """Write an index, the newest first; None where there is nothing.

    That of the archive has its ``months``, that of a month its ``days``, that of a day
    its ``stories``. Their addresses lead from the file.
    """
    if period is None:
        return _written("months", tree.months(ARCHIVE))
    if not is_day(period):
        return _written("days", tree.days(period))
    up = upwards(index_of(period))
    lines = tree.lines(ARCHIVE, period)
    return _written("stories", tuple(_story(line, up) for line in lines))


def _story(line: Mapping[str, Any], up: str) -> dict[str, Any]:
    told = {name: line[name] for name in _TOLD if name in line}
    return {"href": f"{up}{line['path']}index.html", **told}


def _written(name: str, told: tuple[Any, ...]) -> bytes | None:
    return written({name: told}) if told else None
