"""The reader of Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import attrs

from ...errors import InvalidDocumentError, Problem, UnreadableError
from ...model.text import line as one_line
from ..drafting import BodyDraft
from ..encoding import decode
from ..problems import in_reading_order
from ..reading import Reading
from ..structure import content_from, content_problems, converter
from .blocks import BodyReader
from .front_matter import Parts, parts
from .inline import plain
from .pictures import Pictures
from .signs import MOST_NESTED
from .tree import Node, tree


@attrs.frozen
class MarkdownReader:
    """Reads Markdown whose TOML front matter, if any, has the fields of the JSON form.

    A first line ``# Headline`` is the headline where the front matter has none.
    """

    name: str = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def read(self, original: bytes, *, language: str = "und") -> Reading:
        """Read a document whose language, unless it says so itself, is *language*.

        Raises:
            UnreadableError: the bytes are no text, or nested too deep.
            InvalidDocumentError: front matter and body make no content; every problem.
        """
        found = parts(decode(original))
        draft = BodyDraft()
        plain = {"language": language} | found.fields
        problems = _fill(plain, draft, found)
        if problems:
            raise InvalidDocumentError(
                in_reading_order([*problems, *content_problems(plain)])
            )
        return Reading(
            content=content_from(plain),
            reader=self.name,
            original=sha256(original).hexdigest(),
            aside=tuple(draft.aside),
        )


def _fill(fields: dict[str, Any], draft: BodyDraft, found: Parts) -> list[Problem]:
    """Put headline, body and media into *fields*; tell what the document lacks."""
    problems = []
    nodes = _nodes(found.body)
    if "body" in fields:
        problems.append(_BODY_IN_FRONT)
    heading = _headline(nodes)
    given = fields.setdefault("headline", heading)
    if given is None:
        problems.append(_NO_HEADLINE)
        fields["headline"] = "?"
    if heading is not None and one_line(str(given)) == heading:
        nodes = nodes[1:]
    media = fields.get("media", [])
    known = media if isinstance(media, list) else []
    pictures = Pictures(media=known, draft=draft, above=found.line - 1)
    down = int(any(node.type == "heading" and node.level == 1 for node in nodes))
    BodyReader(draft=draft, place=pictures.place, down=down).read(nodes)
    fields["body"] = [converter().unstructure(block) for block in draft.blocks]
    if known:
        fields.setdefault("media", known)
    return problems


def _nodes(body: str) -> Sequence[Node]:
    from .grammar import tokens  # noqa: PLC0415 - loads markdown-it-py when first needed

    found = tokens(body)
    if any(token.level >= MOST_NESTED - 1 for token in found):
        reason = f"quotes and lists lie in one another more than {MOST_NESTED} deep"
        raise UnreadableError("", reason)
    return tree(found)


def _headline(nodes: Sequence[Node]) -> str | None:
    """The words of a heading of level 1 that begins the document."""
    if nodes and nodes[0].type == "heading" and nodes[0].level == 1:
        return one_line(plain(nodes[0].inline)) or None
    return None


_BODY_IN_FRONT = Problem(
    path="$.body",
    keyword="additionalProperties",
    message="is no field of the front matter",
    suggestion="write the body below it",
)
_NO_HEADLINE = Problem(
    path="$.headline",
    keyword="required",
    message="is missing",
    suggestion='give one in the front matter, or begin with a line "# Headline"',
)
