"""What a renderer says when it cannot show something to readers."""

from __future__ import annotations

from ..errors import NotReleasedError
from ..model.views import Advance, Tombstone


def ahead(view: Advance, renderer: str) -> NotReleasedError:
    """Refuse a story under embargo in a format that has no field to say so."""
    reason = (
        f"it is under embargo, and {renderer} has no field that carries one; "
        "choose a renderer that does, such as json"
    )
    return NotReleasedError(view.article, reason)


def gone(view: Tombstone) -> NotReleasedError:
    """Refuse a page where nothing may be left: only a retraction leaves one."""
    reason = f"after {view.removal.value} nothing of it is shown, not even a notice"
    return NotReleasedError(view.article, reason)


def no_view(view: object) -> TypeError:
    """Refuse what is no view at all, such as a content that nobody released."""
    made = "release(), proof(), advance() and tombstone() of newsflow.model.views"
    return TypeError(
        f"a renderer takes a view, made by {made}, not {type(view).__name__}"
    )
