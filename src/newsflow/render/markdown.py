"""Markdown with TOML front matter, as newsflow reads it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import ClassVar

import attrs

from ..documents.markdown.writer import write_markdown
from ..model.article import Removal
from ..model.blocks import Paragraph, Span
from ..model.content import Content
from ..model.views import (
    Proof,
    PublicCorrection,
    Released,
    Tombstone,
    View,
)
from ..ports import Rendition
from .refusals import refusal
from .words import Words, words_in

MEDIA_TYPE = "text/markdown; charset=utf-8"


@attrs.frozen
class Markdown:
    """Renders the content, so that what comes out can be read as an article again.

    Corrections close the text as paragraphs, for they must not be overlooked. A proof
    says what it is in a TOML comment on top of its front matter.
    """

    name: ClassVar[str] = "markdown"
    suffix: ClassVar[str] = ".md"

    def render(self, view: View | Tombstone) -> Rendition:
        """Render the text of a view.

        Raises:
            NotReleasedError: an embargo runs, or the story is gone without a notice.
            TypeError: it is no view.
        """
        match view:
            case Released():
                data = write_markdown(_with_corrections(view))
            case Proof():
                data = _marked(view)
            case Tombstone(removal=Removal.RETRACT):
                data = _retraction(view)
            case _:
                raise refusal(view, self.name)
        return Rendition(media_type=MEDIA_TYPE, data=data)


def _marked(view: Proof) -> bytes:
    opening, _, rest = write_markdown(_with_corrections(view)).partition(b"\n")
    notice = f"# {words_in(view.content.language).proof}".encode()
    return b"\n".join((opening, notice, rest))


def _retraction(view: Tombstone) -> bytes:
    words = words_in("en")
    notice = Content(
        headline=words.retracted,
        language=words.language,
        body=tuple(_paragraphs((words.moment(view.at), view.reason or ""))),
    )
    return write_markdown(notice)


def _paragraphs(texts: Iterable[str]) -> Iterator[Paragraph]:
    for number, text in enumerate(filter(None, texts), 1):
        yield Paragraph(key=f"b{number}", spans=(Span(text),))


def _with_corrections(view: Released | Proof) -> Content:
    content = view.content
    if not view.corrections:
        return content
    taken = {block.key for block in content.body}
    keys = (key for key in map("correction-{}".format, count(1)) if key not in taken)
    words = words_in(content.language)
    notes = (
        Paragraph(key=key, spans=(_label(note, words), Span(f" {note.text}")))
        for key, note in zip(keys, view.corrections, strict=False)
    )
    return attrs.evolve(content, body=(*content.body, *notes))


def _label(note: PublicCorrection, words: Words) -> Span:
    return Span(f"{words.correction}, {words.date(note.at)}:", ("strong",))
