"""What a renderer says when it cannot show something to readers."""

from __future__ import annotations

from ..errors import NotReleasedError
from ..model.views import Advance, Tombstone


def refusal(view: object, renderer: str) -> NotReleasedError | TypeError:
    """Tell why the renderer of that name shows nothing of what it was given."""
    match view:
        case Advance():
            return _ahead(view, renderer)
        case Tombstone():
            return _gone(view)
        case _:
            return _no_view(view)


def _ahead(view: Advance, renderer: str) -> NotReleasedError:
    # Under embargo, in a format that has no field to say so.
    reason = (
        f"it is under embargo, and {renderer} has no field that carries one; "
        "choose a renderer that does, such as json"
    )
    return NotReleasedError(view.article, reason)


def _gone(view: Tombstone) -> NotReleasedError:
    # Only a retraction leaves a page.
    reason = f"after {view.removal.value} nothing of it is shown, not even a notice"
    return NotReleasedError(view.article, reason)


def _no_view(view: object) -> TypeError:
    # Such as a content that nobody released.
    made = "release(), proof(), advance() and tombstone() of newsflow.model.views"
    return TypeError(
        f"a renderer takes a view, made by {made}, not {type(view).__name__}"
    )
