"""Texts by digest: fetched once, structured once, forgotten when they are erased."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from threading import RLock
from typing import Any

import attrs

from ..documents.canonical import content_of
from ..documents.history import event
from ..documents.texts import StoredText, TextKind, is_whole, store_text
from ..errors import ErasedTextError, HistoryError
from ..events import Erased
from ..model.article import Digest
from ..model.content import Content
from ..ports import Salts
from ..store.articles import ArticleStore

AT_HAND = 4_000_000
"""How many characters of stored texts are kept as contents, at two bytes each."""

_ERASED_AS_WELL = "the reason was erased as well"
_NOBODY_SAYS = "its history has no event that erased it; the audit tells more"


@attrs.frozen
class _Held:
    """A content at hand."""

    content: Content
    fingerprint: str
    size: int


class Texts:
    """The texts of a newsroom, the last ones used at hand.

    A text never changes under its digest, so what is at hand is right until it is
    erased; loading an article that had texts erased lets them go here too. What comes
    from the store has to be what its digest names, or nobody gets it.
    """

    def __init__(self, store: ArticleStore, salts: Salts) -> None:
        self._store = store
        self.salts = salts
        self._held: OrderedDict[Digest, _Held] = OrderedDict()
        self._size = 0
        self._turn = RLock()  # several threads deliver

    def seal(self, kind: TextKind, text: str | bytes) -> StoredText:
        """Give a text its digest, under new salt."""
        return store_text(kind, text, salt=self.salts())

    def remember(self, stored: StoredText, content: Content) -> None:
        """Keep a content at hand that was just stored."""
        held = _Held(content, stored.fingerprint or "", len(stored.text))
        with self._turn:
            self.forget(frozenset({stored.digest}))
            self._held[stored.digest] = held
            self._size += held.size
            # The last one stays, however long it is.
            while self._size > AT_HAND and len(self._held) > 1:
                self.forget(frozenset({next(iter(self._held))}))

    def forget(self, digests: frozenset[Digest]) -> None:
        """Let erased texts go."""
        with self._turn:
            for digest in digests:
                gone = self._held.pop(digest, None)
                self._size -= 0 if gone is None else gone.size

    def content(self, article: str, digest: Digest) -> Content:
        """Give the content of a digest.

        Raises:
            ErasedTextError: it was erased.
            HistoryError: it was changed where it is stored.
            NotFoundError: the article has no such text.
        """
        found = self._held.get(digest)
        if found is not None:
            return found.content
        return self._structured(self.stored(article, digest))

    def named(self, article: str, digest: Digest) -> Content | str:
        """Give what a digest names: a content, or the words of a note.

        Raises:
            ErasedTextError: it was erased.
            HistoryError: it was changed where it is stored.
            NotFoundError: the article has no such text.
        """
        found = self._held.get(digest)
        if found is not None:
            return found.content
        stored = self.stored(article, digest)
        kind = stored.kind
        return self._structured(stored) if kind is TextKind.CONTENT else stored.text

    def fingerprint(self, article: str, digest: Digest) -> str:
        """Give the plain fingerprint of a content.

        Raises:
            ErasedTextError: it was erased.
            HistoryError: it was changed where it is stored.
            NotFoundError: the article has no such text.
        """
        found = self._held.get(digest)
        stored = self.stored(article, digest) if found is None else found
        return stored.fingerprint or ""

    def words(self, article: str, digest: Digest) -> str:
        """Give the words of a note or a reason.

        Raises:
            ErasedTextError: they were erased.
            HistoryError: they were changed where they are stored.
            NotFoundError: the article has no such text.
        """
        return self.stored(article, digest).text

    def stored(self, article: str, digest: Digest) -> StoredText:
        """Give a text as stored.

        Raises:
            ErasedTextError: it was erased.
            HistoryError: it was changed where it is stored.
            NotFoundError: the article has no such text.
        """
        stored = self._store.text(article, digest)
        if stored is None:
            raise ErasedTextError(digest, self.why_erased(article, digest))
        if stored.digest != digest or not is_whole(stored):
            message = f"{article}: the text {digest[:12]}… is not the one recorded"
            raise HistoryError(message)
        return stored

    def _structured(self, stored: StoredText) -> Content:
        content = content_of(stored.text)
        self.remember(stored, content)
        return content

    def why_erased(self, article: str, digest: Digest) -> str:
        """Give the reason for which a text was erased, in the words of who did it."""
        for one in map(event, self._store.history(article)):
            if isinstance(one, Erased) and digest in one.texts:
                reason = self._store.text(article, one.reason)
                return _ERASED_AS_WELL if reason is None else reason.text
        return _NOBODY_SAYS

    def of(self, article: str) -> Mapping[Digest, Any]:
        """Give a mapping from digests to what they name, for the views of the model."""
        return _TextsOf(self, article)


class _TextsOf(Mapping[Digest, Any]):
    """The texts of one article, fetched when they are asked for."""

    def __init__(self, texts: Texts, article: str) -> None:
        self._texts = texts
        self._article = article

    def __getitem__(self, digest: Digest) -> Any:
        return self._texts.named(self._article, digest)

    def __iter__(self) -> Iterator[Digest]:
        return (digest for digest, _ in self._texts._store.texts(self._article))  # noqa: SLF001 - the same

    def __len__(self) -> int:
        return sum(1 for _ in self)
