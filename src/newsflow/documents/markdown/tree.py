"""The flat tokens of a Markdown text as a tree, which is easier to read blocks from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from markdown_it.token import Token


@attrs.define
class Node:
    """A block of Markdown: its opening token, and what it holds."""

    token: Token
    children: list[Node] = attrs.field(factory=list)

    @property
    def type(self) -> str:
        """What it is, such as ``paragraph``, ``bullet_list`` or ``fence``."""
        return self.token.type.removesuffix("_open")

    @property
    def line(self) -> int:
        """The line on which it begins, counted from 1 in the text that was parsed."""
        return self.token.map[0] + 1 if self.token.map else 1

    @property
    def level(self) -> int:
        """The level of a heading."""
        return int(self.token.tag[1:])

    @property
    def inline(self) -> Sequence[Token]:
        """The tokens of its running text."""
        return self.children[0].token.children or () if self.children else ()

    @property
    def raw(self) -> str:
        """Its running text as it was written."""
        return self.children[0].token.content if self.children else ""

    @property
    def ordered(self) -> bool:
        """Whether a list is numbered."""
        return self.type == "ordered_list"

    @property
    def is_list(self) -> bool:
        """Whether it is a list of either sort."""
        return self.type in {"bullet_list", "ordered_list"}


def tree(tokens: Iterable[Token]) -> list[Node]:
    """Put every token between an opening and its closing one under the opening one."""
    root: list[Node] = []
    levels = [root]
    for token in tokens:
        if token.nesting < 0:
            levels.pop()
            continue
        node = Node(token)
        levels[-1].append(node)
        if token.nesting > 0:
            levels.append(node.children)
    return root
