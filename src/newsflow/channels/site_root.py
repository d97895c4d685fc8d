"""The root of a site's state: one digest for each branch of it, and who is writing.

The state lies in small documents. Each belongs to one of 256 branches, by the hash of
its name; the digest of a branch is the sum of the hashes of its documents, so that a
change of one document needs none of the others. Equal roots are equal sites.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

import attrs

FILE = "manifest.json"
FOLDER = "manifest"
VERSION = 2
_SIZE = 32
_EMPTY: Mapping[str, Any] = {}

Changed = tuple[str, str | None, str | None]
"""A document with its hash before and after; None where there is none."""


class OlderRootError(ValueError):
    """The state is of an older version, so it has to be built anew."""


class UnfinishedRootError(OlderRootError):
    """Somebody was building the site anew, and never came to an end."""


@attrs.frozen(kw_only=True)
class Root:
    """The digests of the branches. *writing* are the documents that are in the making.

    Each of those is there with the hash that the digests still count. *building* marks
    who is building the whole site anew.
    """

    branches: Mapping[str, str] = _EMPTY
    writing: Mapping[str, str | None] = _EMPTY
    building: str = ""

    def having(self, changed: Iterable[Changed]) -> Root:
        """Give the root after documents have changed."""
        branches = dict(self.branches)
        for name, before, after in changed:
            branch = branch_of(name)
            total = int(branches.get(branch, "0"), 16)
            total += _weight(name, after) - _weight(name, before)
            branches[branch] = f"{total % (1 << 4 * _SIZE):0{_SIZE}x}"
        kept = {key: one for key, one in branches.items() if int(one, 16)}
        return attrs.evolve(self, branches=kept)

    def settled(self, found: Mapping[str, str | None]) -> Root:
        """Give the root that counts what was *found* of what was in the making."""
        changed = ((name, was, found[name]) for name, was in self.writing.items())
        return attrs.evolve(self.having(changed), writing=_EMPTY)


def root_to(root: Root) -> bytes:
    """Write a root; the same site gives the same bytes."""
    plain: dict[str, Any] = {"version": VERSION, "branches": dict(root.branches)}
    if root.writing:
        plain["writing"] = dict(root.writing)
    if root.building:
        plain["building"] = root.building
    return f"{json.dumps(plain, sort_keys=True)}\n".encode()


def root_from(data: bytes) -> Root:
    """Read a root.

    Raises:
        OlderRootError: an older newsflow wrote it, or a newer one has not finished.
        ValueError: it is none of ours.
    """
    plain = json.loads(data)
    try:
        version = plain["version"]
        if version == 1 and {"articles", "files"} <= plain.keys():
            message = "it was written by an older newsflow"
            raise OlderRootError(message)
        if version != VERSION:
            message = f"it is of version {version!r}"
            raise ValueError(message)
        root = Root(
            branches={str(key): str(one) for key, one in plain["branches"].items()},
            writing=dict(plain.get("writing", {})),
            building=plain.get("building", ""),
        )
    except (AttributeError, KeyError, TypeError) as unfit:
        message = "it is not of the shape that we write"
        raise ValueError(message) from unfit
    if root.building:
        message = "it was being built anew"
        raise UnfinishedRootError(message)
    return root


@lru_cache(maxsize=4096)
def branch_of(name: str) -> str:
    """Tell the branch of a document."""
    return sha256(name.encode()).hexdigest()[:2]


def file_of(name: str) -> str:
    """Tell where a document lies."""
    return f"{FOLDER}/{branch_of(name)}/{name}.json"


def digest_of(data: bytes | None) -> str | None:
    """Give the SHA-256 of a document; None for none."""
    return None if data is None else sha256(data).hexdigest()


def _weight(name: str, digest: str | None) -> int:
    if digest is None:
        return 0
    return int(sha256(f"{name} {digest}".encode()).hexdigest()[:_SIZE], 16)
