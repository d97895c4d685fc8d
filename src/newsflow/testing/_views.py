"""Hypothesis strategies for the views that renderers and channels get."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
from hypothesis import strategies as st

from ..documents.workflows import shipped_workflow
from ..model.content import Content
from ..model.views import (
    Advance,
    Proof,
    Released,
    Tombstone,
    advance,
    proof,
    release,
    tombstone,
)
from ..workflow.definition import Act
from ._contents import contents
from ._values import texts
from ._walking import Walk, begin

Strategy = st.SearchStrategy


@attrs.define
class Story:
    """A story that goes its way in the core, with the words to its digests.

    Every note and every reason reads *words*.
    """

    walk: Walk
    texts: dict[str, Any]
    words: str

    def reach(self, state: str) -> Story:
        """Bring it to a state."""
        self.walk.reach(state)
        down = self.walk.article.withdrawal
        if down is not None and down.reason is not None:
            self.texts[down.reason] = self.words
        return self

    def correct(self, content: Content) -> Story:
        """Put it right after it was published, with a public note."""
        note = self.walk.digest()
        self._do(Act.REVISE)
        self._do(Act.SUBMIT, text=note)
        self.walk.clear()
        self._do(Act.CORRECT)
        self.texts.update({self.walk.article.head.content: content, note: self.words})
        return self

    def hold(self) -> Story:
        """Put it under embargo for an hour."""
        self._do(Act.TIGHTEN_EMBARGO, embargo=self.walk.now + timedelta(hours=1))
        return self

    def send_ahead(self) -> Story:
        """Have it approved while it is under embargo, and give it to a partner."""
        self.reach("review").hold()
        self.walk.clear()
        self._do(Act.ADVANCE)
        return self

    def release(self) -> Released:
        """Make the view that readers may have."""
        return release(self.walk.article, self.texts, now=self.walk.now)

    def proof(self) -> Proof:
        """Make the view for the desk's own eyes."""
        return proof(self.walk.article, self.texts)

    def advance(self) -> Advance:
        """Make the view for a partner trusted with the embargo."""
        return advance(self.walk.article, self.texts)

    def tombstone(self) -> Tombstone:
        """Make the view of what is left."""
        return tombstone(self.walk.article, self.texts)

    def _do(self, act: Act, **takes: Any) -> None:
        self.walk.do(self.walk.workflow.step(act.value), **takes)


def story(content: Content, *, words: str = "We had the date wrong.") -> Story:
    """Draft a story of the two-person desk."""
    walk = begin(shipped_workflow("two-person"))
    return Story(walk, {walk.article.head.content: content}, words)


def released() -> Strategy[Released]:
    """Versions that readers may have, some of them corrected."""
    return _published().map(Story.release)


def proofs() -> Strategy[Proof]:
    """Revisions for the desk's own eyes."""
    return (_drafted() | _published()).map(Story.proof)


def advances() -> Strategy[Advance]:
    """Texts ahead of their embargo, for partners who are trusted with it."""
    held = _published().map(Story.hold) | _drafted().map(Story.send_ahead)
    return held.map(Story.advance)


def tombstones(*states: str) -> Strategy[Tombstone]:
    """What is left of stories in these *states*: retracted, withdrawn or killed."""
    wanted = st.sampled_from(states or ("retracted", "withdrawn", "killed"))
    return st.builds(
        lambda one, state: one.reach(state).tombstone(), _drafted(), wanted
    )


def views() -> Strategy[Released | Proof | Advance | Tombstone]:
    """Views of every kind."""
    return st.one_of(released(), proofs(), advances(), tombstones())


def _drafted() -> Strategy[Story]:
    return st.builds(
        lambda content, words: story(content, words=words), contents(), texts()
    )


def _published() -> Strategy[Story]:
    out = _drafted().map(lambda one: one.reach("published"))
    return out | st.builds(lambda one, then: one.correct(then), out, contents())
