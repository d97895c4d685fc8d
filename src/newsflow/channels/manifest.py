"""The manifest: which story a site shows where, and the SHA-256 of each of its files.

It is written before the files that it names, so that after any crash it names at least
what is there: what must be taken down can be found. Of what is gone it keeps no word,
only the hash of the story's id and the sequence that removed it, so that nothing older
brings the story back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
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
    """One story on a site: its folder, its version (None: a tombstone), its files.

    *sequence* is that of the delivery that brought it.
    """

    path: str
    version: int | None
    files: Mapping[str, str]
    sequence: int = 0


@attrs.frozen(kw_only=True)
class Manifest:
    """Everything that a site shows; *gone* is what it shows no more, by hash."""

    articles: Mapping[str, Placed] = _EMPTY
    files: Mapping[str, str] = _EMPTY
    gone: Mapping[str, int] = _EMPTY

    def having(self, article: str, placed: Placed) -> Manifest:
        """Give the manifest with that story as *placed*."""
        gone = {key: one for key, one in self.gone.items() if key != _hashed(article)}
        articles = {**self.articles, article: placed}
        return attrs.evolve(self, articles=articles, gone=gone)

    def without(self, article: str, *, sequence: int) -> Manifest:
        """Give the manifest without that story, which is gone since *sequence*."""
        articles = {key: one for key, one in self.articles.items() if key != article}
        gone = {**self.gone, _hashed(article): sequence}
        return attrs.evolve(self, articles=articles, gone=gone)

    def sequence(self, article: str) -> int:
        """Tell the sequence of the last delivery of a story; 0 for none."""
        placed = self.articles.get(article)
        shown = 0 if placed is None else placed.sequence
        return max(shown, self.gone.get(_hashed(article), 0))

    def paths(self, *, but: str) -> frozenset[str]:
        """Give the folders that belong to other stories than *but*."""
        return frozenset(
            placed.path for key, placed in self.articles.items() if key != but
        )

    def uses(self, file: str) -> bool:
        """Tell whether a story needs a file."""
        return any(file in placed.files for placed in self.articles.values())

    @property
    def everything(self) -> Mapping[str, str]:
        """Every file of the site, media first and the index last, each with its hash.

        So ordered, nothing leads to what is not there yet.
        """
        told = {
            name: digest
            for placed in self.articles.values()
            for name, digest in placed.files.items()
        }
        ordered = sorted(told.items(), key=_media_first)
        return {**dict(ordered), **self.files}


def manifest_to(manifest: Manifest) -> bytes:
    """Write a manifest; the same site gives the same bytes."""
    plain = {
        "version": VERSION,
        "files": dict(manifest.files),
        "gone": dict(manifest.gone),
        "articles": {
            key: {
                "path": placed.path,
                "version": placed.version,
                "sequence": placed.sequence,
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
            gone={str(key): int(one) for key, one in plain.get("gone", {}).items()},
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
    return Placed(
        path=path,
        version=plain["version"],
        files=dict(files),
        sequence=plain.get("sequence", 0),
    )


def _media_first(file: tuple[str, str]) -> tuple[bool, str]:
    name, _ = file
    return not name.startswith("media/"), name


def _hashed(article: str) -> str:
    return sha256(article.encode()).hexdigest()
