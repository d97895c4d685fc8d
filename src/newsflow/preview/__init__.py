"""Live preview: a draft in the pages of its site, before anybody has it.

``newsflow preview`` serves it to the desk; :func:`preview_app` is what a host mounts to
answer the links of :meth:`~newsflow.newsroom.Newsroom.preview_link`. It needs the extra
``serve``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import fetching

if TYPE_CHECKING:
    from .app import preview_app
    from .drafts import Draft, Look, StoryDraft
    from .logs import LinkFilter
    from .showing import Desk

_HOMES = {
    "Desk": ".showing",
    "Draft": ".drafts",
    "LinkFilter": ".logs",
    "Look": ".drafts",
    "StoryDraft": ".drafts",
    "preview_app": ".app",
}

__all__ = [
    "Desk",
    "Draft",
    "LinkFilter",
    "Look",
    "StoryDraft",
    "preview_app",
]

__getattr__ = fetching(__name__, _HOMES)
