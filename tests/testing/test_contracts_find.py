"""A contract that nothing could break would be none: each finds what it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, cast

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings

from newsflow.errors import NewsflowError, NotReleasedError, RejectedError
from newsflow.model.checks import Finding
from newsflow.model.content import Content
from newsflow.model.views import Advance, Proof, Tombstone
from newsflow.ports import Channel, Check, Parcel, Receipt, Rendition, Shelf
from newsflow.render import Json
from newsflow.store.articles import ArticleStore
from newsflow.store.database import open_database
from newsflow.testing import (
    ChannelContract,
    CheckContract,
    RecordingChannel,
    RendererContract,
    StoreContract,
)

# What is found here need not be made small, nor be remembered.
settings.register_profile(
    "planted",
    max_examples=20,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def planted(kind: type, name: str, members: dict[str, Any]) -> Callable[[], None]:
    """Give one test of a contract, over something with a fault."""
    before = settings.get_current_profile_name()
    settings.load_profile("planted")
    try:
        contract = type("Planted", (kind,), members)
    finally:
        settings.load_profile(before)
    test: Callable[[], None] = getattr(contract(), f"test_{name}")
    return test


def broken(kind: type, name: str, **members: Any) -> None:
    """Run one test of a contract, which must fail."""
    test = planted(kind, name, members)
    with pytest.raises((AssertionError, NewsflowError, NotImplementedError, TypeError)):
        test()


def kept(kind: type, name: str, **members: Any) -> None:
    """Run one test of a contract, which must pass."""
    planted(kind, name, members)()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (RendererContract, "it_names_itself_and_its_files"),
        (CheckContract, "it_has_a_code"),
        (ChannelContract, "it_has_a_name"),
        (StoreContract, "a_story_begins_once"),
    ],
)
def test_a_contract_needs_something_to_test(kind: type, name: str) -> None:
    """Whoever inherits says what is tested."""
    broken(kind, name)


def test_each_contract_has_its_own_properties() -> None:
    """Two classes that inherit from one another share no test."""
    first = type("First", (RendererContract,), {"make_renderer": lambda _: Json()})
    second = type("Second", (first,), {})
    name = "test_a_bare_content_is_refused"

    assert getattr(first, name) is not getattr(second, name)
    assert not hasattr(RendererContract, name)
    assert "A renderer takes views" in (getattr(second, name).__doc__ or "")


@attrs.frozen
class Faulty:
    """A JSON renderer with something planted in the rendering."""

    plant: Callable[[Any, Rendition], Rendition]
    name: ClassVar[str] = "faulty"
    suffix: ClassVar[str] = ".json"

    def render(self, view: Any) -> Rendition:
        """Render, and then do what is planted."""
        return self.plant(view, Json().render(view))


def rendering(plant: Callable[[Any, Rendition], Any]) -> dict[str, Any]:
    """Make a renderer with a fault."""
    return {"make_renderer": lambda _: Faulty(plant)}


COUNT = iter(range(10_000))
SAME = "the_same_view_gives_the_same_bytes"
EMBARGO = "an_embargo_is_told_or_the_view_refused"


@pytest.mark.parametrize(
    ("name", "plant"),
    [
        (SAME, lambda _, one: attrs.evolve(one, data=b"%d" % next(COUNT))),
        (SAME, lambda _, one: one.data),
        (SAME, lambda _, one: attrs.evolve(one, media_type="json")),
        (SAME, lambda _, one: attrs.evolve(one, data=one.data.decode())),
        (EMBARGO, lambda _, one: attrs.evolve(one, data=b"soon")),
    ],
)
def test_a_renderer_with_a_fault_is_found(name: str, plant: Any) -> None:
    """Chance, the wrong type, or an embargo that nobody is told of."""
    broken(RendererContract, name, **rendering(plant))


class Careless:
    """A renderer that shows whatever has a content."""

    name = "careless"
    suffix = ".txt"

    def render(self, view: Any) -> Rendition:
        """Show the headline, whatever it is."""
        content = getattr(view, "content", view)
        return Rendition(media_type="text/plain", data=content.headline.encode())


def test_a_renderer_that_takes_anything_is_found() -> None:
    """A bare content, or a proof that reads like the real thing."""
    careless = {"make_renderer": lambda _: Careless()}

    broken(RendererContract, "a_bare_content_is_refused", **careless)
    broken(RendererContract, "a_proof_says_that_it_is_one", **careless)


class Strict:
    """A renderer that shows nothing but what is released."""

    name = "strict"
    suffix = ".txt"

    def render(self, view: Any) -> Rendition:
        """Refuse, in the words of newsflow."""
        message = f"no {type(view).__name__} here"
        if isinstance(view, Proof | Advance | Tombstone):
            raise NotReleasedError(view.article, message)
        raise TypeError(message)


@pytest.mark.parametrize(
    "name",
    [
        "a_proof_says_that_it_is_one",
        "an_embargo_is_told_or_the_view_refused",
        "a_tombstone_is_rendered_or_refused",
        "a_bare_content_is_refused",
    ],
)
def test_a_renderer_may_refuse(name: str) -> None:
    """To refuse is right wherever readers may not have it."""
    kept(RendererContract, name, make_renderer=lambda _: Strict())


@attrs.frozen
class Answering:
    """A check that answers so."""

    answer: Callable[[Content], Iterable[Finding]]
    code: str = "GZ-01"

    def run(self, content: Content) -> Iterable[Finding]:
        """Answer."""
        return self.answer(content)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("it_finds_without_raising", lambda _: [Finding(code="GZ-02", message="x")]),
        ("it_finds_without_raising", lambda _: [Finding(code="GZ-01", message="")]),
        ("it_finds_without_raising", lambda _: ["it is bad"]),
        (
            "it_finds_without_raising",
            lambda _: [Finding(code="GZ-01", message="x", path="headline")],
        ),
        (
            "it_finds_the_same_again",
            lambda _: [Finding(code="GZ-01", message=f"{next(COUNT)}")],
        ),
    ],
)
def test_a_check_with_a_fault_is_found(name: str, answer: Any) -> None:
    """Foreign codes, empty words, nonsense, or a mood of its own."""
    check = cast("Check", Answering(answer))

    broken(CheckContract, name, make_check=lambda _: check)


class Forgetful(RecordingChannel):
    """A channel that takes a repeat for something new."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        receipt = super().deliver(parcel, shelf=shelf)
        return attrs.evolve(receipt, reference=f"#{len(self.attempts)}")


