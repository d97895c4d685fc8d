"""What keeps a parcel from fitting a channel: the parts of a ``validate``.

Each gives every problem that it finds, with its JSON path in the story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import Problem, RejectedError
from ..model.content import Content
from ..model.media import Media
from ..model.views import Advance, Released, Tombstone
from .capabilities import Capabilities, MediaLimits
from .channels import Parcel
from .measuring import length


def unfit_view(parcel: Parcel, *, trusted: bool = False) -> tuple[Problem, ...]:
    """Find a view that does not belong to the operation: a proof never does.

    With *trusted*, a story may come ahead of its embargo.
    """
    operation, view = parcel.operation, parcel.view
    if isinstance(view, Tombstone):
        fits = operation.value == view.removal.value
    else:
        shown = isinstance(view, Released) or (trusted and isinstance(view, Advance))
        fits = shown and not operation.removes
    if fits:
        return ()
    message = f"{operation.value} takes another view than {_called(view)}"
    return (Problem(path="$", keyword="view", message=message),)


def unfit_text(
    text: str, capabilities: Capabilities, *, path: str = "$.headline"
) -> tuple[Problem, ...]:
    """Find the limits of a channel that a text breaks."""
    return tuple(
        Problem(
            path=path,
            keyword="too_long",
            message=f"the channel takes {limit.most} {limit.unit.value}",
            found=f"{found} {limit.unit.value}",
        )
        for limit in capabilities.text
        if (found := length(text, limit)) > limit.most
    )


def unfit_media(content: Content, limits: MediaLimits) -> tuple[Problem, ...]:
    """Find the media that a channel does not take.

    What is not known of a medium, such as its size, is not held against it.
    """
    return tuple(_media_problems(content, limits))


def _media_problems(content: Content, limits: MediaLimits) -> Iterator[Problem]:
    found = len(content.media)
    if limits.most is not None and found > limits.most:
        yield Problem(
            path="$.media",
            keyword="too_many",
            message=f"the channel takes {limits.most} media",
            found=str(found),
        )
    for place, medium in enumerate(content.media):
        yield from _medium_problems(medium, limits, f"$.media[{place}]")


def _medium_problems(
    medium: Media, limits: MediaLimits, path: str
) -> Iterator[Problem]:
    if limits.types and medium.media_type and medium.media_type not in limits.types:
        yield Problem(
            path=f"{path}.media_type",
            keyword="media_type",
            message="the channel takes other types",
            found=medium.media_type,
            allowed=", ".join(limits.types),
        )
    if limits.bytes is not None and (medium.size or 0) > limits.bytes:
        yield Problem(
            path=f"{path}.size",
            keyword="too_large",
            message=f"the channel takes {limits.bytes} bytes",
            found=str(medium.size),
        )


def rejection(channel: str, problems: Iterable[Problem]) -> RejectedError:
    """Make the error that says everything a ``validate`` has found."""
    return RejectedError(channel, "; ".join(map(str, problems)))


def _called(view: object) -> str:
    name = type(view).__name__
    return f"{name} after {view.removal}" if isinstance(view, Tombstone) else name
