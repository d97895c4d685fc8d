"""The path that a page prints above its headline."""

from __future__ import annotations

import re

import attrs

from ...model.credits import Subject
from .vocabulary import HOME
from .wording import ends_sentence, entries, plain

SCHEME = "breadcrumb"
# Sections whose name alone, above a headline, is known for what it is.
SECTIONS = frozenset(
    map(
        plain,
        entries(
            """
            news | world | politics | business | economy | sport | sports | culture
            science | health | technology | local | region | education | arts
            nachrichten | politik | wirtschaft | kultur | wissenschaft | panorama
            lokales | gesundheit | gesellschaft
            actualités | politique | économie | société | monde | santé
            noticias | política | economía | deportes | cultura | ciencia | mundo
            sociedad | salud | اخبار | سياسة | اقتصاد | رياضة | ثقافة | علوم | صحة
            """
        ),
    )
)
_ARROWS = re.compile(r"\s*[>›»→‹«❯]\s*")
_BARS = re.compile(r"\s+[/|]\s+|\s*[/|]\s*(?=\S)")
_WORDS_OF_CRUMB = 5
_CUT = ("…", "...")
LONGEST = 200


@attrs.frozen
class Path:
    """Where a page stands on its site: the first level, and those below it."""

    section: str | None
    subjects: tuple[Subject, ...]


def path(line: str, *, following: str = "") -> Path | None:
    """Read ``Home > News > Harbour``: section News, subject Harbour.

    The levels below the section become subjects of the scheme ``breadcrumb``, since a
    site's levels are a vocabulary of its own. A last level that repeats *following*,
    the headline, is left out. Slashes and bars count only after "Home" (in any of the
    five languages), since they part other things too. None when it is no breadcrumb.
    """
    if len(line) > LONGEST or (ends_sentence(line) and not line.endswith(_CUT)):
        return None
    crumbs = _crumbs(line)
    if len(crumbs) > 1 and _is_same(crumbs[-1], following):
        crumbs = crumbs[:-1]
    elif any(len(crumb.split()) > _WORDS_OF_CRUMB for crumb in crumbs):
        return None
    if len(crumbs) < 2 and not (crumbs and _is_home(crumbs[0])):  # noqa: PLR2004 - one is no path
        return None
    below = crumbs[1:] if _is_home(crumbs[0]) else crumbs
    subjects = (Subject(code=name, scheme=SCHEME, name=name) for name in below[1:])
    return Path(below[0] if below else None, tuple(subjects))


def _crumbs(line: str) -> list[str]:
    parts = [part for part in _ARROWS.split(line) if part]
    if len(parts) > 1:
        return parts
    parts = [part for part in _BARS.split(line) if part]
    return parts if len(parts) > 1 and _is_home(parts[0]) else []


def _is_home(crumb: str) -> bool:
    return plain(crumb) in HOME


def _is_same(crumb: str, headline: str) -> bool:
    """Tell whether a level is the headline, cut short with dots perhaps."""
    cut = crumb.endswith(_CUT)
    short, whole = plain(crumb), plain(headline)
    return bool(short) and (whole.startswith(short) if cut else whole == short)
