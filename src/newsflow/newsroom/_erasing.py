"""Erasing: texts go from the store, and with them the document they were read from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import attrs

from ..documents.history import event
from ..errors import HistoryError, NotFoundError
from ..events import Drafted
from ..model.article import Article, Digest
from ._office import Office
from ._taking import Request, commit, decided


@attrs.frozen
class ErasedText:
    """What is left of a text that was erased: its digest, and the reason."""

    digest: Digest
    reason: str


def erase(office: Office, request: Request, texts: tuple[Digest, ...]) -> Article:
    """Erase texts, and the imported original once what it became is erased.

    Raises:
        NotFoundError: the article has no text of such a digest; nothing was erased.
        StepRefusedError: with every objection.
        ConflictError: the article has moved on; nothing was erased.
    """
    for digest in texts:
        office.store.text(request.article, digest)
    taken = decided(office, attrs.evolve(request, takes={"texts": texts}))
    first = removing(office, taken.article)
    commit(office, attrs.evolve(taken, first=first))
    return taken.article


def removing(office: Office, article: Article) -> Callable[[], object] | None:
    """Give what removes the original of an article; None while it has to stay.

    What it does must wait for the commit: bytes that are gone cannot be rolled back.
    """
    original = article.original
    if original is None or not _is_erased(office, article) or _wanted(office, article):
        return None
    return partial(office.media.remove, original)


def left_over(office: Office, article: Article) -> bool:
    """Tell whether the original is kept that should have gone with its text.

    So it is when the process died between the commit and the removal.
    """
    if removing(office, article) is None:
        return False
    try:
        office.media.get(article.original or "")
    except NotFoundError:
        return False
    except HistoryError:
        return True  # damaged, and yet there
    return True


def _wanted(office: Office, article: Article) -> bool:
    """Tell whether the original of an article is needed by something else.

    Another article that was read from the same document needs it until its own text is
    erased, and so does any text that shows these bytes as a medium.
    """
    original = article.original or ""
    others = (one for one in office.store.read_from(original) if one != article.id)
    return office.store.shows(original) or any(
        not _is_erased(office, office.articles.load(one).article) for one in others
    )


def _is_erased(office: Office, article: Article) -> bool:
    """Tell whether the text is erased that the article began with."""
    if not article.erased:
        return False
    began = event(office.store.history(article.id)[0])
    return isinstance(began, Drafted) and began.content in article.erased
