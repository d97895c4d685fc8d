"""Examining: what channels say of a story's media before it is let out to them."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import Objection
from ..model.article import Article
from ..ports import Examines
from ..workflow.asking import Ask
from ..workflow.definition import Act, Step
from ._office import Office


def examined(
    office: Office, article: Article, step: Step, ask: Ask
) -> Iterator[Objection]:
    """Have the channels that a step sends a story to look at its media.

    What they find would keep it from them for good, and leave readers with an older
    version, or without the story.
    """
    if article.head.content in article.erased:
        return
    content = office.texts.content(article.id, article.head.content)
    if not content.media:
        return
    for name in _receivers(office, article, step, ask):
        channel = office.channels.get(name)
        if not isinstance(channel, Examines):
            continue
        for problem in channel.examine(content):
            message = f"{name} would not take it: {problem.message}"
            yield Objection(code="media", message=message)


def _receivers(
    office: Office, article: Article, step: Step, ask: Ask
) -> tuple[str, ...]:
    if ask.channels:
        return ask.channels
    match step.act:
        case Act.ADVANCE:
            return office.partners
        case Act.CORRECT:  # it goes after every copy, and nowhere else
            sent = office.deliveries.of(article.id)
            return tuple(dict.fromkeys(one.channel for one in sent))
        case _:
            return tuple(office.channels)
