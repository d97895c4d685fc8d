"""The site's own lines above a story: its menu, its name, its page title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from .byline import opens_byline, signed
from .reasons import Reason
from .sheet import Sheet
from .wording import ends_sentence, is_prose, plain

_SEARCHED = 12
_SUFFIX = re.compile(
    r"\s+(?:[|–—·•:-]|::)\s+(?P<site>\S.{0,60})|\s*\|\s*(?P<bar>\S.{0,60})"
)
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w-]{4,})\.", re.IGNORECASE)
_COPYRIGHT_WORDS = re.compile(
    r"©|\(c\)|copyright|all rights reserved|\d+|alle rechte vorbehalten"
    r"|tous droits réservés|todos los derechos reservados|جميع الحقوق محفوظة",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[\W\d_]+")
_WORDS_OF_SITE_NAME = 5
_WORDS_OF_ENTRY = 2
_WORDS_OF_HEADLINE = 4
_ENTRIES_OF_MENU = 3


def set_menu_aside(sheet: Sheet) -> None:
    """Set the site's name, its page title and the entries of its menu aside.

    A line that stands twice, once perhaps with the site's name behind it, is the
    headline, and short lines before it are entries of a menu. Without that proof it
    takes three lines of one or two words in a row, above a longer one.
    """
    _set_names_aside(sheet, set(_names(sheet)))
    first = list(islice(sheet.kept(), _SEARCHED))
    headline_at = _set_title_aside(sheet, first)
    entries = list(
        takewhile(lambda at: at != headline_at and _is_entry(sheet.text(at)), first)
    )
    follows = first[len(entries) :]
    sure = headline_at >= 0 or (
        len(entries) >= _ENTRIES_OF_MENU
        and bool(follows)
        and len(sheet.text(follows[0]).split()) >= _WORDS_OF_HEADLINE
    )
    for at in entries if sure else ():
        sheet.reasons[at] = sheet.reasons[at] or Reason.PAGE_CONTROL


def _set_title_aside(sheet: Sheet, first: list[int]) -> int:
    """Find a line that another one repeats, set the first aside, tell of the second."""
    above = takewhile(lambda at: not is_prose(sheet.text(at)), first)
    for place, title in enumerate(above):
        for at in first[place + 1 :]:
            site = _site_behind(sheet.text(title), sheet.text(at))
            if site is not None:
                sheet.reasons[title] = Reason.PAGE_TITLE
                _set_names_aside(sheet, {_letters(site)})
                return at
    return -1


def _is_entry(text: str) -> bool:
    if len(text.split()) > _WORDS_OF_ENTRY or ends_sentence(text):
        return False
    return not opens_byline(text) and signed(text) is None


def _site_behind(title: str, headline: str) -> str | None:
    """What a page title adds to the headline: a site's name, or nothing at all."""
    if len(headline.split()) < _WORDS_OF_HEADLINE - 1 or not title.startswith(headline):
        return None
    if title == headline:
        return ""
    found = _SUFFIX.fullmatch(title, len(headline))
    return None if found is None else found["site"] or found["bar"]


def _names(sheet: Sheet) -> Iterator[str]:
    """How the site calls itself in its addresses and copyright lines."""
    for at, reason in enumerate(sheet.reasons):
        if reason is Reason.SITE_ADDRESS:
            domain = _DOMAIN.search(sheet.text(at).rpartition("@")[2])
            yield _letters(domain[1]) if domain else ""
        elif reason is Reason.COPYRIGHT:
            yield _letters(_COPYRIGHT_WORDS.sub("", sheet.text(at)))


def _set_names_aside(sheet: Sheet, names: set[str]) -> None:
    wanted = {name for name in names if name}
    for at in sheet.kept() if wanted else ():
        text = sheet.text(at)
        if len(text.split(None, _WORDS_OF_SITE_NAME)) > _WORDS_OF_SITE_NAME:
            continue
        if _letters(text) in wanted:
            sheet.reasons[at] = Reason.SITE_NAME


def _letters(name: str) -> str:
    return _LETTERS.sub("", plain(name)).removeprefix("the")
