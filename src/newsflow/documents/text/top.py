"""The top of a pasted text: what stands before, around and in its first lines."""

from __future__ import annotations

from itertools import islice

import attrs

from ...model.content import Kind
from ...model.credits import Dateline, Source
from .breadcrumb import SECTIONS, Path, path
from .byline import Signed, opens_byline, signed
from .calendar import is_clock, is_time_stamp
from .dateline import opened
from .headline import headline
from .lines import is_list_marker
from .menu import set_menu_aside
from .reasons import Reason
from .sheet import Sheet
from .vocabulary import HOME, KICKERS
from .wording import ends_sentence, is_prose, plain

_LONGEST_STANDFIRST = 350
_WORDS_OF_STANDFIRST = 5
_PROSE_SEARCHED = 3
_SEARCHED = 12
_CRUMBS_SEARCHED = 40
_CRUMB_SEPARATORS = frozenset("/|>›»→<‹«")
_AFTER_STANDFIRST = frozenset({Reason.BYLINE, Reason.TIME_STAMP})


@attrs.frozen(kw_only=True)
class Top:
    """What the top of a text says; an empty *headline* when there is no text at all."""

    headline: str
    label: str | None
    kind: Kind
    path: Path | None
    summary: str | None
    signed: Signed | None
    dateline: Dateline | None
    supplier: Source | None
    slugline: str | None


def read_top(sheet: Sheet) -> Top:
    """Take the fields out of a sheet; what is not surely a field stays in the body."""
    slugline = _slugline(sheet)
    crumbs = _path(sheet)
    set_menu_aside(sheet)
    credit = _credit(sheet)
    label = _kicker(sheet)
    dateline, supplier, filed = _dateline(sheet)
    title, at = headline(sheet)
    return Top(
        headline=title,
        label=label,
        kind=Kind(KICKERS[plain(label)] or Kind.REPORTAGE) if label else Kind.REPORTAGE,
        path=crumbs,
        summary=_standfirst(sheet, at, filed),
        signed=credit,
        dateline=dateline,
        supplier=supplier,
        slugline=slugline,
    )


def _slugline(sheet: Sheet) -> str | None:
    at = next(
        (at for at, why in enumerate(sheet.reasons) if why is Reason.SLUGLINE), -1
    )
    return (
        None if at < 0 else sheet.text(at).partition(":")[2].strip() or sheet.text(at)
    )


def _path(sheet: Sheet) -> Path | None:
    """Read a breadcrumb among the first lines, or one with a line to each level."""
    return _path_in_lines(sheet) or _path_in_one(sheet) or _section(sheet)


def _path_in_lines(sheet: Sheet) -> Path | None:
    """Read ``Home``, ``/``, ``News``, ``/``, ``Harbour`` on lines of their own."""
    units = sheet.units[:_CRUMBS_SEARCHED]
    home = next((at for at, unit in enumerate(units) if plain(unit.text) in HOME), -1)
    end = home + 1
    while end + 1 < len(units) and units[end].text in _CRUMB_SEPARATORS:
        end += 2
    if home < 0 or end == home + 1:
        return None
    written = " > ".join(unit.text for unit in units[home:end:2])
    found = path(written)
    for at in range(home, end) if found else ():
        sheet.reasons[at] = Reason.BREADCRUMB
    return found


def _path_in_one(sheet: Sheet) -> Path | None:
    first = list(islice(sheet.kept(), _SEARCHED))
    for place, at in enumerate(first):
        text = sheet.text(at)
        if is_prose(text):
            return None
        for following in first[place + 1 : place + 4] or [at]:
            found = path(text, following=sheet.text(following))
            if found is not None:
                sheet.reasons[at] = Reason.BREADCRUMB
                return found
    return None


def _section(sheet: Sheet) -> Path | None:
    """Read the one word, such as "Sport", that stands above a headline."""
    first = list(islice(sheet.kept(), 2))
    if len(first) == 1 or not first or plain(sheet.text(first[0])) not in SECTIONS:
        return None
    if is_prose(sheet.text(first[1])) or plain(sheet.text(first[1])) in SECTIONS:
        return None
    sheet.reasons[first[0]] = Reason.BREADCRUMB
    return Path(sheet.text(first[0]), ())


def _window(sheet: Sheet) -> list[int]:
    """The first units, to the third one of running text."""
    found: list[int] = []
    prose = 0
    for at in islice(sheet.kept(), _SEARCHED):
        prose += is_prose(sheet.text(at))
        found.append(at)
        if prose == _PROSE_SEARCHED:
            break
    return found


def _credit(sheet: Sheet) -> Signed | None:
    """Set bylines and the dates of the page aside; the first byline is read."""
    credit: Signed | None = None
    window = _window(sheet)
    prose = 0
    for place, at in enumerate(window):
        text = sheet.text(at)
        prose += is_prose(text)
        if prose <= 1 and is_time_stamp(text) and not is_clock(text):
            sheet.reasons[at] = Reason.TIME_STAMP
        elif credit is None:
            credit = _signature(sheet, window, place)
    return credit


def _signature(sheet: Sheet, window: list[int], place: int) -> Signed | None:
    """Read the byline at a place, or one whose "By" has a line of its own.

    Above everything else stands a headline rather than a byline with a comma.
    """
    at = window[place]
    text = sheet.text(at)
    parted = opens_byline(text) and place + 1 < len(window)
    found = signed(f"{text} {sheet.text(window[place + 1])}" if parted else text)
    if found is None or (place == 0 and (found.printed or len(window) == 1)):
        return None
    for one in window[place : place + 1 + parted]:
        sheet.reasons[one] = Reason.BYLINE
    return found


def _kicker(sheet: Sheet) -> str | None:
    """Take a word such as "Analysis" that stands above the headline."""
    first = list(islice(sheet.kept(), 2))
    if len(first) == 1 or not first or plain(sheet.text(first[0])) not in KICKERS:
        return None
    return sheet.take(first[0])


def _dateline(sheet: Sheet) -> tuple[Dateline | None, Source | None, int]:
    """Cut the dateline off the paragraph that has it, and tell where that stands."""
    for at in _window(sheet):
        found = opened(sheet.text(at))
        if found is not None:
            sheet.part(at, found.written, Reason.DATELINE)
            sheet.cut(at, found.rest)
            return found.dateline, found.supplier, at
    return None, None, -1


def _standfirst(sheet: Sheet, headline_at: int, filed: int) -> str | None:
    """Take the unit below the headline when it is plainly a standfirst.

    Plainly: the byline, the date or a paragraph with a dateline comes right after it;
    or it is a longer line without the full stop that a paragraph has.
    """
    after = list(islice(sheet.kept(headline_at + 1), 2))
    if headline_at not in sheet.taken or len(after) < 2:  # noqa: PLR2004 - it and a body
        return None
    at, following = after
    text = sheet.text(at)
    if at == filed or len(text) > _LONGEST_STANDFIRST or is_list_marker(text):
        return None
    if not _AFTER_STANDFIRST.isdisjoint(sheet.reasons[headline_at:at]):
        return None
    closed = following == filed or not _AFTER_STANDFIRST.isdisjoint(
        sheet.reasons[at:following]
    )
    return sheet.take(at) if closed or _is_deck(text) else None


def _is_deck(text: str) -> bool:
    unfinished = not ends_sentence(text) and text[-1] not in ",;:"
    return unfinished and len(text.split()) >= _WORDS_OF_STANDFIRST
