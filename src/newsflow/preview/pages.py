"""The pages of the preview itself: the four views, the card, the feed, and refusals."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    import jinja2

_CLOSED = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def page(template: str, **context: Any) -> bytes:
    """Fill a template of this package."""
    made: str = _environment().get_template(f"{template}.html.jinja").render(context)
    return made.encode()


@cache
def policy() -> str:
    """Write the policy of these pages (CSP level 3): our style, script and frames."""
    style, script = (_digest(_text(name)) for name in ("style.css", "live.js"))
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; "
        "connect-src 'self'; frame-src 'self'; img-src 'self' https: data:; "
        f"media-src 'self' https:; {_CLOSED}"
    )


def proof_policy() -> str:
    """Write the policy of a proof: it looks as its site does, and runs nothing.

    The page has a policy of its own beside this one, and both hold.
    """
    return f"script-src 'none'; object-src 'none'; {_CLOSED}"


def media_policy() -> str:
    """Write the policy of a medium: opened by itself, a drawing can do nothing."""
    return f"default-src 'none'; style-src 'unsafe-inline'; sandbox; {_CLOSED}"


@cache
def _environment() -> jinja2.Environment:
    import jinja2  # noqa: PLC0415 - it takes 40 ms, and only pages need it

    built = jinja2.Environment(
        loader=jinja2.PackageLoader("newsflow.preview"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    built.globals["style"] = Markup(_text("style.css"))  # noqa: S704 - of this package
    built.globals["script"] = Markup(_text("live.js"))  # noqa: S704 - of this package
    return built


@cache
def _text(name: str) -> str:
    return (files("newsflow.preview") / "templates" / name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
