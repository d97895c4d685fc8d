"""What a channel says, held to what it does: repeats, and what it would refuse."""

from __future__ import annotations

from hypothesis import strategies as st

from ..errors import Problem, UnknownOutcomeError
from ..model.content import Content
from ..model.views import Released
from ..ports import (
    Deleting,
    Idempotency,
    Operation,
    Parcel,
    Receipt,
    Reconciles,
)
from ._channel_bench import ENDS, ChannelBench, kept, lacking, published, refusal
from ._contracts import holds_for
from ._views import story
from .strategies import contents


class Repeats(ChannelBench):
    """What comes twice, and what becomes of it."""

    @holds_for(lambda: {"content": contents()})
    def property_a_repeat_is_nothing_new(self, content: Content) -> None:
        """The same parcel again gives the same receipt and has no further effect."""
        with self.bench() as counter:
            if not counter.channel.capabilities.repeatable:
                lacking("a repeat is told by nothing: the ledger makes none")
            parcel = counter.parcel(Operation.CREATE, _out(content))
            if counter.channel.validate(parcel):
                return
            first = counter.deliver(parcel)
            before = self.seen(counter)

            assert first == counter.deliver(parcel)
            assert before == self.seen(counter), "a repeat changed something"

    def test_it_can_be_asked_what_became_of_a_parcel(self) -> None:
        """Before the delivery it says no, and after it gives the receipt."""
        with self.bench() as counter:
            channel = counter.channel
            asked = channel.capabilities.idempotency is Idempotency.LOOKUP
            if not isinstance(channel, Reconciles):
                assert not asked, "it declares that it can be looked up, and cannot"
                lacking("it cannot be asked")
            told = published(self.make_content())
            parcel = counter.parcel(Operation.CREATE, told.release())
            assert _asked(channel, parcel, sure=asked) is None, "it never came"
            receipt = counter.deliver(parcel)
            found = _asked(channel, parcel, sure=asked)
            if found is not None:
                assert receipt.reference == found.reference, "another receipt"


class Agreement(ChannelBench):
    """What it says it would refuse is what it refuses."""

    @holds_for(lambda: {"content": contents(), "end": st.sampled_from(sorted(ENDS))})
    def property_validate_agrees_with_deliver(
        self, content: Content, end: Operation
    ) -> None:
        """Whatever a story holds: either it is taken, or every problem was told."""
        with self.bench() as counter:
            parcel = counter.parcel(Operation.CREATE, _out(content))
            problems = counter.channel.validate(parcel)
            _told(problems)
            refused = refusal(counter, parcel)
            assert bool(problems) == bool(refused), (
                f"validate says {problems or 'nothing'}, and deliver {refused or 'yes'}"
            )
            if counter.way(end) is not Deleting.NONE:
                counter.sequence += 1
                gone = story(content).reach(ENDS[end]).tombstone()
                counter.deliver(counter.parcel(end, gone))

    def test_a_story_without_what_it_requires_is_refused(self) -> None:
        """What the channel requires is missing, and that is told beforehand."""
        with self.bench() as counter:
            if not counter.channel.capabilities.requires:
                lacking("it requires nothing")
            bare = Content(headline="Harbour bridge reopens")
            parcel = counter.parcel(Operation.CREATE, published(bare).release())
            assert counter.channel.validate(parcel), "it requires what it does not miss"


def _out(content: Content) -> Released:
    return published(kept(content)).release()


def _told(problems: tuple[Problem, ...]) -> None:
    assert isinstance(problems, tuple), "validate gives a tuple of problems"
    for problem in problems:
        assert isinstance(problem, Problem)
        assert problem.message
        assert problem.path.startswith("$"), f"{problem.path} is no JSON path"


def _asked(channel: Reconciles, parcel: Parcel, *, sure: bool) -> Receipt | None:
    try:
        return channel.reconcile(parcel)
    except UnknownOutcomeError:
        assert not sure, "it declares that it can be looked up, and cannot tell"
        return None
