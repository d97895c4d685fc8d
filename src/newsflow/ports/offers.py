"""What plug-ins offer: renderers, checks, channels; and what passes through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

import attrs

from ..model.article import Article
from ..model.checks import Finding
from ..model.content import Content
from ..model.media import Media
from ..model.people import Person
from ..model.views import Released, Tombstone, View


@attrs.frozen(kw_only=True)
class Rendition:
    """What a renderer makes of a view."""

    media_type: str
    data: bytes


@runtime_checkable
class Renderer(Protocol):
    """Turns a view into bytes: the same view, the same bytes, always and everywhere."""

    @property
    def name(self) -> str:
        """The name by which it is chosen, such as ``html``."""
        ...

    @property
    def suffix(self) -> str:
        """The ending of files that hold its renditions, such as ``.html``."""
        ...

    def render(self, view: View | Tombstone) -> Rendition:
        """Render a view. Reads nothing, writes nothing, knows no clock."""
        ...


@runtime_checkable
class Check(Protocol):
    """Looks at a content and says what is wrong with it."""

    @property
    def code(self) -> str:
        """The code that its findings carry, such as ``NF-MET03``."""
        ...

    def run(self, content: Content) -> Iterable[Finding]:
        """Find what there is to find; the same content, the same findings."""
        ...


class Operation(StrEnum):
    """What a channel is asked to do with a story."""

    CREATE = "create"
    UPDATE = "update"
    CORRECT = "correct"
    UNPUBLISH = "unpublish"
    RETRACT = "retract"
    KILL = "kill"


@attrs.frozen(kw_only=True)
class Receipt:
    """What a channel says it has done: under which reference, where it can be seen.

    *sha256* is that of the bytes that were delivered, None when there were none.
    """

    reference: str
    url: str | None = None
    sha256: str | None = None


@attrs.frozen(kw_only=True)
class Parcel:
    """One thing for a channel to do. *key* is the same over every retry.

    *previous* is the receipt of the last delivery that succeeded for this article.
    """

    key: str
    operation: Operation
    view: Released | Tombstone
    previous: Receipt | None = None


class Shelf(Protocol):
    """What one channel shows: every story delivered to it and still live."""

    def released(self) -> Iterator[Released]:
        """Give them, newest version first."""
        ...

    def media(self, medium: Media) -> bytes | None:
        """Give the bytes of a medium that belongs to one of them, if we keep them."""
        ...


@runtime_checkable
class Channel(Protocol):
    """A place that stories go to.

    A *collective* channel keeps files about several stories (an index, a feed), so
    that one delivery at a time is made to it.
    """

    @property
    def name(self) -> str:
        """The name that the configuration gives it."""
        ...

    @property
    def collective(self) -> bool:
        """Whether a delivery also rewrites what it shows of other stories."""
        ...

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Do what the parcel says; doing it twice has the effect of once.

        Raises:
            RejectedError: it cannot be done, now or later.
            RetryError: it may be possible later.
        """
        ...


@attrs.frozen(kw_only=True)
class Surroundings:
    """What a channel is built with: the newsroom's name, sites, folder, renderers."""

    newsroom: str
    sites: tuple[Mapping[str, Any], ...]
    folder: str
    renderer: Callable[[str], Renderer]


@attrs.frozen(kw_only=True)
class ChannelKind:
    """A kind of channel that the configuration can ask for by *name*.

    *settings* is the JSON Schema of its table in ``newsflow.toml``, less ``name`` and
    ``kind``; *make* builds a channel out of its name and its settings.
    """

    name: str
    settings: Mapping[str, Any]
    make: Callable[[str, Mapping[str, Any], Surroundings], Channel]


@attrs.frozen(kw_only=True)
class Asking:
    """What a judge is told: the article, its text, and who wants to do what with it."""

    article: Article
    content: Content | None
    step: str
    person: Person
    at: datetime
