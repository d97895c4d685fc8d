"""Beginning an article, and saving a new text of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs

from ..documents.canonical import canonical_content
from ..documents.reading import Reading
from ..documents.texts import StoredText, TextKind
from ..errors import NotFoundError, Objection, StepRefusedError
from ..events import Drafted
from ..model.article import Article, Digest
from ..model.blocks import ImageBlock
from ..model.clocks import optional_meant
from ..model.content import Content
from ..model.people import Person
from ..model.rules import KEY
from ..model.times import stamp
from ..store.arrivals import NewArticle
from ..store.desk import Pen
from ..workflow.definition import Act, Scope, Step, Workflow
from ..workflow.evolve import evolve
from ._articles import Loaded, first_hash
from ._locking import naming_roles
from ._office import Office
from ._row import begun, moving, writing
from ._taking import Request, after, chained, commit, decided


@attrs.frozen(kw_only=True)
class Beginning:
    """What an article begins with, beside its content."""

    by: Person
    identifier: str | None = None
    embargo: datetime | None = attrs.field(default=None, converter=optional_meant)
    reading: Reading | None = None


@attrs.frozen(kw_only=True)
class Prepared:
    """An article that is to begin: what to store of it, and what to tell."""

    article: Article
    event: Drafted
    new: NewArticle

    @property
    def fingerprint(self) -> str | None:
        """The fingerprint of its text."""
        return self.new.texts[0].fingerprint


def begin(office: Office, content: Content, beginning: Beginning) -> Article:
    """Begin an article.

    Raises:
        StepRefusedError: the person may not draft, or the id is no key.
        ConflictError: there is an article of that id already.
    """
    ready = prepared(office, content, beginning)
    new = ready.new
    office.store.begin(new.records, texts=new.texts, row=new.row)
    office.texts.remember(new.texts[0], content)
    after(office, Loaded(ready.article, new.records[-1].hash), (ready.event,))
    return ready.article


def prepared(office: Office, content: Content, beginning: Beginning) -> Prepared:
    """Decide the beginning of an article without storing anything.

    Raises:
        StepRefusedError: the person may not draft, or the id is no key.
    """
    workflow = office.workflow
    step, identifier = _permitted(office, beginning)
    stored = _stored(office, content)
    reading = _account(office, beginning.reading)
    event = Drafted(
        article=identifier,
        position=1,
        at=office.clock(),
        by=beginning.by.id,
        content=stored.digest,
        workflow=workflow.name,
        workflow_version=workflow.version,
        state=step.target or "",
        bylined=bylined(content),
        embargo=beginning.embargo,
        original=beginning.reading.original if beginning.reading else None,
        reading=reading.digest if reading else None,
    )
    article = evolve(None, event)
    records = chained((event,), before=first_hash())
    row = {
        **begun(article),
        **moving(article, workflow, sealed=records[0].hash),
        **writing(article, content, stored.fingerprint or ""),
    }
    texts = (stored,) if reading is None else (stored, reading)
    return Prepared(
        article=article,
        event=event,
        new=NewArticle(records=records, texts=texts, row=row),
    )


def save(office: Office, request: Request, content: Content) -> Article:
    """Save a new text; one that changes nothing undoes nothing and is no event.

    What the person had typed into a working copy is saved by it, too.

    Raises:
        StepRefusedError: with every objection.
        ConflictError: the article has moved on; nothing was stored.
        LockedError: somebody else has the lock; nothing was stored.
    """
    article = office.articles.load(request.article).article
    stored = _stored(office, content)
    digest = _kept(office, article, stored.fingerprint) or stored.digest
    takes: dict[str, Any] = {
        "content": digest,
        "bylined": bylined(content),
        "touched": _touched(office, article, content),
    }
    taken = decided(office, attrs.evolve(request, takes=takes))
    if taken.events:
        new = (stored, content) if digest == stored.digest else None
        pen = Pen(request.by.id, stamp(office.clock()))
        with naming_roles(office, article):
            commit(office, attrs.evolve(taken, content=new, pen=pen))
    office.desk.drop(article.id, request.by.id)
    return taken.article


def bylined(content: Content) -> tuple[str, ...]:
    """Name the persons in the bylines."""
    people = (byline.person for byline in content.bylines)
    return tuple(sorted({person for person in people if person is not None}))


def touched(old: Content, new: Content) -> frozenset[Scope]:
    """Tell which scopes an edit touches: the text, the media, and so all."""
    if old == new:
        return frozenset()
    media = (
        old.media != new.media or old.lead != new.lead or _placed(old) != _placed(new)
    )
    text = _without_media(old) != _without_media(new)
    named = ((Scope.TEXT, text), (Scope.MEDIA, media), (Scope.ALL, True))
    return frozenset(scope for scope, is_touched in named if is_touched)


def _placed(content: Content) -> tuple[str, ...]:
    return tuple(block.media for block in content.body if isinstance(block, ImageBlock))


def _without_media(content: Content) -> Content:
    words = tuple(block for block in content.body if not isinstance(block, ImageBlock))
    return attrs.evolve(content, body=words, media=(), lead=None)


def _touched(office: Office, article: Article, new: Content) -> frozenset[Scope]:
    if article.head.content in article.erased:
        return frozenset(Scope)
    return touched(office.texts.content(article.id, article.head.content), new)


def _kept(office: Office, article: Article, fingerprint: str | None) -> Digest | None:
    """Find the text under which these very words are the head's, or readers' own.

    A text that is back at what readers have is that text, so that it is not handed in
    or released as something new. Of approvals that revives nothing: a save voids them.
    """
    head, live = article.head.content, article.live
    for digest in (head,) if live is None else (head, live.content):
        if digest in article.erased:
            continue
        if office.texts.fingerprint(article.id, digest) == fingerprint:
            return digest
    return None


def _stored(office: Office, content: Content) -> StoredText:
    return office.texts.seal(TextKind.CONTENT, canonical_content(content))


def _account(office: Office, reading: Reading | None) -> StoredText | None:
    if reading is None:
        return None
    account = {
        "reader": reading.reader,
        "original": reading.original,
        "aside": [attrs.asdict(one) for one in reading.aside],
    }
    text = json.dumps(account, ensure_ascii=False, sort_keys=True)
    return office.texts.seal(TextKind.READING, text)


def _permitted(office: Office, beginning: Beginning) -> tuple[Step, str]:
    given, step = beginning.identifier, _drafting(office.workflow)
    identifier = office.ids() if given is None else given
    against = tuple(_against(step, identifier, beginning.by))
    if against:
        raise StepRefusedError(
            step.name, identifier, state="no state", objections=against
        )
    return step, identifier


def _drafting(workflow: Workflow) -> Step:
    for step in workflow.steps:
        if step.act is Act.DRAFT:
            return step
    kind = "step"
    raise NotFoundError(kind, Act.DRAFT.value, known=workflow.by_step)


def _against(step: Step, identifier: str, person: Person) -> Iterator[Objection]:
    if person.revoked:
        message = f"the rights of {person.id} were revoked"
        yield Objection(code="revoked", message=message)
    elif not person.may(step.roles):
        lifted = tuple(sorted(step.roles))
        message = f"{person.id} is none of: {', '.join(lifted)}"
        yield Objection(code="role", message=message, lifted_by=lifted)
    if KEY.fullmatch(identifier) is None:
        message = "an id is letters, digits, '.', '_' and '-', at most 64"
        yield Objection(code="id", message=message)
