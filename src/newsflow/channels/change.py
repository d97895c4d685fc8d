"""One change of a site on disk, in an order that leaves any crash mendable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import attrs

from ..errors import RetryError
from .kept_media import OWN_NAME
from .manifest import FILE, Manifest, manifest_to
from .site_folder import SiteFolder


@attrs.frozen(kw_only=True)
class Change:
    """What becomes of the site for one story.

    *writes* are files with their bytes, in the order in which readers may meet them:
    what leads to a file comes after it. *clears* is a folder that goes altogether.
    With *needed*, a kill asks which media other stories show: whatever else lies
    there goes as well, should the manifest have been lost that named it.
    """

    article: str
    before: Manifest
    after: Manifest
    writes: Mapping[str, bytes]
    clears: str | None = None
    needed: Callable[[], frozenset[str]] | None = None

    @property
    def files(self) -> Mapping[str, str]:
        """The files of story and lists after the change, each with its hash."""
        placed = self.after.articles.get(self.article)
        return {**({} if placed is None else placed.files), **self.after.files}


def carry_out(change: Change, folder: SiteFolder) -> None:
    """Write, then remove what nobody needs any more. Doing it again changes nothing.

    The manifest names every file before it is there and until it is gone: after a
    crash it may name too much, never too little, so a kill finds all there is. Whoever
    finds at any step that another one has written the manifest meanwhile stops: they
    have been taken for dead, and what they bring may be old.

    Raises:
        NeedsPersonError: a name leads out of the folder.
        RetryError: another one writes here.
        OSError: the file system does not do it.
    """
    folder.sweep("media", *_folders(change))
    try:
        site = Held.with_claim(folder, _claiming(change))
    except OSError:
        if change.clears is not None:  # what must go can go from a full disk as well
            folder.clear(change.clears)
        raise
    for name, data in change.writes.items():
        site.write(name, data)
    for name in (*_left_over(change), *_strays(change, folder)):
        site.remove(name)
    if change.clears is not None:
        site.clear(change.clears)
    site.release(change.after)


@attrs.frozen
class Held:
    """A site that one writer has claimed, for as long as nobody else claims it."""

    folder: SiteFolder
    mark: object

    @classmethod
    def with_claim(cls, folder: SiteFolder, claim: Manifest) -> Held:
        """Write the manifest that names all there is and all there will be."""
        folder.write(FILE, manifest_to(claim))
        return cls(folder, folder.mark(FILE))

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        self._still_ours()
        self.folder.write(name, data)

    def remove(self, name: str) -> None:
        """Remove a file."""
        self._still_ours()
        self.folder.remove(name)

    def clear(self, folder: str) -> None:
        """Remove the folder of a story."""
        self._still_ours()
        self.folder.clear(folder)

    def release(self, manifest: Manifest) -> None:
        """Write the manifest that names what is there now."""
        self._still_ours()
        self.folder.write(FILE, manifest_to(manifest))

    def _still_ours(self) -> None:
        if self.folder.mark(FILE) != self.mark:
            reason = f"another one writes to {self.folder.root} at the same time"
            raise RetryError(self.folder.channel, reason)


def stray_media(
    folder: SiteFolder, after: Manifest, needed: frozenset[str]
) -> Iterator[str]:
    """Name our media in a folder that no story shows, as far as anybody knows."""
    for name in folder.names("media"):
        if OWN_NAME.fullmatch(name) and name not in needed and not after.uses(name):
            yield name


def _folders(change: Change) -> Iterator[str]:
    for manifest in (change.before, change.after):
        placed = manifest.articles.get(change.article)
        if placed is not None:
            yield placed.path


def _claiming(change: Change) -> Manifest:
    old = change.before.articles.get(change.article)
    new = change.after.articles.get(change.article)
    if new is None:
        # So that whoever is writing an older story here finds that we came.
        return attrs.evolve(change.before, gone=change.after.gone)
    files = new.files if old is None else {**old.files, **new.files}
    return change.after.having(change.article, attrs.evolve(new, files=files))


def _left_over(change: Change) -> Iterator[str]:
    old = change.before.articles.get(change.article)
    if old is not None:
        # Pages sort before media: what shows a picture goes before the picture.
        for name in sorted(old.files):
            if not change.after.uses(name):
                yield name


def _strays(change: Change, folder: SiteFolder) -> Iterator[str]:
    # Only somebody who removed the manifest makes a kill look for more than it names.
    if change.needed is None or change.article in change.before.articles:
        return iter(())
    return stray_media(folder, change.after, change.needed())
