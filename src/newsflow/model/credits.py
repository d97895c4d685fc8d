"""Who and what stands behind a story: people, places, subjects, sources."""

from __future__ import annotations

import datetime as dt

import attrs

from . import rules
from .text import line, optional_line, optional_paragraph


@attrs.frozen(kw_only=True)
class Byline:
    """A person credited for the story; *person* is that person's id in the newsroom.

    A byline with a *person* counts as a contributor: that person cannot approve it.
    *role* is ``author`` unless it says otherwise (``photographer``, ``editor`` …).
    """

    name: str = attrs.field(converter=line, validator=rules.filled)
    role: str = attrs.field(default="author", converter=line, validator=rules.filled)
    url: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )
    person: str | None = attrs.field(default=None, validator=rules.optional(rules.key))


@attrs.frozen(kw_only=True)
class Subject:
    """A code from a controlled vocabulary, kept whether or not we know it.

    *scheme* is the alias of the vocabulary (``medtop`` for IPTC Media Topics);
    *relevance* is in percent, as in ninjs.
    """

    code: str = attrs.field(converter=line, validator=rules.filled)
    scheme: str = attrs.field(default="medtop", converter=line, validator=rules.filled)
    name: str | None = attrs.field(default=None, converter=optional_line)
    relevance: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(0, 100))
    )


@attrs.frozen(kw_only=True)
class Dateline:
    """Where and when the story was filed (schema.org ``dateline``)."""

    place: str = attrs.field(converter=line, validator=rules.filled)
    date: dt.date | None = attrs.field(
        default=None, validator=rules.optional(rules.of(dt.date))
    )


@attrs.frozen
class GeoPoint:
    """A point on WGS 84, in millionths of a degree: no float can drift in a hash."""

    latitude: int = attrs.field(validator=rules.between(-90_000_000, 90_000_000))
    longitude: int = attrs.field(validator=rules.between(-180_000_000, 180_000_000))


@attrs.frozen(kw_only=True)
class Place:
    """Where the story happens; *country* is ISO 3166-1 alpha-2."""

    name: str = attrs.field(converter=line, validator=rules.filled)
    code: str | None = attrs.field(default=None, converter=optional_line)
    scheme: str | None = attrs.field(default=None, converter=optional_line)
    country: str | None = attrs.field(default=None, converter=optional_line)
    point: GeoPoint | None = attrs.field(
        default=None, validator=rules.optional(rules.of(GeoPoint))
    )


class EntityKind(rules.Vocabulary):
    """What a name in the story names (IPTC concept types)."""

    PERSON = "person"
    ORGANISATION = "organisation"
    EVENT = "event"
    OBJECT = "object"


@attrs.frozen(kw_only=True)
class Entity:
    """A person, organisation, event or thing that the story names."""

    name: str = attrs.field(converter=line, validator=rules.filled)
    kind: EntityKind = attrs.field(converter=EntityKind)
    code: str | None = attrs.field(default=None, converter=optional_line)
    scheme: str | None = attrs.field(default=None, converter=optional_line)
    url: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )


@attrs.frozen(kw_only=True)
class Source:
    """Where the story, or something in it, comes from.

    *role* is ``supplier`` for an agency, ``cited`` for a work quoted or leaned on
    (schema.org ``citation``), ``based_on`` for what it was made from.
    """

    name: str = attrs.field(converter=line, validator=rules.filled)
    role: str = attrs.field(default="cited", converter=line, validator=rules.filled)
    url: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )


@attrs.frozen(kw_only=True)
class Related:
    """Another story; by *article* when it is ours, else by *url*."""

    title: str = attrs.field(converter=line, validator=rules.filled)
    rel: str = attrs.field(default="related", converter=line, validator=rules.filled)
    article: str | None = attrs.field(default=None, validator=rules.optional(rules.key))
    url: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )


@attrs.frozen(kw_only=True)
class Organisation:
    """Who publishes the story, where that is not the newsroom itself."""

    name: str = attrs.field(converter=line, validator=rules.filled)
    url: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )


@attrs.frozen(kw_only=True)
class Disclosure:
    """What a machine had to do with the text, as told to readers.

    *source_type* is a code of the IPTC digital source types, such as
    ``compositeWithTrainedAlgorithmicMedia``.
    """

    source_type: str = attrs.field(validator=rules.newscode)
    statement: str | None = attrs.field(default=None, converter=optional_paragraph)


@attrs.frozen(kw_only=True)
class TrustIndicator:
    """A policy or a practice that the story points to (IPTC, the Trust Project)."""

    role: str = attrs.field(validator=rules.web_address)
    title: str = attrs.field(converter=line, validator=rules.filled)
    url: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )


@attrs.frozen(kw_only=True)
class OtherId:
    """The name that the story has in another system (ninjs ``altIds``)."""

    role: str = attrs.field(converter=line, validator=rules.filled)
    value: str = attrs.field(converter=line, validator=rules.filled)


@attrs.frozen(kw_only=True)
class ClaimReview:
    """The outcome that a fact-check article publishes (schema.org ``ClaimReview``).

    *rating* is the house's word; *value* stands on the scale *worst* … *best*.
    """

    claim: str = attrs.field(converter=line, validator=rules.filled)
    rating: str = attrs.field(converter=line, validator=rules.filled)
    claimant: str | None = attrs.field(default=None, converter=optional_line)
    appearance: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )
    explanation: str | None = attrs.field(default=None, converter=optional_paragraph)
    value: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(-1000, 1000))
    )
    best: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(-1000, 1000))
    )
    worst: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(-1000, 1000))
    )
