"""Documents become contents and contents become documents, and nothing is lost."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from newsflow.documents.schemas import validator
from newsflow.documents.structure import content_from, content_to, structured
from newsflow.errors import InvalidDocumentError
from newsflow.model.blocks import Paragraph, Span
from newsflow.model.content import Content
from newsflow.testing import strategies

BRIDGE = "Harbour bridge reopens"


@given(strategies.contents())
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_a_content_survives_the_way_out_and_in(content: Content) -> None:
    """Every field, every block, every script."""
    plain = content_to(content)

    assert content == structured(plain)
    assert content == content_from(plain)
    assert validator("content").is_valid(plain)


def test_defaults_are_left_out() -> None:
    """So that a new field changes no old fingerprint."""
    body = (Paragraph(key="b1", spans=(Span("x"), Span("y", ("em",)))),)

    assert {"headline": BRIDGE} == content_to(Content(headline=BRIDGE))
    assert {
        "headline": BRIDGE,
        "body": [
            {
                "type": "paragraph",
                "key": "b1",
                "spans": [{"text": "x"}, {"text": "y", "marks": ["em"]}],
            }
        ],
    } == content_to(Content(headline=BRIDGE, body=body))


def test_every_default_may_be_spelled_out() -> None:
    """Other systems write null where there is nothing."""
    bare = Content(headline=BRIDGE)
    spelled = {
        field.name: list(value) if isinstance(value, tuple) else value
        for field in attrs.fields(Content)
        if field.name != "extra"
        for value in [getattr(bare, field.name)]
    }

    assert bare == content_from(spelled | {"extra": {}})


def test_control_characters_never_reach_the_model() -> None:
    """They are taken out, rather than the whole story refused."""
    content = content_from({"headline": "\u202eHarbour\u0000 bridge\u200b\n reopens"})

    assert BRIDGE == content.headline


def test_what_only_the_classes_see_is_told_too() -> None:
    """Half of a character is no text; no schema can say so."""
    with pytest.raises(InvalidDocumentError) as refusal:
        content_from({"headline": "\ud800"}, source="bridge.json")

    assert ['$: headline must be a text that is not blank (found "")'] == [
        str(problem) for problem in refusal.value.problems
    ]
    assert str(refusal.value).startswith(
        "bridge.json: this document is not valid: 1 problem"
    )


def test_a_whole_number_with_a_point_is_a_fraction() -> None:
    """JSON Schema lets 2.0 pass for a whole number; canonical JSON cannot."""
    block = {"type": "heading", "key": "h", "level": 2.0}

    with pytest.raises(
        InvalidDocumentError, match=r"\$\.body\[0\]\.level: must be a whole"
    ):
        content_from({"headline": BRIDGE, "body": [block]})
