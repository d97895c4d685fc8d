"""What no user of newsflow may write: every statement is an error of types.

Each carries an ignore of just its error, and unused ignores are errors themselves; so a
line that a type checker would let pass fails the test.
"""

from __future__ import annotations

from datetime import UTC, datetime

import attrs

from newsflow import Article, Content, Handling, Newsroom, Person, Problem
from newsflow.events import AnyEvent, Published
from newsflow.model.article import Version
from newsflow.model.content import Kind
from newsflow.model.views import Proof, Released, release
from newsflow.ports import (
    Capabilities,
    Channel,
    Check,
    Parcel,
    Receipt,
    Renderer,
    Rendition,
    Shelf,
)
from newsflow.workflow.asking import Ask
from newsflow.workflow.decide import decide
from newsflow.workflow.definition import Workflow
from newsflow.workflow.evolve import evolve

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def model(content: Content, person: Person) -> None:
    """Values are whole, frozen, and named by keywords."""
    Content()  # type: ignore[call-arg]
    Content("The bridge is open again")  # type: ignore[call-arg]
    Content(headline=5)  # type: ignore[arg-type]
    Content(headline="The bridge", headlin="is open")  # type: ignore[call-arg]
    Person(id="ada", roles=5)  # type: ignore[arg-type]
    Handling(embargo="tomorrow")  # type: ignore[arg-type]
    content.headline = "Another"  # type: ignore[misc]
    content.body.append("more")  # type: ignore[attr-defined]
    person.roles.add("chief")  # type: ignore[attr-defined]
    Kind.ADVERTORIAL  # type: ignore[attr-defined]


def article(story: Article, version: Version) -> None:
    """There is no setter: a state changes by events alone."""
    story.live.content  # type: ignore[union-attr]
    story.state = "published"  # type: ignore[misc]
    story.live = version  # type: ignore[misc]
    story.approvals += ()  # type: ignore[misc]
    story.publish()  # type: ignore[attr-defined]


def core(workflow: Workflow, story: Article, ask: Ask, event: AnyEvent) -> None:
    """The core is told everything, and answers with events."""
    Ask(step="publish", by="bo", at=NOW)  # type: ignore[arg-type]
    Ask(step="publish", by=Person(id="bo"))  # type: ignore[call-arg]
    decide(workflow, "bridge", ask)  # type: ignore[arg-type]
    decide(workflow, story, ask).events  # type: ignore[attr-defined]
    evolve(story, ask)  # type: ignore[arg-type]
    event.version  # type: ignore[union-attr]
    Published(article="bridge", position=5, at=NOW, by="bo")  # type: ignore[call-arg]


def room(newsroom: Newsroom, story: Article, content: Content) -> None:
    """Who does it, and why, is never left out."""
    newsroom.draft(content)  # type: ignore[call-arg]
    newsroom.draft({"headline": "The bridge"}, by="ada")  # type: ignore[arg-type]
    next(newsroom.as_of(NOW)).content.decode()  # type: ignore[union-attr]
    newsroom.publish(story, "bo")  # type: ignore[call-arg]
    newsroom.retract(story, by="cy")  # type: ignore[call-arg]
    newsroom.kill(story, by="cy", reason=None)  # type: ignore[arg-type]
    newsroom.schedule(story, when="monday", by="bo")  # type: ignore[arg-type]
    newsroom.publish(content, by="bo")  # type: ignore[arg-type]
    newsroom.approve(story, by=None)  # type: ignore[arg-type]


def views(story: Article, content: Content, preview: Proof) -> None:
    """No draft and no embargoed word passes for released."""
    Released(article="bridge", content=content)  # type: ignore[call-arg]
    release(story, {})  # type: ignore[call-arg]
    released: Released = preview  # type: ignore[assignment]
    Parcel(key="k", operation="create", view=preview)  # type: ignore[arg-type]
    Parcel(key="k", operation="create", view=content)  # type: ignore[arg-type]


@attrs.frozen
class TakesArticles:
    """A renderer that wants to see everything."""

    name: str = "leak"
    suffix: str = ".html"

    def render(self, article: Article) -> Rendition:
        """Leak."""
        return Rendition(media_type="text/html", data=article.state.encode())


@attrs.frozen
class TakesContent:
    """A channel that wants drafts."""

    name: str = "leak"
    capabilities: Capabilities = Capabilities()

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Take anything."""
        return ()

    def render(self, parcel: Parcel) -> Rendition:
        """Show nothing."""
        return Rendition(media_type="text/plain", data=b"")

    def deliver(self, content: Content, *, shelf: Shelf) -> Receipt:
        """Leak."""
        return Receipt(reference=content.headline)


@attrs.frozen
class SaysNothing:
    """A check without a code."""

    def run(self, content: Content) -> list[str]:
        """Find texts, not findings."""
        return [content.headline]


def plugins() -> None:
    """What does not fit its seam is told before it is ever run."""
    renderer: Renderer = TakesArticles()  # type: ignore[assignment]
    channel: Channel = TakesContent()  # type: ignore[assignment]
    check: Check = SaysNothing()  # type: ignore[assignment]
    Rendition(media_type="text/html", data="<p>")  # type: ignore[arg-type]
