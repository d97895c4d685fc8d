"""The rules of the machine that are nobody's: the clock, a bad line, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from ..newsroom import Ran
from ..workflow.definition import RELEASES, Act, Step
from ._machine_parts import a_story, somebody
from ._machine_rules import HOURS, Publishing
from .staging import clear

BREAKS = ("fail", "reject", "crash", "rate_limit", "lose_request", "lose_answer")
"""How a line breaks that mends by itself; what needs a person stays broken."""


class World(Publishing):
    """What happens to a newsroom without anybody taking a step."""

    def go(self, story: str, step: Step) -> None:
        """Bring a story further by a step, by the first one who may take it."""
        self.tick()
        self.moved(clear(self.room, self.room.article(story), people=self.people))
        for by, person in self.people.items():
            if step in self.room.allowed(story, by=person):
                self._go(story, step, by)
                return

    def _go(self, story: str, step: Step, by: str) -> None:
        match step.act:
            case Act.KILL:
                self.kill(story, by)
            case Act.SCHEDULE:
                self.schedule(story, by, 1)
            case Act.SUBMIT:
                self.take(step.act, story, by, note=None)
            case Act.PUBLISH | Act.REVIVE | Act.UNSCHEDULE:
                self.take(step.act, story, by)
            case Act.REVISE:
                self.take(step.act, story, by, content=self.memory.heads[story])
            case _:
                self.take(step.act, story, by, reason=self.words())

    @rule(minutes=st.integers(1, 60 * 26))
    def time_passes(self, minutes: int) -> None:
        """Let time pass, and do what is due."""
        self.clock.advance(minutes=minutes)
        self.run_due()

    @rule()
    def run_due(self) -> None:
        """Fire the schedules that are due, take down what has expired; deliver."""
        now = self.tick()
        articles = tuple(self.room.article(story) for story in self.stories)
        waiting = {one.id: one.schedule for one in articles if one.schedule}
        due = {story for story, schedule in waiting.items() if schedule.due <= now}
        ran = self.room.run_due()
        fired = {article.id for article in ran.fired}
        assert due == fired, f"{due} were due, and {fired} were fired"
        for article in ran.fired:
            self.moved(article)
        self._expired(ran, now)
        self.memory.mark(now)
        assert not self.room.run_due().fired, "a schedule fired twice"

    def _expired(self, ran: Ran, now: datetime) -> None:
        """Hold what came down to what was out past its time: all of it, or told."""
        past = {story for story, until in self._expiries() if until <= now}
        down = {article.id for article in ran.expired}
        told = {one.article for one in ran.overstayed}
        assert past == down | told, (
            f"{past} have expired, and {down | told} were seen to"
        )
        for article in ran.expired:
            assert article.live is None, f"{article.id} has expired, and is out"
            self.moved(article)

    def _expiries(self) -> Iterator[tuple[str, datetime]]:
        for story in self.memory.out:
            expires = self.room.article(story).handling.expires
            if expires is not None:
                yield story, expires

    @rule(story=a_story())
    def wait_for_its_time(self, story: str) -> None:
        """Let the instant come to which a release is pinned."""
        schedule = self.room.article(story).schedule
        if schedule is not None:
            self.clock.to(max(schedule.due, self.clock()))
            self.run_due()

    @rule(story=a_story(), by=somebody(Act.TIGHTEN_EMBARGO), hours=HOURS)
    def tighten_on_its_way(self, story: str, by: str, hours: int) -> None:
        """Tighten the embargo of what was released and has not been delivered."""
        self.tick()
        self.moved(clear(self.room, self.room.article(story), people=self.people))
        self.recorder.mend()
        self.recorder.fail()
        self.release_what_is_ready(story)
        until = self.clock() + timedelta(hours=hours)
        self.take(Act.TIGHTEN_EMBARGO, story, by, until=until)
        self.clock.advance(seconds=10)
        self.run_due()

    @precondition(lambda self: self.memory.killed)
    @rule(by=somebody(Act.REVIVE), data=st.data())
    def disturb_the_dead(self, by: str, data: st.DataObject) -> None:
        """Try to bring a killed story back, by whatever it takes nothing to do."""
        story = data.draw(st.sampled_from(sorted(self.memory.killed)))
        act = data.draw(st.sampled_from((Act.REVIVE, Act.DISCARD, *RELEASES)))
        self.take(act, story, by)

    @rule(times=st.integers(1, 3), how=st.sampled_from(BREAKS))
    def the_wire_breaks(self, times: int, how: str) -> None:
        """Let the next deliveries fail, in one way or another."""
        getattr(self.recorder, how)(times)
