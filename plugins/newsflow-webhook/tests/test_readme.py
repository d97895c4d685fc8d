"""What the README shows is what happens."""

from __future__ import annotations

import json
import re
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import attrs
import pytest

from newsflow.documents.config import config_from
from newsflow.documents.problems import problems_by
from newsflow.documents.schemas import validator_of
from newsflow.errors import CredentialsError
from newsflow.ports import Parcel
from newsflow_webhook import WEBHOOK

README = Path(__file__).parents[1].joinpath("README.md").read_text("utf-8")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - made up for tests
OTHER = "whsec_" + "b" * 40


def fences(language: str) -> list[str]:
    """Give what stands in the fences of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run everything that is Python, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APP_WEBHOOK_SECRET", SECRET)
    # FastAPI reads annotations at run time, and so do not these of a future.
    names: dict[str, Any] = {"__name__": "readme"}
    for number, fence in enumerate(fences("python")):
        code = compile(fence, f"README.md, fence {number}", "exec", dont_inherit=True)
        exec(code, names)  # noqa: S102 - our own README
    return names


def test_the_event_is_what_is_sent(webhook: Any, corrected: Parcel) -> None:
    """To the last member."""
    (example,) = fences("json")

    assert json.loads(example) == json.loads(
        webhook("http://127.0.0.1/").render(corrected).data
    )


def test_the_settings_are_settings() -> None:
    """They are a configuration that newsflow takes, and every one is told."""
    whole, part = map(tomllib.loads, fences("toml"))
    for plain in (whole, {**whole, **part}):
        (channel,) = config_from(plain, folder=Path()).channels
        assert () == problems_by(validator_of(WEBHOOK.settings), dict(channel.settings))
    assert [] == [
        name for name in WEBHOOK.settings["properties"] if f"| `{name}` |" not in README
    ]


def test_the_receiver_with_fastapi(
    shown: dict[str, Any],
    receiver: Any,
    webhook: Any,
    created: Parcel,
    gone: Any,
) -> None:
    """It takes a story once, takes it down, and refuses what nobody signed."""
    from fastapi.testclient import TestClient  # noqa: PLC0415 - it takes a second

    channel = attrs.evolve(webhook(receiver.url), now=shown["verifier"].now)
    client = TestClient(shown["app"])

    def tell(parcel: Parcel) -> int:
        channel.deliver(parcel, shelf=None)
        _, headers, body = receiver.requests[-1]
        kept = {name: headers[name] for name in headers if name.startswith("webhook-")}
        return int(client.post("/hooks/news", content=body, headers=kept).status_code)

    assert [204, 204] == [tell(created), tell(created)]
    assert {"bridge": created.view.content} == shown["stories"]
    assert 204 == tell(gone("kill"))
    assert 204 == tell(created)
    assert {} == shown["stories"]
    assert 401 == client.post("/hooks/news", content=b"{}").status_code
    channel.close()


@pytest.fixture
def served(shown: dict[str, Any]) -> Iterator[str]:
    """Have the WSGI application served, and give its address."""

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = make_server("127.0.0.1", 0, shown["application"], handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hooks/news"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_receiver_with_wsgi(
    shown: dict[str, Any], served: str, webhook: Any, created: Parcel, gone: Any
) -> None:
    """The channel itself talks to it."""
    channel = attrs.evolve(webhook(served), now=shown["verifier"].now)
    stranger = attrs.evolve(webhook(served, secret=OTHER), now=channel.now)
    for _ in range(2):
        channel.deliver(created, shelf=None)

    assert {"bridge": created.view.content} == shown["stories"]
    channel.deliver(gone("retract"), shelf=None)
    assert {} == shown["stories"]
    with pytest.raises(CredentialsError, match="answered 401"):
        stranger.deliver(created, shelf=None)
