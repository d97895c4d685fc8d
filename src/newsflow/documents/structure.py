"""Between plain JSON values and the classes of the model, both ways.

Whatever has its default value is left out when written: a field that is added to the
model one day does not change the fingerprint of what was written before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args, get_origin

import attrs

from ..errors import InvalidDocumentError, InvalidValueError, Problem
from ..model.blocks import BLOCKS, Block
from ..model.content import Content
from ..model.extra import DEEPEST, Frozen, thaw
from ..model.rules import Vocabulary
from ..model.times import date_of, instant_of, instant_text
from ._wording import shown
from .parse import levels
from .problems import in_reading_order, problems_of, too_deep
from .references import reference_problems
from .schemas import is_valid

if TYPE_CHECKING:
    from cattrs import Converter

Hook = Callable[[Any, Any], Any]


def content_from(plain: object, *, source: str = "") -> Content:
    """Make a content of a parsed JSON document; *source* names it in errors.

    Raises:
        InvalidDocumentError: it is none; every problem is told, with its path.
    """
    if problems := _found_early(plain):
        raise InvalidDocumentError(problems, source=source)
    try:
        return _structure()(plain, Content)
    except InvalidValueError as refusal:
        problems = content_problems(plain) or (_as_problem(refusal),)
        raise InvalidDocumentError(problems, source=source) from refusal


def content_problems(plain: Any) -> tuple[Problem, ...]:
    """Tell everything that keeps a parsed JSON document from being a content."""
    if _too_deep(plain):
        return (too_deep("$.extra", levels=DEEPEST),)
    shaped = problems_of("content", plain)
    wrong = {problem.path for problem in shaped}
    loose = (one for one in reference_problems(plain) if one.path not in wrong)
    return in_reading_order((*shaped, *loose))


def structured(plain: Mapping[str, Any]) -> Content:
    """Make a content of a plain value that is known to be valid, such as a stored one.

    Raises:
        InvalidValueError: it breaks a rule of the classes after all.
    """
    return _structure()(plain, Content)


def content_to(content: Content) -> dict[str, Any]:
    """Write a content as plain JSON values, without what has its default value."""
    return _unstructure()(content)


@cache
def converter() -> Converter:
    """Give the converter that knows the classes of a content."""
    from cattrs import Converter  # noqa: PLC0415 - imported when first needed

    made = Converter(
        detailed_validation=False, unstruct_collection_overrides={tuple: list}
    )
    # Schemas have said which members there are, and the classes clean and refuse:
    # what is left to do is to build from the inside out.
    made.register_structure_hook_factory(attrs.has, _builder)
    made.register_structure_hook_factory(_is_tuple, _tuple_builder)
    made.register_structure_hook(Block, _block_builder(made))
    made.register_structure_hook(datetime, lambda value, _: instant_of(value))
    made.register_structure_hook(date, lambda value, _: date_of(value))
    made.register_unstructure_hook_factory(attrs.has, _writer)
    made.register_unstructure_hook_factory(_is_tuple, _tuple_writer)
    made.register_unstructure_hook_factory(_is_optional, _optional_writer)
    made.register_unstructure_hook(Block, _block_writer(made))
    made.register_unstructure_hook(Vocabulary, attrgetter("value"))
    made.register_unstructure_hook(datetime, instant_text)
    made.register_unstructure_hook(date, date.isoformat)
    made.register_unstructure_hook(Frozen, thaw)
    return made


@cache
def _structure() -> Callable[[Any, Any], Content]:
    return converter().get_structure_hook(Content)


@cache
def _unstructure() -> Callable[[Content], dict[str, Any]]:
    return converter().get_unstructure_hook(Content)


def _builder(kind: type[attrs.AttrsInstance], made: Converter) -> Hook:
    fields = attrs.fields(attrs.resolve_types(kind))
    inner = tuple(
        (field.name, made.get_structure_hook(field.type), field.type)
        for field in fields
        if any(map(_is_built, _leaves(field.type)))
    )
    if not inner and kind not in BLOCKS:
        return lambda plain, _: kind(**plain)

    def build(plain: Mapping[str, Any], _: object) -> Any:
        members = dict(plain)
        members.pop("type", None)
        for name, hook, wanted in inner:
            if name in members:
                members[name] = hook(members[name], wanted)
        return kind(**members)

    return build


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _tuple_builder(kind: Any, made: Converter) -> Hook:
    member = get_args(kind)[0]
    build = made.get_structure_hook(member)
    # A list will do: the classes make it a tuple.
    return lambda plain, _: [build(one, member) for one in plain]


def _is_built(kind: Any) -> bool:
    # Texts, numbers, enums and house fields are left to the classes' own converters.
    return attrs.has(kind) or kind in {date, datetime}


def _leaves(kind: Any) -> tuple[Any, ...]:
    within = get_args(kind)
    return tuple(leaf for one in within for leaf in _leaves(one)) if within else (kind,)


def _block_builder(made: Converter) -> Hook:
    kinds = {kind.type: made.get_structure_hook(kind) for kind in BLOCKS}

    def build(plain: Mapping[str, Any], wanted: object) -> Any:
        return kinds[plain["type"]](plain, wanted)

    return build


def _writer(kind: type[attrs.AttrsInstance], made: Converter) -> Any:
    from cattrs.gen import make_dict_unstructure_fn  # noqa: PLC0415 - when first needed

    write = make_dict_unstructure_fn(kind, made, _cattrs_omit_if_default=True)
    if kind not in BLOCKS:
        return write
    name = {"type": kind.type}
    return lambda block: name | write(block)


def _tuple_writer(kind: Any, made: Converter) -> Any:
    write = made.get_unstructure_hook(get_args(kind)[0])
    return lambda members: [write(one) for one in members]


def _is_optional(kind: Any) -> bool:
    return type(None) in get_args(kind)


def _optional_writer(kind: Any, made: Converter) -> Any:
    # None is the default of whatever may be None, and so has been left out.
    (present,) = (one for one in get_args(kind) if one is not type(None))
    return made.get_unstructure_hook(present)


def _block_writer(made: Converter) -> Callable[[Any], Any]:
    kinds = {kind: made.get_unstructure_hook(kind) for kind in BLOCKS}
    return lambda block: kinds[block.__class__](block)


def _found_early(plain: Any) -> tuple[Problem, ...]:
    if _too_deep(plain) or not is_valid("content", plain):
        return content_problems(plain)
    return ()


def _too_deep(plain: Any) -> bool:
    # Only house fields nest at will. Nothing may walk down them before they are
    # counted: the fast engine has no floor under its stack.
    house = plain.get("extra") if isinstance(plain, dict) else None
    return bool(house) and levels(house, most=DEEPEST) > DEEPEST


def _as_problem(refusal: InvalidValueError) -> Problem:
    return Problem(
        path="$",
        keyword="value",
        message=f"{refusal.field} must be {refusal.allowed}",
        found=shown(refusal.found),
        allowed=refusal.allowed,
    )
