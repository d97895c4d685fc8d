"""JSON: the whole content, and which version of which story it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, ClassVar

import attrs

from ..documents.structure import content_to
from ..model.article import Removal
from ..model.times import instant_text
from ..model.views import (
    Advance,
    Proof,
    PublicCorrection,
    Released,
    Tombstone,
    View,
)
from ..ports import Rendition
from .refusals import refusal

MEDIA_TYPE = "application/json"


@attrs.frozen
class Json:
    """Renders one JSON object: ``content`` is a document of the content schema.

    Beside it stand ``article``, ``status`` (``released``, ``proof``, ``advance`` or
    ``retracted``), the version, its times and the corrections. An ``Advance`` carries
    its ``embargo``, so this format may go to partners who are trusted with one.
    """

    name: ClassVar[str] = "json"
    suffix: ClassVar[str] = ".json"

    def render(self, view: View | Tombstone) -> Rendition:
        """Render a view.

        Raises:
            NotReleasedError: the story is gone without a public notice.
            TypeError: it is no view.
        """
        text = json.dumps(_document(view), ensure_ascii=False, indent=2)
        return Rendition(media_type=MEDIA_TYPE, data=f"{text}\n".encode())


def _document(view: View | Tombstone) -> dict[str, Any]:
    match view:
        case Released():
            return {**_about(view, "released"), **_released(view), **_said(view)}
        case Proof():
            saved = instant_text(view.saved)
            about = _about(view, "proof")
            return {**about, "revision": view.revision, "saved": saved, **_said(view)}
        case Advance():
            return {**_about(view, "advance"), **_advance(view), **_said(view)}
        case Tombstone(removal=Removal.RETRACT):
            at = instant_text(view.at)
            return {**_about(view, "retracted"), "at": at, "reason": view.reason}
        case _:
            raise refusal(view, Json.name)


def _about(view: View | Tombstone, status: str) -> dict[str, Any]:
    return {"article": view.article, "status": status}


def _released(view: Released) -> dict[str, Any]:
    return {
        "version": view.version,
        "release": view.release.value,
        "published": instant_text(view.published),
        "updated": instant_text(view.updated),
        "expires": None if view.expires is None else instant_text(view.expires),
    }


def _advance(view: Advance) -> dict[str, Any]:
    return {
        "version": view.version,
        "embargo": instant_text(view.embargo),
        "updated": instant_text(view.updated),
    }


def _said(view: View) -> dict[str, Any]:
    return {
        "corrections": list(_corrections(view.corrections)),
        "content": content_to(view.content),
    }


def _corrections(corrections: Iterable[PublicCorrection]) -> Iterable[dict[str, Any]]:
    for one in corrections:
        yield {"version": one.version, "text": one.text, "at": instant_text(one.at)}
