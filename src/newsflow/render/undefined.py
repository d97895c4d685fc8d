"""What a template asks for and is not there: an error that says what is."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import jinja2
from jinja2.utils import missing

from .theme_rules import nearest


class Undefined(jinja2.StrictUndefined):
    """Refuses whatever is done with it, as jinja2 does, and names what was meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        # jinja2 words its own error with this, and has no other place for a hint.
        said = super()._undefined_message
        known = tuple(_members(self._undefined_obj))
        name = self._undefined_name
        if self._undefined_hint or not known or not isinstance(name, str):
            return said
        return f"{said}; {nearest(name, known)}"


def _members(owner: object) -> Iterator[str]:
    if owner is missing:
        return
    if isinstance(owner, dict):
        yield from map(str, owner)
    elif attrs.has(type(owner)):
        for name in dir(owner):
            if not name.startswith("_"):
                yield name
