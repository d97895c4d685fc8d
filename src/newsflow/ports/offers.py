"""What plug-ins offer: renderers, checks; and what a judge is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, runtime_checkable

import attrs

from ..model.article import Article
from ..model.checks import Finding
from ..model.content import Content
from ..model.people import Person
from ..model.views import Tombstone, View


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


@attrs.frozen(kw_only=True)
class Asking:
    """What a judge is told: the article, its text, and who wants to do what with it."""

    article: Article
    content: Content | None
    step: str
    person: Person
    at: datetime
