"""A contract that nothing could break would be none: each finds what it is for."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from itertools import product
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings

from newsflow.errors import (
    DeliveryError,
    NewsflowError,
    NotReleasedError,
    Problem,
    RejectedError,
    RetryError,
)
from newsflow.model.checks import Finding
from newsflow.model.content import Content
from newsflow.model.views import Advance, Proof, Tombstone
from newsflow.ports import (
    Capabilities,
    Check,
    Concurrency,
    Deleting,
    Health,
    Idempotency,
    Operation,
    Parcel,
    Receipt,
    Rendition,
    Shelf,
    TextLimit,
    TextUnit,
    Updating,
    unfit_view,
)
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
from newsflow.testing._views import story as telling
from newsflow.testing.channel_contract import Counter
from newsflow.testing.staging import bridge

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
        _without_skipping(test)


def kept(kind: type, name: str, **members: Any) -> None:
    """Run one test of a contract, which must pass."""
    _without_skipping(planted(kind, name, members))


def _without_skipping(test: Callable[[], None]) -> None:
    """Run a test; one that is skipped proves nothing."""
    try:
        test()
    except pytest.skip.Exception as skipped:
        pytest.fail(f"it was skipped: {skipped}")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (RendererContract, "it_names_itself_and_its_files"),
        (CheckContract, "it_has_a_code"),
        (ChannelContract, "it_has_a_name_and_says_what_it_can_do"),
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
class HashingRenderer:
    """A renderer that shows what only this process can know, or calls somebody."""

    calls: bool = False
    name: str = "hashing"
    suffix: str = ".json"

    def render(self, view: Any) -> Rendition:
        """Render, with the fault."""
        if self.calls:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", 9), timeout=0.1).close()
            return Json().render(view)
        return Rendition(media_type="text/plain", data=b"%d" % hash("bridge"))


@attrs.frozen
class HashingCheck:
    """A check that finds what only this process can know."""

    code: str = "GZ-01"

    def run(self, content: Content) -> Iterable[Finding]:
        """Find it."""
        yield Finding(code=self.code, message=f"{hash(content.headline)}")


def test_what_only_one_process_knows_is_found() -> None:
    """And a call, even one that nobody hears of."""
    hashing, calling = HashingRenderer(), HashingRenderer(calls=True)
    name = "another_process_renders_the_same_bytes"
    broken(RendererContract, name, make_renderer=lambda _: hashing)
    broken(RendererContract, SAME, make_renderer=lambda _: calling)
    name = "another_process_finds_the_same"
    broken(CheckContract, name, make_check=lambda _: HashingCheck())


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
        if isinstance(parcel.view, Tombstone) and not self.shown:
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


class Moody(RecordingChannel):
    """A channel that refuses what it said it would take."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        if isinstance(parcel.view, Tombstone):
            return super().deliver(parcel, shelf=shelf)
        raise RejectedError(self.name, "we only take weather")


class Lax(RecordingChannel):
    """A channel that takes whatever it is handed, and says that it would not."""

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Find something about everything."""
        del parcel
        return (Problem(path="$.headline", keyword="tone", message="too dry"),)

    def _require(self, parcel: Parcel) -> None:
        """Take it all the same."""


class Mumbling(RecordingChannel):
    """A channel whose problems are nobody's."""

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Find something, and do not say where."""
        del parcel
        return (Problem(path="headline", keyword="tone", message="too dry"),)


class Trusting(RecordingChannel):
    """A channel that looks at no view."""

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Take anything."""
        del parcel
        return ()


class Counting(RecordingChannel):
    """A channel that never says the same twice."""

    def render(self, parcel: Parcel) -> Rendition:
        """Render, with a number."""
        one = super().render(parcel)
        return attrs.evolve(one, data=one.data + b"%d" % next(COUNT))


class Hashing(RecordingChannel):
    """A channel that sends what only this process can know."""

    def render(self, parcel: Parcel) -> Rendition:
        """Render, with a hash."""
        one = super().render(parcel)
        return attrs.evolve(one, data=one.data + b"%d" % hash("bridge"))


class Calling(RecordingChannel):
    """A channel that asks around while it renders, and lets nobody know."""

    def render(self, parcel: Parcel) -> Rendition:
        """Render, with a telephone call."""
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", 9), timeout=0.1).close()
        return super().render(parcel)


class Eager(RecordingChannel):
    """A channel that sends while it is only asked, or looked at."""

    def render(self, parcel: Parcel) -> Rendition:
        """Render, and deliver."""
        self.deliver(parcel, shelf=Counter(self))
        return super().render(parcel)

    def health(self) -> Health:
        """Look, and deliver."""
        view = telling(bridge()).reach("published").release()
        self.render(Parcel(key="health", operation=Operation.CREATE, view=view))
        return super().health()


