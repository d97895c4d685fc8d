"""The contract of a store: inherit, make yours, and let pytest run it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..documents.history import event
from ..documents.texts import StoredText, TextKind, store_text
from ..documents.workflows import shipped_workflow
from ..errors import ConflictError, NotFoundError
from ..events import AnyEvent
from ..events.chain import Record, verify
from ..model.article import Article
from ..newsroom._articles import first_hash
from ..newsroom._row import begun, moving, writing
from ..newsroom._taking import chained
from ..store.articles import ArticleStore
from ..workflow.evolve import replay
from ._contracts import Contract, holds_for
from ._histories import History
from ._walking import begin
from .staging import bridge
from .strategies import histories


@attrs.frozen
class Written:
    """A history in the form in which it is handed to a store."""

    records: tuple[Record, ...]
    article: Article

    @property
    def row(self) -> Mapping[str, Any]:
        """The row of the projection after the whole history."""
        workflow = shipped_workflow(self.article.workflow)
        return {
            **begun(self.article),
            **moving(self.article, workflow, sealed=self.records[-1].hash),
            **writing(self.article, bridge(), "f" * 64),
        }

    @property
    def move(self) -> Mapping[str, Any]:
        """What of the row a further event may change."""
        fixed = begun(self.article)
        return {name: self.row[name] for name in self.row if name not in fixed}


class StoreContract(Contract):
    """What every store of articles must do.

    ::

        class TestOurStore(StoreContract):
            def make_store(self):
                return OurStore()
    """

    def make_store(self) -> ArticleStore:
        """Make the store that is tested, empty; once for each example.

        Raises:
            NotImplementedError: the subclass does not say which.
        """
        raise NotImplementedError

    @holds_for(lambda: {"history": histories(most=4)})
    def property_a_history_comes_back_as_it_was_told(self, history: History) -> None:
        """Events come back in order, as they were, with their chain whole."""
        store, written = self.make_store(), _written(history)
        self._keep(store, history)
        found = store.history("bridge")

        assert history == tuple(map(event, found))
        assert written.records == tuple(attrs.evolve(one, cursor=0) for one in found)
        assert verify("bridge", found) == store.heads()[0][2]
        assert written.row == store.row("bridge")
        assert {"bridge": len(history)} == store.event_heads()
        assert {written.article.state: 1} == store.counts()

    @holds_for(lambda: {"history": histories(most=4)})
    def property_the_feed_misses_nothing(self, history: History) -> None:
        """Read from any cursor on, the feed gives everything after it, in order."""
        store = self.make_store()
        self._keep(store, history)
        feed = store.feed()
        cursors = [one.cursor for one in feed]

        assert store.history("bridge") == feed
        assert sorted(set(cursors)) == cursors
        for place, cursor in enumerate(cursors, start=1):
            assert feed[place:] == store.feed(after=cursor)
        assert feed[:2] == store.feed(most=2)

    def test_whoever_comes_second_is_told_and_stores_nothing(self) -> None:
        """A write that expects another position is a conflict, with both told."""
        store, (drafted, *_), then = self.make_store(), _two(), _two()
        self._keep(store, (drafted,))
        late = _written(then)
        note = _text("nobody may find this")
        before = (store.feed(), store.history("bridge"), store.row("bridge"))

        try:
            store.append(late.records[1:], expected=7, texts=[note], row=late.move)
        except ConflictError as conflict:
            _tells_of(conflict, expected=7, found=1)
        else:
            message = "it stored what was decided about another position"
            raise AssertionError(message)
        assert before == (store.feed(), store.history("bridge"), store.row("bridge"))
        assert note.digest not in dict(store.texts("bridge"))

    def test_a_story_begins_once(self) -> None:
        """A second story of the same id is a conflict, and stores nothing."""
        store, (drafted, *_) = self.make_store(), _two()
        self._keep(store, (drafted,))
        again = _written((drafted,))

        try:
            store.begin(again.records, texts=[_text("again")], row=again.row)
        except ConflictError as conflict:
            _tells_of(conflict, expected=0, found=1)
        else:
            message = "one story began twice"
            raise AssertionError(message)
        assert len(store.feed()) == 1
        assert not dict(store.texts("bridge"))

    def test_a_text_is_found_by_its_digest(self) -> None:
        """Texts come back whole, each by its digest; an unknown one is not found."""
        store, texts = self.make_store(), (_text("one"), _text("جسر 🌉"))
        written = _written(_two()[:1])
        store.begin(written.records, texts=texts, row=written.row)

        assert texts == tuple(store.text("bridge", one.digest) for one in texts)
        assert {one.digest: one for one in texts} == dict(store.texts("bridge"))
        for article, digest in (("bridge", "0" * 64), ("other", texts[0].digest)):
            try:
                store.text(article, digest)
            except NotFoundError:
                continue
            message = f"{article} has no text {digest}"
            raise AssertionError(message)

    def test_of_an_erased_text_the_digest_is_left(self) -> None:
        """Erasing removes text, salt and fingerprint of that text, and of no other."""
        store, (gone, kept) = self.make_store(), (_text("gone"), _text("kept"))
        first, both = _written(_two()[:1]), _written(_two())
        store.begin(first.records, texts=[gone, kept], row=first.row)
        store.append(both.records[1:], expected=1, row=both.move, erase=(gone.digest,))

        assert store.text("bridge", gone.digest) is None
        assert kept == store.text("bridge", kept.digest)
        assert {gone.digest: None, kept.digest: kept} == dict(store.texts("bridge"))

    def test_a_story_is_found_by_its_beginning_or_its_slug(self) -> None:
        """An id is found by its first characters, and by the slug of its story."""
        store, (drafted, *_) = self.make_store(), _two()
        self._keep(store, (drafted,))

        assert store.ids_like("bri") == ("bridge",)
        assert store.ids_like(bridge().slug or "") == ("bridge",)
        assert store.ids_like("b%e") == ()
        assert store.ids_like("ridge") == ()

    def test_a_workflow_is_kept_as_it_was_first_used(self) -> None:
        """The document of a workflow and version stays what it was."""
        store = self.make_store()
        store.keep_workflow("standard", 1, '{"name": "standard"}')
        store.keep_workflow("standard", 1, '{"name": "other"}')

        assert store.workflow("standard", 1) == '{"name": "standard"}'
        assert store.workflow("standard", 2) is None

    def _keep(self, store: ArticleStore, history: History) -> None:
        """Hand a history to the store, event by event."""
        first = _written(history[:1])
        store.begin(first.records, texts=(), row=first.row)
        for number in range(1, len(history)):
            so_far = _written(history[: number + 1])
            store.append(so_far.records[number:], expected=number, row=so_far.move)


def _tells_of(conflict: ConflictError, *, expected: int, found: int) -> None:
    told = (conflict.article, conflict.expected, conflict.found)
    assert told == ("bridge", expected, found), f"the conflict tells of {told}"


def _written(history: tuple[AnyEvent, ...]) -> Written:
    article = replay(history)
    assert article is not None, "a history begins with its first event"
    return Written(tuple(chained(history, before=first_hash())), article)


def _two() -> tuple[AnyEvent, ...]:
    """Tell of a story that was drafted and handed in."""
    walk = begin(shipped_workflow("standard"))
    walk.reach("review")
    return tuple(walk.events[:2])


def _text(words: str) -> StoredText:
    return store_text(TextKind.NOTE, words, salt="5" * 32)
