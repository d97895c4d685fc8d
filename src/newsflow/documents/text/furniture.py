"""Tell page furniture from text, one line at a time."""

from __future__ import annotations

import re

from .calendar import is_time_stamp
from .caption import is_caption
from .openings import OPENINGS, Opening
from .reasons import Reason
from .vocabulary import LABELS, NETWORKS, SHARE_FILLERS
from .wire import wire_reason
from .wording import is_prose, plain

LONGEST_LABEL = 80
LONGEST_FURNITURE = 600
_LONGEST_OPENING = 300
_QUOTES = "\"'“”„«»‘‚‹›"
_ADDRESS = re.compile(
    r"[<(]?(?:(?:https?://|www\.)\S+|@\w{2,30}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|info|news|example|test|co|uk|de|at"
    r"|ch|fr|es|eu|int|gov|edu|io|tv|ly|me|ae|sa|eg|ma)(?:/\S*)?)[>)]?",
    re.IGNORECASE,
)
_COMMENT_COUNT = re.compile(
    r"[(\[]?(?:\d[\d.,]*\s*k?\s*(?:comments?|kommentare?|commentaires?|comentarios?"
    r"|shares?|likes?|views?|replies|تعليقات|تعليق|reactions?)"
    r"|(?:comments?|kommentare|commentaires|comentarios|التعليقات|تعليقات|shares?)"
    r"\s*:?\s*[(\[]?\s*\d[\d.,]*\s*k?\s*[)\]]?)[)\]]?",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"©|&copy;|\(c\)\s*(?:copyright|\d{4})|copyright\W{0,3}(?:\(c\)\s*)?\d{4}",
    re.IGNORECASE,
)
# READ MORE: …, Video: … — a colon makes a promo of words that stories use as well.
_PROMO = re.compile(
    r"[^\w\"'“«]*(?:more|read|watch|listen|video|videos|related|related story|podcast"
    r"|gallery|in pictures|photos|from the archive|in case you missed it|icymi|also"
    r"|mehr|bilder|fotostrecke|galerie"
    r"|lire|voir|regarder|diaporama|en images|vidéo|vea|ver más|vídeo|lee|galería"
    r"|en imágenes|más|فيديو|شاهد|بالصور|بالفيديو|المزيد)\s*(?::|\s[|»>→])\s*\S",
    re.IGNORECASE,
)
# [Ferry fares to fall in spring]: another story's headline, set between paragraphs.
_BRACKETED = re.compile(r"\[[^\[\]]{12,150}[^\[\].!?…\"”]\]")
_GLUED = re.compile(
    r"(?:share|facebook|twitter|whatsapp|linkedin|pinterest|reddit|telegram|email|x){2,}"
)
_SHARE_TOKENS = re.compile(r"[^\s|·•,/:+]+")
_TIME_LABEL = re.compile(
    r"published|updated|posted|last|first|stand|veröffentlicht|aktualisiert|publié"
    r"|mis à jour|publicado|actualizado|نشر|آخر تحديث|تم النشر"
    r"|\d+[\s-]+(?:min|hour|day)"
    r"|vor \d|il y a|hace \d|قبل|منذ|lesezeit|temps de lecture|tiempo de lectura",
    re.IGNORECASE,
)


def furniture(line: str) -> Reason | None:
    """Tell why a line is page furniture wherever it stands; None when it is not.

    Nobody's words are furniture: a line that begins with a quotation mark stays.
    """
    if len(line) > LONGEST_FURNITURE:
        return None
    short = _short_line(line) if len(line) <= LONGEST_LABEL else None
    return short or _longer_line(line)


def _short_line(line: str) -> Reason | None:
    """Go through what fills a line of its own, the cheapest first."""
    key = plain(line)
    if not key:
        return _symbols(line)
    label = LABELS.get(key)
    if label is not None:
        return label
    if _ADDRESS.fullmatch(line):
        return Reason.SITE_ADDRESS
    if _is_share_bar(key):
        return Reason.SHARE_LABEL
    return Reason.COMMENTS if _COMMENT_COUNT.fullmatch(line) else None


def _longer_line(line: str) -> Reason | None:
    if line[0] in _QUOTES:
        return None
    if _COPYRIGHT.match(line):
        return Reason.COPYRIGHT
    wire = wire_reason(line)
    if wire is not None:
        return wire
    if is_caption(line):
        return Reason.CAPTION
    return _stamped(line) or _opened(line) or _promoted(line)


def _symbols(line: str) -> Reason:
    return Reason.SIGN_OFF if "#" in line else Reason.SEPARATOR


def _is_share_bar(key: str) -> bool:
    if _GLUED.fullmatch(key):
        return True
    tokens = frozenset(_SHARE_TOKENS.findall(key))
    return not tokens.isdisjoint(NETWORKS) and tokens <= NETWORKS | SHARE_FILLERS


def _stamped(line: str) -> Reason | None:
    """A bare date may be a subhead of a diary; one with such a label is none."""
    if _TIME_LABEL.match(line) and is_time_stamp(line):
        return Reason.TIME_STAMP
    return None


def _opened(line: str) -> Reason | None:
    """Find the opening of the vocabulary with which a line begins."""
    start = plain(line[:_LONGEST_OPENING])
    word = start.split(None, 1)[0].rstrip(":,.;") if start else ""
    for opening in OPENINGS.get(word, ()):
        if _begins(start, opening) and (opening.sentence or _is_title(line, opening)):
            return opening.reason
    return None


def _begins(start: str, opening: Opening) -> bool:
    if not start.startswith(opening.start) or _letter(start, len(opening.start)):
        return False
    return not opening.within or any(_has_word(start, word) for word in opening.within)


def _is_title(line: str, opening: Opening) -> bool:
    """No sentence of a story: too short, or with the colon or the ";" of a credit."""
    if opening.reason is Reason.TIME_STAMP and not any(map(str.isdigit, line)):
        return False
    colon = line[len(opening.start) :].lstrip().startswith(":")
    return colon or ";" in line or not is_prose(line)


def _has_word(line: str, word: str) -> bool:
    at = line.find(word)
    return at >= 0 and not _letter(line, at - 1) and not _letter(line, at + len(word))


def _letter(line: str, at: int) -> bool:
    return 0 <= at < len(line) and line[at].isalnum()


def _promoted(line: str) -> Reason | None:
    if len(line) > _LONGEST_OPENING:
        return None
    promo = _PROMO.match(line) or _BRACKETED.fullmatch(line)
    return Reason.PROMO if promo else None
