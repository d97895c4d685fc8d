"""Plain text, as people paste it from a web page or a wire, becomes a draft."""

from __future__ import annotations

from hashlib import sha256

import attrs

from ...errors import InvalidDocumentError, Problem, UnreadableError
from ...model.content import Content
from ..encoding import decode
from ..reading import Reading
from .body import blocks
from .byline import signed
from .caption import is_labelled
from .dateline import opened
from .furniture import furniture
from .lines import units
from .reasons import Reason
from .sheet import Sheet, sorted_out
from .top import Top, read_top


@attrs.frozen
class TextReader:
    """Reads plain text: what is plainly a field becomes one, the rest is the body.

    Every line of the original ends in exactly one of three places: word for word in the
    content, or aside as page furniture, or aside because it was *read into* a field
    (breadcrumb, byline, dateline, slugline: the field has what they say, the line what
    they said). So an editor can check each, and put a line back.

    Nothing is guessed. The language is the one given. A date that lacks its year gives
    no date; a time stamp of the page gives none either, since it dates the page. What
    is not surely furniture stays in the body. Captions stand aside: a text has no
    picture that they could belong to.

    A breadcrumb gives the section (its first level below home) and subjects of the
    scheme ``breadcrumb`` (all levels below). A dateline leaves its paragraph, since the
    field has it, and its agency becomes the supplier among the sources. Names and
    places are kept in the case in which they were written.

    A text without a headline gives its first sentence as headline, and that sentence
    leaves the body: nothing is said twice. When it is longer than 120 characters the
    headline is its beginning with "…", and the body keeps the sentence whole.
    """

    name: str = "text"
    suffixes: tuple[str, ...] = (".txt",)

    def read(self, original: bytes, *, language: str = "und") -> Reading:
        """Read a text in UTF-8, UTF-16 with its mark, or Windows-1252.

        Raises:
            UnreadableError: the bytes are no text, or there is nothing in them.
            InvalidDocumentError: every line of it is page furniture.
        """
        sheet = sorted_out(units(decode(original), starts=_starts))
        if not sheet.units:
            raise UnreadableError("", "there is no text in it")
        content = _content(sheet, read_top(sheet), language)
        return Reading(
            content=content,
            reader=self.name,
            original=sha256(original).hexdigest(),
            aside=sheet.aside(),
        )


def _content(sheet: Sheet, top: Top, language: str) -> Content:
    if not top.headline:
        raise InvalidDocumentError([_nothing_but_furniture(sheet)])
    return Content(
        headline=top.headline,
        label=top.label,
        kind=top.kind,
        summary=top.summary,
        slugline=top.slugline,
        language=language,
        section=top.path.section if top.path else None,
        subjects=top.path.subjects if top.path else (),
        byline=top.signed.printed if top.signed else None,
        bylines=top.signed.bylines if top.signed else (),
        dateline=top.dateline,
        sources=(top.supplier,) if top.supplier else (),
        body=tuple(blocks([sheet.text(at) for at in sheet.kept()])),
    )


def _nothing_but_furniture(sheet: Sheet) -> Problem:
    return Problem(
        path="$.headline",
        keyword="required",
        message="there is no headline: every line looks like page furniture",
        found=", ".join(sorted({one.reason for one in sheet.aside()})),
        suggestion="write the headline on the first line",
    )


def _starts(line: str) -> bool:
    """Tell of a line that never goes on with the one before it in a wrapped text."""
    if signed(line) is not None or opened(line) is not None or is_labelled(line):
        return True
    reason = None if line[0].islower() else furniture(line)
    return reason is not None and reason is not Reason.CAPTION
