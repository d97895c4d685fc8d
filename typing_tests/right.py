"""How newsflow is used, as a type checker sees it: not one complaint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, assert_type

import attrs

from newsflow import (
    Article,
    Byline,
    Content,
    Handling,
    InvalidDocumentError,
    Newsroom,
    Objection,
    Paragraph,
    Person,
    Problem,
    Span,
    StepRefusedError,
    Workflow,
    hookimpl,
)
from newsflow.documents.articles import article_document
from newsflow.events import AnyEvent, Published
from newsflow.model.article import Version
from newsflow.model.checks import Finding
from newsflow.model.views import Advance, Released, Tombstone, View, release
from newsflow.newsroom import ErasedText
from newsflow.ports import (
    Asking,
    Capabilities,
    Channel,
    Check,
    Parcel,
    Receipt,
    Renderer,
    Rendition,
    Shelf,
    Updating,
    unfit_view,
)
from newsflow.workflow.asking import Ask
from newsflow.workflow.decide import allowed, decide, why_not
from newsflow.workflow.definition import Step
from newsflow.workflow.evolve import evolve, replay

MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)

# What goes in: lists and generators where the model keeps tuples.
ada = Person(id="ada", name="Ada", roles=["reporter"])
bridge = Content(
    headline="The bridge is open again",
    bylines=[Byline(name="Ada Marsh", person="ada")],
    body=(Paragraph(key=f"b{number}", spans=[Span("Open.")]) for number in range(3)),
)
assert_type(bridge.bylines, tuple[Byline, ...])
assert_type(ada.roles, frozenset[str])

# The newsroom.
with Newsroom.open("sqlite://") as room:
    story = room.draft(bridge, by=ada)
    assert_type(story, Article)
    story = room.submit(story.id, by="ada", note=None)
    story = room.schedule(story, when=MONDAY, by="bo", channels=["site"])
    assert_type(room.released(story), Released)
    assert_type(room.content(story, version=1), Content)
    assert_type(room.history(story), tuple[AnyEvent, ...])
    assert_type(room.allowed(story, by=ada), tuple[Step, ...])
    assert_type(room.why_not(story, "publish", by=ada), tuple[Objection, ...])
    assert_type(room.workflow(story), Workflow)
    for snapshot in room.as_of(MONDAY):
        match snapshot.content:
            case ErasedText(digest, reason):
                assert_type((digest, reason), tuple[str, str])
            case content:
                assert_type(content, bytes)

try:
    room.publish(story, by=ada)
except StepRefusedError as refused:
    assert_type(refused.objections, tuple[Objection, ...])
except InvalidDocumentError as unfit:
    assert_type(unfit.problems, tuple[Problem, ...])


# The core.
def taken(workflow: Workflow, article: Article, ask: Ask) -> Article | None:
    """Decide, then evolve."""
    events = decide(workflow, article, ask)
    assert_type(events, tuple[AnyEvent, ...])
    for event in events:
        article = evolve(article, event)
        if isinstance(event, Published):
            assert_type(event.version, int)
    assert_type(why_not(workflow, article, ask), tuple[Objection, ...])
    assert_type(allowed(workflow, article, ada, at=MONDAY), tuple[Step, ...])
    assert_type(article.live, Version | None)
    assert_type(article_document(article), dict[str, Any])
    return replay(events, until=MONDAY)


def shown(article: Article, texts: Mapping[str, Any]) -> Released:
    """Only this function makes what readers get."""
    return release(article, texts, now=MONDAY)


# What a plug-in's author writes, inheriting from nothing.
@attrs.frozen
class Telegram:
    """A renderer."""

    name: str = "telegram"
    suffix: str = ".txt"

    def render(self, view: View | Tombstone) -> Rendition:
        """Say it in capitals."""
        words = "STOP" if isinstance(view, Tombstone) else view.content.headline.upper()
        return Rendition(media_type="text/plain", data=words.encode())


@attrs.frozen
class Pigeon:
    """A channel."""

    name: str = "pigeon"
    capabilities: Capabilities = Capabilities(update=Updating.NONE)

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Fly with anything that fits."""
        return unfit_view(parcel)

    def render(self, parcel: Parcel) -> Rendition:
        """Write a slip."""
        return Rendition(media_type="text/plain", data=parcel.key.encode())

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Fly."""
        assert_type(parcel.view, Released | Advance | Tombstone)
        assert_type(next(shelf.released()), Released)
        return Receipt(reference=parcel.key)


@attrs.frozen
class Named:
    """A check."""

    code: str = "HOUSE01"

    def run(self, content: Content) -> Iterator[Finding]:
        """Want a byline."""
        if not content.bylines:
            yield Finding(code=self.code, message="nobody is named", path="$.bylines")


renderer: Renderer = Telegram()
channel: Channel = Pigeon()
check: Check = Named()


@hookimpl
def newsflow_objections(asking: Asking) -> Iterable[Objection]:
    """Judge."""
    assert_type(asking.content, Content | None)
    return [Objection(code="house", message=f"not {asking.step} on a Monday")]


assert_type(Handling(priority=1).embargo, datetime | None)
