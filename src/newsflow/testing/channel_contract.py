"""The contract of a channel: inherit, make yours, and let pytest run it."""

from __future__ import annotations

from ._channel_bench import Counter
from ._channel_faults import Faults, Secrecy
from ._channel_life import Life
from ._channel_limits import Limits
from ._channel_promises import Agreement, Repeats
from ._channel_purity import Embargoes, Purity

__all__ = ["ChannelContract", "Counter"]


class ChannelContract(
    Life, Repeats, Agreement, Limits, Purity, Embargoes, Faults, Secrecy
):
    """What every channel must do, whatever a story holds; by what it declares.

    ::

        class TestPigeon(ChannelContract):
            def make_channel(self):
                return Pigeon("pigeon")

    That is enough for a simple channel. The more of these a subclass says, the more is
    held to what the channel declares; what cannot be tested is skipped, with a reason:

    - ``make_pair()`` in place of ``make_channel()`` gives the channel and the fake that
      it talks to, such as a :class:`~newsflow.testing.Receiver`: then faults are tested
      (time-outs before and after acceptance, 429, 500 with HTML, an answer cut off);
    - ``look(channel)`` tells what readers find, where there is no peer to look at;
    - ``make_content(words)`` makes a story that this channel takes;
    - ``text_of(rendition)`` gives the text whose length the receiver counts;
    - ``secrets`` names what must be nowhere to be read;
    - ``trusted`` says that it may take a story ahead of its embargo.
    """
