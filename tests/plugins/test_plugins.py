"""Plug-ins: offered, judged, told; a broken one is named and stops nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import attrs
import pytest

from newsflow import Newsroom, Objection, hookimpl
from newsflow import plugins as loading
from newsflow.documents.config import Config, config_from
from newsflow.errors import (
    InvalidConfigError,
    NotFoundError,
    PluginClashError,
    PluginError,
    StepRefusedError,
)
from newsflow.events import AnyEvent, ScheduleFailed
from newsflow.model.article import Article
from newsflow.plugins import PluginInfo
from newsflow.ports import Asking, Rendition
from newsflow.testing import PEOPLE

from ..gazette import Desk, refused, story, text

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))


@attrs.frozen
class Shout:
    """A renderer that shouts."""

    name: str = "shout"
    suffix: str = ".txt"

    def render(self, view: Any) -> Rendition:
        """Give the headline in capitals."""
        data = view.content.headline.upper().encode()
        return Rendition(media_type="text/plain", data=data)


class Offering:
    """A plug-in that offers renderers."""

    def __init__(self, *offers: object) -> None:
        self.offers = offers

    @hookimpl
    def newsflow_renderers(self) -> Iterable[object]:
        """Offer what it was given."""
        return self.offers


class Judging:
    """A plug-in with something against publishing."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    @hookimpl
    def newsflow_objections(self, asking: Asking) -> Any:
        """Answer when publishing is asked about, and only then."""
        return self.answer(asking) if asking.step == "publish" else None


class Listening:
    """A plug-in that writes down what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []

    @hookimpl
    def newsflow_event(self, event: AnyEvent, article: Article) -> None:
        """Write down the kind of the event and where the article stood."""
        self.heard.append((type(event).__name__, article.position))


class Deaf:
    """A plug-in that fails on every event."""

    @hookimpl
    def newsflow_event(self) -> None:
        """Fail, whatever happened."""
        message = "no ears"
        raise OSError(message)


def listed(room: Newsroom) -> dict[str, PluginInfo]:
    """Give the plug-ins of a newsroom by name."""
    return {one.name: one for one in room.plugins}


def test_what_a_plugin_offers_is_there_by_its_name(desk: Desk) -> None:
    """Built-ins and guests go through the same hook."""
    room = desk.open(plugins={"shouting": Offering(Shout())})
    rendered = room.renderers["shout"].render(room.released(story(room)))

    assert b"HARBOUR BRIDGE REOPENS" == rendered.data
    info = listed(room)["shouting"]
    assert ("host", ("newsflow_renderers",), None) == (
        info.source,
        info.hooks,
        info.error,
    )
    assert "built in" == listed(room)["render"].source


def test_a_clash_names_both(desk: Desk) -> None:
    """Two plug-ins that offer one name cannot both be enabled."""
    with pytest.raises(PluginClashError) as clash:
        desk.open(plugins={"first": Offering(Shout()), "second": Offering(Shout())})

    assert {"first", "second"} == set(clash.value.plugins)
    assert ("renderer", "shout") == (clash.value.kind, clash.value.name)
    with pytest.raises(PluginClashError, match=r"which render offers already|render"):
        desk.open(plugins={"mine": Offering(Shout(name="html"))})


def _breaking() -> Iterator[object]:
    yield Shout(name="whisper")
    message = "half way"
    raise RuntimeError(message)


@pytest.mark.parametrize(
    ("offers", "told"),
    [
        ([object()], "TypeError: object is no renderer: it lacks name, suffix, render"),
        ([Shout], "TypeError: Shout is a class; offer an instance: Shout()"),
        (_breaking(), "RuntimeError: half way"),
        (7, "TypeError: 'int' object is not iterable"),
    ],
)
def test_a_broken_offer_is_named_and_the_others_go_on(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    offers: Any,
    told: str,
) -> None:
    """Whatever a plug-in offers instead of renderers, a newsroom opens without it."""
    broken = Offering()
    broken.offers = offers
    installed(monkeypatch, broken=broken)
    room = desk.open(
        config=config(plugins=["broken"]), plugins={"shouting": Offering(Shout())}
    )

    assert "shout" in room.renderers
    assert "whisper" not in room.renderers
    assert told == listed(room)["broken"].error
    assert () == listed(room)["broken"].hooks
    assert f"plug-in broken is not used: {told}" in caplog.text


def test_a_broken_offer_of_the_hosts_own_is_raised(desk: Desk) -> None:
    """Who hands a plug-in over is there to hear what is wrong with it."""

    class Channels:
        @hookimpl
        def newsflow_channels(self) -> list[object]:
            return [desk.site]

    with pytest.raises(
        PluginError,
        match=r"plug-in site: .*RecordingChannel is no channel kind: it lacks settings",
    ):
        desk.open(plugins={"site": Channels()})


def test_a_plugin_that_broke_is_not_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found broken when opening neither judges nor hears."""

    class Both(Offering, Listening):
        def __init__(self) -> None:
            Offering.__init__(self, object())
            Listening.__init__(self)

    both = Both()
    installed(monkeypatch, both=both)
    story(desk.open(config=config(plugins=["both"])), "draft")

    assert [] == both.heard


