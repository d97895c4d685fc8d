"""The templates: one jinja2 environment for each theme, built for its first page."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ..ports import Rendition
from .scripts import SCRIPTS, script_source
from .theme import ASSETS, PLAIN, Theme
from .theme_rules import FONTS, TEMPLATES, URL

if TYPE_CHECKING:
    import jinja2

MEDIA_TYPE = "text/html; charset=utf-8"
OURS = "newsflow/"
"""What goes before the name of a template to have ours, whatever a theme has."""
ENDING = ".html.jinja"
_MOST = 32
_DESK = frozenset({"dashboard.html.jinja"})


def page(template: str, context: Mapping[str, Any], theme: Theme = PLAIN) -> Rendition:
    """Fill a template; the same context gives the same bytes everywhere.

    Raises:
        ThemeError: a template of the theme cannot be filled with this; nothing of the
            page is given out.
    """
    if theme is PLAIN:
        text = _template(theme, template).render(context)
    else:
        text = _filled(theme, template, context)
    return Rendition(media_type=MEDIA_TYPE, data=text.encode())


def _filled(theme: Theme, template: str, context: Mapping[str, Any]) -> str:
    from .theme_troubles import told  # noqa: PLC0415 - it imports jinja2

    try:
        dressed = {**context, **_dress(theme, context["place"].up)}
        return _template(theme, template).render(dressed)
    except Exception as failed:
        raise told(failed, theme) from failed


@lru_cache(maxsize=_MOST * 8)
def _template(theme: Theme, name: str) -> jinja2.Template:
    return environment(theme).get_template(f"{name}{ENDING}")


@lru_cache(maxsize=_MOST)
def environment(theme: Theme = PLAIN) -> jinja2.Environment:
    """Build the environment: everything is escaped, and nothing may be missing."""
    import jinja2  # noqa: PLC0415 - it takes 40 ms, and only pages need it

    from .undefined import Undefined  # noqa: PLC0415 - it imports jinja2

    ours = jinja2.PackageLoader("newsflow.render")
    theirs = jinja2.FunctionLoader(lambda name: _source(theme, name))
    built = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [theirs, ours, jinja2.PrefixLoader({OURS.rstrip("/"): ours})]
        ),
        autoescape=True,
        undefined=Undefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    built.globals.update(_dress(theme, ""))
    built.globals["asset"] = jinja2.pass_context(_Assets(theme))
    return built


@cache
def our_templates() -> tuple[str, ...]:
    """Name the templates of what readers see; those of the desk are not a theme's."""
    folder = files("newsflow.render") / "templates"
    names = (file.name for file in folder.iterdir())
    return tuple(
        sorted(name for name in names if name.endswith(ENDING) and name not in _DESK)
    )


def _source(theme: Theme, name: str) -> tuple[str, str, None] | None:
    source = theme.templates.get(name)
    return None if source is None else (source, f"{TEMPLATES}/{name}", None)


class _Assets:
    """The function ``asset`` of one theme's templates."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def __call__(self, context: jinja2.runtime.Context, name: str) -> str:
        """Give the way from the page to a file of the theme."""
        from .theme_troubles import no_asset  # noqa: PLC0415 - it imports jinja2

        if name not in self._theme.addresses:
            raise no_asset(name, self._theme)
        return f"{context['place'].up}{self._theme.addresses[name]}"


@lru_cache(maxsize=_MOST * 8)
def _dress(theme: Theme, up: str) -> Mapping[str, str]:
    """Make the style of a theme, and the policy that allows it, so deep in a site."""
    style = "" if theme.replaces_style else _ours()
    if theme.style:
        style += URL.sub(lambda url: f'url("{up}{_address(theme, url)}")', theme.style)
    return {
        "style": Markup(style),  # noqa: S704 - of this package, and of the house
        "policy": _policy(style, theme),
    }


def _address(theme: Theme, url: Any) -> str:
    return theme.addresses[url["address"].removeprefix(ASSETS)]


@cache
def _ours() -> str:
    folder = files("newsflow.render") / "templates"
    return (folder / "style.css").read_text("utf-8")


def _policy(style: str, theme: Theme) -> str:
    # Should markup ever slip through, the browser still runs no script (CSP level 3).
    allowed = "".join(f"{one}; " for one in _further(theme))
    return (
        f"default-src 'none'; style-src {' '.join(_styles(style, theme))}; "
        f"img-src * data:; media-src *; {allowed}base-uri 'none'; form-action 'none'"
    )


def _styles(style: str, theme: Theme) -> Iterator[str]:
    digest = b64encode(sha256(style.encode()).digest()).decode()
    yield f"'sha256-{digest}'"
    yield from theme.origins.get("style", ())


def _further(theme: Theme) -> Iterator[str]:
    """Allow what the theme has declared: its own fonts and scripts, and its origins."""
    own = {
        "font": any(name.endswith(FONTS) for name in theme.assets),
        "script": bool(theme.scripts),
        "connect": "connect" in theme.origins,  # a search reads the index of its site
        "frame": False,
    }
    for name, at_home in own.items():
        home = ("'self'",) if at_home else ()
        sources = (*home, *theme.origins.get(name, ()))
        if sources and name == "script":  # those of our own pages run as well
            sources = (*sources, *map(script_source, SCRIPTS))
        if sources:
            yield f"{name}-src {' '.join(sources)}"
