"""All problems at once, in words that a newsroom can act on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsflow.documents.problems import MOST, in_reading_order, problems_by, problems_of
from newsflow.documents.schemas import validator_of
from newsflow.documents.structure import content_from, content_problems
from newsflow.errors import InvalidDocumentError, Problem
from newsflow.testing import strategies
from newsflow.testing.strategies import Broken

BRIDGE = "Harbour bridge reopens"


def told(document: Any) -> list[str]:
    """Say all that is wrong with a content."""
    return [str(problem) for problem in content_problems(document)]


def test_all_problems_are_told_at_once() -> None:
    """In the order in which the document reads, each with a way out."""
    document = {
        "title": BRIDGE,
        "slug": "Über uns",
        "kind": "reportag",
        "canonical_url": "gazette.example/bridge",
        "language": "en_GB",
        "lead": "noom",
        "media": [{"key": "noon", "href": "media:noon.jpg", "width": 0}],
        "dateline": {"place": " ", "date": "2026-02-30"},
        "extra": {"Print Page": 4},
        "body": [
            {"type": "headng", "key": "a"},
            {"type": "heading", "key": "b", "level": 9},
        ],
    }
    kinds = (
        "reportage, analysis, background, opinion, review, interview, feature, "
        "obituary, fact_check, live, ask_public, satire, sponsored"
    )
    blocks = "paragraph, heading, quote, list, image, embed, table, code"

    assert [
        (
            f'$.body[0].type: must be one of {blocks} (found "headng"); '
            'did you mean "heading"?'
        ),
        "$.body[1].level: must be a number from 2 to 6 (found 9)",
        (
            "$.canonical_url: must be an address that begins with http:// or https:// "
            '(found "gazette.example/bridge"); try "https://gazette.example/bridge"'
        ),
        '$.dateline.date: must be a date such as 2026-11-24 (found "2026-02-30")',
        '$.dateline.place: must be a text that is not blank (found " ")',
        (
            "$.extra['Print Page']: must be named with a namespace, such as "
            'house:print-page (found "Print Page"); try "house:print-page"'
        ),
        "$.headline: is missing",
        (
            f'$.kind: must be one of {kinds} (found "reportag"); '
            'did you mean "reportage"?'
        ),
        (
            "$.language: must be a BCP 47 language tag such as en-GB "
            '(found "en_GB"); try "en-GB"'
        ),
        '$.lead: is no medium of this story (found "noom"); did you mean "noon"?',
        "$.media[0].width: must be a number from 1 to 1000000 (found 0)",
        (
            "$.slug: must be lower-case letters and digits in groups joined by '-' "
            '(found "Über uns"); try "uber-uns"'
        ),
        '$.title: is no known field (found "title"); did you mean "headline"?',
    ] == told(document)


def test_a_wrong_type_is_told_in_plain_words() -> None:
    """Text, a whole number, a list: not string, integer, array."""
    document = {
        "headline": ["x"],
        "keywords": "x",
        "free_to_read": 1,
        "rights": True,
        "subjects": [{"code": "x", "relevance": "50"}],
        "summary": {"a": 1},
    }

    assert [
        "$.free_to_read: must be true or false (found 1)",
        "$.headline: must be text (found a list of 1)",
        '$.keywords: must be a list (found "x")',
        "$.rights: must be an object (found true)",
        '$.subjects[0].relevance: must be a whole number (found "50")',
        "$.summary: must be text (found an object of 1)",
    ] == told(document)
    assert ["$: must be an object (found null)"] == told(None)


def test_a_wrong_block_is_told_by_its_own_type() -> None:
    """Never by all eight types that it is not."""
    block = {"type": "quote", "key": "q", "spans": [{"txt": "x"}]}

    assert [
        "$.body[0].spans[0].text: is missing",
        '$.body[0].spans[0].txt: is no known field (found "txt"); did you mean "text"?',
    ] == told({"headline": BRIDGE, "body": [block]})
    assert ["$.body[0].type: is missing"] == told({"headline": BRIDGE, "body": [{}]})
    assert 1 == len(told({"headline": BRIDGE, "body": [{"type": ["quote"]}]}))


def test_problems_never_hold_more_than_a_line() -> None:
    """Found values are cut, and what would not show is spelled out."""
    long, hidden = told(
        {"headline": BRIDGE, "slug": "X" * 999, "lead": "a\u202e\x1b[2J"}
    )[::-1]

    assert f'(found "{"X" * 60}…")' in long
    assert r'(found "a\u202e\u001b[2J")' in hidden


def test_problems_are_cut_at_a_hundred() -> None:
    """The last one says how many more there are."""
    body = [{"type": "paragraph", "key": "b"}] * 151

    problems = content_problems({"headline": BRIDGE, "body": body})

    assert MOST + 1 == len(problems)
    assert "$.body[100].key" == problems[-2].path
    assert (
        Problem(path="$", keyword="more", message="and 50 more problems")
        == problems[-1]
    )


def test_a_repeated_problem_is_told_once() -> None:
    """Two rules may find the same."""
    one = Problem(path="$.b", keyword="type", message="x")

    assert (one,) == in_reading_order([one, one])


def test_a_name_is_mended_by_what_its_own_schema_asks() -> None:
    """A person is no field of the house."""
    plain = {"newsroom": {"name": "Gazette"}, "people": {"a b": {"roles": ["editor"]}}}
    (told,) = problems_of("config", plain)

    assert (
        "$.people['a b']: must be a key: letters, digits, '.', '_', '-', at most 64 "
        '(found "a b"); try "a-b"'
    ) == str(told)


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        ({"const": 1}, 2, "must be 1"),
        ({"minItems": 1}, [], "must have at least 1 entry"),
        ({"minItems": 2}, [1], "must have at least 2 entries"),
        ({"maxItems": 1}, [1, 2], "must have at most 1 entry"),
        ({"minLength": 2}, "a", "must have at least 2 characters"),
        ({"maxLength": 1}, "ab", "must have at most 1 character"),
        ({"minProperties": 1}, {}, "must have at least 1 member"),
        ({"maxProperties": 0}, {"a": 1}, "must have at most 0 members"),
        ({"uniqueItems": True}, [1, 1], "must not name anything twice"),
        ({"minimum": 3}, 2, "must be a number from 3"),
        ({"maximum": 3}, 4, "must be a number to 3"),
        ({"not": {"enum": ["a", "b"]}}, "a", "must be none of a, b"),
        ({"not": {}}, "a", "is not allowed here"),
        ({"pattern": "^a$"}, "b", "must be a text that fits ^a$"),
        ({"pattern": "^[$]\\$$"}, "$$\n", "must be a text that fits ^[$]\\$$"),
        ({"enum": [1, "a"]}, "b", "must be one of a"),
        ({"multipleOf": 2}, 3, "3 is not a multiple of 2"),
        (
            {"propertyNames": {"maxLength": 1}},
            {"ab": 1},
            "must be a name that fits the schema",
        ),
        (
            {"anyOf": [{"type": "integer"}, {"properties": {"a": {"const": 1}}}]},
            {"a": 2},
            "must be 1",
        ),
        ({"oneOf": [{"type": "integer"}, {"required": ["a"]}]}, {}, "is missing"),
        (
            {"patternProperties": {"^a": {}}, "additionalProperties": False},
            {"ab": 1, "b": 2},
            "is no known field",
        ),
    ],
)
def test_a_houses_own_schema_is_told_alike(
    schema: dict[str, Any], value: Any, message: str
) -> None:
    """Every keyword of draft 2020-12 has words, or the library's own."""
    problems = problems_by(validator_of(schema), value)

    assert [message] == [problem.message for problem in problems]


