"""The templates: one jinja2 environment, built for the first page, and kept."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ..ports import Rendition

if TYPE_CHECKING:
    import jinja2

MEDIA_TYPE = "text/html; charset=utf-8"


def page(template: str, context: Mapping[str, Any]) -> Rendition:
    """Fill a template; the same context gives the same bytes everywhere."""
    text = _template(template).render(context)
    return Rendition(media_type=MEDIA_TYPE, data=text.encode())


@cache
def _template(name: str) -> jinja2.Template:
    return environment().get_template(f"{name}.html.jinja")


@cache
def environment() -> jinja2.Environment:
    """Build the environment: everything is escaped, and nothing may be missing."""
    import jinja2  # noqa: PLC0415 - it takes 40 ms, and only pages need it

    built = jinja2.Environment(
        loader=jinja2.PackageLoader("newsflow.render"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = (files("newsflow.render") / "templates" / "style.css").read_text("utf-8")
    built.globals["style"] = Markup(style)  # noqa: S704 - a style sheet of this package
    built.globals["policy"] = _policy(style)
    return built


def _policy(style: str) -> str:
    # Should markup ever slip through, the browser still runs no script (CSP level 3).
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src * data:; "
        "media-src *; base-uri 'none'; form-action 'none'"
    )
