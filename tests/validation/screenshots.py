"""``make screenshots``: pages as readers and the desk see them, to be looked at."""

from __future__ import annotations

import base64
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from ..preview.browser import Browser
from .gallery import FOLDER, hung
from .looking import SCHEMES, WIDTHS, looking, show
from .programs import lacking, tell

INTO = FOLDER.parent / "screenshots"
_TALLEST = 6000
"""Pixels; what stands further down looks the same."""
_ARTICLES = "gazette-en/site/articles"
SHOWN: Mapping[str, str] = MappingProxyType(
    {
        "corrected": f"{_ARTICLES}/bridge-reopens/index.html",
        "long": f"{_ARTICLES}/bridge-in-figures/index.html",
        "opinion": f"{_ARTICLES}/keep-the-night-ferry/index.html",
        "arabic": f"{_ARTICLES}/dh-fth-jsr-lmyn-fy-skrw-b-d-hd-shr-shhr/index.html",
        "everything": "kit/article-whole/index.html",
        "short": "kit/article-bare/index.html",
        "chinese": "kit/article-chinese/index.html",
        "one-long-word": "kit/article-one-long-word/index.html",
        "proof": "kit/proof-spoken-de/index.html",
        "tombstone": "kit/tombstone-a-sentence/index.html",
        "front": "gazette-en/site/index.html",
        "front-arabic": "gazette-ar/site/index.html",
        "dashboard": "desk/generated.html",
        "preview": "previews/live-bridge-reopens/index.html",
        "card": "previews/live-bridge-reopens/card.html",
        "feed": "previews/live-bridge-reopens/feed.html",
    }
)


def main() -> int:
    """Take a picture of each, in two widths, light and dark."""
    missing = tuple(lacking("chromium"))
    if missing:
        tell("\n".join(missing))
        return 2
    hung()
    INTO.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as profile,
        looking(FOLDER, Path(profile)) as (browser, address),
    ):
        for name, page in SHOWN.items():
            browser.open(f"{address}{page}")
            _pictures(browser, name)
    tell(f"{len(SHOWN)} pages in two widths, light and dark, are in {INTO}")
    return 0


def _pictures(browser: Browser, name: str) -> None:
    for width in WIDTHS:
        for scheme in SCHEMES:
            show(browser, width, scheme)
            file = INTO / f"{name}-{width}-{scheme}.png"
            file.write_bytes(_whole_page(browser, width))


def _whole_page(browser: Browser, width: int) -> bytes:
    size = browser.call("Page.getLayoutMetrics")["cssContentSize"]
    high = min(size["height"], _TALLEST)
    clip = {"x": 0, "y": 0, "width": width, "height": high, "scale": 1}
    shot = browser.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
    return base64.b64decode(shot["data"])


if __name__ == "__main__":
    sys.exit(main())
