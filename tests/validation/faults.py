"""What the validators say of a page, and the few things that are right as they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

_NAMED = 4
"""So many pages are named for a fault that is on many."""


@attrs.frozen(kw_only=True)
class Fault:
    """What a *tool* says of a page, by its *rule*; *where* is a width and a scheme."""

    page: str
    tool: str
    rule: str
    message: str
    where: str = ""


@attrs.frozen(kw_only=True)
class Tolerated:
    """What a tool says of pages that are right as they are, and the reason.

    *rule* is the whole rule and *says* a part of the message. It is tolerated on pages
    that *have* something and *lack* something else, where that is told. All four are
    regular expressions.
    """

    tool: str
    rule: str
    reason: str
    says: str = ""
    have: str = ""
    lack: str = "(?!)"

    def covers(self, fault: Fault, text: str) -> bool:
        """Tell whether it is this that the tool says."""
        return (
            fault.tool == self.tool
            and re.fullmatch(self.rule, fault.rule) is not None
            and re.search(self.says, fault.message) is not None
            and re.search(self.have, text) is not None
            and re.search(self.lack, text) is None
        )


_ADDRESS = r'rel="canonical"'
_PICTURE = r'<figure class="lead">\s*<img'
_IMAGE = r'"og:image" \|\| "og:image:src"|"og:image:alt"|\w+Article\[0\]\.image'
TOLERATED = (
    Tolerated(
        tool="sdtt",
        rule=r'"twitter:(title|description|image|image:alt)".*',
        reason="X reads the tags of OpenGraph, which are asked for as well",
    ),
    Tolerated(
        tool="sdtt",
        rule=_IMAGE,
        reason="a story that is not led by a picture has none to be shown",
        lack=_PICTURE,
    ),
    Tolerated(
        tool="sdtt",
        rule='"og:image:alt"',
        reason="nobody told what is to be seen; a check asks the desk for it",
        lack='<figure class="lead">\\s*<img [^>]*alt="[^"]',
    ),
    Tolerated(
        tool="sdtt",
        rule=rf'"og:url"|{_IMAGE}',
        reason="a page outside of a site has no address, and nor have its pictures",
        lack=_ADDRESS,
    ),
    Tolerated(
        tool="sdtt",
        rule=r'\w+Article\[0\]\.publisher\.("@type"|name)',
        reason="outside of a site nobody knows who publishes it",
        lack='property="og:site_name"',
    ),
    Tolerated(
        tool="sdtt",
        rule=r"\w+Article\[0\]\.publisher\.logo(\.url)?",
        reason="Google wanted it for AMP, and now says that no property is required",
    ),
    Tolerated(
        tool="sdtt",
        rule=r"\w+Article\[0\]\.author",
        reason="a story without a byline names no author, and we invent none",
        lack='name="author"',
    ),
    Tolerated(
        tool="vnu",
        rule="warning",
        says="violates Content Security Policy",
        reason="it works out no digests; a browser tells what our policies block",
    ),
    Tolerated(
        tool="vnu",
        rule="warning",
        says="Section lacks heading",
        reason="the mark of a proof is one sentence, and none stands over it",
        have='<section class="proof"',
    ),
    Tolerated(
        tool="chromium",
        rule="shift",
        reason="the sign of a live preview tells that it has ended, as here it has",
        have='id="live"',
    ),
    Tolerated(
        tool="vnu",
        rule="warning",
        says="appears to be written in Welsh",
        reason="it guesses, from one sentence that is said five hundred times",
    ),
    Tolerated(
        tool="vnu",
        rule="error",
        says="CSS: “(container-type|transform)”",
        reason="it does not know CSS Containment 3 and the tan() of CSS Values 4 yet",
    ),
)


def sifted(folder: Path, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Leave those faults out that are tolerated on the page where they are."""
    texts: dict[str, str] = {}
    for one in faults:
        if one.page not in texts:
            texts[one.page] = (folder / one.page).read_text("utf-8")
        if not any(known.covers(one, texts[one.page]) for known in TOLERATED):
            yield one


def listed(faults: Iterable[Fault]) -> Iterator[str]:
    """Write the faults, each once, with the pages that have it."""
    found: dict[tuple[str, str, str], dict[str, set[str]]] = defaultdict(dict)
    for one in faults:
        pages = found[one.tool, one.rule, one.message]
        pages.setdefault(one.page, set()).add(one.where)
    for (tool, rule, message), pages in sorted(found.items()):
        yield f"{tool}: {rule}: {message}"
        for page, where in list(pages.items())[:_NAMED]:
            seen = ", ".join(sorted(filter(None, where)))
            yield f"    {page}{f' ({seen})' if seen else ''}"
        if len(pages) > _NAMED:
            yield f"    and {len(pages) - _NAMED} pages more"
