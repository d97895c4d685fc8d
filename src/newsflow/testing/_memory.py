"""What the machine itself remembers of the newsroom: who saved what, what went out."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..documents.canonical import canonical_content
from ..model.content import Content
from ..model.views import Advance, Released, Tombstone
from ..ports import Operation, Parcel


@attrs.frozen
class Heard:
    """A parcel as it came to the channel: when, and whether it was under embargo."""

    parcel: Parcel
    at: datetime
    embargoed: bool


@attrs.define
class Memory:
    """A plain model of the newsroom, kept beside it: heads, versions, embargoes.

    *out* is the version that is released, by story; *ahead* are the texts of a story
    that partners were sent under embargo, and *partner* is what came to one. *timeline*
    tells what readers might have of it, at every instant at which something may have
    changed.
    """

    heads: dict[str, Content] = attrs.field(factory=dict)
    out: dict[str, int] = attrs.field(factory=dict)
    versions: dict[tuple[str, int], Content] = attrs.field(factory=dict)
    embargoes: dict[str, datetime | None] = attrs.field(factory=dict)
    killed: set[str] = attrs.field(factory=set)
    timeline: list[tuple[datetime, dict[str, int]]] = attrs.field(factory=list)
    heard: list[Heard] = attrs.field(factory=list)
    ahead: dict[str, set[bytes]] = attrs.field(factory=dict)
    partner: list[Heard] = attrs.field(factory=list)

    def released(self, story: str, number: int) -> None:
        """Remember that the head went out as a version."""
        self.versions[story, number] = self.heads[story]
        self.out[story] = number

    def mark(self, now: datetime) -> None:
        """Remember what readers may have at an instant: nothing under embargo."""
        shown = {
            story: at for story, at in self.out.items() if not self.held(story, now)
        }
        self.timeline.append((now, shown))

    def held(self, story: str, now: datetime) -> bool:
        """Tell whether the embargo of a story runs at an instant."""
        until = self.embargoes.get(story)
        return until is not None and now < until

    def listen(self, parcel: Parcel, now: datetime) -> None:
        """Remember what reached the channel."""
        view = parcel.view
        held = not isinstance(view, Tombstone) and self.held(view.article, now)
        self.heard.append(Heard(parcel, now, held))

    def listen_ahead(self, parcel: Parcel, now: datetime) -> None:
        """Remember what reached the trusted partner, which may be under embargo."""
        view = parcel.view
        held = isinstance(view, Released) and self.held(view.article, now)
        self.partner.append(Heard(parcel, now, held))

    def advanced(self, story: str) -> None:
        """Remember that the head went to partners ahead of its embargo."""
        sent = canonical_content(self.heads[story])
        self.ahead.setdefault(story, set()).add(sent)

    def bytes_of(self, story: str, number: int) -> bytes:
        """Give a version as canonical content."""
        return canonical_content(self.versions[story, number])

    def delivered(self) -> None:
        """Hold what reached the channel to what the newsroom may send.

        Raises:
            AssertionError: something else was sent, or in another order.
        """
        for heard in (self.heard, self.partner):
            self._delivered(heard)

    def _delivered(self, heard: list[Heard]) -> None:
        last: dict[str, int] = {}
        killed: set[str] = set()
        for one in heard:
            view, operation = one.parcel.view, one.parcel.operation
            sequence = int(one.parcel.key.rpartition("/")[2])
            assert sequence > last.get(view.article, 0), f"out of order: {one.parcel}"
            last[view.article] = sequence
            assert view.article not in killed, f"sent after the kill: {one.parcel}"
            if operation is Operation.KILL:
                killed.add(view.article)
            assert not one.embargoed, f"sent under embargo: {one.parcel}"
            self._said(one.parcel)

    def _said(self, parcel: Parcel) -> None:
        """Hold the words of a parcel to those that the desk let out."""
        view = parcel.view
        match view:
            case Released():
                sent = canonical_content(view.content)
                assert sent == self.bytes_of(view.article, view.version), (
                    f"not what was released: {parcel}"
                )
            case Advance(version=None):
                sent = canonical_content(view.content)
                assert sent in self.ahead.get(view.article, set()), (
                    f"nobody sent this text ahead: {parcel}"
                )
            case _:
                pass
