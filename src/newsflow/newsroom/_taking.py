"""Taking a step: load, decide, evolve, append, commit, and only then tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from ..documents.history import record
from ..documents.texts import StoredText, TextKind
from ..errors import ConflictError, NewsflowError, StepRefusedError
from ..events import AnyEvent, EmbargoLifted, Erased, Event
from ..events.chain import Record
from ..model.article import Article
from ..model.content import Content
from ..model.people import Person
from ..model.text import optional_paragraph
from ..model.times import stamp
from ..ports import Sent
from ..store.desk import Pen
from ..workflow.asking import Ask
from ..workflow.decide import decide
from ..workflow.definition import Act, Workflow
from ..workflow.evolve import evolve
from ._articles import Loaded
from ._asking import facts, now, with_possible
from ._dispatching import dispatch_of
from ._office import Office
from ._row import moving, writing


@attrs.frozen(kw_only=True)
class Request:
    """A step as the newsroom was asked for it, before anything was looked up.

    *step* names a step of the article's workflow; without it, *act* finds the one that
    does it. *words* is the reason, note or comment; *position* is where the person
    thinks that the article stands, *seen* the fingerprint of the text that they read.
    """

    article: str
    act: Act
    by: Person
    step: str | None = None
    words: str | None = None
    position: int | None = None
    seen: str | None = None
    takes: dict[str, Any] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Taken:
    """A step that was decided: what it makes of the article, and what to store.

    *pen* is whom a lock of somebody else's bars; *first* is what is to be done as soon
    as it is committed, before anybody hears of it.
    """

    before: Loaded
    article: Article
    events: tuple[AnyEvent, ...]
    texts: tuple[StoredText, ...]
    content: tuple[StoredText, Content] | None = None
    pen: Pen | None = None
    first: Callable[[], object] | None = None


def take(office: Office, request: Request) -> Article:
    """Take a step.

    Raises:
        NotFoundError: there is no such article, step or person.
        StepRefusedError: with every objection.
        ConflictError: the article has moved on; nothing was stored.
    """
    taken = decided(office, request)
    if taken.events:
        commit(office, taken)
    return taken.article


def decided(office: Office, request: Request) -> Taken:
    """Decide a step without storing anything.

    An article that is at hand as the person has read it is believed: should it have
    moved on, nothing can be stored. But nobody is refused on the strength of that, or
    told that nothing changes.

    Raises:
        NotFoundError: there is no such article, or step.
        StepRefusedError: with every objection.
        ConflictError: the article has moved on.
    """
    try:
        taken = _decided(office, request, standing(office, request, believed=True))
    except NewsflowError as refused:
        article = standing(office, request).article
        if isinstance(refused, StepRefusedError):
            raise with_possible(office, article, request.by, refused) from None
        raise
    if not taken.events:
        standing(office, request)
    return taken


def _decided(office: Office, request: Request, loaded: Loaded) -> Taken:
    article, text = loaded.article, _sealed(office, request.words)
    workflow = office.workflow_of(article)
    ask = Ask(
        step=request.step or named(workflow, article, request.act),
        by=request.by,
        at=now(office, article),
        text=None if text is None else text.digest,
        seen=_seen(office, article, request.seen),
        **request.takes,
    )
    events = decide(workflow, article, ask, facts(office, workflow, article, ask))
    return Taken(
        before=loaded,
        article=folded(article, events),
        events=events,
        texts=() if text is None else (text,),
    )


def standing(office: Office, request: Request, *, believed: bool = False) -> Loaded:
    """Load the article of a request, which must stand where the person has read it.

    If one is *believed* that is at hand and stands there, the store is not asked.

    Raises:
        NotFoundError: there is no such article.
        ConflictError: the article has moved on.
    """
    position = request.position if believed else None
    loaded = office.articles.load(request.article, position=position)
    article = loaded.article
    if request.position not in {None, article.position}:
        raise ConflictError(
            article.id, expected=request.position or 0, found=article.position
        )
    return loaded


def commit(office: Office, taken: Taken) -> None:
    """Store what was decided in one transaction; then tell, then deliver.

    Raises:
        ConflictError: somebody else was faster; nothing was stored.
        LockedError: somebody else has the lock; nothing was stored.
    """
    article, workflow = taken.article, office.workflow_of(taken.article)
    records = chained(taken.events, before=taken.before.hash)
    sealed = records[-1].hash
    row = moving(article, workflow, sealed=sealed)
    row.update(_rewritten(office, taken))
    saved = () if taken.content is None else (taken.content[0],)
    try:
        sent = office.store.append(
            records,
            expected=taken.before.article.position,
            texts=(*taken.texts, *saved),
            row=row,
            dispatch=dispatch_of(
                taken.before.article, article, taken.events, office.channels
            ),
            erase=_erased(taken.events),
            hurry=_hurried(taken.events),
            pen=taken.pen,
            hint=office.hinting,
        )
    except ConflictError:
        office.articles.forget(article.id)
        raise
    if taken.content is not None:
        office.texts.remember(*taken.content)
    office.texts.forget(article.erased)
    after(office, Loaded(article, sealed), taken.events, sent, first=taken.first)


def _rewritten(office: Office, taken: Taken) -> Mapping[str, Any]:
    """Give the columns that a new head changes: a saved one, or the one before it."""
    article = taken.article
    if taken.content is not None:
        stored, content = taken.content
        return writing(article, content, stored.fingerprint or "")
    head = article.head.content
    if head == taken.before.article.head.content:
        return {}
    content = office.texts.content(article.id, head)
    return writing(article, content, office.texts.fingerprint(article.id, head))


def after(
    office: Office,
    loaded: Loaded,
    events: tuple[AnyEvent, ...],
    sent: tuple[Sent, ...] = (),
    *,
    first: Callable[[], object] | None = None,
) -> None:
    """Let everyone hear of it, and send it out, as soon as it is committed."""

    def heard() -> None:
        try:
            if first is not None:
                first()
        finally:
            office.tell(events, loaded.article)

    office.articles.remember(loaded)
    office.later(heard, sent)


def folded(article: Article, events: Iterable[AnyEvent]) -> Article:
    """Tell what an article is after some events."""
    for event in events:
        article = evolve(article, event)
    return article


def chained(events: Iterable[AnyEvent], *, before: str) -> Sequence[Record]:
    """Put events into the form in which they are stored, each sealed to the last."""
    records = []
    for event in events:
        sealed = record(event, before=before)
        records.append(sealed)
        before = sealed.hash
    return records


def named(workflow: Workflow, article: Article, act: Act) -> str:
    """Find what a workflow calls an act, best from where the article stands.

    Raises:
        NotFoundError: it has no step that does this.
    """
    here = workflow.that(act, state=article.state)
    anywhere = (step for step in workflow.steps if step.act is act)
    found = here or next(anywhere, None)
    return workflow.step(act.value).name if found is None else found.name


def _sealed(office: Office, words: str | None) -> StoredText | None:
    cleaned = optional_paragraph(words)
    return None if cleaned is None else office.texts.seal(TextKind.NOTE, cleaned)


def _seen(office: Office, article: Article, fingerprint: str | None) -> str | None:
    if fingerprint is None:
        return None
    head = article.head.content
    same = office.texts.fingerprint(article.id, head) == fingerprint
    return head if same else fingerprint


def _hurried(events: Iterable[Event]) -> str | None:
    """Tell since when what an embargo held back may go on."""
    lifted = (stamp(one.at) for one in events if isinstance(one, EmbargoLifted))
    return next(lifted, None)


def _erased(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(
        digest
        for event in events
        if isinstance(event, Erased)
        for digest in event.texts
    )
