"""Plug-ins: one manager for each newsroom, built-ins through the same hooks as all.

A plug-in that is installed is not enabled: the configuration names those that are. One
broken plug-in never stops the others; it is told by name, and so is what it broke. Yet
while it is broken nothing is released: nobody can know what it would have said.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import attrs
import pluggy

from . import hookspecs
from ._fitness import HOOKS, lacking, unfitness
from .errors import NotFoundError, Objection, PluginClashError, PluginError
from .events import AnyEvent
from .model.article import Article
from .ports import Asking, ChannelKind, Check, Delivery, Reader, Renderer

LOG = logging.getLogger("newsflow.plugins")
_HOST = "host"

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class PluginInfo:
    """A plug-in as listed: where from, which version, which hooks it implements."""

    name: str
    version: str
    source: str
    hooks: tuple[str, ...]
    error: str | None = None


class Plugins:
    """The plug-ins of one newsroom.

    *builtins* are modules of newsflow itself by name, *enabled* names entry points of
    the group ``newsflow``, *folder* holds one-file plug-ins, and *objects* are plug-ins
    that the host hands over. What is wrong with one of the host's objects is raised;
    whatever else is broken is listed with its error, and stops no other.

    Raises:
        NotFoundError: there is no such folder.
        PluginError: an object of the host's is no plug-in.
    """

    def __init__(
        self,
        *,
        builtins: Mapping[str, object],
        enabled: Iterable[str] = (),
        folder: Path | str | None = None,
        objects: Mapping[str, object] | None = None,
    ) -> None:
        self._manager = pluggy.PluginManager(hookspecs.PROJECT)
        self._manager.add_hookspecs(hookspecs)
        self._listed: dict[str, PluginInfo] = {}
        self._implementations: dict[str, tuple[pluggy.HookImpl, ...]] = {}
        for name, plugin in builtins.items():
            self._add(name, plugin, source="built in")
        for name in enabled:
            self._load(name)
        for file in _files(folder):
            self._try(file.stem, lambda file=file: _module(file), source=file.name)  # type: ignore[misc] # the default binds the loop's file
        for name, plugin in (objects or {}).items():
            self._add(name, plugin, source=_HOST)

    @property
    def listed(self) -> tuple[PluginInfo, ...]:
        """Every plug-in, broken ones with their error."""
        return tuple(self._listed.values())

    def readers(self) -> Mapping[str, Reader]:
        """The readers that are offered, by name."""
        return self._offers("newsflow_readers", "reader", lambda one: one.name)

    def renderers(self) -> Mapping[str, Renderer]:
        """The renderers that are offered, by name."""
        return self._offers("newsflow_renderers", "renderer", lambda one: one.name)

    def channels(self) -> Mapping[str, ChannelKind]:
        """The kinds of channels that are offered, by name."""
        return self._offers("newsflow_channels", "channel kind", lambda one: one.name)

    def checks(self) -> Mapping[str, Check]:
        """The checks that are offered, by code and in its order."""
        found: Mapping[str, Check] = self._offers(
            "newsflow_checks", "check", lambda one: one.code
        )
        return {code: found[code] for code in sorted(found)}

    def commands(self) -> Mapping[str, Any]:
        """The commands that are offered, by name."""
        return self._offers("newsflow_commands", "command", lambda one: one.name)

    def objections(self, asking: Asking) -> Iterator[Objection]:
        """Collect what plug-ins have against a step; a failure is an objection too."""
        for impl in self._implementing("newsflow_objections"):
            try:
                yield from map(_objection, _called(impl, {"asking": asking}) or ())
            except Exception as failed:  # noqa: BLE001 - whatever it is, fail closed
                name = impl.plugin_name
                yield Objection(
                    code="plugin",
                    message=f"plug-in {name} failed to judge it: {_told(failed)}",
                )

    def tell(self, event: AnyEvent, article: Article) -> None:
        """Tell every plug-in of an event; a failure is logged and undoes nothing."""
        told = {"event": event, "article": article}
        self._react("newsflow_event", told, type(event).__name__)

    def tell_delivery(self, delivery: Delivery) -> None:
        """Tell every plug-in of a delivery; a failure is logged and undoes nothing."""
        self._react("newsflow_delivery", {"delivery": delivery}, delivery.key)

    def _react(self, hook: str, told: Mapping[str, object], what: str) -> None:
        for impl in self._implementing(hook):
            try:
                _called(impl, told)
            except Exception:
                LOG.exception("plug-in %s failed on %s", impl.plugin_name, what)

    def judges(self) -> bool:
        """Tell whether any plug-in objects to steps at all."""
        return bool(self._implementing("newsflow_objections"))

    def unheard(self) -> Iterator[Objection]:
        """Object to a release, since a plug-in that is broken may have been a judge."""
        for one in self.listed:
            if one.error is not None:
                message = (
                    f"plug-in {one.name} ({one.source}) is broken, and may have had "
                    "something against it: repair it, or take it out of the "
                    f"configuration ({one.error})"
                )
                yield Objection(code="plugin", message=message)

    def _offers(
        self, hook: str, kind: str, named: Callable[[T], str]
    ) -> Mapping[str, T]:
        found: dict[str, T] = {}
        owners: dict[str, str] = {}
        for impl in self._implementing(hook):
            plugin = impl.plugin_name
            for name, offer in self._safely(impl, kind, named):
                if name in owners:
                    pair = (owners[name], plugin)
                    raise PluginClashError(kind, name, plugins=pair)
                found[name], owners[name] = offer, plugin
        return found

    def _safely(
        self, impl: pluggy.HookImpl, kind: str, named: Callable[[T], str]
    ) -> tuple[tuple[str, T], ...]:
        try:
            offers = tuple(_called(impl, {}) or ())
            for offer in offers:
                _refuse(lacking(kind, offer))
            return tuple((named(offer), offer) for offer in offers)
        except Exception as failed:
            name = impl.plugin_name
            source = self._listed[name].source
            if source == _HOST:
                raise PluginError(name, _told(failed)) from failed
            self._broken(name, failed, source=source)
            return ()

    def _implementing(self, hook: str) -> tuple[pluggy.HookImpl, ...]:
        # Kept, since the hooks of a step are asked with every step.
        found = self._implementations.get(hook)
        if found is None:
            found = tuple(getattr(self._manager.hook, hook).get_hookimpls())
            self._implementations[hook] = found
        return found

    def _load(self, name: str) -> None:
        found = {one.name: one for one in entry_points(group=hookspecs.PROJECT)}
        point = found.get(name)
        if point is None:
            kind = "installed plug-in"
            missing = NotFoundError(kind, name, known=sorted(found))
            self._broken(name, missing, source="entry point")
            return
        self._try(name, point.load, source="entry point", version=_version(point))

    def _try(
        self,
        name: str,
        load: Callable[[], object],
        *,
        source: str,
        version: str = "",
    ) -> None:
        try:
            self._add(name, load(), source=source, version=version)
        except Exception as failed:  # noqa: BLE001 - one broken one stops no other
            self._broken(name, failed, source=source)

    def _add(
        self, name: str, plugin: object, *, source: str, version: str = ""
    ) -> None:
        if name in self._listed:
            there = self._listed[name].source
            raise PluginError(name, f"there is one of that name already ({there})")
        unfit = "; ".join(unfitness(plugin))
        if unfit:
            raise PluginError(name, unfit)
        try:
            self._manager.register(plugin, name=name)
        except (pluggy.PluginValidationError, ValueError) as refused:
            raise PluginError(name, str(refused)) from refused
        self._implementations.clear()
        called = {one.name for one in self._manager.get_hookcallers(plugin) or ()}
        hooks = tuple(hook for hook in HOOKS if hook in called)
        self._listed[name] = PluginInfo(
            name=name, version=version, source=source, hooks=hooks
        )

    def _broken(self, name: str, failed: Exception, *, source: str) -> None:
        LOG.warning("plug-in %s is not used: %s", name, _told(failed))
        twin = self._listed.get(name)
        if twin is not None and twin.source != source:
            key = f"{name} ({source})"  # the one of that name goes on
        else:
            key = name
            if self._manager.has_plugin(name):
                self._manager.unregister(name=name)
                self._implementations.clear()
        self._listed[key] = PluginInfo(
            name=name, version="", source=source, hooks=(), error=_told(failed)
        )


def _files(folder: Path | str | None) -> list[Path]:
    if folder is None:
        return []
    if not Path(folder).is_dir():
        kind = "folder of plug-ins"
        raise NotFoundError(kind, str(folder))
    return sorted(Path(folder).glob("*.py"))


def _refuse(lack: str) -> None:
    if lack:
        raise TypeError(lack)


def _module(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"newsflow_file_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise PluginError(file.stem, f"{file.name} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _objection(judged: object) -> Objection:
    if not isinstance(judged, Objection):
        message = f"it answered with {type(judged).__name__}, which is no objection"
        raise TypeError(message)
    return judged


def _version(point: EntryPoint) -> str:
    return point.dist.version if point.dist is not None else ""


def _called(impl: pluggy.HookImpl, arguments: Mapping[str, object]) -> Any:
    """Call one implementation alone: pluggy's own call ends at the first exception."""
    return impl.function(*[arguments[name] for name in impl.argnames])


def _told(failed: Exception) -> str:
    return (
        f"{type(failed).__name__}: {failed}" if str(failed) else type(failed).__name__
    )
