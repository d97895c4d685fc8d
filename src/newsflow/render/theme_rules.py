"""What may be in a theme, and what may not: each refusal says what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from html import unescape

from ..errors import ThemeFault

STYLE = "style.css"
TEMPLATES = "templates"
SETTINGS = "theme.toml"
SCRIPT = ".js"
PICTURES = (".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp")
FONTS = (".woff", ".woff2")
TYPES = (*PICTURES, *FONTS, SCRIPT, ".webmanifest")
"""The endings of what a theme may bring; fonts as WOFF, which every browser reads."""
DIRECTIVES = ("connect", "font", "frame", "img", "script", "style")
MOST_TEXT = 256 * 1024
MOST_BYTES = 1024 * 1024
MOST_ASSETS = 100

URL = re.compile(r"""url\(\s*(["']?)(?P<address>[^"')]*)\1\s*\)""", re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TEMPLATE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.html\.jinja")
_ORIGIN = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?")
_LEAVES = re.compile(r"@import|</style|<!--", re.IGNORECASE)
_ACTIVE = re.compile(
    r"<\s*script|<\s*foreignobject|<!entity|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)


def unfit_name(name: str) -> Iterator[ThemeFault]:
    """Refuse a name that a receipt could not carry."""
    if _KEY.fullmatch(name) is None:
        message = "a theme is named by letters, digits, '.', '_' and '-', at most 64"
        yield ThemeFault(message)


def unfit_templates(templates: Mapping[str, str]) -> Iterator[ThemeFault]:
    """Refuse what would never be found, or is too large to be a template."""
    for name, source in templates.items():
        file = f"{TEMPLATES}/{name}"
        if _TEMPLATE.fullmatch(name) is None:
            message = "is no template: they are named like article.html.jinja"
            yield ThemeFault(message, file)
        if len(source) > MOST_TEXT:
            yield ThemeFault(f"is longer than {MOST_TEXT} characters", file)


def unfit_style(style: str, assets: Mapping[str, bytes]) -> Iterator[ThemeFault]:
    """Refuse what would load from elsewhere, or end the element that it stands in."""
    if len(style) > MOST_TEXT:
        yield ThemeFault(f"is longer than {MOST_TEXT} characters", STYLE)
    for found in _LEAVES.finditer(style):
        message = f"{found[0]!r} is not allowed: the style stands alone, in the page"
        yield ThemeFault(message, STYLE, _line(style, found.start()))
    for found in URL.finditer(style):
        name = found["address"].removeprefix("assets/")
        if name not in assets or name == found["address"]:
            message = (
                f"url({found['address']}) leads to no asset of the theme; "
                f"write url(assets/NAME), with one of {listed(assets)}"
            )
            yield ThemeFault(message, STYLE, _line(style, found.start()))


def unfit_assets(
    assets: Mapping[str, bytes], scripts: Iterable[str]
) -> Iterator[ThemeFault]:
    """Refuse files of a type that a page needs not, that are too large, or that act."""
    if len(assets) > MOST_ASSETS:
        yield ThemeFault(f"there are more than {MOST_ASSETS} assets")
    for name in scripts:
        if name not in assets or not name.endswith(SCRIPT):
            message = f"scripts names {name}, which is no {SCRIPT} among the assets"
            yield ThemeFault(message, SETTINGS)
    for name, data in assets.items():
        for message in _unfit_asset(name, data, frozenset(scripts)):
            yield ThemeFault(message, f"assets/{name}")


def unfit_origins(origins: Mapping[str, tuple[str, ...]]) -> Iterator[ThemeFault]:
    """Refuse directives that there are not, and origins that could be anyone."""
    for name, named in origins.items():
        if name not in DIRECTIVES:
            message = f"there are no origins of {name}, only of {', '.join(DIRECTIVES)}"
            yield ThemeFault(message, SETTINGS)
        for one in named:
            if _ORIGIN.fullmatch(one) is None:
                message = f"{one} is no origin such as https://stats.example"
                yield ThemeFault(message, SETTINGS)


def listed(names: Iterable[str]) -> str:
    """Write names out, or say that there are none."""
    return ", ".join(sorted(names)) or "none"


def nearest(name: str, known: Iterable[str]) -> str:
    """Suggest the known name that was probably meant, or list them all."""
    near = get_close_matches(name, sorted(known), n=1)
    return f"did you mean {near[0]}?" if near else f"there are: {listed(known)}"


def _unfit_asset(name: str, data: bytes, scripts: frozenset[str]) -> Iterator[str]:
    suffix = f".{name.rpartition('.')[2]}"
    if _KEY.fullmatch(name) is None or name.startswith(suffix):
        yield "is no name for an asset: letters, digits, '.', '_', '-', and an ending"
    if suffix not in TYPES:
        yield f"is of no type that a theme may bring; those are {' '.join(TYPES)}"
    if len(data) > MOST_BYTES:
        yield f"is larger than {MOST_BYTES} bytes"
    if suffix == SCRIPT and name not in scripts:
        yield f'is a script that nobody allows: scripts = ["{name}"] in theme.toml does'
    if suffix == ".svg" and _ACTIVE.search(unescape(data.decode(errors="replace"))):
        yield "is a drawing that acts: take scripts, handlers and entities out of it"


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
