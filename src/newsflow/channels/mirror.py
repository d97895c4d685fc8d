"""A mirror: the same site in another folder, byte for byte, under another address.

Every page of a mirror is the very page of the primary: its canonical link names the
primary's address, and whatever it links to on the site is linked to relatively. So one
state is true of all of them, and equal roots mean equal sites.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from ..errors import DeliveryError, RetryError
from .catching_up import catch_up
from .change import Change, carry_out
from .site_root import FILE
from .site_store import SiteStore


@attrs.frozen(kw_only=True)
class Mirror:
    """One mirror, at its *address*, kept in *folder*."""

    address: str
    folder: SiteStore

    def follow(self, change: Change, primary: SiteStore) -> str | None:
        """Bring the mirror to where the primary is; say what is missing, if it fails.

        A mirror that was in step takes the change. One that was not gets everything
        that it missed, out of the primary.
        """
        try:
            if self.folder.read(FILE) in {change.before, change.claim, change.after}:
                carry_out(change, self.folder)
            else:
                lost = catch_up(self.folder, primary, clears=change.works.clears)
                if change.works.kills:
                    self.folder.forget()
                self._complain(lost)
        except (OSError, DeliveryError, ValueError) as failure:
            return self._short(change.wanted, change.works.clears, why(failure))
        return None

    def match(self, primary: SiteStore) -> str | None:
        """Bring the mirror to where the primary is, file by file; say if it fails."""
        try:
            self._complain(catch_up(self.folder, primary, whole=True))
        except (OSError, DeliveryError, ValueError) as failure:
            return self._short({}, (), why(failure))
        return None

    def shortfall(
        self,
        root: bytes | None,
        files: Mapping[str, str],
        cleared: tuple[str, ...],
        *,
        killed: bool = False,
    ) -> str | None:
        """Say what is missing here of some files and of the state; None if nothing.

        *cleared* are folders that must not be here any more; after a story was
        *killed*, nor may older versions of anything be.
        """
        try:
            found = self.folder.read(FILE)
            if killed and self.folder.remembers():
                return f"{self.address} still keeps older versions of its files"
        except (OSError, DeliveryError) as failure:
            return self._short(files, cleared, why(failure))
        whole = found == root and not self._lacking(files) and not self._left(cleared)
        return None if whole else self._short(files, cleared, "")

    def troubles(self, root: bytes | None) -> Iterator[str]:
        """Tell what keeps it from being written to, or else from being in step."""
        found = tuple(self.folder.troubles())
        yield from found
        short = self.shortfall(root, {}, ())
        if short and not found:
            yield short

    def _complain(self, lost: tuple[str, ...]) -> None:
        if lost:
            message = f"the site itself has lost {_listed(lost)}, or it was changed"
            raise RetryError(self.folder.channel, message)

    def _short(
        self, files: Mapping[str, str], cleared: tuple[str, ...], reason: str
    ) -> str:
        lacking, left = self._lacking(files), self._left(cleared)
        parts = (
            f"lacks {_listed(lacking)}" if lacking else "",
            f"still has {_listed(left)}" if left else "",
        )
        what = " and ".join(filter(None, parts)) or "is not in step with the site"
        return f"{self.address} {what}{reason and f' ({reason})'}"

    def _lacking(self, files: Mapping[str, str]) -> tuple[str, ...]:
        """Name the files that are not as they should be.

        Where one cannot be looked at, nor are the others: each would take its time.
        """
        told = sorted(files.items(), key=_stories_first)
        lacking = []
        for number, (name, digest) in enumerate(told):
            try:
                if self.folder.digest(name) != digest:
                    lacking.append(name)
            except (OSError, DeliveryError):
                lacking += [one for one, _ in told[number:]]
                break
        return tuple(lacking)

    def _left(self, cleared: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(
                name
                for folder in cleared
                for name in self.folder.names(folder.rstrip("/"))
            )
        except (OSError, DeliveryError):
            return cleared


def _stories_first(file: tuple[str, str]) -> tuple[bool, str]:
    name, _ = file
    return not name.startswith("articles/"), name


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


def _listed(names: Iterable[str]) -> str:
    first, *rest = names
    more = f" and {len(rest)} more" if rest else ""
    return f"{first}{more}"
