"""The JSON Schemas under ``schemas/``: found, read once, and ready to judge.

Two engines read them. jsonschema is always there and words every problem; with the
extra ``fast``, jsonschema-rs says first whether there is any. Neither ever fetches.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import NewsflowError, NotFoundError
from .formats import FORMATS

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema.protocols import Validator
    from referencing import Registry

VERSION = "v1"
_SUFFIX = ".schema.json"


@cache
def schema_folder() -> Traversable:
    """Find the folder of this version's schemas, in the package or in the checkout.

    Raises:
        NewsflowError: newsflow was installed without them.
    """
    checkout = Path(__file__).parents[3] / "schemas"
    return first_folder(files("newsflow") / "_schemas", checkout) / VERSION


def first_folder(*places: Traversable) -> Traversable:
    """Find the first of *places* that exists as a folder.

    Raises:
        NewsflowError: none does.
    """
    for place in places:
        if place.is_dir():
            return place
    message = "newsflow was installed without its JSON Schemas; install it again"
    raise NewsflowError(message)


@cache
def schema_names() -> tuple[str, ...]:
    """List the schemas by name, such as ``block`` and ``content``."""
    names = (entry.name for entry in schema_folder().iterdir())
    return tuple(
        sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))
    )


@cache
def schema(name: str) -> Mapping[str, Any]:
    """Read a schema by its name.

    Raises:
        NotFoundError: there is none of that name; it names those there are.
    """
    if name not in schema_names():
        kind = "schema"
        raise NotFoundError(kind, name, known=schema_names())
    text = (schema_folder() / f"{name}{_SUFFIX}").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


@cache
def validator(name: str) -> Validator:
    """Give the jsonschema validator of a schema by its name.

    Raises:
        NotFoundError: there is no schema of that name.
    """
    return validator_of(schema(name))


def validator_of(document: Mapping[str, Any]) -> Validator:
    """Build a validator of any schema, such as a house's own, beside the shipped ones.

    It may refer to the shipped schemas by their ``urn:newsflow:schema:…``. Building
    takes milliseconds: keep what you get.
    """
    return _validator_class()(
        _bare(document), registry=_registry(), format_checker=_format_checker()
    )


def schema_faults(document: Any) -> tuple[str, ...]:
    """Tell everything for which a house's own schema is no JSON Schema (2020-12)."""
    from ._keywords import faults_of_schema  # noqa: PLC0415 - it imports jsonschema

    return tuple(faults_of_schema(document, _registry()))


def is_valid(name: str, document: Any) -> bool:
    """Tell whether *document*, a parsed JSON value, is what the schema *name* asks.

    Raises:
        NotFoundError: there is no schema of that name.
    """
    fast = _fast(name)
    try:
        if fast is not None:
            return fast.is_valid(document)
        return validator(name).is_valid(document)
    except (ValueError, RecursionError):
        # No JSON value, or deeper than any document: the problems will tell.
        return False


def _bare(document: Mapping[str, Any]) -> Mapping[str, Any]:
    # At a schema that names its dialect, jsonschema would go on with its own keywords.
    return {name: value for name, value in document.items() if name != "$schema"}


@cache
def _registry() -> Registry[Any]:
    from referencing import Registry  # noqa: PLC0415 - imported when needed
    from referencing.jsonschema import DRAFT202012  # noqa: PLC0415 - the same

    documents = (schema(name) for name in schema_names())
    return Registry().with_resources(
        (one["$id"], DRAFT202012.create_resource(_bare(one))) for one in documents
    )


@cache
def _validator_class() -> type[Validator]:
    from ._keywords import validator_class  # noqa: PLC0415 - it imports jsonschema

    return validator_class()


@cache
def _format_checker() -> Any:
    from ._keywords import format_checker  # noqa: PLC0415 - it imports jsonschema

    return format_checker()


@cache
def _fast(name: str) -> jsonschema_rs.Draft202012Validator | None:
    if find_spec("jsonschema_rs") is None:
        return None
    import jsonschema_rs  # noqa: PLC0415 - the extra "fast" may be missing

    documents = [(schema(each)["$id"], dict(schema(each))) for each in schema_names()]
    return jsonschema_rs.Draft202012Validator(
        dict(schema(name)),
        registry=jsonschema_rs.Registry(documents, draft=jsonschema_rs.Draft202012),
        formats=dict(FORMATS),
        validate_formats=True,
        offline=True,
    )
