"""Running text from the tokens of a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from ...model.text import optional_line
from ...model.text import text as clean
from ..addresses import link_of
from ..runs import Run, Target

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS: Mapping[str, str] = MappingProxyType(
    {"strong_open": "strong", "em_open": "em", "s_open": "strike"}
)


@attrs.frozen(kw_only=True)
class Shown:
    """An image as Markdown writes it; *line* is where its paragraph begins."""

    src: str
    alt: str
    title: str
    line: int


def runs(children: Iterable[Token]) -> Iterator[Run]:
    """Read words with their marks; links that no story may hold leave their words."""
    marks: list[str] = []
    link: Target | None = None
    for token in children:
        match token.type:
            case "link_open":
                link = _target(token)
            case "link_close":
                link = None
            case "strong_open" | "em_open" | "s_open" | "mark_open":
                marks.append(_MARKS.get(token.type, token.info))
            case "strong_close" | "em_close" | "s_close" | "mark_close":
                marks.pop()
            case "code_inline":
                yield Run(clean(token.content), frozenset({*marks, "code"}), link)
            case _:
                yield Run(_words(token), frozenset(marks), link)


def plain(children: Iterable[Token]) -> str:
    """The words alone."""
    return "".join(map(_words, children))


def images(children: Iterable[Token], line: int) -> Iterator[Shown]:
    """Find the images in a paragraph."""
    for token in children:
        if token.type == "image":
            yield Shown(
                src=str(token.attrs.get("src", "")),
                alt=plain(token.children or ()),
                title=str(token.attrs.get("title", "")),
                line=line,
            )


def sole_link(children: Sequence[Token]) -> Target | None:
    """Tell where a text leads that is one link from its beginning to its end."""
    if len(children) < 2 or children[0].type != "link_open":  # noqa: PLR2004 - it opens and closes
        return None
    end = next(at for at, one in enumerate(children) if one.type == "link_close")
    return _target(children[0]) if end == len(children) - 1 else None


def _target(token: Token) -> Target | None:
    href = link_of(str(token.attrs.get("href", "")))
    title = optional_line(str(token.attrs.get("title", "")))
    return None if href is None else (href, title)


def _words(token: Token) -> str:
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return ""
        case _:
            return clean(token.content)
