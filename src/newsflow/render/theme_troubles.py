"""What goes wrong in a template, told by its file and line, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from traceback import walk_tb
from types import FrameType

import jinja2

from ..errors import ThemeError, ThemeFault
from . import theme_rules as rules
from .pages import ENDING, OURS, our_templates
from .theme import Theme


def told(failed: Exception, theme: Theme) -> ThemeError:
    """Tell what a template of the theme failed with."""
    if isinstance(failed, ThemeError):
        return failed
    return ThemeError(theme.name, [fault_of(failed, theme)])


def fault_of(failed: Exception, theme: Theme) -> ThemeFault:
    """Find the place of a failure, and word it."""
    if isinstance(failed, jinja2.TemplateSyntaxError):
        file = placed(failed.name or "", theme)
        return ThemeFault(failed.message or "cannot be read", file, failed.lineno)
    file, line = _place(failed)
    return ThemeFault(_worded(failed, theme), file, line)


def no_asset(name: str, theme: Theme) -> jinja2.TemplateRuntimeError:
    """Say that the theme has no such file."""
    hint = rules.nearest(name, theme.assets)
    return jinja2.TemplateRuntimeError(f"there is no asset {name}; {hint}")


def placed(name: str, theme: Theme) -> str:
    """Name the file of a template: the theme's, or ours."""
    if name in theme.templates:
        return f"{rules.TEMPLATES}/{name}"
    return name if name.startswith(OURS) else f"{OURS}{name}"


def templates_of(theme: Theme) -> tuple[str, ...]:
    """Name every template that a theme may extend or include."""
    ours = our_templates()
    return (*theme.templates, *ours, *(f"{OURS}{name}" for name in ours))


def _worded(failed: Exception, theme: Theme) -> str:
    if isinstance(failed, jinja2.TemplateNotFound):
        hint = rules.nearest(str(failed.name), templates_of(theme))
        return f"there is no template {failed.name}; {hint}"
    if isinstance(failed, jinja2.UndefinedError):
        return _undefined(failed)
    if isinstance(failed, jinja2.TemplateError):
        return failed.message or "cannot be filled"
    return f"{type(failed).__name__}: {failed}"


def _undefined(failed: jinja2.UndefinedError) -> str:
    message = failed.message or "something is undefined"
    name, quoted, rest = message.removeprefix("'").partition("'")
    if not quoted or rest != " is undefined":
        return message
    return f"{message}; {rules.nearest(name, _in_reach(failed))}"


def _in_reach(failed: Exception) -> Iterable[str]:
    frames = tuple(_frames(failed))
    return frames[-1][0].f_locals if frames else ()


def _place(failed: Exception) -> tuple[str, int | None]:
    frames = tuple(_frames(failed))
    if not frames:
        return "", None
    frame, line = frames[-1]
    file = frame.f_code.co_filename
    theirs = file.startswith(f"{rules.TEMPLATES}/")
    return (file if theirs else f"{OURS}{Path(file).name}"), line


def _frames(failed: Exception) -> Iterator[tuple[FrameType, int]]:
    # jinja2 writes the lines and the names of templates into the traceback.
    for frame, line in walk_tb(failed.__traceback__):
        if frame.f_code.co_filename.endswith(ENDING):
            yield frame, line
