"""The event: CloudEvents 1.0 in its JSON format, with all there is of a story as data.

Every message has the full state: who lost some, or gets them in another order, needs
only the one with the highest sequence. ``event.schema.json`` beside this module says
what is in it, for receivers in any language.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, assert_never

from newsflow.documents.canonical import canonical_content
from newsflow.model.times import instant_text
from newsflow.model.views import Advance, Released, Tombstone
from newsflow.ports import Parcel

MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"

_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def event(parcel: Parcel, *, source: str, channel: str) -> bytes:
    """Write the event of a parcel; the same parcel gives the same bytes everywhere.

    The content is its canonical JSON (RFC 8785), and stands at the end.
    """
    view = parcel.view
    envelope = _text(
        {
            "specversion": "1.0",
            "id": parcel.key,
            "source": source,
            "type": f"newsflow.article.{parcel.operation.value}",
            "subject": view.article,
            "time": instant_text(
                view.at if isinstance(view, Tombstone) else view.updated
            ),
            "datacontenttype": "application/json",
            "data": {**_about(parcel, channel), **_state(view)},
        }
    ).encode()
    if isinstance(view, Tombstone):
        return envelope
    return b'%b,"content":%b}}' % (envelope[:-2], canonical_content(view.content))


def _about(parcel: Parcel, channel: str) -> dict[str, Any]:
    before = parcel.previous
    return {
        "article": parcel.view.article,
        "channel": channel,
        "operation": parcel.operation.value,
        "sequence": parcel.sequence,
        "previous": None
        if before is None
        else {"reference": before.reference, "sha256": before.sha256},
    }


def _state(view: Released | Advance | Tombstone) -> dict[str, Any]:
    match view:
        case Released():
            return {
                "version": view.version,
                "release": view.release.value,
                "published": instant_text(view.published),
                "updated": instant_text(view.updated),
                "expires": _optional(view.expires),
                "embargo": None,
                "corrections": _corrections(view),
            }
        case Advance():
            return {
                "version": view.version,
                "updated": instant_text(view.updated),
                "embargo": instant_text(view.embargo),
                "corrections": _corrections(view),
            }
        case Tombstone():
            # A tombstone has a reason only where it is public.
            return {
                "version": None,
                "at": instant_text(view.at),
                "reason": view.reason,
            }
        case other:
            assert_never(other)


def _corrections(view: Released | Advance) -> list[dict[str, Any]]:
    return [
        {"version": one.version, "text": one.text, "at": instant_text(one.at)}
        for one in view.corrections
    ]


def _optional(value: datetime | None) -> str | None:
    return None if value is None else instant_text(value)
