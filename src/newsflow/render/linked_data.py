"""The story as schema.org ``NewsArticle`` in JSON-LD, for machines that read pages.

Kept out of it: what schema.org has no property for (slug, working title, byline text,
urgency), the body, which the page itself carries, and the count of its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from ..documents.fast import compact
from ..model.content import Content, Kind
from ..model.credits import Byline, ClaimReview, Entity, EntityKind, Source, Subject
from ..model.credits import Place as Locality
from ..model.media import Media, MediaKind, Rights
from ..model.views import PublicCorrection, Released
from .moments import iso
from .place import Place

Node: TypeAlias = dict[str, object]

CONTEXT = "https://schema.org"
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"

TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.REPORTAGE: "ReportageNewsArticle",
        Kind.ANALYSIS: "AnalysisNewsArticle",
        Kind.BACKGROUND: "BackgroundNewsArticle",
        Kind.OPINION: "OpinionNewsArticle",
        Kind.REVIEW: "ReviewNewsArticle",
        Kind.INTERVIEW: "NewsArticle",
        Kind.FEATURE: "NewsArticle",
        Kind.OBITUARY: "NewsArticle",
        Kind.FACT_CHECK: "NewsArticle",
        Kind.LIVE: "NewsArticle",
        Kind.ASK_PUBLIC: "AskPublicNewsArticle",
        Kind.SATIRE: "SatiricalArticle",
        Kind.SPONSORED: "AdvertiserContentArticle",
    }
)
"""The schema.org class of each kind of journalism."""

PICTURES = frozenset({MediaKind.PICTURE, MediaKind.GRAPHIC})
"""The kinds of media that an image element can show."""

_ENTITIES: Mapping[EntityKind, str] = MappingProxyType(
    {
        EntityKind.PERSON: "Person",
        EntityKind.ORGANISATION: "Organization",
        EntityKind.EVENT: "Event",
        EntityKind.OBJECT: "Thing",
    }
)
# A script element ends at the first "</script", whatever the JSON means by it; the
# two separators are line ends to older parsers. All five are the same to JSON escaped.
_ESCAPES = tuple((sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029")
_NOTHING: tuple[object, ...] = (None, "", [])


def linked_data(view: Released, place: Place) -> str:
    """Write the story's JSON-LD, safe inside a ``script`` element."""
    nodes = tuple(_nodes(view, place))
    text = compact()(list(nodes) if len(nodes) > 1 else nodes[0])
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return text


def _nodes(view: Released, place: Place) -> Iterator[Node]:
    yield _article(view, place)
    trail = tuple(_trail(view.content, place))
    if len(trail) > 1:
        yield {
            "@context": CONTEXT,
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": name, "item": item}
                for number, (name, item) in enumerate(trail, 1)
            ],
        }
    for review in view.content.claim_reviews:
        yield _review(review, view, place)


def _trail(content: Content, place: Place) -> Iterator[tuple[str, str]]:
    """Give the way down to a story, by names and addresses: home, section, story."""
    if place.url is None:
        return
    name = place.site_name or place.words_in(place.language).home
    yield name, place.base_url
    section = place.section(content.section)
    address = None if section is None else place.public(section)
    if content.section is not None and address is not None:
        yield content.section, address
    yield content.headline, place.url


def _article(view: Released, place: Place) -> Node:
    content = view.content
    url = content.canonical_url or place.url
    return _full(
        {
            "@context": CONTEXT,
            "@type": TYPES[content.kind],
            "identifier": view.article,
            "version": view.version,
            "url": url,
            "mainEntityOfPage": url,
            "headline": content.headline,
            "alternativeHeadline": content.short_headline,
            "description": content.summary,
            "inLanguage": None if content.language == "und" else content.language,
            "datePublished": iso(view.published),
            "dateModified": iso(view.updated),
            "expires": None if view.expires is None else iso(view.expires),
            "articleSection": content.section,
            "keywords": list(content.keywords),
            "dateline": None if content.dateline is None else content.dateline.place,
            "isAccessibleForFree": content.free_to_read,
            "backstory": content.backstory,
            **_people(content.bylines),
            "publisher": _publisher(content, place),
            "image": _image(content.lead_media, place),
            "about": [_subject(one) for one in content.subjects if one.name],
            "mentions": [_entity(one) for one in content.mentions],
            "contentLocation": [_locality(one) for one in content.places],
            **_sources(content.sources),
            **_rights(content.rights),
            "digitalSourceType": source_type(content),
            "correction": [_correction(one) for one in view.corrections],
        }
    )


