"""What a page holds that is more than running text, each read by its own module."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.blocks import Code
from .figures import read_figure, read_loose_caption
from .lists import LISTS, read_list
from .quotes import read_quote
from .tables import read_table
from .tree import Element

if TYPE_CHECKING:
    from .body import BodyWalker

WHOLE = LISTS | {"blockquote", "figcaption", "figure", "pre", "table"}
_LANGUAGE = re.compile(r"(?:^|\s)lang(?:uage)?-(\S+)")


def read_whole(walker: BodyWalker, element: Element) -> None:
    """Read one of them."""
    match element.tag:
        case "ul" | "ol":
            read_list(walker, element)
        case "blockquote":
            read_quote(walker, element)
        case "figure":
            read_figure(walker, element)
        case "table":
            read_table(walker, element)
        case "pre":
            _read_code(walker, element)
        case _:
            read_loose_caption(walker, element)


def _read_code(walker: BodyWalker, element: Element) -> None:
    code = element.first("code")
    text = element.text if code else element.text.removesuffix("\n")
    classes = f"{element.get('class')} {code.get('class') if code else ''}"
    language = _LANGUAGE.search(classes)
    walker.draft.add(
        Code(
            key=walker.draft.key,
            text=text,
            language=language[1] if language else None,
        )
    )
