"""Contents as JSON documents, which people may edit and other systems exchange."""

from __future__ import annotations

import json
from hashlib import sha256

import attrs

from ..model.content import Content
from .parse import LARGEST, parse_json
from .reading import Reading
from .structure import content_from, content_to

UNTOLD = "und"


@attrs.frozen
class JsonReader:
    """Reads a content from a JSON document after ``schemas/v1/content.schema.json``.

    A document longer than *limit* bytes is not read.
    """

    limit: int = LARGEST

    @property
    def name(self) -> str:
        """The name by which people choose it."""
        return "json"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name endings that it is for."""
        return (".json",)

    def read(self, original: bytes, *, language: str = UNTOLD) -> Reading:
        """Read a document whose language, unless it says so itself, is *language*.

        Raises:
            UnreadableError: the bytes are no JSON, too many, or nested too deep.
            InvalidDocumentError: they are, with problems; all of them are told.
            InvalidValueError: *language* is no language tag.
        """
        content = content_from(parse_json(original, limit=self.limit))
        if content.language == UNTOLD:
            content = attrs.evolve(content, language=language)
        return Reading(
            content=content, reader=self.name, original=sha256(original).hexdigest()
        )


def write_json(content: Content) -> bytes:
    """Write a content for people: indented, in UTF-8, the same each time."""
    text = json.dumps(content_to(content), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()
