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
from .ports import Asking, ChannelKind, Check, Reader, Renderer

LOG = logging.getLogger("newsflow.plugins")
HOOKS = tuple(name for name in vars(hookspecs) if name.startswith("newsflow_"))

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
        for name, call in self._calls("newsflow_objections", asking=asking):
            try:
                yield from call() or ()
            except Exception as failed:  # noqa: BLE001 - whatever it is, fail closed
                yield Objection(
                    code="plugin",
                    message=f"plug-in {name} failed to judge it: {_told(failed)}",
                )

    def tell(self, event: AnyEvent, article: Article) -> None:
        """Tell every plug-in of an event; a failure is logged and undoes nothing."""
        for name, call in self._calls("newsflow_event", event=event, article=article):
            try:
                call()
            except Exception:
                LOG.exception("plug-in %s failed on %s", name, type(event).__name__)

    def judges(self) -> bool:
        """Tell whether any plug-in objects to steps at all."""
        return bool(self._manager.hook.newsflow_objections.get_hookimpls())

    def _offers(
        self, hook: str, kind: str, named: Callable[[T], str]
    ) -> Mapping[str, T]:
        found: dict[str, T] = {}
        owners: dict[str, str] = {}
        for plugin, call in self._calls(hook):
            for offer in self._safely(plugin, call):
                name = named(offer)
                if name in owners:
                    pair = (owners[name], plugin)
                    raise PluginClashError(kind, name, plugins=pair)
                found[name], owners[name] = offer, plugin
        return found

    def _safely(self, plugin: str, call: Callable[[], Any]) -> tuple[Any, ...]:
        try:
            return tuple(call() or ())
        except Exception as failed:  # noqa: BLE001 - one broken one stops no other
            self._broken(plugin, failed, source=self._listed[plugin].source)
            return ()

    def _calls(
        self, hook: str, **arguments: object
    ) -> Iterator[tuple[str, Callable[[], Any]]]:
        caller = getattr(self._manager.hook, hook)
        for impl in caller.get_hookimpls():
            taken = [arguments[name] for name in impl.argnames]
            yield impl.plugin_name, lambda impl=impl, taken=taken: impl.function(*taken)  # type: ignore[misc] # the defaults bind the loop's values

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
        _refuse_unknown_hooks(name, plugin)
        try:
            self._manager.register(plugin, name=name)
        except (pluggy.PluginValidationError, ValueError) as unfit:
            raise PluginError(name, str(unfit)) from unfit
        hooks = tuple(hook for hook in HOOKS if hasattr(plugin, hook))
        self._listed[name] = PluginInfo(
            name=name, version=version, source=source, hooks=hooks
        )

    def _broken(self, name: str, failed: Exception, *, source: str) -> None:
        if self._manager.has_plugin(name):
            self._manager.unregister(name=name)
        LOG.warning("plug-in %s is not used: %s", name, _told(failed))
        self._listed[name] = PluginInfo(
            name=name, version="", source=source, hooks=(), error=_told(failed)
        )


def _refuse_unknown_hooks(name: str, plugin: object) -> None:
    marked = (
        attribute
        for attribute in dir(plugin)
        if attribute.startswith("newsflow_")
        and hasattr(getattr(plugin, attribute), "newsflow_impl")
    )
    for attribute in marked:
        if attribute not in HOOKS:
            near = get_close_matches(attribute, HOOKS, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise PluginError(name, f"there is no hook {attribute}{hint}")


def _module(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"newsflow_file_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise PluginError(file.stem, f"{file.name} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _version(point: EntryPoint) -> str:
    return point.dist.version if point.dist is not None else ""


def _told(failed: Exception) -> str:
    return (
        f"{type(failed).__name__}: {failed}" if str(failed) else type(failed).__name__
    )
