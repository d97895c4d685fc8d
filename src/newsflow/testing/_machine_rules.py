"""The rules of the machine: everything that people do with stories."""

from __future__ import annotations

from datetime import timedelta

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from ..documents.history import named_texts
from ..errors import ConflictError, StepRefusedError
from ..model.handling import Handling
from ..workflow.definition import RELEASES, Act
from ._articles import handlings
from ._machine_parts import MachineParts, a_story, somebody
from .staging import clear

HOURS = st.integers(-2, 30)
_MOST_STORIES = 3  # more only make it slower


class Writing(MachineParts):
    """At the writer's desk."""

    @precondition(lambda self: len(self.stories) < _MOST_STORIES)
    @rule(by=somebody(Act.DRAFT))
    def draft(self, by: str) -> None:
        """Begin a story."""
        self.begin(by)

    def begin(self, by: str) -> None:
        """Begin a story, if the person may."""
        content, now = self.text(), self.tick()
        try:
            article = self.room.draft(content, by=self.people[by])
        except StepRefusedError:
            drafting = (one for one in self.workflow.steps if one.act is Act.DRAFT)
            may = any(self.people[by].may(step.roles) for step in drafting)
            assert not may, f"{by} may draft, and was refused"
            return
        self.memory.heads[article.id] = content
        self.moved(article)
        self.memory.mark(now)

    @rule(story=a_story(), by=somebody(Act.REVISE))
    def save(self, story: str, by: str) -> None:
        """Save a new text."""
        content = self.text()
        if self.take(Act.REVISE, story, by, content=content):
            self.memory.heads[story] = content

    @rule(story=a_story(), by=somebody(Act.REVISE))
    def save_the_same(self, story: str, by: str) -> None:
        """Save the text that is there: nothing is undone."""
        before = self.room.article(story)
        same = self.memory.heads[story]
        gone = before.head.content in before.erased
        after = self.take(Act.REVISE, story, by, content=same)
        assert gone or after in {None, before}, "a save that changed nothing did"

    @rule(story=a_story(), by=somebody(Act.DISCARD))
    def discard(self, story: str, by: str) -> None:
        """Drop the unreleased revision."""
        if self.take(Act.DISCARD, story, by):
            live = self.memory.out[story]
            self.memory.heads[story] = self.memory.versions[story, live]

    @rule(story=a_story(), by=somebody(Act.COMMENT))
    def comment(self, story: str, by: str) -> None:
        """Leave an internal note."""
        self.take(Act.COMMENT, story, by, text=self.words())

    @rule(story=a_story(), by=somebody(Act.SPIKE))
    def spike(self, story: str, by: str) -> None:
        """Decide that the story will not run."""
        self.take(Act.SPIKE, story, by, reason=self.words())

    @rule(story=a_story(), by=somebody(Act.REVIVE))
    def revive(self, story: str, by: str) -> None:
        """Take the story up again."""
        self.take(Act.REVIVE, story, by)

    @rule(story=a_story(), by=somebody(Act.REVISE))
    def write_over_a_stale_reading(self, story: str, by: str) -> None:
        """Save a text over a story that has moved on since it was read."""
        stale, before = self.stale.pop(story, None), self.room.article(story)
        if stale is None or stale.position == before.position:
            return
        self.tick()
        try:
            self.room.save(stale, self.text(), by=self.people[by])
        except ConflictError as conflict:
            told = (conflict.expected, conflict.found)
        else:
            message = f"{by} wrote over {story}, which had moved on"
            raise AssertionError(message)
        real = before.position
        assert told == (stale.position, real), f"it stands at {real}, not {told}"
        assert before == self.room.article(story), "a conflict left a trace"


class Reviewing(MachineParts):
    """At the editors' desk."""

    @rule(story=a_story(), by=somebody(Act.SUBMIT), corrects=st.booleans())
    def submit(self, story: str, by: str, *, corrects: bool) -> None:
        """Hand the head in, perhaps with the public note of a correction."""
        note = self.words() if corrects else None
        self.take(Act.SUBMIT, story, by, note=note)

    @rule(story=a_story(), by=somebody(Act.SEND_BACK))
    def send_back(self, story: str, by: str) -> None:
        """Give the story back to its writer."""
        self.take(Act.SEND_BACK, story, by, reason=self.words())

    @rule(story=a_story(), by=somebody(Act.APPROVE))
    def approve(self, story: str, by: str) -> None:
        """Permit the release of exactly this text."""
        self.take(Act.APPROVE, story, by)

    @rule(story=a_story(), by=somebody(Act.WITHDRAW_APPROVAL))
    def withdraw_approval(self, story: str, by: str) -> None:
        """Take an approval back."""
        self.take(Act.WITHDRAW_APPROVAL, story, by, reason=self.words())

    @precondition(lambda self: self.workflow.sign_offs)
    @rule(story=a_story(), by=somebody(Act.SIGN_OFF), data=st.data())
    def sign_off(self, story: str, by: str, data: st.DataObject) -> None:
        """State that the text is right in one respect."""
        kind = data.draw(st.sampled_from(sorted(self.workflow.by_sign_off)))
        self.take(Act.SIGN_OFF, story, by, kind=kind)

    @rule(story=a_story(), by=somebody(Act.CHECK))
    def record_checks(self, story: str, by: str) -> None:
        """Keep what the checks have to say."""
        article = self.room.article(story)
        if article.head.content not in article.erased:
            self.take(Act.CHECK, story, by)

    @rule(story=a_story(), by=somebody(Act.TIGHTEN_EMBARGO), hours=HOURS)
    def tighten_embargo(self, story: str, by: str, hours: int) -> None:
        """Keep the story in for longer."""
        until = self.clock() + timedelta(hours=hours)
        self.take(Act.TIGHTEN_EMBARGO, story, by, until=until)

    @rule(story=a_story(), by=somebody(Act.LIFT_EMBARGO), hours=st.none() | HOURS)
    def lift_embargo(self, story: str, by: str, hours: int | None) -> None:
        """Shorten the embargo, or end it."""
        until = None if hours is None else self.clock() + timedelta(hours=hours)
        self.take(Act.LIFT_EMBARGO, story, by, until=until, reason=self.words())

    @rule(story=a_story(), by=somebody(Act.HANDLE), handling=handlings())
    def handle(self, story: str, by: str, handling: Handling) -> None:
        """Set expiry, priority, urgency and length."""
        without = attrs.evolve(handling, embargo=None)
        self.take(Act.HANDLE, story, by, handling=without)


