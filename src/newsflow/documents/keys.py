"""Block keys that last: what was edited keeps the key it had."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count

import attrs

from ..model.blocks import Block, ListBlock, Prose, Span, Table, prose
from ..model.content import Content
from .runs import SomeProse

ALIKE = 0.5
"""How much of their words two blocks must share to be one block, edited."""
_AHEAD = 12


def carry_keys(old: Content, new: Content) -> Content:
    """Give the blocks of a document that was read anew the keys they had before.

    A block that equals one of *old* is that one, wherever it stands now; of the others,
    each takes, in order, the key of the block of its type that it shares most words
    with, if that is at least half of them. All else keeps its own key where no block
    of *old* had it, or gets one that was never used.
    """
    before = _match(old.body, new.body)
    taken = {block.key for block in old.body}
    unknown = {block.key for at, block in enumerate(new.body) if at not in before}
    fresh = _fresh(taken | unknown)
    body = []
    for at, block in enumerate(new.body):
        known = before.get(at)
        if known is not None:
            same = _bare(known) == _bare(block)
            body.append(known if same else attrs.evolve(block, key=known.key))
            continue
        key = block.key if block.key not in taken else next(fresh)
        body.append(block if key == block.key else attrs.evolve(block, key=key))
    return new if tuple(body) == new.body else attrs.evolve(new, body=body)


def _match(old: Sequence[Block], new: Sequence[Block]) -> dict[int, Block]:
    """Which block of *old* each block of *new* is, by its place."""
    bare_old, bare_new = list(map(_bare, old)), list(map(_bare, new))
    pairs = dict(_equal(bare_old, bare_new))
    for new_gap, old_gap in _gaps(pairs, len(old), len(new)):
        pairs.update(_similar(old, new, old_gap, new_gap))
    return {at: old[was] for at, was in pairs.items()}


def _equal(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Pair equal blocks: the common ends first, then the others by turn."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if old[~at] != new[~at]), rest)
    yield from ((at, at) for at in range(head))
    yield from ((len(new) - at, len(old) - at) for at in range(1, tail + 1))
    waiting: defaultdict[Block, deque[int]] = defaultdict(deque)
    for was in range(head, len(old) - tail):
        waiting[old[was]].append(was)
    for at in range(head, len(new) - tail):
        if waiting.get(new[at]):
            yield at, waiting[new[at]].popleft()


def _gaps(
    pairs: Mapping[int, int], olds: int, news: int
) -> Iterator[tuple[list[int], list[int]]]:
    """What is unmatched between two matches that follow one another in both."""
    used = set(pairs.values())
    unmatched: list[int] = []
    start = 0
    for at in range(news + 1):
        if at < news and at not in pairs:
            unmatched.append(at)
            continue
        end = pairs.get(at, olds)
        if end >= start:
            yield unmatched, [was for was in range(start, end) if was not in used]
            unmatched, start = [], end + 1


def _similar(
    old: Sequence[Block], new: Sequence[Block], olds: list[int], news: list[int]
) -> Iterator[tuple[int, int]]:
    """Pair edited blocks in order, each with the likest of those just ahead."""
    bags = [_bag(old[was]) for was in olds] if news else []
    start = 0
    for at in news:
        bag = _bag(new[at])
        ahead = range(start, min(start + _AHEAD, len(olds)))
        scores = [(_likeness(bags[one], bag), -one) for one in ahead]
        best, place = max(scores, default=(0.0, 0))
        if best >= ALIKE:
            yield at, olds[-place]
            start = 1 - place


def _bag(block: Block) -> tuple[str, Counter[str]]:
    return block.type, Counter(block.text.split())


def _likeness(one: tuple[str, Counter[str]], two: tuple[str, Counter[str]]) -> float:
    """How much of their words two blocks of one type share, from 0 to 1."""
    total = one[1].total() + two[1].total()
    if one[0] != two[0] or not total:
        return 0.0
    return 2 * (one[1] & two[1]).total() / total


def _bare(block: Block) -> Block:
    """A block without what readings give anew: its key and those of its links."""
    match block:
        case Prose():
            return attrs.evolve(_renamed(block), key="b")
        case ListBlock():
            items = tuple(map(_renamed, block.items))
            return attrs.evolve(block, key="b", items=items)
        case Table() if any(cell.links for cell in prose(block)):
            rows = (
                attrs.evolve(row, cells=tuple(map(_renamed, row.cells)))
                for row in block.rows
            )
            return attrs.evolve(block, key="b", rows=tuple(rows))
        case _:
            return attrs.evolve(block, key="b")


def _renamed(text: SomeProse) -> SomeProse:
    """A text whose links are keyed l1, l2 … in the order in which they are defined."""
    if not text.links:
        return text
    names = {link.key: f"l{at}" for at, link in enumerate(text.links, start=1)}
    links = (attrs.evolve(link, key=names[link.key]) for link in text.links)
    spans = (
        Span(span.text, tuple(names.get(mark, mark) for mark in span.marks))
        for span in text.spans
    )
    return attrs.evolve(text, spans=tuple(spans), links=tuple(links))


def _fresh(used: Collection[str]) -> Iterator[str]:
    return (key for key in (f"b{number}" for number in count(1)) if key not in used)
