"""Limits of text: one below, exactly, one above, in each unit that is declared."""

from __future__ import annotations

from itertools import product

from ..errors import RejectedError
from ..ports import Operation, Parcel, TextLimit, length
from ._channel_bench import ChannelBench, Counter, lacking, published, refusal

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
FILLERS = (FAMILY, "\U0001f309", "\u062c", "b")
"""What a text is filled with: a family of four, a bridge, an Arabic letter, a letter.

A family is one grapheme, 7 characters, 11 units of UTF-16 and 25 bytes.
"""

ADDRESS = "https://gazette.example/harbour/bridge-reopens-after-eleven-weeks"


class Limits(ChannelBench):
    """A text that fits is taken, and one that is a sign too long is refused."""

    def test_a_text_may_be_as_long_as_declared_and_no_longer(self) -> None:
        """In each unit, and with addresses at what they cost, validate is exact."""
        with self.bench() as counter:
            limits = counter.channel.capabilities.text
            if not limits:
                lacking("it declares no limit of text")
            if self._text(counter, "a") == self._text(counter, "aa"):
                lacking("the text does not grow with the headline: see make_content")
        for limit in limits:
            beginnings = ("a", f"a {ADDRESS} b") if limit.url_cost else ("a",)
            for begins, filler in product(beginnings, FILLERS):
                for wanted in (limit.most - 1, limit.most, limit.most + 1):
                    self._held(limit, wanted, begins=begins, filler=filler)

    def _held(self, limit: TextLimit, wanted: int, *, begins: str, filler: str) -> None:
        """Hold a text of one length to what validate and deliver make of it."""
        with self.bench() as counter:
            words = self._grown(counter, limit, wanted, begins, filler)
            parcel = self._parcel(counter, words)
            over = [
                one
                for one in counter.channel.capabilities.text
                if self._count(counter, one, words) > one.most
            ]
            problems = counter.channel.validate(parcel)
            refused = refusal(counter, parcel)
            said = f"{wanted} {limit.unit}, over {over or 'no limit'}"

            assert bool(over) == bool(problems), f"{said}: validate says {problems}"
            assert bool(over) == bool(refused), f"{said}: deliver says {refused}"

    def _grown(
        self, counter: Counter, limit: TextLimit, wanted: int, words: str, filler: str
    ) -> str:
        """Lengthen the words of the headline until the text that counts is as long."""
        room = wanted - self._count(counter, limit, words)
        grown = words + filler * max(room // length(filler, limit), 0)
        return grown + "a" * (wanted - self._count(counter, limit, grown))

    def _count(self, counter: Counter, limit: TextLimit, words: str) -> int:
        """Count what the channel sends of a story with these words.

        What it refuses to render is counted after what it adds to a single letter.
        """
        try:
            return length(self._text(counter, words), limit)
        except RejectedError:
            added = length(self._text(counter, "a"), limit) - length("a", limit)
            return added + length(words, limit)

    def _text(self, counter: Counter, words: str) -> str:
        parcel = self._parcel(counter, words)
        return self.text_of(counter.channel.render(parcel))

    def _parcel(self, counter: Counter, words: str) -> Parcel:
        view = published(self.make_content(words)).release()
        return counter.parcel(Operation.CREATE, view)
