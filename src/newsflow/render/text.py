"""Plain text: the words of a story, for a terminal, a mail or a diff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import attrs

from ..model.article import Removal
from ..model.blocks import Block, Embed, ImageBlock, ListBlock, Quote
from ..model.content import Content
from ..model.media import Media, Rights
from ..model.views import Proof, Released, Tombstone, View
from ..ports import Rendition
from .article import dateline
from .refusals import refusal
from .words import Words, words_in

MEDIA_TYPE = "text/plain; charset=utf-8"


@attrs.frozen
class PlainText:
    """Renders all words of a story, from headline to sources; a paragraph is a line.

    Days are written as newsflow's own tables have them, in UTC: this text belongs to
    no site.
    """

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
    yield content.label or words.kinds.get(content.kind)
    yield content.summary
    yield byline(content)
    yield dateline(content, words)
    yield _on_top(content)
    for block in content.body:
        yield _block(block, content)
    for note in view.corrections:
        yield f"{words.correction}, {words.date(note.at)}: {note.text}"
    yield from _behind(content, words)


def _behind(content: Content, words: Words) -> Iterator[str | None]:
    """What stands below a story: how it was made, out of what, and whose it is."""
    made = content.disclosure
    if content.backstory:
        yield f"{words.backstory}: {content.backstory}"
    if made is not None:
        told = made.statement or words.machine
        yield f"{words.disclosure}: {told} ({made.source_type})"
    if content.sources:
        named = (_addressed(one.name, one.url) for one in content.sources)
        yield "\n".join((f"{words.sources}:", *(f"- {one}" for one in named)))
    if content.rights is not None:
        yield "\n".join(_rights(content.rights, words))


def _rights(rights: Rights, words: Words) -> Iterator[str]:
    if rights.holder:
        yield " ".join(filter(None, ("©", str(rights.year or ""), rights.holder)))
    yield from filter(None, (rights.notice, rights.usage_terms))
    if rights.licence:
        yield f"{words.licence}: {rights.licence}"


def _addressed(name: str, url: str | None) -> str:
    return f"{name} <{url}>" if url else name


def _on_top(content: Content) -> str | None:
    lead = content.lead_media
    stands = {one.media for one in content.body if isinstance(one, ImageBlock)}
    return None if lead is None or lead.key in stands else _medium(lead)


def _medium(shown: Media) -> str | None:
    said = shown.caption or shown.alt
    return " ".join(filter(None, (said, shown.credit and f"({shown.credit})"))) or None


def _block(block: Block, content: Content) -> str | None:
    match block:
        case Quote(speaker=str()):
            return f"{block.text}\n— {block.speaker}"
        case ListBlock():
            return "\n".join(_items(block))
        case ImageBlock():
            return _medium(next(one for one in content.media if one.key == block.media))
        case Embed():
            return _addressed(block.text, block.href).strip()
        case _:
            return block.text


def _items(block: ListBlock) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        mark = f"{number}." if block.ordered else "-"
        yield f"{'  ' * (item.level - 1)}{mark} {item.text}"


def _retraction(view: Tombstone) -> str:
    words = words_in("en")
    return f"{words.retracted}, {words.moment(view.at)}"