class Publishing(MachineParts):
    """Out to readers, and back."""

    @rule(story=a_story(), by=somebody(Act.SCHEDULE), hours=HOURS)
    def pin(self, story: str, by: str, hours: int) -> None:
        """Pin the release of this text to an instant."""
        self.schedule(story, by, hours)

    def schedule(self, story: str, by: str, hours: int) -> None:
        """Pin the release of this text to an instant."""
        when = self.clock() + timedelta(hours=hours)
        self.take(Act.SCHEDULE, story, by, when=when)

    @rule(story=a_story(), by=somebody(Act.UNSCHEDULE))
    def unschedule(self, story: str, by: str) -> None:
        """Call the waiting release off."""
        self.take(Act.UNSCHEDULE, story, by)

    @rule(
        story=a_story(), by=somebody(*RELEASES), act=st.sampled_from(sorted(RELEASES))
    )
    def release(self, story: str, by: str, act: Act) -> None:
        """Publish, update or correct."""
        self.take(act, story, by)

    @rule(story=a_story(), by=somebody(Act.REVISE), corrects=st.booleans())
    def bring_through(self, story: str, by: str, *, corrects: bool) -> None:
        """Write, hand in, approve and release a story, as on a good day."""
        content = self.text()
        if not self.take(Act.REVISE, story, by, content=content):
            return
        self.memory.heads[story] = content
        note = self.words() if corrects and story in self.memory.out else None
        if self.take(Act.SUBMIT, story, by, note=note):
            self.tick()
            self.moved(clear(self.room, self.room.article(story), people=self.people))
            self.release_what_is_ready(story)

    @rule(
        story=a_story(),
        by=somebody(Act.SUBMIT),
        editor=somebody(Act.SCHEDULE),
        hours=HOURS,
    )
    def bring_to_its_schedule(
        self, story: str, by: str, editor: str, hours: int
    ) -> None:
        """Hand a story in, have it approved, and let it wait for its time."""
        if self.take(Act.SUBMIT, story, by, note=None):
            self.tick()
            self.moved(clear(self.room, self.room.article(story), people=self.people))
            self.schedule(story, editor, hours)

    @rule(story=a_story(), by=somebody(Act.ADVANCE))
    def advance(self, story: str, by: str) -> None:
        """Send the head to the trusted partner, ahead of its embargo."""
        if self.take(Act.ADVANCE, story, by):
            self.memory.advanced(story)

    @rule(
        story=a_story(),
        by=somebody(Act.SUBMIT),
        editor=somebody(Act.ADVANCE),
        hours=st.integers(1, 30),
    )
    def bring_to_partners(self, story: str, by: str, editor: str, hours: int) -> None:
        """Hand a story in under embargo, have it approved, and send it ahead."""
        until = self.clock() + timedelta(hours=hours)
        self.take(Act.TIGHTEN_EMBARGO, story, by, until=until)
        if self.take(Act.SUBMIT, story, by, note=None):
            self.tick()
            self.moved(clear(self.room, self.room.article(story), people=self.people))
            self.advance(story, editor)

    @rule(story=a_story())
    def release_what_is_ready(self, story: str) -> None:
        """Release the story in the way that lies open, by the first one who may."""
        for by, person in self.people.items():
            for step in self.room.allowed(story, by=person):
                if step.act in RELEASES:
                    assert self.take(step.act, story, by), f"{step} was allowed"
                    return

    @rule(story=a_story(), by=somebody(Act.BREAK_GLASS))
    def break_glass(self, story: str, by: str) -> None:
        """Release without the approvals."""
        self.take(Act.BREAK_GLASS, story, by, reason=self.words())

    @rule(story=a_story(), by=somebody(Act.UNPUBLISH))
    def unpublish(self, story: str, by: str) -> None:
        """Take the story off; it may come back."""
        self.take(Act.UNPUBLISH, story, by, reason=self.words())

    @rule(story=a_story(), by=somebody(Act.RETRACT))
    def retract(self, story: str, by: str) -> None:
        """Withdraw the story with a public reason."""
        self.take(Act.RETRACT, story, by, reason=self.words())

    @precondition(lambda self: len(self.stories) > 1)  # a life may be long
    @rule(story=a_story(), by=somebody(Act.KILL))
    def kill(self, story: str, by: str) -> None:
        """Remove every copy, for good."""
        if self.take(Act.KILL, story, by, reason=self.words()):
            self.memory.killed.add(story)

    @rule(story=a_story(), by=somebody(Act.ERASE), data=st.data())
    def erase(self, story: str, by: str, data: st.DataObject) -> None:
        """Remove a text for good."""
        named = named_texts(self.room.history(story))
        gone = data.draw(st.sampled_from(sorted(named)))
        self.take(Act.ERASE, story, by, texts=(gone,), reason=self.words())
