"""What makes an object unfit as a plug-in, told so that its author can mend it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from . import hookspecs

PREFIX = "newsflow_"
HOOKS = tuple(name for name in vars(hookspecs) if name.startswith(PREFIX))
_MARK = f"{hookspecs.PROJECT}_impl"
_MEMBERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reader": ("name", "suffixes", "read"),
        "renderer": ("name", "suffix", "render"),
        "channel kind": ("name", "settings", "make"),
        "check": ("code", "run"),
        "command": ("name", "invoke"),
    }
)
"""What each kind of offer must have: nothing is inherited, so it is looked at."""


def unfitness(plugin: object) -> Iterator[str]:
    """Find everything for which an object would not work as the plug-in it looks like.

    Pluggy passes over what is not marked, and calls what takes too much only when it
    is too late; both would be a judge that nobody hears.
    """
    if isinstance(plugin, type):
        yield f"it is a class; hand over an instance: {plugin.__name__}()"
        return
    for name in dir(plugin):
        if name.startswith(PREFIX):
            yield from _hook(name, getattr(plugin, name))


def lacking(kind: str, offer: object) -> str:
    """Tell what an offer lacks to be of its *kind*, or nothing."""
    if isinstance(offer, type):
        return f"{offer.__name__} is a class; offer an instance: {offer.__name__}()"
    missing = [one for one in _MEMBERS[kind] if not hasattr(offer, one)]
    if not missing:
        return ""
    return f"{type(offer).__name__} is no {kind}: it lacks {', '.join(missing)}"


def _hook(name: str, hook: object) -> Iterator[str]:
    marked = hasattr(hook, _MARK)
    if marked and name not in HOOKS:
        # Without the prefix, which would make any two of them alike.
        known = {one.removeprefix(PREFIX): one for one in HOOKS}
        near = get_close_matches(name.removeprefix(PREFIX), known, n=1)
        hint = f"; did you mean {known[near[0]]}?" if near else ""
        yield f"there is no hook {name}{hint}"
    elif marked and callable(hook):
        given = inspect.signature(getattr(hookspecs, name)).parameters
        for unknown in _demanded(hook):
            if unknown not in given:
                told = ", ".join(given) or "nothing"
                yield f"{name} is never given {unknown}; it is given {told}"
    elif callable(hook) and name in HOOKS:
        yield f"{name} is not marked with hookimpl, so it would never be called"


def _demanded(hook: object) -> Iterator[str]:
    """Name the arguments without which an implementation cannot be called."""
    for name, one in inspect.signature(hook).parameters.items():  # type: ignore[arg-type] # it is callable: just asked
        if one.default is one.empty and one.kind not in {
            one.VAR_POSITIONAL,
            one.VAR_KEYWORD,
        }:
            yield name
