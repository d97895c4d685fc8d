"""A real browser, driven over a pipe by the DevTools protocol; nothing else is needed.

See https://chromedevtools.github.io/devtools-protocol/.
"""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..render.test_browser import QUIET

PATIENCE = 60.0
WORTH_A_LOOK = frozenset({"error", "warning"})
_AWAITED = {"returnByValue": True, "awaitPromise": True}


class Browser:
    """One tab of a browser, and what it complained of."""

    def __init__(self, into: int, out: int) -> None:
        self._into, self._out = into, out
        self._heard = b""
        self._number = 0
        self.complaints: list[str] = []
        target = self._call("Target.createTarget", {"url": "about:blank"}, None)
        wanted = {"targetId": target["targetId"], "flatten": True}
        self._tab = self._call("Target.attachToTarget", wanted, None)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> Any:
        """Ask the tab for something."""
        return self._call(method, parameters, self._tab)

    def open(self, address: str, *, wide: int = 1280, high: int = 900) -> None:
        """Go to an address, in a window of some size, and wait until it is loaded."""
        size = {"width": wide, "height": high, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete'")

    def value(self, expression: str) -> Any:
        """Work something out in the page."""
        said = self.call("Runtime.evaluate", expression=expression, **_AWAITED)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def wait(self, expression: str) -> Any:
        """Wait until something is so in the page, and give what it then is."""
        return self.until(lambda: self.value(expression), expression)

    def until(self, looked: Callable[[], Any], what: str) -> Any:
        """Look again and again."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := looked():
                return found
            time.sleep(0.05)
        message = f"it never came to this: {what}; {self.complaints}"
        raise AssertionError(message)

    def picture(self, file: Path) -> None:
        """Take a picture of the page."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(shot["data"]))

    def _call(self, method: str, parameters: dict[str, Any], tab: str | None) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if tab is not None:
            message["sessionId"] = tab
        os.write(self._into, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self._note(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._heard:
            ready, _, _ = select.select([self._out], [], [], PATIENCE)
            assert ready, "the browser says nothing any more"
            more = os.read(self._out, 65536)
            assert more, "the browser has ended"
            self._heard += more
        message, _, self._heard = self._heard.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def _note(self, told: dict[str, Any]) -> None:
        method, facts = told.get("method"), told.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.complaints.append(str(facts["exceptionDetails"]))
        if method == "Runtime.consoleAPICalled" and facts["type"] in WORTH_A_LOOK:
            self.complaints.append(str(facts["args"]))
        if method == "Log.entryAdded" and facts["entry"]["level"] in WORTH_A_LOOK:
            self.complaints.append(str(facts["entry"]))


@contextmanager
def browsing(chromium: str, profile: Path) -> Iterator[Browser]:
    """Run a browser."""
    to_it, into = os.pipe()
    out, from_it = os.pipe()
    # The browser reads the file 3 and writes the file 4; a shell puts them there.
    words = " ".join(
        f"'{one}'"
        for one in (
            chromium,
            *QUIET,
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
        )
    )
    command = ["bash", "-c", f"exec 3<&{to_it} 4>&{from_it}; exec {words}"]
    running = subprocess.Popen(
        command, pass_fds=(to_it, from_it), stderr=subprocess.DEVNULL
    )
    os.close(to_it)
    os.close(from_it)
    try:
        yield Browser(into, out)
    finally:
        os.close(into)
        os.close(out)
        running.terminate()
        running.wait(PATIENCE)
