"""The pictures of a page, as media of the story."""

from __future__ import annotations

import re

import attrs

from ...model.media import Media
from ...model.text import optional_line, optional_paragraph
from ..addresses import medium_of
from ..drafting import BodyDraft
from .reasons import HtmlReason
from .tree import Element

_PIXELS = re.compile(r"\s*([0-9]{1,7})(?:\.\d+)?\s*(?:px)?\s*")
_THINNEST = 5
_WIDEST = 1_000_000


@attrs.frozen
class Gallery:
    """Makes media of images, keyed m1, m2 …; the same address is the same medium.

    Unless it takes *spacers*, what is thinner than five pixels is no picture.
    """

    draft: BodyDraft
    spacers: bool = True
    media: list[Media] = attrs.field(factory=list)
    _places: dict[str, int] = attrs.field(factory=dict)

    def place(self, image: Element) -> str | None:
        """Give the key of an image's medium; set aside what is none."""
        href = medium_of(image.get("src")) or medium_of(image.get("data-src"))
        if href is None:
            self._set_aside(image, HtmlReason.RELATIVE_ADDRESS)
            return None
        width, height = _pixels(image.get("width")), _pixels(image.get("height"))
        thinnest = min(width or _THINNEST, height or _THINNEST)
        if thinnest < _THINNEST and not self.spacers:
            self._set_aside(image, HtmlReason.SPACER)
            return None
        at = self._places.setdefault(href, len(self.media))
        if at < len(self.media):
            return self.media[at].key
        medium = Media(
            key=f"m{at + 1}",
            href=href,
            alt=image.get("alt"),
            credit=image.get("data-credit"),
            width=width,
            height=height,
        )
        self.media.append(medium)
        return medium.key

    def describe(self, key: str, caption: str | None, credit: str | None) -> bool:
        """Give a medium its caption and credit, if it has none yet."""
        at = int(key.removeprefix("m")) - 1
        medium = self.media[at]
        if medium.caption is not None:
            return optional_paragraph(caption) == medium.caption
        named = optional_line(credit) or medium.credit
        self.media[at] = attrs.evolve(medium, caption=caption, credit=named)
        return True

    def _set_aside(self, image: Element, reason: HtmlReason) -> None:
        said = image.get("alt") or image.get("src") or "an image without address"
        self.draft.set_aside(image.line, said, reason.value)


def _pixels(value: str) -> int | None:
    found = _PIXELS.fullmatch(value)
    pixels = int(found[1]) if found else 0
    return pixels if 0 < pixels <= _WIDEST else None
