"""Themes in folders and packages: read whole, and no link followed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..documents.problems import problems_by
from ..documents.schemas import validator_of
from ..errors import ThemeError, ThemeFault
from . import theme_rules as rules
from .theme import Theme

PACKAGE = "package:"
_TEXTS = {"type": "array", "uniqueItems": True, "items": {"type": "string"}}
FORM: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "name": {
            "type": "string",
            "description": "What receipts call it; the folder's name unless given.",
        },
        "style": {
            "enum": ["extends", "replaces"],
            "default": "extends",
            "description": "Whether style.css follows our own style, or stands alone.",
        },
        "scripts": {
            **_TEXTS,
            "description": "The assets that pages may run; none unless given.",
        },
        "origins": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(rules.DIRECTIVES, _TEXTS),
            "description": "Whom else pages may load from; nobody unless given.",
        },
    },
}
"""What ``theme.toml`` may say, as a JSON Schema."""


def read_theme(named: str, *, folder: Path | str) -> Theme:
    """Read the theme of that name: a path that begins at *folder*, or ``package:NAME``.

    Of what lies there, ``theme.toml``, ``style.css``, ``templates/`` and ``assets/``
    are read, and nothing of it need be there. The folder itself may be a link, as
    whoever configures it decides; below it none is followed.

    Raises:
        ThemeError: with everything that is wrong with it.
        OSError: a file cannot be read.
    """
    root = _root(named, Path(folder))
    faults: list[ThemeFault] = list(_links(root))
    if faults:
        raise ThemeError(root.name, faults)
    settings = _settings(root)
    style = root / rules.STYLE
    return Theme(
        name=settings.get("name", root.name),
        templates={file.name: _text(root, file) for file in _in(root, rules.TEMPLATES)},
        style=_text(root, style) if style.is_file() else "",
        replaces_style=settings.get("style") == "replaces",
        assets={file.name: _bytes(root, file) for file in _in(root, "assets")},
        scripts=settings.get("scripts", ()),
        origins=settings.get("origins", {}),
    )


def _root(named: str, folder: Path) -> Path:
    if not named.startswith(PACKAGE):
        root = folder / named
        if not root.is_dir():
            message = f"there is no such folder: {root}; a package is {PACKAGE}NAME"
            raise ThemeError(named, [ThemeFault(message)])
        return root
    package = named.removeprefix(PACKAGE)
    try:
        found = find_spec(package)
    except (ImportError, ValueError):
        found = None
    for place in (found.submodule_search_locations or ()) if found else ():
        if Path(place).is_dir():
            return Path(place)
    message = "there is no such package in a folder of its own; is it installed?"
    raise ThemeError(named, [ThemeFault(message)])


def _links(root: Path) -> Iterator[ThemeFault]:
    parts = (root / name for name in (rules.SETTINGS, rules.STYLE))
    folders = (root / name for name in (rules.TEMPLATES, "assets"))
    inside = (file for one in folders for file in (one, *_listing(one)))
    for file in (*parts, *inside):
        told = file.relative_to(root).as_posix()
        if file.is_symlink():
            yield ThemeFault("is a symbolic link, and those are not followed", told)
        elif file.is_dir() and file.parent != root:
            yield ThemeFault("is a folder; put its files one level up", told)


def _listing(folder: Path) -> list[Path]:
    if folder.is_symlink() or not folder.is_dir():
        return []
    # What begins with a dot is the desktop's own.
    return sorted(one for one in folder.iterdir() if not one.name.startswith("."))


def _in(root: Path, name: str) -> list[Path]:
    return _listing(root / name)


def _text(root: Path, file: Path) -> str:
    data = _bytes(root, file)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        told = file.relative_to(root).as_posix()
        raise ThemeError(root.name, [ThemeFault("is no UTF-8", told)]) from None


def _bytes(root: Path, file: Path) -> bytes:
    # Asked before it is read: nobody wants a film in memory to be told it is too large.
    size = file.stat().st_size
    if size > rules.MOST_BYTES:
        told = file.relative_to(root).as_posix()
        message = f"is larger than {rules.MOST_BYTES} bytes"
        raise ThemeError(root.name, [ThemeFault(message, told)])
    return file.read_bytes()


def _settings(root: Path) -> Mapping[str, Any]:
    file = root / rules.SETTINGS
    if not file.is_file():
        return {}
    try:
        settings = tomllib.loads(_text(root, file))
    except tomllib.TOMLDecodeError as unfit:
        fault = ThemeFault(f"is no TOML: {unfit}", rules.SETTINGS)
        raise ThemeError(root.name, [fault]) from None
    problems = problems_by(validator_of(FORM), settings)
    if problems:
        faults = (ThemeFault(str(one), rules.SETTINGS) for one in problems)
        raise ThemeError(root.name, faults)
    return settings
