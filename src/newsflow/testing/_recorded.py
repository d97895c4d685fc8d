"""What the readers of a recording channel find: copies, each under its reference."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ..model.views import Tombstone
from ..ports import Capabilities, Deleting, Operation, Parcel, Shown, Updating


@attrs.define
class Copies:
    """Copies by reference, in the order in which they came."""

    _kept: dict[str, Shown] = attrs.field(factory=dict)

    def all(self) -> tuple[Shown, ...]:
        """Give what is there."""
        return tuple(self._kept.values())

    def of(self, article: str) -> Mapping[str, Shown]:
        """Give what is there of one story."""
        return {
            reference: view
            for reference, view in self._kept.items()
            if view.article == article
        }

    def reference(self, channel: str, parcel: Parcel, can: Capabilities) -> str:
        """Say under which reference a parcel is to be found."""
        own = f"{channel}:{parcel.view.article}"
        numbered = f"{own}#{parcel.sequence}"
        if parcel.follow_up:
            return numbered
        standing = next(iter(self.of(parcel.view.article)), own)
        changes = parcel.operation in {Operation.UPDATE, Operation.CORRECT}
        return numbered if changes and can.update is Updating.REPLACE else standing

    def take(self, parcel: Parcel, reference: str, can: Capabilities) -> None:
        """Do what a parcel says, in the way that the channel can."""
        view, article = parcel.view, parcel.view.article
        if parcel.follow_up:
            self._kept[reference] = view
        elif isinstance(view, Tombstone):
            self._drop(article)
            if (
                parcel.operation is Operation.RETRACT
                and can.delete is Deleting.TOMBSTONE
            ):
                self._kept[reference] = view
        elif parcel.operation is Operation.CREATE and reference in self._kept:
            # A second create is a second copy, unless a repeat was told by its key.
            again = f"{reference}#{len(self._kept) + 1}"
            self._kept[reference if can.repeatable else again] = view
        else:
            if can.update is Updating.REPLACE:
                self._drop(article)
            self._kept[reference] = view

    def _drop(self, article: str) -> None:
        for reference in self.of(article):
            del self._kept[reference]
