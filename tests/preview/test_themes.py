"""Proofs in the theme of their site: its files are shown by the same link alone."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from newsflow.preview import preview_app
from newsflow.testing import PEOPLE

from ..gazette import text
from ..newsroom.test_themes import opened
from .served import serving

KEY = b"the bridge stands on seven piers"


def test_a_proof_finds_the_files_of_its_theme(tmp_path: Path) -> None:
    """The logo is served below the page; nothing else of the theme's folder is."""
    with closing(opened(tmp_path, logo="<svg id='logo'/>")) as room:
        article = room.draft(text(), by=PEOPLE["ada"])
        token = room.preview_link(article, by=PEOPLE["ada"], minutes=30, key=KEY)
        with serving(preview_app(room, key=KEY)) as server:
            page = server.ask(f"/page/{token}/").text
            (logo,) = re.findall(r'<img src="(assets/logo[^"]+)"', page)
            shown = server.ask(f"/page/{token}/{logo}")

            assert (200, "<svg id='logo'/>") == (shown.status, shown.text)
            assert "image/svg+xml" == shown.headers["content-type"].partition(";")[0]
            assert "sandbox" in shown.headers["content-security-policy"]
            for other in ("assets/logo.svg", "assets/..%2Ftheme.toml", "assets/x.js"):
                assert 404 == server.ask(f"/page/{token}/{other}").status
            forged = ("y" if token.startswith("x") else "x") + token[1:]
            assert 403 == server.ask(f"/page/{forged}/{logo}").status
