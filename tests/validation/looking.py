"""A real browser that looks at pages of a folder, in some width and some scheme."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from ..preview.browser import Browser, browsing

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
_AT_ONCE = b'http-equiv="refresh" content="0;'


class _Pages(SimpleHTTPRequestHandler):
    """Serves pages under the addresses at which they stand: ``card`` is card.html."""

    def translate_path(self, path: str) -> str:
        """Find the file of an address."""
        found = super().translate_path(path)
        page = f"{found}.html"
        return page if Path(page).is_file() else found

    def log_message(self, *_: object) -> None:
        """Keep still."""


@contextmanager
def looking(folder: Path, profile: Path) -> Iterator[tuple[Browser, str]]:
    """Give a browser, and the address at which it finds the pages of a folder."""
    chromium = shutil.which("chromium") or "chromium"
    with _served(folder) as address, browsing(chromium, profile) as browser:
        yield browser, address


def pages_in(folder: Path) -> Iterator[str]:
    """Name every page below a folder; of those that are the same, the first.

    What leads away at once is no page that anybody looks at.
    """
    seen = set()
    for file in sorted(folder.rglob("*.html")):
        data = file.read_bytes()
        digest = sha256(data).digest()
        if digest not in seen and _AT_ONCE not in data:
            seen.add(digest)
            yield file.relative_to(folder).as_posix()


def show(browser: Browser, width: int, scheme: str) -> None:
    """Show the page in a width and a scheme."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.call("Emulation.setDeviceMetricsOverride", **size)
    wanted = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.call("Emulation.setEmulatedMedia", features=wanted)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = partial(_Pages, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
