"""How a value with read-only mappings goes to another process: as its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import attrs


def parts_of(value: attrs.AttrsInstance) -> tuple[Callable[[], Any], tuple[()]]:
    """Give what ``__reduce__`` has to: how a frozen value is made anew.

    Python does not pickle a mapping that cannot change, so it goes as a dict.
    """
    kind: Callable[..., Any] = type(value)
    told = {
        field.name: _plain(getattr(value, field.name))
        for field in attrs.fields(type(value))
        if field.init
    }
    return partial(kind, **told), ()


def _plain(part: Any) -> Any:
    return dict(part) if isinstance(part, Mapping) else part
