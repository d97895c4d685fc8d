"""What is pure stays pure: validate and render touch nothing and never differ."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, TypeAlias

import attrs

from ..errors import NewsflowError, RejectedError
from ..model.times import stamp
from ..ports import Channel, Health, Operation, Parcel, Watched
from ._channel_bench import ENDS, ChannelBench, Counter, lacking, published
from ._elsewhere import elsewhere
from ._quiet import quiet

Made: TypeAlias = tuple[tuple[Any, ...], str, bytes]
"""Problems, media type and bytes; or the words of a refusal in place of both."""


@attrs.frozen
class Making:
    """Validates and renders parcels, by any channel of the kind."""

    parcels: tuple[Parcel, ...]

    def __call__(self, channel: Channel) -> tuple[Made, ...]:
        """Give what the channel makes of each."""
        return tuple(made(channel, one) for one in self.parcels)


def made(channel: Channel, parcel: Parcel) -> Made:
    """Give what a channel makes of a parcel, in silence."""
    with quiet("validate"):
        problems = channel.validate(parcel)
    try:
        with quiet("render"):
            rendition = channel.render(parcel)
    except RejectedError as refused:
        return problems, "", str(refused).encode()
    assert "/" in rendition.media_type, "a rendition has a media type"
    assert isinstance(rendition.data, bytes), "a rendition is bytes"
    return problems, rendition.media_type, rendition.data


class Purity(ChannelBench):
    """The same parcel gives the same bytes, always and everywhere."""

    def test_validate_and_render_touch_nothing(self) -> None:
        """They reach for no network, and nobody hears of them."""
        with self.bench() as counter:
            before = self.seen(counter)
            making = Making(tuple(self._parcels(counter)))
            first = making(counter.channel)

            assert first == making(counter.channel), "a second time gives another"
            assert before == self.seen(counter), "something was sent"
        with self.bench() as other:
            assert first == making(other.channel), "another of the kind gives another"

    def test_another_process_renders_the_same_bytes(self) -> None:
        """Neither hashes nor the time zone of a process can be seen in what is sent."""
        with self.bench() as counter:
            making = Making(tuple(self._parcels(counter)))
            first = making(counter.channel)
            again = elsewhere(self, "make_pair", counter.channel, making)

        assert first == again

    def test_what_is_delivered_is_what_was_rendered(self) -> None:
        """The receipt has the hash of those bytes, and says what made them."""
        with self.bench() as counter:
            view = published(self.make_content()).release()
            parcel = counter.parcel(Operation.CREATE, view)
            rendition = counter.channel.render(parcel)
            receipt = counter.deliver(parcel)

            assert sha256(rendition.data).hexdigest() == receipt.sha256
            assert receipt.renderer, "a receipt names what made the bytes"

    def test_a_receipt_can_be_kept(self) -> None:
        """It survives being written and read back."""
        with self.bench() as counter:
            self.out(counter)
            receipt = counter.previous

        assert receipt == pickle.loads(pickle.dumps(receipt))  # noqa: S301 - our own

    def test_nobody_hears_when_its_health_is_looked_at(self) -> None:
        """Looking whether it is well publishes nothing."""
        with self.bench() as counter:
            if not isinstance(counter.channel, Watched):
                lacking("it cannot say whether it is well")
            before = self.seen(counter)
            health = counter.channel.health()

            assert isinstance(health, Health)
            assert counter.channel.name == health.channel
            assert before == self.seen(counter), "something was sent"

    def _parcels(self, counter: Counter) -> Iterator[Parcel]:
        told = published(self.make_content())
        yield counter.parcel(Operation.CREATE, told.release())
        told.correct(self.make_content("Harbour bridge reopens at last"))
        yield counter.parcel(Operation.CORRECT, told.release())
        for operation in ENDS:
            yield counter.parcel(operation, self.gone(operation))


class Embargoes(ChannelBench):
    """What readers may not have yet is refused, even when it is handed over."""

    def test_a_proof_is_refused(self) -> None:
        """A draft is for the desk's own eyes, whoever calls."""
        told = published(self.make_content())
        self._refused(told.proof())

    def test_an_embargo_is_kept(self) -> None:
        """A story ahead of its embargo is refused; or it says its embargo."""
        view = published(self.make_content()).hold().advance()
        if not self.trusted:
            self._refused(view)
            return
        with self.bench() as counter:
            parcel = counter.parcel(Operation.CREATE, view)
            day = stamp(view.embargo)[:10]
            forms = (day, day.replace("-", ""))
            told = counter.channel.render(parcel).data
            assert any(form.encode() in told for form in forms), "no embargo in it"
            counter.deliver(parcel)

    def _refused(self, view: Any) -> None:
        with self.bench() as counter:
            before = self.seen(counter)
            parcel = counter.parcel(Operation.CREATE, view)
            calls = (
                lambda: counter.channel.render(parcel),
                lambda: counter.channel.deliver(parcel, shelf=counter),
            )
            for call in calls:
                try:
                    call()
                except (TypeError, NewsflowError):
                    continue
                message = f"it took a {type(view).__name__}"
                raise AssertionError(message)
            assert before == self.seen(counter), "something was sent"
