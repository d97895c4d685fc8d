"""A story on its way: it takes events like any other, and gives the views of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from newsflow.events import (
    AnyEvent,
    Corrected,
    Drafted,
    EmbargoTightened,
    Killed,
    Published,
    Retracted,
    Submitted,
    Unpublished,
)
from newsflow.model import views
from newsflow.model.article import Article
from newsflow.model.blocks import Paragraph, Quote, Span
from newsflow.model.content import Content
from newsflow.model.credits import Byline, Dateline
from newsflow.workflow.evolve import evolve

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)


class Story:
    """One article of the Harbour Gazette, moved by its events."""

    def __init__(self, content: Content, *, article: str = "bridge") -> None:
        self.texts: dict[str, object] = {}
        self.clock = MORNING
        drafted = Drafted(
            article=article,
            position=1,
            at=self.clock,
            by="ada",
            content=self.text(content),
            workflow="standard",
            workflow_version=1,
            state="draft",
        )
        self.article: Article = evolve(None, drafted)

    def text(self, text: object) -> str:
        """Store a text as the newsroom would, and give its digest."""
        digest = sha256(repr((len(self.texts), text)).encode()).hexdigest()
        self.texts[digest] = text
        return digest

    def publish(self) -> Story:
        """Let the head out."""
        head = self.article.head.content
        return self.take(Published, version=self._next, content=head, state="published")

    def submit(self, note: str) -> Story:
        """Hand the head in as a correction."""
        return self.take(
            Submitted,
            content=self.article.head.content,
            note=self.text(note),
            state="review",
        )

    def correct(self, content: Content, note: str) -> Story:
        """Put the story right, with a public note."""
        return self.take(
            Corrected,
            version=self._next,
            content=self.text(content),
            note=self.text(note),
            state="published",
        )

    def embargo(self, until: datetime) -> Story:
        """Put an embargo on it."""
        return self.take(EmbargoTightened, embargo=until)

    def unpublish(self) -> Story:
        """Take it off the channels."""
        return self.take(Unpublished, state="withdrawn")

    def retract(self, reason: str) -> Story:
        """Withdraw it, and say why."""
        return self.take(Retracted, state="retracted", reason=self.text(reason))

    def kill(self, reason: str) -> Story:
        """Kill it."""
        return self.take(Killed, state="killed", reason=self.text(reason))

    def take(self, event: type[AnyEvent], **facts: object) -> Story:
        """Let something happen, an hour after the last thing."""
        self.clock += timedelta(hours=1)
        happened = event(
            article=self.article.id,
            position=self.article.position + 1,
            at=self.clock,
            by="bo",
            **facts,
        )
        self.article = evolve(self.article, happened)
        return self

    @property
    def released(self) -> views.Released:
        """What readers may have now."""
        return views.release(self.article, self.texts, now=self.clock)

    @property
    def proof(self) -> views.Proof:
        """What the desk looks at."""
        return views.proof(self.article, self.texts)

    @property
    def advance(self) -> views.Advance:
        """What a trusted partner gets ahead of the embargo."""
        return views.advance(self.article, self.texts)

    @property
    def tombstone(self) -> views.Tombstone:
        """What is left of it."""
        return views.tombstone(self.article, self.texts)

    @property
    def _next(self) -> int:
        return len(self.article.versions) + 1


BRIDGE = Content(
    headline="Harbour bridge reopens after eleven weeks",
    summary="Ferries stop at midnight; the tram returns on Monday.",
    language="en-GB",
    section="Local",
    bylines=(Byline(name="Ada Marsh", url="https://gazette.example/ada"),),
    dateline=Dateline(place="Harbour", date=MORNING.date()),
    body=(
        Paragraph(
            key="b1", spans=(Span("The bridge carried its first cars at dawn."),)
        ),
        Quote(key="b2", spans=(Span("It holds."),), speaker="Cy Holt, engineer"),
    ),
)