NEVER = """
import no_such_module_anywhere
from newsflow import Objection, hookimpl

@hookimpl
def newsflow_objections(asking):
    yield Objection(code="never", message="never")
"""


def test_nothing_is_released_while_a_plugin_is_broken(
    desk: Desk, tmp_path: Path
) -> None:
    """Nobody can know what it would have said; all other work goes on."""
    file = tmp_path / "never.py"
    file.write_text(NEVER, "utf-8")
    room = desk.open(plugins_dir=tmp_path)
    article = story(room, "review")
    for by in (BO, CY):
        article = room.approve(article, by=by)
    later = desk.clock() + timedelta(hours=1)

    (against,) = room.why_not(article, "publish", by=BO)
    assert "plugin" == against.code
    assert against.message.startswith(
        "plug-in never (never.py) is broken, and may have had something against it: "
        "repair it, or take it out of the configuration (ModuleNotFoundError: "
    )
    assert {"plugin"} == refused(lambda: room.publish(article, by=BO))
    assert {"plugin"} == refused(lambda: room.schedule(article, by=BO, when=later))
    may = {step.name for step in room.allowed(article, by=CY)}
    assert {"send_back", "spike", "break_glass", "kill"} <= may
    assert may.isdisjoint({"publish", "schedule"})
    published = room.break_glass(article, by=CY, reason="The harbour burns.")
    published = room.submit(
        room.save(published, text("The harbour burns"), by=ADA), by=ADA
    )
    assert {"approvals", "plugin"} == refused(lambda: room.update(published, by=BO))


def test_a_broken_plugin_stops_a_schedule(desk: Desk, tmp_path: Path) -> None:
    """What breaks between pinning and firing sends the story back to review."""
    home = f"sqlite:///{tmp_path / 'newsroom.db'}"
    article = story(desk.open(home), "scheduled")
    (tmp_path / "never.py").write_text(NEVER, "utf-8")
    room = desk.open(home, plugins_dir=tmp_path)
    desk.clock.advance(hours=24)

    (fired,) = room.run_due().fired
    assert ("review", None) == (fired.state, fired.live)
    last = room.history(article.id)[-1]
    assert isinstance(last, ScheduleFailed)
    assert ("plugin",) == last.objections


def test_a_hook_without_its_mark_is_refused(desk: Desk, tmp_path: Path) -> None:
    """A judge that would never be asked is no judge."""

    class Unmarked:
        def newsflow_objections(self, asking: Asking) -> list[Objection]:
            raise AssertionError(asking)

    told = "newsflow_objections is not marked with hookimpl"
    with pytest.raises(PluginError, match=told):
        desk.open(plugins={"unmarked": Unmarked()})
    (tmp_path / "g.py").write_text("def newsflow_objections(asking): ...", "utf-8")
    found = listed(desk.open(plugins_dir=tmp_path))["g"]
    assert () == found.hooks
    assert told in (found.error or "")


