"""Content: what readers or receivers may see of one revision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from ..errors import InvalidValueError
from . import rules
from .blocks import BLOCKS, Block, ImageBlock
from .credits import (
    Byline,
    ClaimReview,
    Dateline,
    Disclosure,
    Entity,
    Organisation,
    OtherId,
    Place,
    Related,
    Source,
    Subject,
    TrustIndicator,
)
from .extra import Frozen, extra, namespaced
from .media import Media, Rights
from .text import line, optional_line, optional_paragraph, words
from .times import optional_instant


class Kind(rules.Vocabulary):
    """What kind of journalism a story is (schema.org ``NewsArticle`` subtypes)."""

    REPORTAGE = "reportage"
    ANALYSIS = "analysis"
    BACKGROUND = "background"
    OPINION = "opinion"
    REVIEW = "review"
    INTERVIEW = "interview"
    FEATURE = "feature"
    OBITUARY = "obituary"
    FACT_CHECK = "fact_check"
    LIVE = "live"
    ASK_PUBLIC = "ask_public"
    SATIRE = "satire"
    SPONSORED = "sponsored"


class Medium(rules.Vocabulary):
    """What carries the story (IPTC ``ninat``)."""

    TEXT = "text"
    PICTURE = "picture"
    GRAPHIC = "graphic"
    VIDEO = "video"
    AUDIO = "audio"
    COMPOSITE = "composite"


def _keywords(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        field = "keywords"
        raise InvalidValueError(field, value, "a list of words, not one text")
    return tuple(word for word in map(line, value) if word)


@attrs.frozen(kw_only=True)
class Content:
    """One revision of a story, as readers or receivers may see it.

    Only *headline* is required, so that a draft can begin with a line; what a story
    must have before it goes on is the business of checks and of the house's profile.
    *language* is a BCP 47 tag; ``und`` says that nobody has told. *lead* is the key of
    the medium on top. *extra* holds house fields, each named with a namespace.

    Raises:
        InvalidValueError: a value cannot be what its field says.
    """

    headline: str = attrs.field(converter=line, validator=rules.filled)
    short_headline: str | None = attrs.field(default=None, converter=optional_line)
    working_title: str | None = attrs.field(default=None, converter=optional_line)
    label: str | None = attrs.field(default=None, converter=optional_line)
    summary: str | None = attrs.field(default=None, converter=optional_paragraph)
    slug: str | None = attrs.field(default=None, validator=rules.optional(rules.slug))
    slugline: str | None = attrs.field(default=None, converter=optional_line)
    kind: Kind = attrs.field(default=Kind.REPORTAGE, converter=Kind)
    medium: Medium = attrs.field(default=Medium.TEXT, converter=Medium)
    language: str = attrs.field(default="und", validator=rules.language)
    section: str | None = attrs.field(default=None, converter=optional_line)
    subjects: tuple[Subject, ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.each(Subject)
    )
    genres: tuple[Subject, ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.each(Subject)
    )
    keywords: tuple[str, ...] = attrs.field(default=(), converter=_keywords)
    mentions: tuple[Entity, ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.each(Entity)
    )
    byline: str | None = attrs.field(default=None, converter=optional_line)
    bylines: tuple[Byline, ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.each(Byline)
    )
    dateline: Dateline | None = attrs.field(
        default=None, validator=rules.optional(rules.of(Dateline))
    )
    places: tuple[Place, ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.each(Place)
    )
    body: tuple[Block, ...] = attrs.field(default=(), converter=rules.members)
    media: tuple[Media, ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.keyed(Media)
    )
    lead: str | None = attrs.field(default=None, validator=rules.optional(rules.key))
    sources: tuple[Source, ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.each(Source)
    )
    backstory: str | None = attrs.field(default=None, converter=optional_paragraph)
    claim_reviews: tuple[ClaimReview, ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.each(ClaimReview)
    )
    publisher: Organisation | None = attrs.field(
        default=None, validator=rules.optional(rules.of(Organisation))
    )
    rights: Rights | None = attrs.field(
        default=None, validator=rules.optional(rules.of(Rights))
    )
    disclosure: Disclosure | None = attrs.field(
        default=None, validator=rules.optional(rules.of(Disclosure))
    )
    trust: tuple[TrustIndicator, ...] = attrs.field(
        default=(),
        converter=rules.members,
        validator=rules.each(TrustIndicator),
    )
    related: tuple[Related, ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.each(Related)
    )
    other_ids: tuple[OtherId, ...] = attrs.field(
        default=(), converter=rules.members, validator=rules.each(OtherId)
    )
    canonical_url: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )
    free_to_read: bool | None = attrs.field(
        default=None, validator=rules.optional(rules.flag)
    )
    content_created: datetime | None = attrs.field(
        default=None, converter=optional_instant
    )
    extra: Frozen = attrs.field(factory=Frozen, converter=extra, validator=namespaced)

    @body.validator
    def _body_is_blocks(self, _: object, body: tuple[Block, ...]) -> None:
        for block in body:
            if type(block) not in BLOCKS:
                field = "body"
                raise InvalidValueError(field, block, "made of blocks")
        twice = rules.first_repeated(block.key for block in body)
        if twice is not None:
            field = "body"
            raise InvalidValueError(field, twice, "keyed without repeats")

    def __attrs_post_init__(self) -> None:
        """Hold image blocks and the lead to media that the story has."""
        keys = {medium.key for medium in self.media}
        used = [block.media for block in self.body if isinstance(block, ImageBlock)]
        for wanted in (*used, *filter(None, (self.lead,))):
            if wanted not in keys:
                field = "media"
                allowed = f"one of the story's own: {', '.join(sorted(keys)) or 'none'}"
                raise InvalidValueError(field, wanted, allowed)

    @property
    def text(self) -> str:
        """The words of the body, block by block, without any markup."""
        return "\n\n".join(filter(None, (block.text for block in self.body)))

    @property
    def word_count(self) -> int:
        """How many words the body has."""
        return words(self.text)

    @property
    def lead_media(self) -> Media | None:
        """The medium on top of the story."""
        return next((one for one in self.media if one.key == self.lead), None)

    @property
    def authors(self) -> tuple[Byline, ...]:
        """Those credited as authors."""
        return tuple(byline for byline in self.bylines if byline.role == "author")
