"""Plug-ins: one manager for each newsroom, built-ins through the same hooks as all.

A plug-in that is installed is not enabled: the configuration names those that are. One
broken plug-in never stops the others; it is told by name, and so is what it broke.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import attrs
import pluggy

from . import hookspecs
from .errors import NotFoundError, Objection, PluginClashError, PluginError
from .events import AnyEvent
from .model.article import Article
from .ports import Asking, ChannelKind, Check, Delivery, Reader, Renderer

LOG = logging.getLogger("newsflow.plugins")
PREFIX = "newsflow_"
HOOKS = tuple(name for name in vars(hookspecs) if name.startswith(PREFIX))

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
    that the host hands over.
    """

    def __init__(
        self,
        *,
        builtins: Mapping[str, object],
        enabled: Iterable[str] = (),
        folder: Path | None = None,
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
        for file in sorted(folder.glob("*.py")) if folder else ():
            self._try(file.stem, lambda file=file: _module(file), source=file.name)  # type: ignore[misc] # the default binds the loop's file
        for name, plugin in (objects or {}).items():
            self._add(name, plugin, source="host")

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

    def _offers(
        self, hook: str, kind: str, named: Callable[[T], str]
    ) -> Mapping[str, T]:
        found: dict[str, T] = {}
        owners: dict[str, str] = {}
        for impl in self._implementing(hook):
            plugin = impl.plugin_name
            for name, offer in self._safely(impl, named):
                if name in owners:
                    pair = (owners[name], plugin)
                    raise PluginClashError(kind, name, plugins=pair)
                found[name], owners[name] = offer, plugin
        return found

    def _safely(
        self, impl: pluggy.HookImpl, named: Callable[[T], str]
    ) -> tuple[tuple[str, T], ...]:
        try:
            return tuple((named(offer), offer) for offer in _called(impl, {}) or ())
        except Exception as failed:  # noqa: BLE001 - one broken one stops no other
            name = impl.plugin_name
            self._broken(name, failed, source=self._listed[name].source)
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
        _refuse_unknown_hooks(name, plugin)
        try:
            self._manager.register(plugin, name=name)
        except (pluggy.PluginValidationError, ValueError) as unfit:
            raise PluginError(name, str(unfit)) from unfit
        self._implementations.clear()
        hooks = tuple(hook for hook in HOOKS if hasattr(plugin, hook))
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


def _refuse_unknown_hooks(name: str, plugin: object) -> None:
    marked = (
        attribute
        for attribute in dir(plugin)
        if attribute.startswith(PREFIX)
        and hasattr(getattr(plugin, attribute), "newsflow_impl")
    )
    for attribute in marked:
        if attribute not in HOOKS:
            # Without the prefix, which would make any two of them alike.
            known = {hook.removeprefix(PREFIX): hook for hook in HOOKS}
            near = get_close_matches(attribute.removeprefix(PREFIX), known, n=1)
            hint = f"; did you mean {known[near[0]]}?" if near else ""
            raise PluginError(name, f"there is no hook {attribute}{hint}")


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
