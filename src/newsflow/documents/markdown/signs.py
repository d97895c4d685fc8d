"""What reader and writer of Markdown agree on beyond CommonMark."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

MOST_NESTED = 50
"""How deep quotes and lists may lie in one another."""

DIRECTIVES: Mapping[str, str] = MappingProxyType(
    {
        "strong": "b",
        "em": "i",
        "code": "code",
        "underline": "u",
        "strike": "s",
        "sub": "sub",
        "sup": "sup",
    }
)
"""The name by which each decorator can be written: ``H:sub[2]O``."""

DECORATOR_OF: Mapping[str, str] = MappingProxyType(
    {name: mark for mark, name in DIRECTIVES.items()}
)
DIRECTIVE = re.compile(rf":({'|'.join(DECORATOR_OF)})\[")
EMBED = "::embed"
CAPTION = ": "
SPEAKER = re.compile(r"(?:[—–]|--) *(?=[^ ])")
"""How the last line of a quotation begins when it names the speaker."""

FENCE = "+++"
