"""The Markdown that we read: CommonMark, tables, strikethrough, and marks by name.

This module imports markdown-it-py, so it is itself imported only when something is
read.
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .signs import DECORATOR_OF, DIRECTIVE, MOST_NESTED


class _Grammar(MarkdownIt):
    """Takes every address as it is written: whether it may stay, the reader decides."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the same
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the same
        return True


def tokens(source: str) -> list[Token]:
    """Parse a Markdown text into the flat list of its tokens."""
    return _grammar().parse(source)


@cache
def _grammar() -> MarkdownIt:
    parser = _Grammar("commonmark", {"html": False, "maxNesting": MOST_NESTED})
    parser.enable(["table", "strikethrough"])
    parser.disable(["html_block", "html_inline"])
    parser.inline.ruler.before("link", "directive", _directive)
    return parser


def _directive(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """Read ``:sub[2]``: a mark by its name around any running text."""
    found = DIRECTIVE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    start, limit = found.end(), state.posMax
    end = state.md.helpers.parseLinkLabel(state, start - 1, disableNested=False)
    if end < 0:
        return False
    if not silent:
        mark = DECORATOR_OF[found[1]]
        state.push("mark_open", "", 1).info = mark
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.posMax = limit
        state.push("mark_close", "", -1).info = mark
    state.pos = end + 1
    return True