class Nameless(RecordingChannel):
    """A channel whose receipts say nothing of what was sent."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        receipt = super().deliver(parcel, shelf=shelf)
        return attrs.evolve(receipt, sha256=None)


class Untold(Nameless):
    """A channel whose receipts do not say what made the bytes."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        receipt = RecordingChannel.deliver(self, parcel, shelf=shelf)
        return attrs.evolve(receipt, renderer=None)


class Impatient(RecordingChannel):
    """A channel that calls every failure by one name."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        try:
            return super().deliver(parcel, shelf=shelf)
        except DeliveryError as error:
            raise RetryError(self.name, f"<p>{error.reason}", after=1) from error


class Resigned(RecordingChannel):
    """A channel that gives up at the first failure."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        try:
            return super().deliver(parcel, shelf=shelf)
        except DeliveryError as error:
            raise RejectedError(self.name, error.reason) from error


class Liar(RecordingChannel):
    """A channel that says the contrary when it is asked."""

    def reconcile(self, parcel: Parcel) -> Receipt | None:
        """Lie."""
        found = super().reconcile(parcel)
        return Receipt(reference="of course") if found is None else None


class Talkative(RecordingChannel):
    """A channel that logs its password."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        logging.getLogger("talkative").debug("in as ada, with %s", CANARY)
        return super().deliver(parcel, shelf=shelf)


class Loud(RecordingChannel):
    """A channel that raises with its password in hand."""

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Deliver, with the fault."""
        try:
            return super().deliver(parcel, shelf=shelf)
        except DeliveryError as error:
            cause = ValueError(f"https://ada:{CANARY}@gazette.example")
            raise RetryError(self.name, error.reason) from cause


CANARY = "correct-horse"
BY_KEY = Capabilities(idempotency=Idempotency.KEY)
LIFE = "a_story_goes_its_whole_way"
AGREES = "validate_agrees_with_deliver"
RENDERS = "validate_and_render_touch_nothing"
SENT = "what_is_delivered_is_what_was_rendered"
LIMITS = "a_text_may_be_as_long_as_declared_and_no_longer"
HIDDEN = "a_secret_is_nowhere_to_be_read"


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("a_repeat_is_nothing_new", Forgetful),
        ("after_a_kill_nothing_is_left", Strewn),
        ("a_removal_is_made_as_it_is_declared", Strewn),
        ("what_never_came_can_be_taken_down", Fussy),
        ("a_removal_can_be_repeated", Fussy),
        (LIFE, Wordless),
        (AGREES, Wordless),
        (AGREES, Moody),
        (AGREES, Lax),
        (AGREES, Mumbling),
        ("a_proof_is_refused", Trusting),
        ("an_embargo_is_kept", Trusting),
        (RENDERS, Counting),
        (RENDERS, Calling),
        (RENDERS, Eager),
        ("another_process_renders_the_same_bytes", Hashing),
        ("nobody_hears_when_its_health_is_looked_at", Eager),
        (SENT, Counting),
        (SENT, Nameless),
        (SENT, Untold),
        ("a_lost_request_is_no_copy", Resigned),
        ("a_lost_request_is_no_copy", Liar),
        ("a_lost_answer_makes_no_second_copy", Resigned),
        ("a_lost_answer_makes_no_second_copy", Liar),
        ("enough_is_enough", Impatient),
        ("a_broken_peer_is_tried_again", Resigned),
        ("a_broken_peer_is_tried_again", Impatient),
        ("credentials_that_are_refused_stop_the_channel", Impatient),
        ("it_can_be_asked_what_became_of_a_parcel", Liar),
    ],
)
def test_a_channel_with_a_fault_is_found(name: str, channel: type) -> None:
    """Repeats, what is left behind, removals of nothing, silence, lies, calls."""
    broken(ChannelContract, name, make_channel=lambda _: channel())


def test_a_follow_up_that_overwrites_is_found() -> None:
    """The copy that cannot be changed stays, and what follows stands beside it."""

    class Overwriting(RecordingChannel):
        """It changes what it says it cannot."""

        def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
            return super().deliver(attrs.evolve(parcel, follow_up=False), shelf=shelf)

    late = {"edit_window": timedelta(hours=48), "late_update": Updating.FOLLOW_UP}
    follows = attrs.evolve(BY_KEY, update=Updating.FOLLOW_UP)
    taken = attrs.evolve(BY_KEY, delete=Deleting.FOLLOW_UP)
    for can, name in (
        (follows, "an_update_is_made_as_it_is_declared"),
        (taken, "a_removal_is_made_as_it_is_declared"),
        (attrs.evolve(BY_KEY, **late), "what_follows_late_leaves_the_copy"),
    ):
        broken(
            ChannelContract,
            name,
            make_channel=lambda _, can=can: Overwriting(capabilities=can),
        )
        kept(
            ChannelContract,
            name,
            make_channel=lambda _, can=can: RecordingChannel(capabilities=can),
        )


