"""The message: an event that was verified, as a value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import attrs

from newsflow.documents.parse import parse_json
from newsflow.documents.problems import problems_by
from newsflow.documents.schemas import validator_of
from newsflow.documents.structure import content_from
from newsflow.errors import InvalidError
from newsflow.model.content import Content
from newsflow.model.times import instant_of
from newsflow.model.views import PublicCorrection
from newsflow.ports import Operation

from .refusals import UnfitError

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


@attrs.frozen
class Previous:
    """The last message that was answered with 2xx; *sha256* is that of its body."""

    reference: str
    sha256: str | None


@attrs.frozen(kw_only=True)
class Message:
    """What became of a story.

    *id* is the ``webhook-id``, *key* the id of the event; both are the same over every
    retry. *sequence* counts what was sent about the *article* on this *channel* of this
    *source*: what is lower than the highest that was seen is out of date. *at* is when
    it came to be so. A story that was taken down has no version, and a *reason* only
    when it was retracted. *published* is None of what comes ahead of its *embargo*.
    """

    id: str
    key: str
    source: str
    channel: str
    article: str
    operation: Operation
    sequence: int
    at: datetime
    previous: Previous | None = None
    version: int | None = None
    published: datetime | None = None
    expires: datetime | None = None
    embargo: datetime | None = None
    corrections: tuple[PublicCorrection, ...] = ()
    reason: str | None = None
    body: bytes = attrs.field(repr=False)

    @property
    def stream(self) -> tuple[str, str, str]:
        """What its sequence counts: source, channel and article."""
        return self.source, self.channel, self.article

    def may_be_shown(self, now: datetime) -> bool:
        """Tell whether readers may have it: it is a story, and no embargo runs."""
        embargoed = self.embargo is not None and now < self.embargo
        return not self.operation.removes and not embargoed

    def document(self) -> Mapping[str, Any] | None:
        """Give the content as plain JSON; None of a story that was taken down."""
        content: Mapping[str, Any] | None = json.loads(self.body)["data"].get("content")
        return content

    def content(self) -> Content | None:
        """Give the content as a value; None of a story that was taken down.

        Raises:
            InvalidDocumentError: it is no content that this version of newsflow knows.
        """
        document = self.document()
        return None if document is None else content_from(document, source=self.key)


def message_of(identifier: str, body: bytes, *, most: int) -> Message:
    """Read an event.

    Raises:
        UnfitError: it is none; the schema of the event says what one is.
    """
    try:
        plain = parse_json(body, source=identifier, limit=most)
    except InvalidError as unfit:
        raise UnfitError(str(unfit)) from None
    problems = problems_by(_judge(), plain)
    if problems:
        raise UnfitError("; ".join(map(str, problems)))
    return _message(identifier, plain, body)


def _message(identifier: str, plain: Any, body: bytes) -> Message:
    data = plain["data"]
    previous = data["previous"]
    return Message(
        id=identifier,
        key=plain["id"],
        source=plain["source"],
        channel=data["channel"],
        article=data["article"],
        operation=Operation(data["operation"]),
        sequence=data["sequence"],
        at=instant_of(plain["time"]),
        previous=previous and Previous(previous["reference"], previous["sha256"]),
        version=data["version"],
        published=_optional(data.get("published")),
        expires=_optional(data.get("expires")),
        embargo=_optional(data.get("embargo")),
        corrections=tuple(map(_correction, data.get("corrections", ()))),
        reason=data.get("reason"),
        body=body,
    )


def _correction(plain: Mapping[str, Any]) -> PublicCorrection:
    return PublicCorrection(
        version=plain["version"], text=plain["text"], at=instant_of(plain["at"])
    )


def _optional(value: str | None) -> datetime | None:
    return None if value is None else instant_of(value)


@cache
def _judge() -> Validator:
    schema = files("newsflow_webhook") / "event.schema.json"
    return validator_of(json.loads(schema.read_text(encoding="utf-8")))
