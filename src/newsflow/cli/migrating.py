"""Moving stories from the workflow they began with to the one of today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from ..model.article import Article
from ..model.people import Person
from ..newsroom import Newsroom
from ..workflow.definition import Act
from .troubles import every_article


@attrs.frozen(kw_only=True)
class Migration:
    """A story that follows another workflow than today's, and where it would stand."""

    article: str
    headline: str
    workflow: str
    version: int
    before: str
    after: str
    objections: tuple[str, ...] = ()

    def __str__(self) -> str:
        """``0193…  Bridge reopens: standard 1, review → copy-desk``."""
        way = f"{self.workflow} {self.version}, {self.before} → {self.after}"
        against = "".join(f"\n  - {one}" for one in self.objections)
        return f"{self.article}  {self.headline}: {way}{against}"


def migrations(
    room: Newsroom, by: Person, mapped: Mapping[str, str]
) -> Iterator[Migration]:
    """Find every story that does not follow the workflow of today.

    A story whose state is terminal stays with the workflow in which it ended.
    """
    today = room.workflow()
    for row in every_article(room):
        article = room.article(row.id)
        follows = (article.workflow, article.workflow_version)
        theirs = room.workflow(article)
        terminal = theirs.state(article.state).terminal
        if follows == (today.name, today.version) or terminal:
            continue
        target = mapped.get(article.state, article.state)
        yield Migration(
            article=article.id,
            headline=row.headline,
            workflow=article.workflow,
            version=article.workflow_version,
            before=article.state,
            after=target,
            objections=tuple(_against(room, article, by, target)),
        )


def take(room: Newsroom, by: Person, migration: Migration) -> Migration:
    """Let a story follow the workflow of today."""
    room.migrate(migration.article, by=by, state=migration.after)
    return migration


def _against(
    room: Newsroom, article: Article, by: Person, target: str
) -> Iterator[str]:
    today, theirs = room.workflow(), room.workflow(article)
    step = theirs.that(Act.MIGRATE, state=article.state)
    if step is None:
        yield f"workflow {theirs.name} has no step that migrates from {article.state}"
    else:
        yield from map(str, room.why_not(article, step.name, by=by))
    state = today.by_state.get(target)
    if state is None:
        yield (
            f"workflow {today.name} has no state {target}: "
            f"--map {article.state}=ONE OF {', '.join(today.by_state)}"
        )
    elif state.kind is not theirs.state(article.state).kind:
        kind = theirs.state(article.state).kind.value
        yield f"{article.state} is a {kind} state, {target} a {state.kind.value} one"
