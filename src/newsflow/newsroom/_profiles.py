"""A house's own content profiles: read, and held to be JSON Schemas themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..checks.profiles import ContentProfile
from ..documents.config import FILE, Config
from ..documents.parse import parse_json
from ..documents.schemas import schema_faults
from ..errors import InvalidConfigError, InvalidDocumentError, Problem, UnreadableError


def content_profiles(config: Config) -> tuple[ContentProfile, ...]:
    """Read the profiles that a configuration names.

    Raises:
        InvalidConfigError: with every file that is missing, or is no JSON Schema.
    """
    problems: list[Problem] = []
    profiles: list[ContentProfile] = []
    for index, one in enumerate(config.profiles):
        file = config.folder / one.schema
        schema, faults = _read(file)
        path = f"$.profiles[{index}].schema"
        problems += (_problem(path, one.schema, fault) for fault in faults)
        if not faults:
            name = file.name.partition(".")[0]
            made = ContentProfile(
                name=name, schema=schema, kinds=one.kinds, acts=one.acts
            )
            profiles.append(made)
    if problems:
        raise InvalidConfigError(problems, source=FILE)
    return tuple(profiles)


def _read(file: Path) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    if not file.is_file():
        return {}, ("there is no such content profile",)
    try:
        document = parse_json(file.read_bytes(), source=file.name)
    except UnreadableError as unfit:
        return {}, (unfit.reason,)
    except InvalidDocumentError as unfit:
        return {}, tuple(map(str, unfit.problems))
    return _object(document), tuple(_faults(document))


def _faults(document: Any) -> Iterator[str]:
    for fault in schema_faults(document):
        yield f"it is no JSON Schema: {fault}"


def _object(document: Any) -> Mapping[str, Any]:
    """Write a schema that is ``true`` or ``false`` out as an object."""
    if isinstance(document, Mapping):
        return document
    return {} if document is True else {"not": {}}


def _problem(path: str, file: str, fault: str) -> Problem:
    return Problem(path=path, keyword="schema", message=fault, found=file)
