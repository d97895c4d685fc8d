"""JSON by orjson, where the extra ``fast`` is installed: the same, only sooner."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..model.canonical import canonical

if TYPE_CHECKING:
    from types import ModuleType


@cache
def engine() -> ModuleType | None:
    """Give orjson; None where the extra ``fast`` is missing."""
    if find_spec("orjson") is None:
        return None
    import orjson  # noqa: PLC0415 - the extra "fast" may be missing

    return orjson


@cache
def writing() -> Callable[[Any], bytes]:
    """Give what writes plain values, with names in ASCII, as canonical JSON.

    orjson sorts names by characters, the standard by UTF-16: for names in ASCII, as
    those of our own are, that is the same.
    """
    fast = engine()
    if fast is None:
        return canonical
    dumps, order = fast.dumps, fast.OPT_SORT_KEYS
    return lambda plain: dumps(plain, option=order)


@cache
def compact() -> Callable[[Any], str]:
    """Give what writes plain values as JSON, tight and with members as they stand."""
    fast = engine()
    if fast is None:
        return json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    dumps = fast.dumps
    return lambda plain: dumps(plain).decode()


@cache
def loading() -> Callable[[bytes | str], Any]:
    """Give what reads JSON that was written here; it is trusted."""
    fast = engine()
    return json.loads if fast is None else fast.loads
