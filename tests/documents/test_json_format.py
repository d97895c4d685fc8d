"""JSON documents are read into contents and written back."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings

from newsflow.documents.canonical import fingerprint
from newsflow.documents.json_format import JsonReader, write_json
from newsflow.documents.reading import Reader
from newsflow.errors import InvalidDocumentError, InvalidValueError, UnreadableError
from newsflow.model.content import Content
from newsflow.testing import strategies

BRIDGE = b'{"headline": "Harbour bridge reopens"}'


def test_a_document_is_read() -> None:
    """Its bytes are named, so that an import can be checked."""
    reader: Reader = JsonReader()

    reading = reader.read(BRIDGE)

    assert Content(headline="Harbour bridge reopens") == reading.content
    assert "json" == reading.reader == reader.name
    assert (".json",) == reader.suffixes
    assert sha256(BRIDGE).hexdigest() == reading.original
    assert () == reading.aside


def test_the_language_is_told_from_outside_unless_the_document_says_so() -> None:
    """A document's own word counts more."""
    own = b'{"headline": "Le pont", "language": "fr"}'

    assert "en-GB" == JsonReader().read(BRIDGE, language="en-GB").content.language
    assert "fr" == JsonReader().read(own, language="en-GB").content.language
    with pytest.raises(InvalidValueError, match="a BCP 47 language tag"):
        JsonReader().read(BRIDGE, language="English!")


@pytest.mark.parametrize("root", [b"[]", b"null", b'"x"', b"5"])
def test_a_document_is_an_object(root: bytes) -> None:
    """A list of stories is not a story."""
    with pytest.raises(InvalidDocumentError, match=r"\$: must be an object"):
        JsonReader().read(root)


def test_a_long_body_is_read() -> None:
    """Ten megabytes of one paragraph; a limit may be set lower."""
    text = "x" * 10 * 2**20
    block = {"type": "paragraph", "key": "b", "spans": [{"text": text}]}
    document = json.dumps({"headline": "Long", "body": [block]}).encode()

    assert text == JsonReader().read(document).content.text
    with pytest.raises(UnreadableError, match="100 is the most"):
        JsonReader(limit=100).read(document)


def test_a_document_is_written_for_people() -> None:
    """Indented, in their own script, and with a last line feed."""
    assert '{\n  "headline": "Brücke",\n  "language": "de"\n}\n'.encode() == write_json(
        Content(headline="Brücke", language="de")
    )


@given(strategies.contents())
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_what_was_written_is_read_back(content: Content) -> None:
    """The same content, the same fingerprint, and the same bytes again."""
    written = write_json(content)
    again = JsonReader().read(written).content

    assert content == again
    assert fingerprint(content) == fingerprint(again)
    assert written == write_json(again)
