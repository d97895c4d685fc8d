"""Blocks from the tree of a Markdown body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape
from typing import TypeAlias

import attrs

from ...model.blocks import (
    Code,
    Heading,
    ImageBlock,
    ListBlock,
    ListItem,
    Paragraph,
    Prose,
    Quote,
    Row,
    Table,
)
from ..drafting import DEEPEST_HEADING, DEEPEST_ITEM, BodyDraft, words
from ..runs import Run
from .embeds import embed_of
from .inline import Shown, images, plain, runs
from .quotes import quoted
from .signs import CAPTION
from .tree import Node

Place: TypeAlias = Callable[[Shown], str | None]
"""Gives the key of the medium for an image, or None when there can be none."""


@attrs.frozen(kw_only=True)
class BodyReader:
    """Reads blocks into a draft; *place* finds the media, *down* moves subheads."""

    draft: BodyDraft
    place: Place
    down: int = 0

    def read(self, nodes: Iterable[Node]) -> None:
        """Read the blocks of a document, or of whatever holds blocks."""
        before = None
        for node in nodes:
            if before == "table" and _is_caption(node):
                self._caption(node)
            else:
                self._block(node)
            before = node.type

    def _block(self, node: Node) -> None:
        match node.type:
            case "paragraph":
                self._paragraph(node)
            case "heading":
                self._heading(node)
            case "blockquote":
                self._quote(node)
            case "bullet_list" | "ordered_list":
                self._list(node)
            case "fence" | "code_block":
                self._code(node)
            case "table":
                self._table(node)
            case _:
                pass  # a rule between blocks: they stand apart anyway

    def _paragraph(self, node: Node) -> None:
        embed = embed_of(node, self.draft.key)
        if embed is not None:
            self.draft.add(embed)
            return
        self.draft.add(Paragraph(key=self.draft.key, **words(runs(node.inline))))
        self._images(node)

    def _heading(self, node: Node) -> None:
        level = max(2, min(node.level + self.down, DEEPEST_HEADING))
        text = words(runs(node.inline))
        self.draft.add(Heading(key=self.draft.key, level=level, **text))
        self._images(node)

    def _images(self, node: Node) -> None:
        for shown in images(node.inline, node.line):
            medium = self.place(shown)
            if medium is not None:
                self.draft.add(ImageBlock(key=self.draft.key, media=medium))

    def _quote(self, node: Node) -> None:
        """A quote holds text; whatever else lies in it follows as its own block."""
        paragraphs: list[Node] = []
        for child in _flattened(node):
            if child.type in {"paragraph", "heading"}:
                paragraphs.append(child)
                continue
            self._quoted(paragraphs)
            paragraphs = []
            self._block(child)
        self._quoted(paragraphs)

    def _quoted(self, paragraphs: Sequence[Node]) -> None:
        found = quoted(paragraphs)
        self.draft.add(
            Quote(
                key=self.draft.key,
                speaker=found.speaker,
                href=found.href,
                **words(found.runs),
            )
        )
        for paragraph in paragraphs:
            self._images(paragraph)

    def _list(self, node: Node) -> None:
        """A list holds items; whatever else lies in one parts the list."""
        items: list[ListItem] = []
        for found in _items(node, 1):
            if isinstance(found, ListItem):
                items.append(found)
                continue
            self._listed(items, node)
            items = []
            if found.type == "paragraph":
                self._images(found)
            else:
                self._block(found)
        self._listed(items, node)

    def _listed(self, items: Sequence[ListItem], node: Node) -> None:
        self.draft.add(ListBlock(key=self.draft.key, items=items, ordered=node.ordered))

    def _code(self, node: Node) -> None:
        language = unescape(node.token.info.strip().split(" ", 1)[0])
        text = node.token.content.removesuffix("\n")
        self.draft.add(Code(key=self.draft.key, text=text, language=language))

    def _table(self, node: Node) -> None:
        rows = [_row(row) for part in node.children for row in part.children]
        if rows and not any(cell.text.strip() for cell in rows[0].cells):
            rows = rows[1:]
        self.draft.add(Table(key=self.draft.key, rows=rows))

    def _caption(self, node: Node) -> None:
        table = self.draft.blocks[-1] if self.draft.blocks else None
        if isinstance(table, Table):
            caption = plain(node.inline)[len(CAPTION) :]
            self.draft.blocks[-1] = attrs.evolve(table, caption=caption)
        else:
            self._paragraph(node)


def _is_caption(node: Node) -> bool:
    return node.type == "paragraph" and node.raw.startswith(CAPTION)


def _flattened(quote: Node) -> Iterator[Node]:
    """What a quotation holds; a quotation in it counts as more of its text."""
    for child in quote.children:
        if child.type == "blockquote":
            yield from _flattened(child)
        else:
            yield child


def _items(node: Node, level: int) -> Iterator[ListItem | Node]:
    """The items of a list, and in their places the blocks that are no text of items."""
    for item in node.children:
        text: list[Run] = []
        for child in item.children:
            if child.type in {"paragraph", "heading"}:
                text.extend([Run("\n\n")] if text else [])
                text.extend(runs(child.inline))
                continue
            yield from _item(text, level)
            text = []
            if child.is_list:
                yield from _items(child, level + 1)
            else:
                yield child
        yield from _item(text, level)
        yield from (child for child in item.children if _shows(child))


def _item(text: Sequence[Run], level: int) -> Iterator[ListItem]:
    if any(run.text.strip() for run in text):
        yield ListItem(level=min(level, DEEPEST_ITEM), **words(text))


def _shows(node: Node) -> bool:
    return node.type == "paragraph" and any(t.type == "image" for t in node.inline)


def _row(row: Node) -> Row:
    cells = tuple(Prose(**words(runs(cell.inline))) for cell in row.children)
    return Row(cells=cells, header=any(cell.type == "th" for cell in row.children))
