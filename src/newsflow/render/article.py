"""What the article template is given: the content, and a few texts about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

import attrs
from markupsafe import Markup

from ..documents.html.writer import blocks_html
from ..model.blocks import Block, ImageBlock
from ..model.content import Content
from ..model.views import Proof, PublicCorrection, Released
from .direction import direction
from .linked_data import SOURCE_TYPES, linked_data
from .moments import Moment, moment
from .pictures import attributes, card, is_picture, written
from .place import Place
from .words import Words, words_in

Context: TypeAlias = Mapping[str, Any]

_OURS = Markup("")
_ENGLISH = Markup(' lang="en"')


@attrs.frozen
class Note:
    """A correction as the page shows it."""

    text: str
    at: Moment


def article(view: Released, place: Place) -> Context:
    """Prepare the page of a story that readers may have."""
    words = words_in(view.content.language)
    updated = (
        moment(view.updated, words, place.zone)
        if view.updated != view.published
        else None
    )
    return {
        **_page(view.content, view.corrections, place, words),
        "proof": False,
        "canonical": view.content.canonical_url or place.url,
        "published": moment(view.published, words, place.zone),
        "updated": updated,
        "saved": None,
        "linked_data": Markup(linked_data(view, place)),  # noqa: S704 - escaped there
    }


def proof(view: Proof, place: Place) -> Context:
    """Prepare the page of a revision for the desk; it says so, and has no address."""
    words = words_in(view.content.language)
    return {
        **_page(view.content, view.corrections, place, words),
        "proof": True,
        "canonical": None,
        "published": None,
        "updated": None,
        "saved": moment(view.saved, words, place.zone),
        "linked_data": None,
    }


def _page(
    content: Content,
    corrections: Iterable[PublicCorrection],
    place: Place,
    words: Words,
) -> dict[str, Any]:
    lead = content.lead_media
    return {
        "content": content,
        "place": place,
        "words": words,
        "language": content.language,
        "direction": direction(content.language),
        "words_mark": _mark(words, content),
        "label": content.label or words.kinds.get(content.kind),
        "dateline": _dateline(content, words),
        "lead": lead,
        "lead_href": None if lead is None else place.media_href(lead),
        "lead_is_picture": lead is not None and is_picture(lead),
        "lead_extra": None
        if lead is None
        else written(attributes(content, place)(lead)),
        "card": card(lead, place),
        "body": _body(content, place),
        "corrections": [
            Note(one.text, moment(one.at, words, place.zone)) for one in corrections
        ],
        "made": _made(content),
    }


def _mark(words: Words, content: Content) -> Markup:
    # The page's own words are English where we do not speak the story's language.
    known = content.language.lower().partition("-")[0]
    return _OURS if words.language == known else _ENGLISH


def _dateline(content: Content, words: Words) -> str | None:
    line = content.dateline
    if line is None:
        return None
    return line.place if line.date is None else _joined(line.place, line.date, words)


def _joined(place: str, day: date, words: Words) -> str:
    return f"{place}{words.comma} {words.date(day)}"


def _body(content: Content, place: Place) -> Markup:
    body = content.body
    if content.lead is not None:
        body = tuple(_without(body, content.lead))
    extra = attributes(content, place)
    html = blocks_html(body, content.media, href=place.media_href, extra=extra)
    return Markup(html)  # noqa: S704 - the writer escapes, block by block


def _without(body: Iterable[Block], lead: str) -> Iterator[Block]:
    # The lead stands on top already.
    for block in body:
        if not isinstance(block, ImageBlock) or block.media != lead:
            yield block


def _made(content: Content) -> str | None:
    made = content.disclosure
    return None if made is None else f"{SOURCE_TYPES}{made.source_type}"
