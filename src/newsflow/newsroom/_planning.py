"""Planning: what a step would do, without doing it."""

from __future__ import annotations

import attrs

from ..errors import Objection, StepRefusedError
from ..model.views import proof
from ..ports import Operation, Rendition
from ._dispatching import dispatch_of
from ._office import Office
from ._taking import Request, Taken, decided, named


@attrs.frozen(kw_only=True)
class Plan:
    """What a step would do: the state after it, its events, deliveries and proofs.

    With *objections*, nothing of it would happen, and the rest is empty.
    """

    step: str
    before: str
    after: str
    events: tuple[str, ...] = ()
    deliveries: tuple[tuple[str, Operation], ...] = ()
    proofs: tuple[Rendition, ...] = attrs.field(default=(), repr=False)
    objections: tuple[Objection, ...] = ()


def plan(office: Office, request: Request, *, renderers: tuple[str, ...]) -> Plan:
    """Tell what a step would do; the proofs are of the head, marked as proofs."""
    before = office.articles.load(request.article).article
    step = request.step or named(office.workflow_of(before), before, request.act)
    try:
        taken = decided(office, request)
    except StepRefusedError as refused:
        return Plan(
            step=step,
            before=before.state,
            after=before.state,
            objections=refused.objections,
        )
    return Plan(
        step=step,
        before=before.state,
        after=taken.article.state,
        events=tuple(type(event).__name__ for event in taken.events),
        deliveries=_deliveries(office, taken),
        proofs=_proofs(office, request.article, renderers),
    )


def _deliveries(office: Office, taken: Taken) -> tuple[tuple[str, Operation], ...]:
    article, before = taken.article, taken.before.article
    dispatch = dispatch_of(before, article, taken.events, office.channels)
    if dispatch is None:
        return ()
    ever = [delivery.channel for delivery in office.deliveries.of(article.id)]
    if dispatch.ahead:
        return tuple(
            (one, dispatch.operation if one in ever else Operation.CREATE)
            for one in dispatch.channels
        )
    channels = dict.fromkeys((*dispatch.channels, *ever))
    return tuple((channel, dispatch.operation) for channel in channels)


def _proofs(
    office: Office, identifier: str, renderers: tuple[str, ...]
) -> tuple[Rendition, ...]:
    article = office.articles.load(identifier).article
    if not renderers or article.head.content in article.erased:
        return ()
    view = proof(article, office.texts.of(identifier))
    return tuple(office.renderers[name].render(view) for name in renderers)
