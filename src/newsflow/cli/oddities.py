"""Oddities of a configuration: what can be opened, and yet is hardly meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..documents.config import Config
from ..errors import InvalidValueError
from ..model.content import Content
from ..model.people import ANYONE
from ..workflow.definition import Workflow

_FOLDER = "folder"


def oddities(config: Config, workflow: Workflow) -> Iterator[tuple[str, str]]:
    """Give what is odd, each with what it is about."""
    yield from _language(config)
    yield from _roles(config, workflow)
    yield from _media(config)
    yield from _folders(config)


def _language(config: Config) -> Iterator[tuple[str, str]]:
    try:
        Content(headline="Harbour bridge reopens", language=config.language)
    except InvalidValueError as unfit:
        yield "newsroom", str(unfit)


def _roles(config: Config, workflow: Workflow) -> Iterator[tuple[str, str]]:
    known = _known(workflow)
    for person in config.people.values():
        for role in sorted(person.roles - known):
            named = ", ".join(sorted(known - {ANYONE}))
            yield (
                f"people.{person.id}",
                f"no step asks for the role {role!r}; those of the workflow: {named}",
            )


def _known(workflow: Workflow) -> frozenset[str]:
    takers = frozenset(role for step in workflow.steps for role in step.roles)
    approvers = (rule.role for step in workflow.steps for rule in step.approvals)
    signers = (role for rule in workflow.sign_offs for role in rule.roles)
    return takers.union(approvers, signers, {ANYONE})


def _media(config: Config) -> Iterator[tuple[str, str]]:
    if (config.folder / config.media).is_file():
        yield "media", f"{config.media} is a file, and is to be a folder"


def _folders(config: Config) -> Iterator[tuple[str, str]]:
    seen: dict[Path, str] = {}
    for name, path in _paths(config).items():
        if path.is_file():
            yield f"channel {name}", f"{path} is a file, and is to be a folder"
        if path in seen:
            yield (
                f"channel {name}",
                f"writes to the folder of channel {seen[path]}: {path}",
            )
        seen.setdefault(path, name)


def _paths(config: Config) -> Mapping[str, Path]:
    return {
        one.name: (config.folder / one.settings["path"]).resolve()
        for one in config.channels
        if one.kind == _FOLDER
    }
