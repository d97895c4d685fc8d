"""Everything that is wrong with a document, at once, each with its path."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import Problem
from ._wording import shown, told
from .paths import in_order, json_path
from .schemas import validator

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

MOST = 100


def problems_of(name: str, document: Any) -> tuple[Problem, ...]:
    """Tell what the schema *name* has against a parsed JSON *document*, all of it.

    Raises:
        NotFoundError: there is no schema of that name.
    """
    return problems_by(validator(name), document)


def problems_by(judge: Validator, document: Any) -> tuple[Problem, ...]:
    """Tell what a validator, such as one of a house's own, has against *document*."""
    try:
        return tuple(map(_problem, judge.iter_errors(document)))
    except RecursionError:
        return (too_deep(),)


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems as the document reads, each once, and cut at a hundred.

    Nobody reads more; the last one then says how many are left out.
    """
    unique = dict.fromkeys(problems)
    ordered = sorted(unique, key=lambda one: (in_order(one.path), one.keyword))
    if len(ordered) <= MOST:
        return tuple(ordered)
    left = len(ordered) - MOST
    more = Problem(path="$", keyword="more", message=f"and {left} more problems")
    return (*ordered[:MOST], more)


def too_deep(path: str = "$", *, levels: int | None = None) -> Problem:
    """Say that something is nested deeper than any document needs."""
    allowed = "" if levels is None else f"at most {levels} levels"
    return Problem(
        path=path, keyword="depth", message="is nested too deep", allowed=allowed
    )


def _problem(error: ValidationError) -> Problem:
    error = _meant(error)
    said = told(error)
    return Problem(
        path=json_path(error.absolute_path),
        keyword=str(error.validator),
        message=said.message,
        found="" if error.validator == "required" else shown(error.instance),
        allowed=said.allowed,
        suggestion=said.suggestion,
    )


def _meant(error: ValidationError) -> ValidationError:
    """Go down to the branch of a union that came nearest to what was written."""
    while error.context:
        error = max(error.context, key=_nearness)
    return error


def _nearness(error: ValidationError) -> tuple[int, int]:
    return (len(error.path), -len(error.schema_path))
