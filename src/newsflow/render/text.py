"""Plain text: the words of a story, for a terminal, a mail or a diff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import attrs

from ..model.article import Removal
from ..model.blocks import Block, ImageBlock, ListBlock, Quote
from ..model.content import Content
from ..model.views import Proof, Released, Tombstone, View
from ..ports import Rendition
from .refusals import refusal
from .words import ENGLISH, words_in

MEDIA_TYPE = "text/plain; charset=utf-8"


@attrs.frozen
class PlainText:
    """Renders headline, byline and paragraphs; a paragraph is one line."""

    name: ClassVar[str] = "text"
    suffix: ClassVar[str] = ".txt"

    def render(self, view: View | Tombstone) -> Rendition:
        """Render the words of a view.

        Raises:
            NotReleasedError: an embargo runs, or the story is gone without a notice.
            TypeError: it is no view.
        """
        match view:
            case Released():
                parts = tuple(_story(view))
            case Proof():
                notice = words_in(view.content.language).proof
                parts = (notice, *_story(view), notice)
            case Tombstone(removal=Removal.RETRACT):
                parts = (_retraction(view), view.reason or "")
            case _:
                raise refusal(view, self.name)
        text = "\n\n".join(filter(None, parts))
        return Rendition(media_type=MEDIA_TYPE, data=f"{text}\n".encode())


def byline(content: Content) -> str | None:
    """Write who made the story, as it was printed or else out of its bylines."""
    if content.byline is not None or not content.bylines:
        return content.byline
    words = words_in(content.language)
    names = f"{words.comma} ".join(one.name for one in content.bylines)
    return f"{words.by} {names}"


def _story(view: Released | Proof) -> Iterator[str | None]:
    content = view.content
    words = words_in(content.language)
    yield content.headline
    yield content.summary
    yield byline(content)
    yield None if content.dateline is None else content.dateline.place
    for block in content.body:
        yield _block(block, content)
    for note in view.corrections:
        yield f"{words.correction}, {words.date(note.at)}: {note.text}"


def _block(block: Block, content: Content) -> str | None:
    match block:
        case Quote(speaker=str()):
            return f"{block.text}\n— {block.speaker}"
        case ListBlock():
            return "\n".join(_items(block))
        case ImageBlock():
            shown = next(one for one in content.media if one.key == block.media)
            return shown.caption or shown.alt
        case _:
            return block.text


def _items(block: ListBlock) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        mark = f"{number}." if block.ordered else "-"
        yield f"{'  ' * (item.level - 1)}{mark} {item.text}"


def _retraction(view: Tombstone) -> str:
    return f"{ENGLISH.retracted}, {ENGLISH.moment(view.at)}"
