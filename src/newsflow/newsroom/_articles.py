"""Loading: an article is folded from its history, and from what is new in it."""

from __future__ import annotations

from collections import OrderedDict

import attrs

from ..documents.history import event
from ..errors import NotFoundError
from ..events.chain import GENESIS, Record
from ..model.article import Article
from ..store.articles import ArticleStore
from ..workflow.evolve import evolve
from ._texts import Texts

_KEPT = 1024


@attrs.frozen
class Loaded:
    """An article with the hash at the head of its chain."""

    article: Article
    hash: str


class Articles:
    """The articles of a newsroom, the last ones used at hand.

    A history only ever grows, so an article at hand is brought up to date by the events
    after its position: one statement, however long the history is.
    """

    def __init__(
        self, store: ArticleStore, texts: Texts, *, keeps: bool = True
    ) -> None:
        self._store = store
        self._keeps = keeps
        self._texts = texts
        self._loaded: OrderedDict[str, Loaded] = OrderedDict()

    def load(self, identifier: str, *, position: int | None = None) -> Loaded:
        """Load an article as it is now; *position* is where it is known to stand.

        Raises:
            NotFoundError: there is none of that id.
            HistoryError: its history cannot be read.
        """
        at_hand = self._loaded.get(identifier)
        if at_hand is not None and at_hand.article.position == position:
            return at_hand
        after = 0 if at_hand is None else at_hand.article.position
        records = self._store.history(identifier, after=after)
        loaded = _folded(at_hand, records)
        if loaded is None:
            kind = "article"
            raise NotFoundError(kind, identifier)
        if loaded is not at_hand:
            self._texts.forget(loaded.article.erased)
            self.remember(loaded)
        return loaded

    def remember(self, loaded: Loaded) -> None:
        """Keep an article at hand, where it is told if what it says was undone."""
        if not self._keeps:
            return
        self._loaded.pop(loaded.article.id, None)
        self._loaded[loaded.article.id] = loaded
        if len(self._loaded) > _KEPT:
            self._loaded.popitem(last=False)

    def forget(self, identifier: str) -> None:
        """Let an article go, so that it is next read from the store alone."""
        self._loaded.pop(identifier, None)

    def forget_all(self) -> None:
        """Let every article go: what they were read from has been undone."""
        self._loaded.clear()


def _folded(start: Loaded | None, records: tuple[Record, ...]) -> Loaded | None:
    if not records:
        return start
    article = None if start is None else start.article
    for record in records:
        article = evolve(article, event(record))
    return None if article is None else Loaded(article, records[-1].hash)


def first_hash() -> str:
    """What a new article's first event follows."""
    return GENESIS
