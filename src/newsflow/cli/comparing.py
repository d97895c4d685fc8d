"""``newsflow diff``: two texts of one story, revisions or versions."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from ..errors import NotFoundError
from ..model.article import Article
from ..model.content import Content
from ..newsroom import Newsroom
from ..workflow.evolve import evolve
from . import naming
from .answers import plain
from .differing import BlockChange, Change, FieldChange, blocks, fields, marked
from .session import Session, command, in_session

_SIGNS = {
    Change.ADDED: "+",
    Change.REMOVED: "-",
    Change.CHANGED: "~",
    Change.MOVED: ">",
}


@command("diff")
@click.argument("article", type=naming.ARTICLE)
@click.argument("first", metavar="[A]", required=False)
@click.argument("second", metavar="[B]", required=False)
@in_session
def diff(
    session: Session, *, article: str, first: str | None, second: str | None
) -> None:
    """Compare two texts of a story.

    A and B are head, live, r and the number of a revision, or v and the number of a
    version. Unless given, A is what readers have, or else the revision before, and B
    is the head.
    """
    room, story = session.room, session.story(article)
    one, other = first or _usual(story), second or "head"
    old, new = _text(room, story, one), _text(room, story, other)
    changed, body = fields(old, new), blocks(old, new)
    answer = {"from": one, "to": other, "fields": plain(changed), "blocks": plain(body)}
    lines = [*map(_field, changed), *(line for each in body for line in _block(each))]
    session.give(answer, "\n".join(lines))
    if not lines:
        session.remark(f"{one} and {other} are the same")


def _usual(story: Article) -> str:
    if story.live is not None:
        return "live"
    return f"r{max(1, story.head.number - 1)}"


def _text(room: Newsroom, story: Article, name: str) -> Content:
    kind, number = name[:1], name[1:]
    if name == "head":
        return room.content(story)
    if name == "live":
        return room.live(story)
    if kind == "v" and number.isdecimal():
        return room.content(story, version=int(number))
    if kind == "r" and number.isdecimal():
        return room.content(_at_revision(room, story, int(number)))
    message = f"{name!r} is none of: head, live, r1 …, v1 …"
    raise click.UsageError(message)


def _at_revision(room: Newsroom, story: Article, number: int) -> Article:
    """Replay a story to where a revision was its head."""
    article = None
    for event in room.history(story):
        article = evolve(article, event)
        if article.head.number == number:
            return article
    kind, known = f"revision of {story.id}", range(1, story.head.number + 1)
    raise NotFoundError(kind, str(number), known=map(str, known))


def _field(change: FieldChange) -> str:
    before, after = (_written(one) for one in (change.before, change.after))
    return f"~ {change.name}: {before} → {after}"


def _written(value: object) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


def _block(change: BlockChange) -> Iterator[str]:
    text = marked(change.words) if change.words else change.after or change.before or ""
    first, *more = text.splitlines() or [""]
    yield f"{_SIGNS[change.change]} {change.key}: {first}"
    yield from (f"      {line}" for line in more)
