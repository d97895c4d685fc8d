"""The steps by which a story goes: off its channels, off the desk, out of the store."""

from __future__ import annotations

import click

from ..errors import NotFoundError
from ..model.article import Article
from . import naming
from .outcomes import AdvisedError
from .session import Session, command, with_story
from .stepping import sent, took
from .telling import digests


@command("discard")
@naming.article
@with_story
def discard(session: Session, *, story: Article) -> None:
    """Drop the draft; readers keep what they have."""
    after = session.room.discard(story, by=session.by)
    took(session, after, "is again what readers have")


@command("unpublish")
@naming.article
@naming.reason(required=False, text="Why; the desk sees it.")
@with_story
def unpublish(session: Session, *, story: Article, reason: str | None) -> None:
    """Take a story off its channels, for now."""
    after = session.room.unpublish(story, by=session.by, reason=reason)
    sent(session, after, "was taken down")


@command("retract")
@naming.article
@naming.reason(required=True, text="Why; readers see it where the story was.")
@with_story
def retract(session: Session, *, story: Article, reason: str) -> None:
    """Withdraw a story; a public reason stays."""
    after = session.room.retract(story, by=session.by, reason=reason)
    sent(session, after, "was retracted")


@command("kill")
@naming.article
@naming.reason(required=True, text="Why; nobody outside the house sees it.")
@with_story
def kill(session: Session, *, story: Article, reason: str) -> None:
    """Remove every public copy of a story, for good.

    The internal record stays; newsflow erase removes texts from that, too.
    """
    after = session.room.kill(story, by=session.by, reason=reason)
    sent(session, after, "was killed")


@command("spike")
@naming.article
@naming.reason(required=False, text="Why; the desk sees it.")
@with_story
def spike(session: Session, *, story: Article, reason: str | None) -> None:
    """Decide that a story will not run.

    This is also how an import is undone.
    """
    after = session.room.spike(story, by=session.by, reason=reason)
    took(session, after, "will not run")


@command("revive")
@naming.article
@with_story
def revive(session: Session, *, story: Article) -> None:
    """Take a story up again, as a draft."""
    took(session, session.room.revive(story, by=session.by), "is taken up again")


@command("erase")
@naming.article
@click.argument("texts", metavar="[DIGEST]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every text that it ever had.")
@naming.reason(required=True, text="Why: the request, or the court's order.")
@with_story
def erase(
    session: Session,
    *,
    story: Article,
    texts: tuple[str, ...],
    everything: bool,
    reason: str,
) -> None:
    """Remove stored texts for good.

    For privacy and for court orders. DIGEST is the beginning of one that newsflow
    history shows. The history stays, and the audit still verifies it. It is not a
    kill: take the story down first.
    """
    known = _texts(session, story)
    left = tuple(one for one in known if one not in story.erased)
    chosen = left if everything else tuple(_named(one, known) for one in texts)
    if not (texts or everything):
        message = "Name a DIGEST that newsflow history shows, or say --all."
        raise click.UsageError(message)
    if not chosen:
        message = "nothing to erase was named"
        hint = f"newsflow history {story.id} shows the digests; or --all"
        raise AdvisedError(message, hint=hint)
    after = session.room.erase(story, by=session.by, reason=reason, texts=chosen)
    took(session, after, f"lost {len(chosen)} of its texts")


def _texts(session: Session, story: Article) -> tuple[str, ...]:
    events = session.room.history(story)
    every = dict.fromkeys(digest for event in events for digest in digests(event))
    return tuple(every)


def _named(start: str, known: tuple[str, ...]) -> str:
    found = [digest for digest in known if digest.startswith(start)]
    if len(found) == 1:
        return found[0]
    kind = "text" if not found else "single text that begins with"
    raise NotFoundError(kind, start, known=(digest[:12] for digest in found or known))
