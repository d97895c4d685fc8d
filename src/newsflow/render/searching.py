"""What the template of the search page is given."""

from __future__ import annotations

import json
from typing import Any

from ..ports import Link
from .direction import FROM_RIGHT
from .lists import plain
from .place import Place
from .scripts import SEARCH, script, script_source
from .words import Words


def search(archive: str, place: Place) -> dict[str, Any]:
    """Prepare the page that searches what the *archive*, to which it leads, lists."""
    around = plain(place)
    words: Words = around["words"]
    return {
        **around,
        "archive": archive,
        "parents": [Link(words.home, f"{place.up}index.html")],
        "kinds": _written({kind.value: one for kind, one in words.kinds.items()}),
        "script": script(SEARCH),
        "locale": _locale(words.dates.language),
        "right": f" {FROM_RIGHT} ",
        "allowed": {"script-src": script_source(SEARCH), "connect-src": "'self'"},
    }


def _locale(language: str) -> str:
    """Have browsers write dates much as the pages do, in digits of 0 to 9 (UTS 35)."""
    told = "en-GB" if language == "en" else language
    return told if "-u-" in told else f"{told}-u-nu-latn"


def _written(told: dict[str, str]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
