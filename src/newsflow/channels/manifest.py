"""The manifest: which story a site shows where, and the SHA-256 of each of its files.

It is written before the files that it names, so that after any crash it names at least
what is there: what must be taken down can be found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import attrs

from .addresses import ADDRESS

FILE = "manifest.json"
VERSION = 1
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_OWN_FILE = re.compile(rf"(?:articles/{_NAME}|media)/{_NAME}")
_EMPTY: Mapping[str, Any] = {}


@attrs.frozen(kw_only=True)
class Placed:
    """One story on a site: its folder, its version (None: a tombstone), its files."""

    path: str
    version: int | None
    files: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Manifest:
    """Everything that a site shows."""

    articles: Mapping[str, Placed] = _EMPTY
    files: Mapping[str, str] = _EMPTY

    def having(self, article: str, placed: Placed | None) -> Manifest:
        """Give the manifest with that story as *placed*, or without it."""
        articles = {**self.articles}
        articles.pop(article, None)
        if placed is not None:
            articles[article] = placed
        return attrs.evolve(self, articles=articles)

    def paths(self, *, but: str) -> frozenset[str]:
        """Give the folders that belong to other stories than *but*."""
        return frozenset(
            placed.path for key, placed in self.articles.items() if key != but
        )

    def uses(self, file: str) -> bool:
        """Tell whether a story needs a file."""
        return any(file in placed.files for placed in self.articles.values())


def manifest_to(manifest: Manifest) -> bytes:
    """Write a manifest; the same site gives the same bytes."""
    plain = {
        "version": VERSION,
        "files": dict(manifest.files),
        "articles": {
            key: {
                "path": placed.path,
                "version": placed.version,
                "files": dict(placed.files),
            }
            for key, placed in manifest.articles.items()
        },
    }
    return f"{json.dumps(plain, indent=2, sort_keys=True)}\n".encode()


def manifest_from(data: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        ValueError: it is none of ours, or names files outside the site.
    """
    plain = json.loads(data)
    try:
        if plain["version"] != VERSION:
            message = f"it is of version {plain['version']!r}"
            raise ValueError(message)
        return Manifest(
            files={str(name): str(digest) for name, digest in plain["files"].items()},
            articles={key: _placed(one) for key, one in plain["articles"].items()},
        )
    except (AttributeError, KeyError, TypeError) as unfit:
        message = "it is not of the shape that we write"
        raise ValueError(message) from unfit


def _placed(plain: Mapping[str, Any]) -> Placed:
    path, files = plain["path"], plain["files"]
    if ADDRESS.fullmatch(path) is None:
        message = f"it names the folder {path!r}"
        raise ValueError(message)
    for name in files:
        if _OWN_FILE.fullmatch(name) is None:
            message = f"it names the file {name!r}"
            raise ValueError(message)
    return Placed(path=path, version=plain["version"], files=dict(files))