def _full(node: Mapping[str, object]) -> Node:
    # No zero and no False: those say something.
    return {name: value for name, value in node.items() if value not in _NOTHING}


def _people(bylines: Iterable[Byline]) -> Node:
    found: dict[str, list[Node]] = {}
    for byline in bylines:
        role = byline.role if byline.role in {"author", "editor"} else "contributor"
        person = _full({"@type": "Person", "name": byline.name, "url": byline.url})
        found.setdefault(role, []).append(person)
    return dict(found)


def _publisher(content: Content, place: Place) -> Node | None:
    house = content.publisher
    name, url = (house.name, house.url) if house else (place.site_name, place.base_url)
    if not name:
        return None
    # The site's policies are not those of another house whose story it carries.
    policies = () if house else place.policies
    return _full(
        {
            "@type": "NewsMediaOrganization",
            "name": name,
            "url": url,
            "publishingPrinciples": [
                {"@type": "CreativeWork", "name": one, "url": address}
                for one, address in policies
            ],
        }
    )


def _image(medium: Media | None, place: Place) -> Node | None:
    if medium is None or medium.kind not in PICTURES:
        return None
    href = place.public_href(medium)
    if href is None:
        return None
    return _full(
        {
            "@type": "ImageObject",
            "url": href,
            "width": medium.width,
            "height": medium.height,
            "caption": medium.caption,
            "creditText": medium.credit,
            **_rights(medium.rights),
        }
    )


def _subject(subject: Subject) -> Node:
    identifier = f"{subject.scheme}:{subject.code}"
    return {"@type": "Thing", "name": subject.name, "identifier": identifier}


def _entity(entity: Entity) -> Node:
    kind = _ENTITIES[entity.kind]
    return _full({"@type": kind, "name": entity.name, "sameAs": entity.url})


def _locality(place: Locality) -> Node:
    return _full({"@type": "Place", "name": place.name, "address": place.country})


def _sources(sources: Iterable[Source]) -> Node:
    found: dict[str, list[Node]] = {}
    for source in sources:
        match source.role:
            case "supplier":
                name, kind = "sourceOrganization", "Organization"
            case "based_on":
                name, kind = "isBasedOn", "CreativeWork"
            case _:
                name, kind = "citation", "CreativeWork"
        node = _full({"@type": kind, "name": source.name, "url": source.url})
        found.setdefault(name, []).append(node)
    return dict(found)


def _rights(rights: Rights | None) -> Node:
    if rights is None:
        return {}
    holder = {"@type": "Organization", "name": rights.holder} if rights.holder else None
    return {
        "copyrightHolder": holder,
        "copyrightNotice": rights.notice,
        "copyrightYear": rights.year,
        "license": rights.licence,
        "acquireLicensePage": rights.acquire,
    }


def source_type(content: Content) -> str | None:
    """Give the IPTC address of what a machine had to do with the text."""
    made = content.disclosure
    return None if made is None else f"{SOURCE_TYPES}{made.source_type}"


def _correction(correction: PublicCorrection) -> Node:
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": iso(correction.at),
    }


def _review(review: ClaimReview, view: Released, place: Place) -> Node:
    rating = {
        "@type": "Rating",
        "alternateName": review.rating,
        "ratingValue": review.value,
        "bestRating": review.best,
        "worstRating": review.worst,
        "ratingExplanation": review.explanation,
    }
    claimant = {"@type": "Person", "name": review.claimant} if review.claimant else None
    claim = {"@type": "Claim", "author": claimant, "appearance": review.appearance}
    return _full(
        {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "url": view.content.canonical_url or place.url,
            "datePublished": iso(view.published),
            "claimReviewed": review.claim,
            "author": _publisher(view.content, place),
            "reviewRating": _full(rating),
            "itemReviewed": _full(claim),
        }
    )
