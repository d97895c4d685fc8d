"""Accessibility, as axe-core finds it in a real browser: in two widths, light and dark.

What the browser itself complains of is told as well, such as what a policy blocks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Template

from ..preview.browser import Browser
from .faults import Fault
from .looking import SCHEMES, WIDTHS, looking, show
from .programs import axe_core

# Frames are left out: what they show is a page of its own here.
_OPTIONS = {
    "resultTypes": ["violations"],
    "iframes": False,
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
}
_ASK = Template("""
axe.run(document, $options).then(({ violations }) => violations.flatMap(
  ({ id, help, nodes }) => nodes.slice(0, 3).map(({ target, any, all, none }) => {
    const [why] = [...any, ...all, ...none];
    return [id, `$${help}: $${target.join(" ")}: $${why?.message ?? ""}`];
  })))
""").substitute(options=json.dumps(_OPTIONS))
# WCAG 2.2, 1.4.10: at most what is shown in two dimensions is scrolled sideways.
_OVER = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
# Where a picture is nowhere, its text stands in its place; and what a player moves
# inside of itself has no node that is seen from the page.
_MOVED = """
new Promise((done) => {
  let moved = 0;
  const seen = (told) => told.getEntries().forEach(({ value, sources }) => {
    if (sources.some(({ node }) => node)) moved += value;
  });
  new PerformanceObserver(seen).observe({ type: "layout-shift", buffered: true });
  const lost = [...document.images].some((one) => one.complete && !one.naturalWidth);
  setTimeout(() => done(lost ? 0 : moved), 50);
})
"""
# Media of the kit's stories are nowhere, and nothing is fetched from elsewhere here.
_ABSENT = ("Failed to load resource", "net::ERR_")


def axe(folder: Path, profile: Path, pages: Iterable[str]) -> Iterator[Fault]:
    """Look at pages of a folder, each in every width and scheme."""
    with looking(folder, profile) as (browser, address):
        browser.call("Page.addScriptToEvaluateOnNewDocument", source=axe_core())
        for page in pages:
            browser.open(f"{address}{page}")
            yield from _moves(browser, page)
            yield from _violations(browser, page)
            yield from _complaints(browser, page)


def _violations(browser: Browser, page: str) -> Iterator[Fault]:
    for width in WIDTHS:
        for scheme in SCHEMES:
            show(browser, width, scheme)
            where = f"{width} {scheme}"
            for rule, says in browser.value(_ASK):
                yield Fault(page=page, tool="axe", rule=rule, message=says, where=where)
            if over := browser.value(_OVER):
                says = f"the page is {over} pixels wider than its window"
                yield Fault(
                    page=page, tool="chromium", rule="width", message=says, where=where
                )


def _moves(browser: Browser, page: str) -> Iterator[Fault]:
    if moved := browser.value(_MOVED):
        says = f"things move while it loads: a shift of {moved:.4f}"
        yield Fault(page=page, tool="chromium", rule="shift", message=says)


def _complaints(browser: Browser, page: str) -> Iterator[Fault]:
    for says in browser.complaints:
        if not any(words in says for words in _ABSENT):
            yield Fault(page=page, tool="chromium", rule="console", message=says)
    browser.complaints.clear()
