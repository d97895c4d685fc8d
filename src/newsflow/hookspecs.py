"""The hooks: what a plug-in may offer, judge and react to. There is no fourth kind.

A plug-in is a module or an object with functions of these names, each marked with
:data:`hookimpl`. It may take fewer arguments than a hook has; arguments that a later
version adds break nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

from .errors import Objection
from .events import AnyEvent
from .model.article import Article
from .ports import Asking, ChannelKind, Check, Delivery, Reader, Renderer

if TYPE_CHECKING:
    import click

PROJECT = "newsflow"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def newsflow_readers() -> Iterable[Reader]:  # type: ignore[empty-body] # a hook
    """Offer readers of document formats. Called once, when a newsroom is opened."""


@hookspec
def newsflow_renderers() -> Iterable[Renderer]:  # type: ignore[empty-body] # a hook
    """Offer renderers. Called once, when a newsroom is opened."""


@hookspec
def newsflow_channels() -> Iterable[ChannelKind]:  # type: ignore[empty-body] # a hook
    """Offer kinds of channels. Called once, when a newsroom is opened."""


@hookspec
def newsflow_checks() -> Iterable[Check]:  # type: ignore[empty-body] # a hook
    """Offer checks. Called once, when a newsroom is opened.

    The newsroom runs them one by one, in the order of their codes; an exception in one
    counts as an error that it found.
    """


@hookspec
def newsflow_objections(asking: Asking) -> Iterable[Objection]:  # type: ignore[empty-body] # a hook
    """Object to a step that somebody asks for. Called before each step.

    Objections are added to the workflow's own; none can lift another. An exception
    counts as an objection that names the plug-in.
    """


@hookspec
def newsflow_event(event: AnyEvent, article: Article) -> None:
    """React to an event, after it was committed. Called at most once for each event.

    An exception is logged with the plug-in's name and undoes nothing. Whoever must
    miss nothing reads ``room.events(after=cursor)`` instead.
    """


@hookspec
def newsflow_delivery(delivery: Delivery) -> None:
    """React to a delivery that has ended, or that a person has to see to.

    Called after the ledger has it, by whatever machine made the delivery: for
    ``delivered``, ``dead``, ``superseded``, ``unknown`` and ``needs_human``. An
    exception is logged with the plug-in's name and undoes nothing. Whoever must miss
    nothing asks ``room.troubles()``.
    """


@hookspec
def newsflow_commands() -> Iterable[click.Command]:  # type: ignore[empty-body] # a hook
    """Offer commands for ``newsflow``. Called when the command line starts."""