class Strewn(RecordingChannel):
    """A channel that leaves a killed story where it was."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        if isinstance(parcel.view, Tombstone):
            return Receipt(reference="")
        return super().deliver(parcel, shelf=shelf)


class Fussy(RecordingChannel):
    """A channel that takes down only what it has."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        if isinstance(parcel.view, Tombstone) and not self.parcels:
            raise RejectedError(self.name, "there is no such story")
        return super().deliver(parcel, shelf=shelf)


class Wordless(RecordingChannel):
    """A channel that refuses without a word, or gives no receipt."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        del shelf
        if isinstance(parcel.view, Tombstone):
            return None  # type: ignore[return-value] # that is the fault
        raise RejectedError(self.name, "")


class Polite(RecordingChannel):
    """A channel that refuses every story, in words, and has nothing to take down."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        if isinstance(parcel.view, Tombstone):
            return super().deliver(parcel, shelf=shelf)
        raise RejectedError(self.name, "we only take weather")


def look(_: object, channel: Channel) -> object:
    """Look at what a recording channel shows."""
    return getattr(channel, "shown", None)


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("a_repeat_is_nothing_new", Forgetful),
        ("after_a_kill_nothing_is_left", Strewn),
        ("what_never_came_can_be_taken_down", Fussy),
        ("it_takes_any_story_or_says_why_not", Wordless),
        ("a_story_goes_its_whole_way", Wordless),
    ],
)
def test_a_channel_with_a_fault_is_found(name: str, channel: type) -> None:
    """Repeats, what is left behind, removals of nothing, silence."""
    broken(ChannelContract, name, make_channel=lambda _: channel(), look=look)


@pytest.mark.parametrize(
    "name", ["a_repeat_is_nothing_new", "it_takes_any_story_or_says_why_not"]
)
def test_a_channel_may_refuse_in_words(name: str) -> None:
    """Not every channel takes every story."""
    kept(ChannelContract, name, make_channel=lambda _: Polite())


def storing(**members: Any) -> dict[str, Any]:
    """Make a store with a fault."""
    store = type("Store", (ArticleStore,), members)
    return {"make_store": lambda _: store(open_database("sqlite://"))}


def overwriting(self: Any, records: Any, **parts: Any) -> Any:
    """Store whatever position was expected."""
    parts["expected"] = records[0].position - 1
    return ArticleStore.append(self, records, **parts)


def beginning(self: Any, records: Any, **parts: Any) -> None:
    """Say nothing when there is a story already."""
    if not self.history(records[0].article):
        ArticleStore.begin(self, records, **parts)


def anything(self: Any, article: str, digest: str) -> Any:
    """Find a text even where there is none."""
    found = dict(self.texts(article)).get(digest)
    return found or next(iter(dict(self.texts("bridge")).values()), None)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("whoever_comes_second_is_told_and_stores_nothing", {"append": overwriting}),
        ("a_story_begins_once", {"begin": beginning}),
        ("a_text_is_found_by_its_digest", {"text": anything}),
        ("the_feed_misses_nothing", {"feed": lambda *_, **__: ()}),
        (
            "a_history_comes_back_as_it_was_told",
            {"history": lambda self, article: ArticleStore.history(self, article)[1:]},
        ),
        ("a_story_is_found_by_its_beginning_or_its_slug", {"ids_like": lambda *_: ()}),
        (
            "a_workflow_is_kept_as_it_was_first_used",
            {"workflow": lambda *_: None},
        ),
        (
            "of_an_erased_text_the_digest_is_left",
            {
                "append": lambda self, records, **parts: ArticleStore.append(
                    self, records, **{**parts, "erase": ()}
                )
            },
        ),
    ],
)
def test_a_store_with_a_fault_is_found(name: str, members: dict[str, Any]) -> None:
    """Overwriting, silence, made-up texts, gaps, and what should be gone."""
    broken(StoreContract, name, **storing(**members))


def test_a_store_with_no_fault_passes() -> None:
    """The same tests, over the store that is planted nothing."""
    for name in ("a_story_begins_once", "a_text_is_found_by_its_digest"):
        kept(StoreContract, name, **storing())
