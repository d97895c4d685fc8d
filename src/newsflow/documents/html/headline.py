"""The headline of a page: marked as such, told in its head, or the first words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import attrs

from ...model.blocks import Block, Embed, Heading, ImageBlock, Paragraph
from ...model.text import line as one_line
from ..drafting import is_blank
from ..drafting import words as settled_words
from ..runs import Run, runs_of
from ..text.headline import LONGEST, shortened
from ..text.wording import first_sentence
from .inline import seen, title
from .metadata import Metadata
from .tree import Element


def marked_headline(root: Element, story: Element, meta: Metadata) -> str | None:
    """The headline that a page marks or tells; None when it does neither.

    A heading of level 1 in the story comes first, then what is marked as the headline;
    then the heading of level 1 above the story, if the title of the page repeats it;
    then what the head of the page says.
    """
    inside = (story.first("h1"), _marked(story))
    found = next(filter(None, (title(one) for one in inside if one)), "")
    if found:
        return found
    told = " ".join(filter(None, (meta.headline, meta.title))).casefold()
    above = root.first("h1")
    text = title(above) if above else ""
    if text and text.casefold() in told:
        return text
    return meta.headline or meta.title


def first_words(blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """Take the headline out of the blocks of a story that has none marked.

    It is the subhead with which the story begins, if that is of level 2 (or was of 1),
    else the first sentence, which then leaves the text: said once. The text keeps it
    when there is a link in it, and when it is longer than 120 characters: then the
    headline is its beginning.
    """
    at = _first(blocks)
    if at is None:
        return "", tuple(blocks)
    block = blocks[at]
    before, after = tuple(blocks[:at]), tuple(blocks[at + 1 :])
    if isinstance(block, Heading):
        return one_line(block.text), (*before, *after)
    sentence = first_sentence(block.text)
    if not isinstance(block, Paragraph) or len(sentence) > LONGEST:
        return shortened(one_line(sentence)), tuple(blocks)
    if _links(block, len(sentence)):
        return one_line(sentence), tuple(blocks)
    rest = attrs.evolve(block, **settled_words(without_start(block, len(sentence))))
    kept = () if is_blank(rest) else (rest,)
    return one_line(sentence), (*before, *kept, *after)


def _marked(story: Element) -> Element | None:
    return next(
        (one for one in story.elements() if one.get("itemprop") == "headline"), None
    )


def _first(blocks: Sequence[Block]) -> int | None:
    """The block to take it from: deeper subheads, such as a kicker, are passed over."""
    texts = [at for at, one in enumerate(blocks) if _has_text(one)]
    plain = [at for at in texts if not isinstance(blocks[at], Heading)]
    first = blocks[texts[0]] if texts else None
    if isinstance(first, Heading) and (first.level == 2 or not plain):  # noqa: PLR2004 - h1 and h2
        return texts[0]
    return next(iter(plain), None)


def _has_text(block: Block) -> bool:
    return not isinstance(block, ImageBlock | Embed) and bool(seen(block.text))


def _links(block: Paragraph, length: int) -> bool:
    """Tell whether there is a link in so many characters of a paragraph."""
    starts = accumulate((len(run.text) for run in runs_of(block)), initial=0)
    return any(
        run.link is not None and start < length
        for run, start in zip(runs_of(block), starts, strict=False)
    )


def without_start(block: Paragraph, length: int) -> list[Run]:
    """The runs of a paragraph without so many characters at its beginning."""
    kept: list[Run] = []
    for run in runs_of(block):
        text = run.text[length:]
        length = max(length - len(run.text), 0)
        kept.append(attrs.evolve(run, text=text if kept else text.lstrip()))
        if not kept[0].text:
            kept = []
    return kept
