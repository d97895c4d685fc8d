"""HTML from anywhere, cleaned: only tags that mean something, and nothing that acts.

The cleaner is nh3, an HTML5 parser with an allow-list: it closes what was left open,
and drops scripts, styles, forms, handlers and addresses of unknown schemes. Lines are
lost in it, so each line is marked before with noncharacters, which no text can hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ...errors import UnreadableError

if TYPE_CHECKING:
    from nh3 import Cleaner

DEEPEST = 1000
_SECTIONS = "html body main article section header footer nav aside div address hgroup"
_BLOCKS = (
    "p h1 h2 h3 h4 h5 h6 blockquote q cite ul ol li dl dt dd pre figure figcaption"
    " picture img video audio source iframe table caption thead tbody tfoot tr th td hr"
    " details summary center"
)
_INLINE = (
    "a b strong i em u s del strike sub sup code kbd samp tt br span time small wbr"
)
_HEAD = "title meta link"
_TAGS = frozenset(f"{_SECTIONS} {_BLOCKS} {_INLINE} {_HEAD}".split())
_GONE = (
    "script style template noscript form button input select textarea label fieldset"
    " object embed applet canvas svg map noframes frameset dialog menu"
)
_DROPPED = frozenset(_GONE.split())
_ATTRIBUTES = {
    "*": frozenset(
        {
            "aria-hidden",
            "class",
            "hidden",
            "id",
            "itemprop",
            "itemscope",
            "property",
            "rel",
            "role",
        }
    ),
    "a": frozenset({"href", "title"}),
    "blockquote": frozenset({"cite"}),
    "figure": frozenset({"data-provider"}),
    "iframe": frozenset({"src", "title"}),
    "img": frozenset(
        {"src", "alt", "title", "width", "height", "data-credit", "data-src"}
    ),
    "link": frozenset({"href"}),
    "meta": frozenset({"name", "content"}),
    "source": frozenset({"src"}),
    "video": frozenset({"src", "title"}),
    "audio": frozenset({"src", "title"}),
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "media"})

_FIRST_MARK = 0xFDD0
_MARK = re.compile("\ufddf([\ufdd0-\ufdd9]+)")
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
_DIGITS = {ord(str(digit)): chr(_FIRST_MARK + digit) for digit in range(10)}
_VALUES = {_FIRST_MARK + digit: str(digit) for digit in range(10)}
# What stays open until it is closed; all else closes by itself.
_OPENING = re.compile(
    r"<(/?)(?!(?:p|li|dd|dt|tr|td|th|thead|tbody|tfoot|option|area|base|br|col|embed|hr"
    r"|img|input|link|meta|source|track|wbr)\b)[a-z]",
    re.IGNORECASE,
)


def cleaned(source: str) -> str:
    """Clean a page or a fragment, with the lines of the original marked in its text.

    Raises:
        UnreadableError: it is nested deeper than any page.
    """
    if _depth(source) > DEEPEST:
        reason = f"its tags lie in one another more than {DEEPEST} deep"
        raise UnreadableError("", reason)
    plain = _NONCHARACTERS.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
    return _cleaner().clean("\n".join(_marked(plain)))


def unmarked(text: str) -> str:
    """Take the line marks out of a text."""
    return _MARK.sub("", text)


def last_line(text: str) -> int | None:
    """The number of the last line marked in a text."""
    found = _MARK.findall(text[text.rfind("\ufddf") :]) if "\ufddf" in text else []
    return int(found[0].translate(_VALUES)) if found else None


def _depth(source: str) -> int:
    """The most tags that stand open at once, if all are taken at their word."""
    depth = deepest = 0
    for found in _OPENING.finditer(source):
        depth = max(depth - 1, 0) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _marked(source: str) -> Iterator[str]:
    """Put its number before each line that begins outside of any tag."""
    inside = False
    for number, line in enumerate(source.split("\n"), start=1):
        yield line if inside else f"\ufddf{str(number).translate(_DIGITS)}{line}"
        opened, closed = line.rfind("<"), line.rfind(">")
        inside = opened > closed or (inside and closed < 0)


@cache
def _cleaner() -> Cleaner:
    from nh3 import Cleaner  # noqa: PLC0415 - loaded when the first page is read

    return Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
