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
from .linked_data import linked_data, source_type
from .moments import Moment, iso, moment
from .pictures import attributes, card, is_picture, lead_attributes
from .place import Place
from .scrolling import scrolling
from .share import Share, share_of
from .words import Words, said_in, times_mark

Context: TypeAlias = Mapping[str, Any]

_TERRITORY = 2


@attrs.frozen
class Note:
    """A correction as the page shows it."""

    text: str
    at: Moment


def article(view: Released, place: Place) -> Context:
    """Prepare the page of a story that readers may have."""
    content = view.content
    words = place.words_in(content.language)
    corrected = view.updated != view.published
    canonical = content.canonical_url or place.url
    return {
        **_page(content, view.corrections, place, words),
        "proof": False,
        "canonical": canonical,
        "locale": _locale(content.language),
        "picture": card(content.lead_media, place),
        "published": moment(view.published, words, place.zone),
        "updated": moment(view.updated, words, place.zone) if corrected else None,
        "expires": None if view.expires is None else iso(view.expires),
        "saved": None,
        "share": _share(content, canonical, place, words),
        "linked_data": Markup(linked_data(view, place)),  # noqa: S704 - escaped there
    }


def proof(view: Proof, place: Place) -> Context:
    """Prepare the page of a revision for the desk; it says so, and has no address."""
    words = place.words_in(view.content.language)
    return {
        **_page(view.content, view.corrections, place, words),
        "proof": True,
        "canonical": None,
        "published": None,
        "updated": None,
        "saved": moment(view.saved, words, place.zone),
        "share": None,
        "linked_data": None,
    }


def _page(
    content: Content,
    corrections: Iterable[PublicCorrection],
    place: Place,
    words: Words,
) -> dict[str, Any]:
    lead = content.lead_media
    # The page's own words are English where we do not speak the story's language.
    said = said_in(words, content.language)
    return {
        "content": content,
        "place": place,
        "words": words,
        "said": said,
        "times_mark": times_mark(words, content.language),
        "language": _taken_for(content.language, place),
        "direction": direction(content.language),
        "section_href": place.section(content.section),
        "label": content.label or said.kinds.get(content.kind),
        "dateline": dateline(content, words),
        "lead": lead,
        "lead_href": None if lead is None else place.media_href(lead),
        "lead_is_picture": lead is not None and is_picture(lead),
        "lead_extra": lead_attributes(content, place),
        "body": _body(content, place),
        "corrections": [
            Note(one.text, moment(one.at, words, place.zone)) for one in corrections
        ],
        "made": source_type(content),
    }


def _locale(language: str) -> str | None:
    # OpenGraph knows a language with a territory only, such as en_GB.
    tag, *rest = language.split("-")
    territory = next((one for one in rest if len(one) == _TERRITORY), None)
    return f"{tag}_{territory.upper()}" if territory else None


def _share(
    content: Content, canonical: str | None, place: Place, words: Words
) -> Share | None:
    if canonical is None:
        return None
    return share_of(
        content.headline, canonical, words, by=place.share, mastodon=place.mastodon
    )


def dateline(content: Content, words: Words) -> str | None:
    """Write where and when a story was filed."""
    line = content.dateline
    if line is None:
        return None
    return line.place if line.date is None else _joined(line.place, line.date, words)


def _joined(place: str, day: date, words: Words) -> str:
    return f"{place}{words.comma} {words.date(day)}"


def _taken_for(language: str, place: Place) -> str:
    # WCAG 2.2, 3.1.1: without a language, a page is read out in whatever voice is set.
    return place.language if language == "und" else language


def _body(content: Content, place: Place) -> Markup:
    body = content.body
    if content.lead is not None:
        body = tuple(_without(body, content.lead))
    more = attributes(content, place)
    html = blocks_html(body, content.media, href=place.media_href, more=more)
    return scrolling(html)


def _without(body: Iterable[Block], lead: str) -> Iterator[Block]:
    # The lead stands on top already.
    for block in body:
        if not isinstance(block, ImageBlock) or block.media != lead:
            yield block
