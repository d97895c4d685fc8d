"""The newsroom machine: Hypothesis drives a whole newsroom, and nothing may go wrong.

Subclass it, override what you bring of your own, and let pytest run its ``TestCase``::

    from newsflow.testing import NewsroomMachine

    class GazetteMachine(NewsroomMachine):
        def make_workflow(self):
            return read_workflow(Path("workflow.toml"))

    TestGazette = GazetteMachine.TestCase
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ..documents.canonical import canonical_content
from ..errors import NotReleasedError
from ..model.article import Article
from ..model.views import Released
from ..newsroom import ErasedText
from ..workflow.definition import StateKind
from ..workflow.evolve import replay
from ._machine_parts import a_state
from ._machine_rules import Reviewing, Writing
from ._machine_world import World
from ._ways import way_to

_MARK = re.compile("mark[0-9]{4}x")


class NewsroomMachine(Writing, Reviewing, World):
    """A newsroom to which people, the clock and a bad line do whatever they can.

    After every rule these hold, each checked by the machine's own plain model:

    - nothing goes out without the approvals and sign-offs that the workflow demands for
      that very text, given since it was handed in, by distinct people who had no hand
      in it; unless the glass was broken, which is an event;
    - a killed story never comes back, and nothing of it is delivered after the kill;
    - a refused step was refused for what ``why_not`` had told, and left no trace;
    - replay equals the article, the projection and the audit; the feed misses nothing;
    - what readers get holds no word of a draft, of a comment, or of anything under
      embargo; ``as_of`` gives what was out, byte for byte;
    - what is due fires, what has expired comes down or is told, and nothing else.
    """

    @initialize(state=a_state())
    def open_the_desk(self, state: str) -> None:
        """Begin with one story, by the first person who may write one, in any state."""
        for by in self.people:
            if not self.stories:
                self.begin(by)
        assert self.stories, "none of these people may draft a story"
        for step in way_to(self.workflow, state)[1:]:
            self.go(self.stories[0], step)

    @rule(data=st.data())
    def look_back(self, data: st.DataObject) -> None:
        """Ask what readers had at an earlier instant."""
        moment, out = data.draw(st.sampled_from(self.memory.timeline))
        self._was_out(moment, out)

    @invariant()
    def every_event_may_have_happened(self) -> None:
        """Let the witness look at what is new in the feed."""
        for fact in self.room.events(after=self.cursor):
            assert fact.cursor > self.cursor, "the feed went back"
            self.cursor = fact.cursor
            self.witness.see(fact.event)

    @invariant()
    def the_history_tells_all(self) -> None:
        """Compare every article with its replay and with its row in the lists."""
        self.every_event_may_have_happened()  # whichever of the two is asked first
        rows = {row.id: row for row in self.room.search(limit=500)}
        assert set(rows) == set(self.stories), f"the lists have {sorted(rows)}"
        for story in self.stories:
            article, row = self.room.article(story), rows[story]
            history = self.room.history(story)
            assert article == replay(history), f"{story} is not its history"
            seen = self.witness.stories[story].position
            stands = {len(history), article.position, row.position, seen}
            assert len(stands) == 1, f"{story} stands at {stands}"
            numbers = [version.number for version in article.versions]
            assert numbers == list(range(1, len(numbers) + 1)), f"versions {numbers}"
            live = article.live and article.live.number
            assert (article.state, live) == (row.state, row.live), f"{story}: {row}"
            self._stays_dead(article)

    @invariant()
    def the_audit_verifies(self) -> None:
        """Verify every chain, text and row."""
        verified = self.room.audit().articles
        assert verified == len(self.stories), f"{verified} verified"

    @invariant()
    def readers_get_what_was_released(self) -> None:
        """Look at what a renderer would get, and at every word it makes of it."""
        for story in self.stories:
            number = self.memory.out.get(story)
            held = self.memory.held(story, self.clock())
            try:
                view = self.room.released(story)
            except NotReleasedError:
                assert held or number is None, f"{story} is out, and cannot be shown"
                continue
            assert not held, f"{story} was shown under embargo"
            assert view.version == number, f"{story}: v{view.version}, not v{number}"
            sent = canonical_content(view.content)
            assert sent == self.memory.bytes_of(story, number), "not what was released"
            self._only_its_own_words(view)

    @invariant()
    def the_channel_got_what_was_released(self) -> None:
        """Look at everything that reached the recorder, in its order."""
        self.memory.delivered()

    def _stays_dead(self, article: Article) -> None:
        if article.id not in self.memory.killed:
            return
        state = self.workflow.state(article.state)
        assert article.live is None, f"{article.id} was killed, and is live"
        assert state.kind is StateKind.WITHDRAWN, f"{article.id} came back"

    def _only_its_own_words(self, view: Released) -> None:
        allowed = {
            *_marks(canonical_content(view.content).decode()),
            *(mark for one in view.corrections for mark in _marks(one.text)),
        }
        for name in ("json", "text"):
            rendered = self.room.renderers[name].render(view).data.decode()
            leaked = set(_marks(rendered)) - allowed
            assert not leaked, f"words that nobody released: {leaked}"

    def _was_out(self, moment: datetime, out: dict[str, int]) -> None:
        wanted = {
            story: (number, self._kept(story, number)) for story, number in out.items()
        }
        found = {
            one.article: (one.version, _left(one.content))
            for one in self.room.as_of(moment)
        }
        assert wanted == found, f"at {moment} there was {wanted}, not {found}"

    def _kept(self, story: str, number: int) -> bytes | str:
        """Give the bytes of a version, or the digest if they were erased since."""
        article = self.room.article(story)
        digest = article.versions[number - 1].content
        if digest in article.erased:
            return digest
        return self.memory.bytes_of(story, number)


def _left(content: bytes | ErasedText) -> bytes | str:
    return content if isinstance(content, bytes) else content.digest


def _marks(text: str) -> Iterator[str]:
    """Find the words that the machine puts into each text."""
    yield from _MARK.findall(text)