def test_a_class_is_no_plugin(desk: Desk) -> None:
    """Without an instance, nothing could call its hooks."""
    with pytest.raises(
        PluginError, match=r"it is a class; hand over an instance: Deaf\(\)"
    ):
        desk.open(plugins={"deaf": Deaf})


def test_only_hooks_are_looked_at(desk: Desk) -> None:
    """What merely begins with our name may be anything."""

    class Noted(Offering):
        newsflow_event = "none"

        def newsflow_rendering(self) -> None:
            """Help with something."""

    found = listed(desk.open(plugins={"noted": Noted(Shout())}))["noted"]

    assert ("newsflow_renderers",) == found.hooks


def test_an_unknown_hook_suggests_the_one_that_was_meant(desk: Desk) -> None:
    """A misspelt hook would never be called: it is an error."""

    class Misspelt:
        @hookimpl
        def newsflow_rendrers(self) -> list[object]:
            return []

    class Unheard:
        @hookimpl
        def newsflow_xyzzy(self) -> list[object]:
            return []

    with pytest.raises(
        PluginError, match=r"newsflow_rendrers; did you mean newsflow_rend"
    ):
        desk.open(plugins={"misspelt": Misspelt()})
    with pytest.raises(PluginError, match=r"there is no hook newsflow_xyzzy$"):
        desk.open(plugins={"unheard": Unheard()})


def test_a_hook_with_arguments_it_never_gets_is_refused(desk: Desk) -> None:
    """What pluggy finds wrong is told with the plug-in's name."""

    class Greedy:
        @hookimpl
        def newsflow_event(self, event: AnyEvent, weather: object) -> None:
            del event, weather

    with pytest.raises(
        PluginError,
        match=r"^plug-in greedy: newsflow_event is never given weather; "
        r"it is given event, article$",
    ):
        desk.open(plugins={"greedy": Greedy()})


def test_a_hook_may_have_arguments_of_its_own(desk: Desk) -> None:
    """What has a default is nobody's to give."""
    heard: list[object] = []

    class Modest:
        @hookimpl
        def newsflow_event(self, event: AnyEvent, volume: int = 11) -> None:
            heard.append((type(event).__name__, volume))

    story(desk.open(plugins={"modest": Modest()}), "draft")

    assert [("Drafted", 11)] == heard


def test_a_judge_adds_objections(desk: Desk) -> None:
    """A plug-in may forbid what the workflow allows, and says why."""
    objection = Objection(
        code="lawsuit", message="the mayor sues", lifted_by=("lawyer",)
    )
    asked: list[Asking] = []

    def judge(asking: Asking) -> list[Objection]:
        asked.append(asking)
        return [objection]

    room = desk.open(plugins={"law": Judging(judge)})
    article = room.approve(story(room, "review"), by=BO)

    assert {"approvals", "lawsuit"} == refused(lambda: room.publish(article, by=BO))
    assert objection in room.why_not(article, "publish", by=BO)
    assert "publish" not in {one.name for one in room.allowed(article, by=BO)}
    with pytest.raises(StepRefusedError) as told:
        room.publish(article, by=BO)
    assert "send_back" in told.value.possible
    last = asked[-1]
    assert (article, text(), "bo") == (last.article, last.content, last.person.id)


def test_what_is_possible_is_asked_of_the_judges_too(desk: Desk) -> None:
    """What one has against a step is nothing against the others, and they are asked."""

    class Strict:
        @hookimpl
        def newsflow_objections(self, asking: Asking) -> list[Objection]:
            barred = asking.step in {"comment", "spike"}
            return [Objection(code="hush", message="not now")] if barred else []

    room = desk.open(plugins={"strict": Strict()})
    article = story(room, "review")
    with pytest.raises(StepRefusedError) as told:
        room.comment(article, "Fine.", by=BO)

    open_to_bo = tuple(one.name for one in room.allowed(article, by=BO))
    assert open_to_bo == told.value.possible
    assert "approve" in open_to_bo
    assert "spike" not in open_to_bo


