"""Pictures, graphics, video and sound that belong to a story."""

from __future__ import annotations

import attrs

from . import rules
from .text import optional_line, optional_paragraph


class DigitalSourceType(rules.Vocabulary):
    """How a medium or a text came into being; the values that newsrooms meet.

    Source: IPTC NewsCodes, http://cv.iptc.org/newscodes/digitalsourcetype/. Fields
    take any code of that scheme, since it grows; these are spelled out for editors.
    """

    DIGITAL_CAPTURE = "digitalCapture"
    NEGATIVE_FILM = "negativeFilm"
    POSITIVE_FILM = "positiveFilm"
    PRINT = "print"
    HUMAN_EDITS = "humanEdits"
    DIGITAL_CREATION = "digitalCreation"
    SCREEN_CAPTURE = "screenCapture"
    DATA_DRIVEN = "dataDrivenMedia"
    COMPOSITE = "composite"
    COMPOSITE_WITH_AI = "compositeWithTrainedAlgorithmicMedia"
    ALGORITHMICALLY_ENHANCED = "algorithmicallyEnhanced"
    ALGORITHMIC = "algorithmicMedia"
    AI_GENERATED = "trainedAlgorithmicMedia"


class MediaKind(rules.Vocabulary):
    """What sort of thing a medium is (IPTC ninjs ``type``)."""

    PICTURE = "picture"
    GRAPHIC = "graphic"
    VIDEO = "video"
    AUDIO = "audio"
    FILE = "file"


@attrs.frozen(kw_only=True)
class Rights:
    """Whose a work is and what may be done with it.

    *licence* and *acquire* are addresses (schema.org ``license`` and
    ``acquireLicensePage``); *data_mining* is a PLUS vocabulary address that says
    whether machines may learn from it (NewsML-G2 2.34 ``dataMining``).
    """

    holder: str | None = attrs.field(default=None, converter=optional_line)
    notice: str | None = attrs.field(default=None, converter=optional_paragraph)
    year: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(1000, 9999))
    )
    usage_terms: str | None = attrs.field(default=None, converter=optional_paragraph)
    licence: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )
    acquire: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )
    data_mining: str | None = attrs.field(
        default=None, validator=rules.optional(rules.web_address)
    )


@attrs.frozen
class FocalPoint:
    """What must stay visible in any crop, in thousandths of width and height."""

    x: int = attrs.field(validator=rules.between(0, 1000))
    y: int = attrs.field(validator=rules.between(0, 1000))


@attrs.frozen(kw_only=True)
class MediaRendition:
    """The same medium in another size or coding; *name* is a key, such as ``web``."""

    key: str = attrs.field(validator=rules.key)
    href: str = attrs.field(validator=rules.media_href)
    sha256: str | None = attrs.field(
        default=None, validator=rules.optional(rules.sha256)
    )
    media_type: str | None = attrs.field(
        default=None, validator=rules.optional(rules.media_type)
    )
    width: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(1, 1_000_000))
    )
    height: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(1, 1_000_000))
    )
    size: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(0, 2**53 - 1))
    )


@attrs.frozen(kw_only=True)
class Media:
    """One medium. *sha256* is that of its bytes, so that a swap changes the story.

    *href* is an http(s) address, or ``media:`` and a name in the newsroom's media
    store. A medium without *sha256* is only pointed at: its bytes may change unseen.
    *width* and *height* are in pixels, *duration* in milliseconds, *size* in bytes.
    """

    key: str = attrs.field(validator=rules.key)
    href: str = attrs.field(validator=rules.media_href)
    kind: MediaKind = attrs.field(default=MediaKind.PICTURE, converter=MediaKind)
    sha256: str | None = attrs.field(
        default=None, validator=rules.optional(rules.sha256)
    )
    media_type: str | None = attrs.field(
        default=None, validator=rules.optional(rules.media_type)
    )
    headline: str | None = attrs.field(default=None, converter=optional_line)
    caption: str | None = attrs.field(default=None, converter=optional_paragraph)
    credit: str | None = attrs.field(default=None, converter=optional_line)
    alt: str | None = attrs.field(default=None, converter=optional_paragraph)
    width: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(1, 1_000_000))
    )
    height: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(1, 1_000_000))
    )
    duration: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(0, 2**53 - 1))
    )
    size: int | None = attrs.field(
        default=None, validator=rules.optional(rules.between(0, 2**53 - 1))
    )
    rights: Rights | None = attrs.field(
        default=None, validator=rules.optional(rules.of(Rights))
    )
    focal_point: FocalPoint | None = attrs.field(
        default=None, validator=rules.optional(rules.of(FocalPoint))
    )
    digital_source_type: str | None = attrs.field(
        default=None, validator=rules.optional(rules.newscode)
    )
    renditions: tuple[MediaRendition, ...] = attrs.field(
        default=(),
        converter=rules.members,
        validator=rules.keyed(MediaRendition),
    )

    @property
    def scaled(self) -> tuple[MediaRendition, ...]:
        """The renditions that show the same picture smaller, narrowest first.

        A crop is none: its height is another than the width tells.
        """
        if self.width is None or self.height is None:
            return ()
        fitting = (
            one
            for one in self.renditions
            if one.width is not None
            and one.width < self.width
            and one.height is not None
            and abs(one.height * self.width - self.height * one.width) <= self.width
        )
        return tuple(sorted(fitting, key=lambda one: (one.width or 0, one.key)))
