"""One change of a site on disk, in an order that leaves any crash mendable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from .manifest import FILE, Manifest, manifest_to
from .site_folder import SiteFolder


@attrs.frozen(kw_only=True)
class Change:
    """What becomes of the site for one story.

    *writes* are files with their bytes, in the order in which readers may meet them:
    what leads to a file comes after it. *clears* is a folder that goes altogether;
    *strays* are files that no manifest names and no story needs.
    """

    article: str
    before: Manifest
    after: Manifest
    writes: Mapping[str, bytes]
    clears: str | None = None
    strays: tuple[str, ...] = ()


def carry_out(change: Change, folder: SiteFolder) -> None:
    """Write, then remove what nobody needs any more. Doing it again changes nothing.

    The manifest names every file before it is there and until it is gone: after a
    crash it may name too much, never too little, so a kill finds all there is.

    Raises:
        RejectedError: a name leads out of the folder.
        OSError: the file system does not do it.
    """
    folder.sweep("media", *_folders(change))
    folder.write(FILE, manifest_to(_claiming(change)))
    for name, data in change.writes.items():
        folder.write(name, data)
    for name in (*_left_over(change), *change.strays):
        folder.remove(name)
    if change.clears is not None:
        folder.clear(change.clears)
    folder.write(FILE, manifest_to(change.after))


def _folders(change: Change) -> Iterator[str]:
    for manifest in (change.before, change.after):
        placed = manifest.articles.get(change.article)
        if placed is not None:
            yield placed.path


def _claiming(change: Change) -> Manifest:
    old = change.before.articles.get(change.article)
    new = change.after.articles.get(change.article)
    if new is None:
        return change.before
    files = new.files if old is None else {**old.files, **new.files}
    claimed = attrs.evolve(new, files=files)
    return change.after.having(change.article, claimed)


def _left_over(change: Change) -> Iterator[str]:
    old = change.before.articles.get(change.article)
    if old is not None:
        # Pages sort before media: what shows a picture goes before the picture.
        for name in sorted(old.files):
            if not change.after.uses(name):
                yield name