def test_a_judge_lifts_nothing(desk: Desk) -> None:
    """Having nothing against a step is no permission."""
    room = desk.open(plugins={"kind": Judging(lambda _: [])})

    assert {"approvals"} == refused(lambda: room.publish(story(room, "review"), by=BO))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda _: 1 // 0, "ZeroDivisionError: integer division or modulo by zero"),
        (lambda _: ["no"], "TypeError: it answered with str, which is no objection"),
        (lambda _: (_ for _ in [].pop()), "IndexError: pop from empty list"),
        (lambda _: (_ for _ in ()).throw(KeyError), "KeyError"),
    ],
)
def test_a_judge_that_fails_is_an_objection(desk: Desk, answer: Any, told: str) -> None:
    """A judge that cannot judge lets nothing through, and is named."""
    calm = desk.open()
    article = story(calm, "review")
    for by in (BO, CY):
        article = calm.approve(article, by=by)
    assert () == calm.why_not(article, "publish", by=BO)
    room = desk.open(plugins={"law": Judging(answer)})
    other = story(room, "review")
    for by in (BO, CY):
        other = room.approve(other, by=by)

    (against,) = room.why_not(other, "publish", by=BO)
    assert ("plugin", f"plug-in law failed to judge it: {told}") == (
        against.code,
        against.message,
    )


def test_every_event_is_told_once_after_it_was_stored(desk: Desk) -> None:
    """Each plug-in hears each event, with the article as it then is."""
    first, second = Listening(), Listening()
    room = desk.open(plugins={"first": first, "second": second})
    story(room)

    wanted = ["Drafted", "Submitted", "Approved", "Approved", "Published"]
    assert wanted == [name for name, _ in first.heard]
    assert [1, 2, 3, 4, 5] == [position for _, position in first.heard]
    assert first.heard == second.heard


def test_a_plugin_that_fails_on_an_event_undoes_nothing(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """The failure is logged with its name, and the others still hear."""
    listening = Listening()
    room = desk.open(plugins={"deaf": Deaf(), "listening": listening})
    with caplog.at_level(logging.ERROR, "newsflow.plugins"):
        article = story(room, "draft")

    assert article == room.article(article.id)
    assert [("Drafted", 1)] == listening.heard
    assert "plug-in deaf failed on Drafted" in caplog.text
    assert "no ears" in caplog.text


def test_a_refused_step_is_told_to_nobody(desk: Desk) -> None:
    """What did not happen is no event."""
    listening = Listening()
    room = desk.open(plugins={"listening": listening})
    article = story(room, "draft")
    refused(lambda: room.publish(article, by=BO))

    assert [("Drafted", 1)] == listening.heard


ONE_FILE = '''
"""A one-file plug-in."""
from newsflow import hookimpl
from newsflow.ports import Rendition

class Whisper:
    name, suffix = "whisper", ".txt"
    def render(self, view):
        return Rendition(media_type="text/plain", data=b"psst")

@hookimpl
def newsflow_renderers():
    return [Whisper()]
'''


def test_a_folder_of_one_file_plugins(desk: Desk, tmp_path: Path) -> None:
    """Each file is a plug-in by its name; one that does not load stops no other."""
    (tmp_path / "whisper.py").write_text(ONE_FILE, "utf-8")
    (tmp_path / "broken.py").write_text("import no_such_module_anywhere", "utf-8")
    (tmp_path / "bent.py").write_text("def newsflow_renderers(:", "utf-8")
    (tmp_path / "notes.txt").write_text("no plug-in", "utf-8")
    room = desk.open(plugins_dir=tmp_path)
    found = listed(room)

    assert "whisper" in room.renderers
    assert ("whisper.py", None) == (found["whisper"].source, found["whisper"].error)
    assert "ModuleNotFoundError" in (found["broken"].error or "")
    assert "SyntaxError" in (found["bent"].error or "")
    assert "notes" not in found


def test_a_folder_may_be_named_by_its_path(desk: Desk, tmp_path: Path) -> None:
    """A text will do; a folder that is not there is told."""
    (tmp_path / "whisper.py").write_text(ONE_FILE, "utf-8")

    assert "whisper" in desk.open(plugins_dir=str(tmp_path)).renderers
    with pytest.raises(NotFoundError, match=r"no folder of plug-ins '.*nope'"):
        desk.open(plugins_dir=tmp_path / "nope")


def test_the_configuration_may_name_the_folder(desk: Desk, tmp_path: Path) -> None:
    """Relative to itself; what the host names goes before it."""
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "whisper.py").write_text(ONE_FILE, "utf-8")
    (tmp_path / "empty").mkdir()
    plain = {"newsroom": {"name": "Harbour Gazette", "plugins_dir": "plugins"}}
    house = config_from(plain, folder=tmp_path)

    assert "whisper" in desk.open(config=house).renderers
    other = desk.open(config=house, plugins_dir=tmp_path / "empty")
    assert "whisper" not in other.renderers
    lost = config_from(plain, folder=tmp_path / "empty")
    with pytest.raises(
        InvalidConfigError, match=r"\$\.newsroom\.plugins_dir: there is no such folder"
    ):
        desk.open(config=lost)


