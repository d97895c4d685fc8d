"""The channels of a newsroom: made as configured, or given by the host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from difflib import get_close_matches
from functools import partial
from typing import Any

import attrs

from ..documents.config import FILE, ChannelSettings, Config, resolve
from ..documents.problems import problems_by
from ..documents.schemas import validator_of
from ..errors import (
    InvalidConfigError,
    InvalidValueError,
    NewsflowError,
    NotFoundError,
    Problem,
)
from ..plugins import Plugins
from ..ports import (
    Channel,
    ChannelKind,
    Clock,
    MediaStore,
    Renderer,
    Surroundings,
)
from ._shelf import kept_by


def channels_of(
    config: Config,
    given: tuple[Channel, ...],
    plugins: Plugins,
    clock: Clock,
    media: MediaStore,
) -> Mapping[str, Channel]:
    """Make the channels that are configured and active, and take those given.

    Raises:
        InvalidConfigError: with every problem, each with its path.
        InvalidValueError: one that was given is no whole channel.
    """
    kinds = plugins.channels()
    around = _surroundings(config, plugins.renderers(), clock, media)
    found = tuple(_channel_problems(config, kinds))
    if found:
        raise InvalidConfigError(found, source="newsflow.toml")
    made = (
        _made(config, one, kinds[one.kind], attrs.evolve(around, trusted=one.trusted))
        for one in config.channels
        if one.active
    )
    return {channel.name: _fitting(channel) for channel in (*made, *given)}


def _surroundings(
    config: Config, renderers: Mapping[str, Renderer], clock: Clock, media: MediaStore
) -> Surroundings:
    return Surroundings(
        newsroom=config.name,
        sites=tuple(attrs.asdict(site) for site in config.sites),
        folder=str(config.folder),
        renderer=partial(_renderer, renderers),
        clock=clock,
        media=partial(kept_by, media),
    )


def _fitting(channel: Channel) -> Channel:
    """Refuse what lacks a part of the contract: better now than at a kill.

    Raises:
        InvalidValueError: naming what it lacks.
    """
    if not isinstance(channel, Channel):
        parts = ("name", "capabilities", "validate", "render", "deliver")
        missing = ", ".join(part for part in parts if not hasattr(channel, part))
        field, allowed = "channels", f"made of whole channels (missing: {missing})"
        raise InvalidValueError(field, channel, allowed)
    return channel


def _channel_problems(
    config: Config, kinds: Mapping[str, ChannelKind]
) -> Iterator[Problem]:
    for index, one in enumerate(config.channels):
        path = f"$.channels[{index}]"
        kind = kinds.get(one.kind)
        if kind is None:
            yield _unknown_kind(f"{path}.kind", one.kind, kinds)
            continue
        for problem in problems_by(validator_of(kind.settings), dict(one.settings)):
            yield attrs.evolve(problem, path=f"{path}{problem.path.removeprefix('$')}")
        yield from _literal_secrets(one, kind, index)


def _unknown_kind(path: str, kind: str, kinds: Mapping[str, ChannelKind]) -> Problem:
    near = get_close_matches(kind, kinds, n=1)
    known = ", ".join(sorted(kinds))
    return Problem(
        path=path,
        keyword="kind",
        message=f"no plug-in offers channels of kind {kind}",
        allowed=known,
        suggestion=f'did you mean "{near[0]}"?' if near else f"known: {known}",
    )


def _literal_secrets(
    one: ChannelSettings, kind: ChannelKind, index: int
) -> Iterator[Problem]:
    for holder, name, path in _secrets(kind.settings, dict(one.settings)):
        value = holder[name]
        if isinstance(value, str) and not value.startswith(("env:", "file:")):
            yield Problem(
                path=f"$.channels[{index}]{path}",
                keyword="secret",
                message="a secret is never written into the configuration",
                suggestion="write env:NAME or file:PATH",
            )


def _secrets(
    schema: Mapping[str, Any], settings: Any, path: str = ""
) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Find the settings that are secrets: ``writeOnly`` in the schema says so.

    Each comes with the table that holds it, its name there, and its path.
    """
    if isinstance(settings, dict):
        for name, one in schema.get("properties", {}).items():
            place = f"{path}.{name}"
            if name in settings and one.get("writeOnly"):
                yield settings, name, place
            else:
                yield from _secrets(one, settings.get(name), place)
    if isinstance(settings, list | tuple):
        for index, each in enumerate(settings):
            yield from _secrets(schema.get("items", {}), each, f"{path}[{index}]")


def _made(
    config: Config,
    one: ChannelSettings,
    kind: ChannelKind,
    surroundings: Surroundings,
) -> Channel:
    settings = deepcopy(dict(one.settings))
    try:
        for holder, name, _ in _secrets(kind.settings, settings):
            holder[name] = resolve(holder[name], folder=config.folder)
        return kind.make(one.name, settings, surroundings)
    except NewsflowError as unfit:
        path = f"$.channels[{config.channels.index(one)}]"
        raise misplaced(path, str(unfit), found=one.name) from unfit


def _renderer(renderers: Mapping[str, Renderer], name: str) -> Renderer:
    if name not in renderers:
        kind = "renderer"
        raise NotFoundError(kind, name, known=renderers)
    return renderers[name]


def misplaced(path: str, message: str, *, found: str) -> InvalidConfigError:
    """Make the error of one setting."""
    problem = Problem(path=path, keyword="value", message=message, found=found)
    return InvalidConfigError([problem], source=FILE)
