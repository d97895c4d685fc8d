"""A mirror: the same site in another folder, byte for byte, under another address.

Every page of a mirror is the very page of the primary: its canonical link names the
primary's address, and whatever it links to on the site is linked to relatively. So one
manifest is true of all of them, and equal manifests mean equal sites.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

import attrs

from ..errors import DeliveryError, RetryError
from .change import Change, Held, carry_out, stray_media
from .manifest import FILE, Manifest, Placed, manifest_from, manifest_to
from .site_folder import SiteFolder


@attrs.frozen(kw_only=True)
class Mirror:
    """One mirror, at its *address*, kept in *folder*."""

    address: str
    folder: SiteFolder

    def follow(self, change: Change, primary: SiteFolder) -> str | None:
        """Bring the mirror to where the primary is; say what is missing, if it fails.

        A mirror that was in step takes the change. One that was not gets everything
        that it missed, out of the primary.
        """
        try:
            if self._in_step(change):
                carry_out(change, self.folder)
            else:
                self._catch_up(change, primary)
        except (OSError, DeliveryError, ValueError) as failure:
            return self._short(change.files, change.clears, why(failure))
        return None

    def shortfall(
        self, manifest: Manifest, files: Mapping[str, str], cleared: str | None
    ) -> str | None:
        """Say what is missing here of some files and of the manifest; None if nothing.

        *cleared* is a folder that must not be here any more.
        """
        try:
            found = self.folder.read(FILE)
        except (OSError, DeliveryError) as failure:
            return self._short(files, cleared, why(failure))
        same = found == manifest_to(manifest) or (not found and manifest == Manifest())
        whole = same and not self._lacking(files) and not self._left(cleared)
        return None if whole else self._short(files, cleared, "")

    def _in_step(self, change: Change) -> bool:
        known = {manifest_to(change.before), manifest_to(change.after)}
        return self.folder.read(FILE) in known

    def _catch_up(self, change: Change, primary: SiteFolder) -> None:
        data = self.folder.read(FILE)
        old = Manifest() if data is None else manifest_from(data)
        places = {one.path for one in (*_placed(old), *_placed(change.after))}
        self.folder.sweep("media", *sorted(places))
        if change.clears is not None:  # even where there is no room for anything else
            self.folder.clear(change.clears)
        site = Held.with_claim(self.folder, _either(old, change.after))
        lost = []
        for name, digest in change.after.everything.items():
            if self.folder.digest(name) == digest:
                continue
            data = change.writes.get(name) or primary.read(name)
            if data is None or sha256(data).hexdigest() != digest:
                lost.append(name)
            else:
                site.write(name, data)
        self._drop(site, old, change)
        if lost:
            message = f"the site itself has lost {_listed(lost)}, or it was changed"
            raise RetryError(self.folder.channel, message)
        site.release(change.after)

    def _drop(self, site: Held, old: Manifest, change: Change) -> None:
        """Remove what the mirror has and the site does not."""
        for name in sorted(old.everything.keys() - change.after.everything.keys()):
            site.remove(name)
        kept = {one.path for one in _placed(change.after)}
        gone = {one.path for one in _placed(old)} - kept
        for path in sorted({*gone, *([change.clears] if change.clears else [])}):
            site.clear(path)
        if change.needed is not None:
            for name in stray_media(self.folder, change.after, change.needed()):
                site.remove(name)

    def _short(self, files: Mapping[str, str], cleared: str | None, reason: str) -> str:
        lacking, left = self._lacking(files), self._left(cleared)
        parts = (
            f"lacks {_listed(lacking)}" if lacking else "",
            f"still has {_listed(left)}" if left else "",
        )
        what = " and ".join(filter(None, parts)) or "is not in step with the site"
        return f"{self.address} {what}{reason and f' ({reason})'}"

    def _lacking(self, files: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(
            name
            for name, digest in sorted(files.items())
            if self._digest(name) != digest
        )

    def _digest(self, name: str) -> str | None:
        try:
            return self.folder.digest(name)
        except (OSError, DeliveryError):
            return None

    def _left(self, cleared: str | None) -> tuple[str, ...]:
        if cleared is None:
            return ()
        try:
            return self.folder.names(cleared.rstrip("/"))
        except (OSError, DeliveryError):
            return (cleared,)


def why(failure: Exception) -> str:
    """Put the failure of a file system into words."""
    match failure:
        case OSError():
            where = f": {failure.filename}" if failure.filename else ""
            return f"{failure.strerror or type(failure).__name__}{where}"
        case DeliveryError():
            return failure.reason
        case _:
            return f"its manifest is none that newsflow wrote: {failure}"


def _either(old: Manifest, new: Manifest) -> Manifest:
    """Name all that is there and all that will be."""
    both = dict(new.articles)
    for article, placed in old.articles.items():
        coming = both.get(article, placed)
        both[article] = attrs.evolve(coming, files={**placed.files, **coming.files})
    return attrs.evolve(new, articles=both)


def _placed(manifest: Manifest) -> Iterator[Placed]:
    yield from manifest.articles.values()


def _listed(names: Iterable[str]) -> str:
    first, *rest = names
    more = f" and {len(rest)} more" if rest else ""
    return f"{first}{more}"