def test_a_file_cannot_take_the_place_of_a_built_in(desk: Desk, tmp_path: Path) -> None:
    """A plug-in called render is told that there is one; the built-in goes on."""
    (tmp_path / "render.py").write_text(ONE_FILE, "utf-8")
    room = desk.open(plugins_dir=tmp_path)
    ours, theirs = (one for one in room.plugins if one.name == "render")

    assert "html" in room.renderers
    assert "whisper" not in room.renderers
    assert ("built in", None) == (ours.source, ours.error)
    assert "render.py" == theirs.source
    assert "there is one of that name already (built in)" in (theirs.error or "")
    with pytest.raises(PluginError, match="one of that name already"):
        desk.open(plugins={"render": Offering()})


class Installed:
    """An installed distribution, as an entry point tells of it."""

    version = "1.2"


def installed(monkeypatch: pytest.MonkeyPatch, **points: object) -> None:
    """Pretend that plug-ins are installed."""

    def found(*, group: str) -> list[Point]:
        assert "newsflow" == group
        return [Point(name, plugin) for name, plugin in points.items()]

    monkeypatch.setattr(loading, "entry_points", found)


@attrs.frozen
class Point:
    """An entry point of the group ``newsflow``."""

    name: str
    plugin: object
    dist: Installed | None = attrs.Factory(Installed)

    def load(self) -> object:
        """Give the plug-in, or fail as its import would."""
        if isinstance(self.plugin, Exception):
            raise self.plugin
        return self.plugin


def test_installed_is_not_enabled(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what the configuration names is loaded, with its version."""
    installed(monkeypatch, shouting=Offering(Shout()), other=ImportError("never"))
    plain = desk.open()
    chosen = desk.open(config=config(plugins=["shouting"]))

    assert "shout" not in plain.renderers
    assert "other" not in listed(chosen)
    assert "shout" in chosen.renderers
    info = listed(chosen)["shouting"]
    assert ("1.2", "entry point") == (info.version, info.source)


def test_an_installed_plugin_that_does_not_load_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing one, and a broken one, are listed with what is wrong."""
    installed(monkeypatch, broken=ImportError("no module named x"))
    room = desk.open(config=config(plugins=["broken", "brokn"]))
    found = listed(room)

    assert "ImportError: no module named x" == found["broken"].error
    assert "no installed plug-in 'brokn'; known: broken" in (found["brokn"].error or "")
    assert "draft" == story(room, "draft").state


def config(**newsroom: object) -> Config:
    """Configure a newsroom."""
    plain = {"newsroom": {"name": "Harbour Gazette", **newsroom}}
    return config_from(plain, folder=Path.cwd())


def test_an_entry_point_without_its_distribution_has_no_version() -> None:
    """A version is told where there is one."""
    point = EntryPoint(name="x", value="x", group="newsflow")

    assert "" == loading._version(point)  # noqa: SLF001 - no distribution is found for it


def test_a_file_that_is_no_module_is_refused(tmp_path: Path) -> None:
    """What Python cannot import is no plug-in."""
    with pytest.raises(PluginError, match="cannot be imported"):
        loading._module(tmp_path / "plugin.txt")  # noqa: SLF001 - *.py always has a loader
