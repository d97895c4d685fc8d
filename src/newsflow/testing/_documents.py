"""Hypothesis strategies for contents as documents, whole and broken."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from ..documents.structure import content_to
from ._contents import contents

Document: TypeAlias = dict[str, Any]
_KEY = "the.fault-is-here"


class Broken(NamedTuple):
    """A document with one fault: where it must be told, and under which keyword."""

    document: Document
    path: str
    keyword: str


class _Fault(NamedTuple):
    """What to put where, and how it must be told; in a list it is put at the end."""

    member: str
    value: Any
    tail: str
    keyword: str


def _block(kind: str, **members: Any) -> Document:
    return {"type": kind, "key": _KEY, **members}


_LINK = {"key": "strong", "href": "https://gazette.example/"}
_BARE = {"key": "l1", "href": "gazette.example"}
_FAULTS = (
    _Fault("headline", " \u200b", "", "pattern"),
    _Fault("headline", 5, "", "type"),
    _Fault("headlin", "Bridge", "", "additionalProperties"),
    _Fault("slug", "Bridge Reopens", "", "pattern"),
    _Fault("kind", "reportag", "", "enum"),
    _Fault("language", "en_GB", "", "pattern"),
    _Fault("canonical_url", "javascript:alert(1)", "", "pattern"),
    _Fault("free_to_read", 1, "", "type"),
    _Fault("content_created", "2026-11-24T07:55:00", "", "format"),
    _Fault("dateline", {"place": "Harbour", "date": "2026-02-30"}, ".date", "format"),
    _Fault("dateline", {"date": "2026-02-28"}, ".place", "required"),
    _Fault("rights", {"year": 10_000}, ".year", "maximum"),
    _Fault("lead", "no-such-picture", "", "reference"),
    _Fault("extra", {"page": 4}, ".page", "propertyNames"),
    _Fault("extra", {"house:share": 0.5}, "['house:share']", "type"),
    _Fault("extra", {"house:n": [2**53]}, "['house:n'][0]", "maximum"),
    _Fault("subjects", {"code": "x", "relevance": -1}, ".relevance", "minimum"),
    _Fault("media", {"key": "m"}, ".href", "required"),
    _Fault("media", {"key": "m", "href": "media:../m.jpg"}, ".href", "pattern"),
    _Fault("body", "A paragraph.", "", "type"),
    _Fault("body", {"key": _KEY}, ".type", "required"),
    _Fault("body", _block("paragraf"), ".type", "enum"),
    _Fault("body", _block("heading", level=1), ".level", "minimum"),
    _Fault("body", _block("image", media="no-such"), ".media", "reference"),
    _Fault("body", _block("paragraph", links=[_LINK]), ".links[0].key", "not"),
    _Fault("body", _block("quote", links=[_BARE]), ".links[0].href", "pattern"),
    _Fault(
        "body",
        _block("list", items=[{"spans": [{"text": "x", "marks": ["bold"]}]}]),
        ".items[0].spans[0].marks[0]",
        "reference",
    ),
)


def documents() -> st.SearchStrategy[Document]:
    """Valid contents as parsed JSON documents, some with defaults spelled out."""
    spelled = st.dictionaries(
        st.sampled_from(("slug", "summary", "rights", "dateline", "free_to_read")),
        st.none(),
        max_size=2,
    )
    return st.builds(_joined, spelled, contents().map(content_to))


def broken_documents() -> st.SearchStrategy[Broken]:
    """Valid documents into which one fault was put."""
    put = st.builds(_put, documents(), st.sampled_from(_FAULTS))
    return put | documents().map(_without_headline) | documents().map(_with_a_twin)


def _joined(first: Document, then: Document) -> Document:
    return first | then


def _put(document: Document, fault: _Fault) -> Broken:
    member, value = fault.member, deepcopy(fault.value)
    if member in {"body", "media", "subjects"}:
        listed = [*document.get(member, ()), value]
        path = f"$.{member}[{len(listed) - 1}]{fault.tail}"
        return Broken(document | {member: listed}, path, fault.keyword)
    return Broken(document | {member: value}, f"$.{member}{fault.tail}", fault.keyword)


def _without_headline(document: Document) -> Broken:
    del document["headline"]
    return Broken(document, "$.headline", "required")


def _with_a_twin(document: Document) -> Broken:
    body = [*document.get("body", ()), _block("paragraph"), _block("paragraph")]
    path = f"$.body[{len(body) - 1}].key"
    return Broken(document | {"body": body}, path, "duplicate")
