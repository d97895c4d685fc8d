"""The scripts of our pages: each stands in its page, and is allowed by its hash."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

SHARE = "share.js"
SEARCH = "search.js"
SCRIPTS = (SHARE, SEARCH)
"""All there are, in the order in which a policy names them."""


@cache
def script_text(name: str) -> str:
    """Read a script as it stands in a page."""
    file = files("newsflow.render") / "templates" / name
    return file.read_text("utf-8").strip()


@cache
def script(name: str) -> Markup:
    """Give a script for a template."""
    return Markup(script_text(name))  # noqa: S704 - a script of this package


@cache
def script_source(name: str) -> str:
    """Give the source by which a policy lets a script run (CSP level 3)."""
    digest = b64encode(sha256(script_text(name).encode()).digest()).decode()
    return f"'sha256-{digest}'"
