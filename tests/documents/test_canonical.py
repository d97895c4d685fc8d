"""A content has one fingerprint, on every machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import newsflow
from newsflow.documents import fast
from newsflow.documents.canonical import canonical_content, content_of, fingerprint
from newsflow.documents.schemas import schema_folder
from newsflow.documents.structure import content_from, content_to
from newsflow.model.canonical import canonical
from newsflow.model.content import Content
from newsflow.testing import strategies

FULL = "fac3e80b528d01201a58ebdd548d686438e435043e00224ef03d845f65f699fe"
PRINT = """
import sys
{block}
from newsflow.documents.canonical import fingerprint
from newsflow.documents.parse import parse_json
from newsflow.documents.schemas import schema_folder
from newsflow.documents.structure import content_from
example = schema_folder() / "examples" / "valid" / "content" / "full.json"
print(fingerprint(content_from(parse_json(example.read_bytes()))))
"""
BLOCKED = "sys.modules['orjson'] = sys.modules['jsonschema_rs'] = None"


@pytest.fixture
def _without_extras(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation without the extra ``fast``."""
    monkeypatch.setitem(sys.modules, "orjson", None)
    for found in (fast.engine, fast.writing, fast.loading):
        found.cache_clear()
    yield
    for found in (fast.engine, fast.writing, fast.loading):
        found.cache_clear()


def full() -> Content:
    """Read the example that has every field."""
    file = schema_folder() / "examples" / "valid" / "content" / "full.json"
    return content_from(json.loads(file.read_text(encoding="utf-8")))


def test_the_fingerprint_of_a_story_never_changes() -> None:
    """This one is written down: histories that exist depend on it."""
    assert FULL == fingerprint(full())


def test_the_bytes_are_what_the_standard_says() -> None:
    """Sorted, tight, and without what has its default."""
    content = Content(headline="Brücke\noffen", language="de", extra={"a:b": ["\t", 1]})

    assert (
        '{"extra":{"a:b":["\\t",1]},"headline":"Brücke offen","language":"de"}'.encode()
        == canonical_content(content)
    )


@given(strategies.contents())
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_both_writers_write_the_same(content: Content) -> None:
    """The fast one where it is installed, the standard library always."""
    written = canonical_content(content)

    assert canonical(content_to(content)) == written
    assert sha256(written).hexdigest() == fingerprint(content)
    assert content == content_of(written)


def test_names_in_other_scripts_are_sorted_by_the_standard() -> None:
    """There the fast writer would sort otherwise."""
    names = {"\U0001f600": 1, "\ufb00": 2}
    content = Content(headline="x", extra={"a:b": [names]})

    assert '[{"😀":1,"ﬀ":2}]'.encode() in canonical_content(content)


@pytest.mark.usefixtures("_without_extras")
def test_without_the_extra_nothing_changes() -> None:
    """The same bytes, later."""
    assert FULL == fingerprint(full())
    assert full() == content_of(canonical_content(full()))


def test_cleaned_text_and_hash_agree() -> None:
    """What was hidden in a document is in neither."""
    dirty = content_from({"headline": "Har\u202ebour", "body": []})

    assert b'{"headline":"Harbour"}' == canonical_content(dirty)
    assert fingerprint(Content(headline="Harbour")) == fingerprint(dirty)


@pytest.mark.parametrize("block", ["", BLOCKED], ids=["as installed", "without extras"])
@pytest.mark.parametrize(
    ("seed", "locale", "zone"),
    [("1", "C", "Pacific/Auckland"), ("2", "tr_TR.UTF-8", "America/St_Johns")],
)
def test_every_process_agrees(seed: str, locale: str, zone: str, block: str) -> None:
    """Whatever its hash seed, its locale and its time zone."""
    room = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
    source = str(Path(newsflow.__file__).parents[1])
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))

    told = subprocess.run(
        [sys.executable, "-c", PRINT.format(block=block)],
        env=os.environ | room | {"PYTHONPATH": path},
        capture_output=True,
        check=True,
        text=True,
    )

    assert FULL == told.stdout.strip()
