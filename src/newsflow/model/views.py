"""The views: what a renderer may get of an article, and what it may never get.

:class:`Released` is made by :func:`release` alone, and only of a version that readers
may have now; :class:`Proof` by :func:`proof`, for preview and dry run, and every
renderer marks it; :class:`Advance` by :func:`advance`, for a partner trusted with
embargoed text; :class:`Tombstone` by :func:`tombstone`, for what was taken down. Who
tries to build one by hand gets a TypeError: that is a hole, not a short cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

import attrs

from ..errors import NotReleasedError
from .article import Article, Digest, Release, Removal, Version, Withdrawal
from .content import Content
from .times import instant_text

_MADE_HERE = object()


def _made_here(value: object, view: Any) -> bool:
    """Let the functions of this module pass, and nobody else.

    What is kept of their word is only True, so that a view cannot be taken for the
    making of another, as :func:`attrs.evolve` would.
    """
    if value is not _MADE_HERE:
        message = (
            f"{type(view).__name__} is made by the functions of newsflow.model.views "
            "alone, so that no draft and no embargoed word can pass for released"
        )
        raise TypeError(message)
    return True


def _maker() -> Any:
    only_here = attrs.Converter(_made_here, takes_self=True)
    return attrs.field(repr=False, eq=False, converter=only_here)


@attrs.frozen(kw_only=True)
class PublicCorrection:
    """A correction as readers see it, with the version that put it right."""

    version: int
    text: str
    at: datetime


@attrs.frozen(kw_only=True)
class Released:
    """A version that readers may have now.

    *published* is when readers first had the story, *updated* when this version went
    out. *urgency* (1, the most, to 9) is the one that the story had when this version
    went out, so that a list made of it later is the same. *corrections* are oldest
    first.
    """

    article: str
    version: int
    release: Release
    content: Content
    published: datetime
    updated: datetime
    expires: datetime | None
    corrections: tuple[PublicCorrection, ...]
    urgency: int | None = None
    _made: object = _maker()


@attrs.frozen(kw_only=True)
class Proof:
    """A revision for the desk's own eyes; whatever is made of it says so."""

    article: str
    revision: int
    content: Content
    saved: datetime
    corrections: tuple[PublicCorrection, ...]
    _made: object = _maker()


@attrs.frozen(kw_only=True)
class Advance:
    """A text ahead of its embargo, for a partner whose format carries *embargo*.

    *version* is None for one that was never released: it has no number yet.
    """

    article: str
    version: int | None
    content: Content
    embargo: datetime
    updated: datetime
    corrections: tuple[PublicCorrection, ...]
    _made: object = _maker()


@attrs.frozen(kw_only=True)
class Tombstone:
    """What is left where a story was; *reason* is public, and only a retraction's.

    It holds no word of the story, so that nothing of a killed one can come back by it.
    """

    article: str
    removal: Removal
    reason: str | None
    at: datetime
    _made: object = _maker()


View: TypeAlias = Released | Proof | Advance

Texts: TypeAlias = Mapping[Digest, Any]
"""Stored texts by digest: a :class:`Content`, or the words of a note."""


def release(article: Article, texts: Texts, *, now: datetime) -> Released:
    """Make the view of the live version, for readers.

    Raises:
        NotReleasedError: nothing is live, or the embargo still runs at *now*.
        KeyError: *texts* lacks one that the version names.
    """
    live = _live(article)
    if article.handling.under_embargo(now):
        until = instant_text(article.handling.embargo or now)
        raise NotReleasedError(article.id, f"it is under embargo until {until}")
    return Released(
        article=article.id,
        version=live.number,
        release=live.release,
        content=texts[live.content],
        published=article.versions[0].at,
        updated=live.at,
        expires=article.handling.expires,
        corrections=_corrections(article, texts),
        urgency=live.urgency,
        made=_MADE_HERE,
    )


def proof(article: Article, texts: Texts) -> Proof:
    """Make the view of the head, for the desk; a note handed in with it is shown.

    Raises:
        KeyError: *texts* lacks one that the head names.
    """
    return Proof(
        article=article.id,
        revision=article.head.number,
        content=texts[article.head.content],
        saved=article.head.at,
        corrections=(*_corrections(article, texts), *_coming(article, texts)),
        made=_MADE_HERE,
    )


def advance(article: Article, texts: Texts) -> Advance:
    """Make the view for a partner trusted with the embargo.

    It shows what partners were given ahead of it, with the embargo as it is by now; or
    the live version, if an embargo was put on that.

    Raises:
        NotReleasedError: nothing was given out ahead and nothing is live, or it has no
            embargo to be trusted with.
        KeyError: *texts* lacks one that the view names.
    """
    copy = article.advance
    if copy is not None:
        return Advance(
            article=article.id,
            version=None,
            content=texts[copy.content],
            embargo=copy.embargo,
            updated=copy.at,
            corrections=_corrections(article, texts),
            made=_MADE_HERE,
        )
    live = _live(article)
    if article.handling.embargo is None:
        raise NotReleasedError(article.id, "it has no embargo: send what is released")
    return Advance(
        article=article.id,
        version=live.number,
        content=texts[live.content],
        embargo=article.handling.embargo,
        updated=live.at,
        corrections=_corrections(article, texts),
        made=_MADE_HERE,
    )


def tombstone(article: Article, texts: Texts) -> Tombstone:
    """Make the view of a story that was taken down.

    Raises:
        NotReleasedError: it is not down.
        KeyError: *texts* lacks the public reason of a retraction.
    """
    down = article.withdrawal
    if down is None:
        raise NotReleasedError(article.id, "it has not been taken down")
    return Tombstone(
        article=article.id,
        removal=down.removal,
        reason=_public_reason(article, down, texts),
        at=down.at,
        made=_MADE_HERE,
    )


def _public_reason(article: Article, down: Withdrawal, texts: Texts) -> str | None:
    if down.removal is not Removal.RETRACT or down.reason is None:
        return None
    if down.reason in article.erased:
        return None
    reason: str = texts[down.reason]
    return reason


def _live(article: Article) -> Version:
    if article.live is None:
        raise NotReleasedError(article.id, f"nothing of it is live ({article.state})")
    return article.live


def _corrections(article: Article, texts: Texts) -> tuple[PublicCorrection, ...]:
    return tuple(
        PublicCorrection(version=one.version, text=texts[one.note], at=one.at)
        for one in article.corrections
        if one.note not in article.erased
    )


def _coming(article: Article, texts: Texts) -> tuple[PublicCorrection, ...]:
    handed_in = article.submission
    if handed_in is None or handed_in.note is None or handed_in.note in article.erased:
        return ()
    number = len(article.versions) + 1
    text = texts[handed_in.note]
    return (PublicCorrection(version=number, text=text, at=handed_in.at),)
