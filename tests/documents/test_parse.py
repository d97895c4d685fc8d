"""JSON from outside is read strictly."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.documents import fast
from newsflow.documents.parse import DEEPEST, _sooner, levels, parse_json
from newsflow.errors import InvalidDocumentError, UnreadableError

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
SCALARS = st.none() | st.booleans() | st.integers() | NAMES
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
    max_leaves=20,
)

PIECES = (
    '{"a":',
    '"a":',
    '"\\u0061":',
    '"a\\u003a"',
    ":",
    ",",
    "1",
    "[",
    "]",
    "}",
    "2.5",
)


@pytest.fixture(params=["with the extra fast", "without it"], autouse=True)
def _either_way(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever holds, holds with orjson and without it."""
    if request.param == "without it":
        monkeypatch.setattr("newsflow.documents.parse.engine", lambda: None)
    elif fast.engine() is None:
        pytest.skip('the extra "fast" is not installed')


def problems(data: bytes | str) -> list[tuple[str, str]]:
    """Read what must be refused, and say where and why it was."""
    with pytest.raises(InvalidDocumentError) as refusal:
        parse_json(data)
    return [(problem.path, problem.keyword) for problem in refusal.value.problems]


def test_every_number_is_whole() -> None:
    """Fractions are told with their paths, all of them."""
    assert [("$.a", "type"), ("$.b[1].c", "type")] == problems(
        b'{"a": 1.0, "b": [2, {"c": 1e3}]}'
    )


def test_a_name_that_is_given_twice_is_refused() -> None:
    """However it is spelled, since two readers might choose differently."""
    assert [("$.a", "duplicate")] == problems(b'{"a": 1, "\\u0061": 2}')
    assert [("$[0].a", "duplicate"), ("$[0].b", "duplicate")] == problems(
        b'[{"a": 1, "b": 1, "b": 2, "a": 3}]'
    )


@pytest.mark.parametrize("colon", [":", "\\u003a", "\\u003A"])
def test_a_colon_in_a_name_hides_no_name_that_is_given_twice(colon: str) -> None:
    """Colons are counted to find repeated names, and one may be written as a code."""
    name = json.loads(f'"a{colon}"')

    assert {name: 1, "b": "a:b"} == parse_json(f'{{"a{colon}": 1, "b": "a:b"}}')
    assert [("$.a", "duplicate")] == problems(f'{{"a{colon}": 1, "a": 1, "a": 2}}')


def test_halves_of_characters_are_refused() -> None:
    """They have no bytes, so no hash; whole ones are read, however they are written."""
    assert [("$.a", "syntax")] == problems(b'{"a": "\\ud800"}')
    assert [("$['\\udfff']", "syntax")] == problems('{"\udfff": 1}')
    assert "😀" == parse_json(b'"\\uD83d\\ude00"')


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_no_json(constant: str) -> None:
    """Many parsers accept it; the standard does not."""
    with pytest.raises(UnreadableError, match=f"no JSON: {constant} is no number"):
        parse_json(f'{{"a": {constant}}}')


def test_a_number_past_all_bounds_is_refused() -> None:
    """It would take minutes to read, or be infinite."""
    with pytest.raises(UnreadableError, match="no JSON: Exceeds the limit"):
        parse_json(b"1" * 5000)
    assert [("$", "type")] == problems(b"1e999")


@pytest.mark.parametrize(
    "data", [b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000]
)
def test_depth_is_bounded(data: bytes) -> None:
    """A document that nests without end is told, and the process lives."""
    with pytest.raises(UnreadableError, match="nested deeper than 64 levels"):
        parse_json(data)


def test_the_deepest_document_is_read() -> None:
    """64 levels are read, one more is not."""
    deepest = "[" * DEEPEST + "]" * DEEPEST

    assert DEEPEST == levels(parse_json(deepest), most=DEEPEST)
    with pytest.raises(UnreadableError, match="nested deeper"):
        parse_json(f"[{deepest}]")


def test_size_is_bounded() -> None:
    """Ten megabytes are read, more than the limit is not even looked at."""
    ten = json.dumps({"headline": "x" * 10 * 2**20})

    assert json.loads(ten) == parse_json(ten)
    with pytest.raises(UnreadableError, match="it is 9 bytes long, and 8 is the most"):
        parse_json(b'"bridge."', limit=8)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings_of_unicode_are_recognised(encoding: str) -> None:
    """With a byte order mark or, since JSON begins in ASCII, without one."""
    assert {"título": "جسر"} == parse_json('{"título": "جسر"}'.encode(encoding))


def test_other_encodings_are_told() -> None:
    """Nobody guesses at an encoding."""
    with pytest.raises(
        UnreadableError,
        match=r"cannot read a\.json: it is not UTF-8: byte 1 does not fit",
    ):
        parse_json('"é"'.encode("latin-1"), source="a.json")
    with pytest.raises(UnreadableError, match="it is not UTF-16"):
        parse_json(b"\xff\xfe\x00")


@pytest.mark.parametrize(
    "data", [b"", b"tru", b'{"a": 1}}', b"{'a': 1}", b'"a\nb"', b"[1,]"]
)
def test_what_is_no_json_is_told_with_its_place(data: bytes) -> None:
    """Line and column, for whoever has to find it."""
    with pytest.raises(UnreadableError, match=r"it is no JSON: .*line 1, column \d"):
        parse_json(data)


def test_a_mark_before_the_text_is_no_part_of_it() -> None:
    """Also where somebody has decoded it already."""
    assert 1 == parse_json("\ufeff1")


@given(value=JSON, ascii_=st.booleans(), indent=st.sampled_from([None, 1]))
def test_what_json_writes_is_read(
    *, value: Any, ascii_: bool, indent: int | None
) -> None:
    """Escaped or not, indented or not."""
    text = json.dumps(value, ensure_ascii=ascii_, indent=indent)

    assert value == parse_json(text) == parse_json(text.encode())


@given(
    st.binary(max_size=60)
    | st.text(max_size=60)
    | st.text('{}[]":,1.e\\ud8\n', max_size=30)
)
def test_no_bytes_crash_the_reader(data: bytes | str) -> None:
    """A value, or one of two errors."""
    try:
        parse_json(data)
    except (UnreadableError, InvalidDocumentError) as refusal:
        assert str(refusal).encode()  # noqa: PT017 - either way is right


@given(
    st.binary(max_size=60)
    | st.text('{}[]":,1.ea\\u003\n', max_size=40)
    | st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
    | JSON.map(json.dumps)
)
def test_both_readers_read_the_same(data: bytes | str) -> None:
    """A value of the fast one is the value of the standard library's."""
    pytest.importorskip("orjson", reason='the extra "fast" is not installed')
    sooner = _sooner(data)

    if sooner is not None:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("newsflow.documents.parse.engine", lambda: None)
            assert repr(sooner[0]) == repr(parse_json(data))


def test_what_is_nested_too_deep_is_told_so_however_deep_python_goes() -> None:
    """The host may have raised the limit of recursion; the words stay the same."""
    limit = sys.getrecursionlimit()
    for allowed in (limit, 100_000):
        sys.setrecursionlimit(allowed)
        try:
            with pytest.raises(UnreadableError, match="nested deeper than 64 levels"):
                parse_json(b'["[\\"",' + b"[" * 5_000)
        finally:
            sys.setrecursionlimit(limit)
    with pytest.raises(UnreadableError, match="it is no JSON"):
        parse_json(b'["' + b"[" * 5_000 + b'", x]')
