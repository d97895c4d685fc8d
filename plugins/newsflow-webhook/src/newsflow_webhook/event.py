"""The event: CloudEvents 1.0 in its JSON format, with a story's facts as data."""

from __future__ import annotations

import json
from typing import Any

from newsflow.model.times import instant_text
from newsflow.model.views import Released, Tombstone
from newsflow.ports import Parcel

MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"


def event(parcel: Parcel, *, source: str) -> bytes:
    """Write the event of a parcel; the same parcel gives the same bytes."""
    view = parcel.view
    at = view.updated if isinstance(view, Released) else view.at
    plain = {
        "specversion": "1.0",
        "id": parcel.key,
        "source": source,
        "type": f"newsflow.article.{parcel.operation.value}",
        "subject": view.article,
        "time": instant_text(at),
        "datacontenttype": "application/json",
        "data": {
            "article": view.article,
            "operation": parcel.operation.value,
            **(_released(view) if isinstance(view, Released) else _gone(view)),
        },
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _released(view: Released) -> dict[str, Any]:
    content = view.content
    return {
        "version": view.version,
        "headline": content.headline,
        "summary": content.summary,
        "language": content.language,
        "url": content.canonical_url,
        "published": instant_text(view.published),
        "updated": instant_text(view.updated),
        "corrections": [
            {"version": one.version, "text": one.text, "at": instant_text(one.at)}
            for one in view.corrections
        ],
    }


def _gone(view: Tombstone) -> dict[str, Any]:
    # A tombstone has a reason only where it is public.
    reason = {} if view.reason is None else {"reason": view.reason}
    return {"at": instant_text(view.at), **reason}
