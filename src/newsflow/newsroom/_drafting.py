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
from ..model.article import Article
from ..model.blocks import ImageBlock
from ..model.content import Content
from ..model.people import Person
from ..model.rules import KEY
from ..model.times import optional_instant
from ..workflow.definition import Act, Scope, Step, Workflow
from ..workflow.evolve import evolve
from ._articles import Loaded, first_hash
from ._office import Office
from ._row import begun, moving, writing
from ._taking import Request, after, chained, commit, decided


@attrs.frozen(kw_only=True)
class Beginning:
    """What an article begins with, beside its content."""

    by: Person
    identifier: str | None = None
    embargo: datetime | None = attrs.field(default=None, converter=optional_instant)
    reading: Reading | None = None


def begin(office: Office, content: Content, beginning: Beginning) -> Article:
    """Begin an article.

    Raises:
        StepRefusedError: the person may not draft, or the id is no key.
        ConflictError: there is an article of that id already.
    """
    workflow = office.workflow
    given = beginning.identifier
    identifier = office.ids() if given is None else given
    step = _drafting(workflow)
    against = tuple(_against(step, identifier, beginning.by))
    if against:
        raise StepRefusedError(
            step.name, identifier, state="no state", objections=against
        )
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
    sealed = records[0].hash
    row = {
        **begun(article),
        **moving(article, workflow, sealed=sealed),
        **writing(article, content, stored.fingerprint or ""),
    }
    texts = (stored,) if reading is None else (stored, reading)
    office.store.begin(records, texts=texts, row=row)
    office.texts.remember(stored, content)
    after(office, Loaded(article, sealed), (event,))
    return article


def save(office: Office, request: Request, content: Content) -> Article:
    """Save a new text; one that changes nothing undoes nothing and is no event.

    What the person had typed into a working copy is saved by it, too.

    Raises:
        StepRefusedError: with every objection.
        ConflictError: the article has moved on; nothing was stored.
    """
    loaded = office.articles.load(request.article)
    article = loaded.article
    stored = _stored(office, content)
    head = article.head.content
    same = _fingerprint(office, article) == stored.fingerprint
    takes: dict[str, Any] = {
        "content": head if same else stored.digest,
        "bylined": bylined(content),
        "touched": _touched(office, article, content),
    }
    taken = decided(office, attrs.evolve(request, takes=takes))
    if taken.events:
        commit(office, attrs.evolve(taken, content=(stored, content)))
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


def _fingerprint(office: Office, article: Article) -> str | None:
    head = article.head.content
    if head in article.erased:
        return None
    return office.texts.fingerprint(article.id, head)


def _stored(office: Office, content: Content) -> StoredText:
    return office.texts.seal(TextKind.CONTENT, canonical_content(content).decode())


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