def test_a_house_schema_may_build_on_ours() -> None:
    """It refers to them by name, and nothing is fetched."""
    profile = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": "urn:newsflow:schema:content:v1",
        "required": ["summary"],
    }

    problems = problems_by(validator_of(profile), {"headline": BRIDGE, "body": [{}]})

    assert {"$.summary": "required", "$.body[0].type": "required"} == {
        problem.path: problem.keyword for problem in problems
    }


def test_what_nests_without_end_is_told() -> None:
    """Python objects may be deeper than any document; the process lives."""
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    recursive = validator_of({"items": {"$ref": "#"}})

    assert ["$.extra: is nested too deep"] == told(
        {"headline": BRIDGE, "extra": {"house:x": deep}}
    )
    assert ["$.body: must be a list (found an object of 1)"] == told(
        {"headline": BRIDGE, "body": {"a": 1}}
    )
    assert ["depth"] == [p.keyword for p in problems_by(recursive, deep)]


def test_a_schema_is_asked_by_its_name() -> None:
    """As the reader of a workflow or a configuration does."""
    assert ("$.type",) == tuple(p.path for p in problems_of("block", {"key": "b"}))


@given(strategies.broken_documents())
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_one_fault_is_one_problem(broken: Broken) -> None:
    """At its place, under its keyword, and nothing besides."""
    with pytest.raises(InvalidDocumentError) as refusal:
        content_from(broken.document)

    assert [(broken.path, broken.keyword)] == [
        (problem.path, problem.keyword) for problem in refusal.value.problems
    ]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "headline",
                        "body",
                        "media",
                        "key",
                        "type",
                        "links",
                        "spans",
                        "marks",
                        "rows",
                        "cells",
                        "items",
                        "extra",
                    ]
                ),
                x,
            )
        ),
    )
)
def test_nothing_crashes_the_judge(value: Any) -> None:
    """Whatever JSON it is given."""
    for problem in content_problems(value):
        assert json.dumps(str(problem)).isprintable()
