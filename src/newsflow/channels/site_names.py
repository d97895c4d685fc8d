"""What the files of a site are called, and what may be part of a name."""

from __future__ import annotations

import re
from functools import lru_cache

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""What each part of a name is made of."""
OWN_FOLDERS = (
    "archive",
    "articles",
    "assets",
    "authors",
    "manifest",
    "media",
    "search",
    "sections",
    "subjects",
)
OWN_FILE = re.compile(
    r"articles/[^/]+/[A-Za-z0-9][^/]*|media/[0-9a-f]{32}\.[a-z0-9]+"
    r"|assets/[A-Za-z0-9][^/]*\.[0-9a-f]{16}\.[a-z0-9]+"
    r"|(?:archive|authors|sections|subjects)/(?:[^/]+/)*index\.html"
    r"|archive/(?:[^/]+/)?index\.json|search/index\.html"
    r"|manifest/[0-9a-f]{2}/[^/]+\.json"
)
"""What the files of a site are called, but for those at its top."""


@lru_cache(maxsize=4096)
def parts_of(name: str) -> tuple[str, ...] | None:
    """Take a name apart; None, if it leads out of its folder."""
    parts = tuple(name.rstrip("/").split("/"))
    return parts if all(map(NAME.fullmatch, parts)) else None