@pytest.mark.parametrize(
    ("name", "declared", "can"),
    [
        # It declares more than it does.
        ("an_update_is_made_as_it_is_declared", {"update": "none"}, {}),
        ("an_update_is_made_as_it_is_declared", {}, {"update": "replace"}),
        ("an_update_is_made_as_it_is_declared", {}, {"update": "none"}),
        ("a_removal_is_made_as_it_is_declared", {"delete": "none"}, {}),
        ("a_removal_is_made_as_it_is_declared", {}, {"delete": "none"}),
        ("what_is_older_changes_nothing", {"concurrency": "revision"}, {}),
        (
            "a_story_does_not_come_back_after_its_kill",
            {"concurrency": "revision"},
            {},
        ),
        ("a_repeat_is_nothing_new", {}, {"idempotency": "none"}),
        (
            "it_can_be_asked_what_became_of_a_parcel",
            {"idempotency": "lookup"},
            {"idempotency": "none"},
        ),
        ("a_lost_answer_makes_no_second_copy", {}, {"idempotency": "none"}),
        (
            "a_story_without_what_it_requires_is_refused",
            {"requires": ("video",)},
            {},
        ),
    ],
)
def test_a_channel_that_lies_about_itself_is_found(
    name: str, declared: dict[str, Any], can: dict[str, Any]
) -> None:
    """What is declared is not what is done."""

    def lying(_: object) -> Any:
        """Act by other capabilities than are declared."""
        acts = RecordingChannel("acts", capabilities=_able(can))
        return SimpleNamespace(
            name=acts.name, capabilities=_able(declared), **_members(acts)
        )

    broken(ChannelContract, name, make_channel=lying)


def _members(channel: RecordingChannel) -> dict[str, Any]:
    names = ("validate", "render", "deliver", "reconcile", "copies", "play")
    return {name: getattr(channel, name) for name in names}


def _able(changed: dict[str, Any]) -> Capabilities:
    kinds: dict[str, Any] = {
        "update": Updating,
        "delete": Deleting,
        "idempotency": Idempotency,
        "concurrency": Concurrency,
        "requires": tuple,
    }
    return attrs.evolve(BY_KEY, **{one: kinds[one](changed[one]) for one in changed})


@pytest.mark.parametrize(("off", "unit"), list(product((-1, 1), TextUnit)))
def test_a_limit_that_is_missed_by_one_is_found(off: int, unit: TextUnit) -> None:
    """One sign too many, or one too few, in every unit."""
    declared = Capabilities(text=[TextLimit(most=120, unit=unit, url_cost=23)])

    class Missing(RecordingChannel):
        """It counts to another number than it declares."""

        def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
            wrong = [TextLimit(most=120 + off, unit=unit, url_cost=23)]
            can = RecordingChannel(capabilities=Capabilities(text=wrong))
            return can.validate(parcel)

    broken(
        ChannelContract,
        LIMITS,
        make_channel=lambda _: Missing(capabilities=declared),
        text_of=headline_of,
    )


def headline_of(_: object, rendition: Rendition) -> str:
    """Read the headline out of what a recording channel sends."""
    headline: str = json.loads(rendition.data)["headline"]
    return headline


@pytest.mark.parametrize("channel", [Talkative, Loud])
def test_a_secret_that_is_told_is_found(channel: type) -> None:
    """In the log, or in the cause of an error."""
    told = {"make_channel": lambda _: channel(), "secrets": (CANARY,)}

    broken(ChannelContract, HIDDEN, **told)
    broken(
        ChannelContract,
        HIDDEN,
        make_channel=lambda _: RecordingChannel(CANARY),
        secrets=(CANARY,),
    )
    kept(
        ChannelContract,
        HIDDEN,
        make_channel=lambda _: RecordingChannel("discreet"),
        secrets=(CANARY,),
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("enough_is_enough", "no fake peer"),
        (LIMITS, "declares no limit"),
        (HIDDEN, "no secrets are named"),
        ("nobody_hears_when_its_health_is_looked_at", "cannot say whether it is well"),
        ("it_can_be_asked_what_became_of_a_parcel", "cannot be asked"),
    ],
)
def test_what_cannot_be_tested_says_why(name: str, reason: str) -> None:
    """A channel with nothing to hold it to is skipped, and not passed."""
    test = planted(ChannelContract, name, {"make_channel": lambda _: Plain()})

    with pytest.raises(pytest.skip.Exception, match=reason):
        test()


class Plain:
    """The least that is a channel."""

    name = "plain"
    capabilities = Capabilities()

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Take what fits."""
        return unfit_view(parcel)

    def render(self, parcel: Parcel) -> Rendition:
        """Give the headline."""
        if self.validate(parcel) or isinstance(parcel.view, Tombstone):
            raise RejectedError(self.name, "there is nothing to be sent")
        data = parcel.view.content.headline.encode()
        return Rendition(media_type="text/plain", data=data)

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Send it to nowhere."""
        del shelf
        if isinstance(parcel.view, Tombstone):
            return Receipt(reference="")
        digest = sha256(self.render(parcel).data).hexdigest()
        return Receipt(reference=parcel.key, sha256=digest, renderer="plain 1")


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
