"""What the state of a site says of one story: where it stands, its line in lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import attrs

from ..model.content import Kind
from ..model.times import stamp
from ..model.views import Released
from ..ports import Teaser
from .addresses import ADDRESS

_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_OWN_FILE = re.compile(rf"(?:articles/{_NAME}|media)/{_NAME}")
_EMPTY: Mapping[str, Any] = {}


@attrs.frozen(kw_only=True)
class Placed:
    """One story on a site: its folder, its version (None: a tombstone), its files.

    *sequence* is that of the delivery that brought it; *former* are the folders it has
    left, which lead to the new one; *lists* are the lists that it is in, each with the
    period in which it stands there.
    """

    article: str
    path: str
    version: int | None
    files: Mapping[str, str]
    sequence: int = 0
    former: tuple[str, ...] = ()
    lists: Mapping[str, str] = _EMPTY

    @property
    def paths(self) -> tuple[str, ...]:
        """Every folder of the story."""
        return (self.path, *self.former)


def placed_to(placed: Placed) -> dict[str, Any]:
    """Write a story as plain values."""
    plain: dict[str, Any] = {
        "article": placed.article,
        "path": placed.path,
        "version": placed.version,
        "sequence": placed.sequence,
        "files": dict(placed.files),
    }
    if placed.former:
        plain["former"] = sorted(placed.former)
    if placed.lists:
        plain["lists"] = dict(placed.lists)
    return plain


def placed_from(plain: Mapping[str, Any]) -> Placed:
    """Read a story.

    Raises:
        ValueError: it names what does not lie within the site.
    """
    files, former = plain["files"], tuple(plain.get("former", ()))
    for path in (plain["path"], *former):
        if ADDRESS.fullmatch(path) is None:
            message = f"it names the folder {path!r}"
            raise ValueError(message)
    for name in files:
        if _OWN_FILE.fullmatch(name) is None:
            message = f"it names the file {name!r}"
            raise ValueError(message)
    return Placed(
        article=plain["article"],
        path=plain["path"],
        version=plain["version"],
        files=files,
        sequence=plain["sequence"],
        former=former,
        lists=plain.get("lists", _EMPTY),
    )


def entry_of(view: Released, path: str) -> dict[str, Any]:
    """Write the line of a story in lists as plain values, without what it lacks."""
    content = view.content
    plain = {
        "path": path,
        "headline": content.headline,
        "language": content.language,
        "published": stamp(view.published),
        "updated": stamp(view.updated),
        "kind": content.kind.value,
        "summary": content.summary,
        "section": content.section,
        "label": content.label,
        "urgency": view.urgency,
        "corrected": bool(view.corrections) or None,
    }
    return {name: value for name, value in plain.items() if value is not None}


def teaser_of(entry: Mapping[str, Any], up: str) -> Teaser:
    """Read the line of a story, for a page from which the site is *up*."""
    return Teaser(
        href=f"{up}{entry['path']}index.html",
        headline=entry["headline"],
        language=entry["language"],
        published=datetime.fromisoformat(entry["published"]),
        updated=datetime.fromisoformat(entry["updated"]),
        kind=Kind(entry["kind"]),
        summary=entry.get("summary"),
        section=entry.get("section"),
        label=entry.get("label"),
        urgency=entry.get("urgency"),
        corrected=entry.get("corrected", False),
    )


def hashed(text: str) -> str:
    """Give what is kept of a name when no word of it may be."""
    return sha256(text.encode()).hexdigest()
