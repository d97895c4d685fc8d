"""What every channel must do, held to what this one declares."""

from __future__ import annotations

from typing import Any

from newsflow.ports import Operation, Surroundings
from newsflow.testing import ChannelContract, Receiver, Request
from newsflow_webhook import WEBHOOK, Webhook
from newsflow_webhook.receiver import Arrival, MemoryInbox, Verifier

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - made up for tests
CANARY = "c4n4ry-t0ken"


class App:
    """A receiver that keeps to the protocol: it verifies, counts, and keeps copies."""

    def __init__(self) -> None:
        self.verifier = Verifier(secrets=(SECRET,))
        self.inbox = MemoryInbox()

    def __call__(self, request: Request, copies: dict[str, Any]) -> None:
        """Take one request."""
        if request.method != "POST":
            return
        message = self.verifier.verify(request.body, request.headers)
        with self.inbox.receiving(message) as arrival:
            if arrival is not Arrival.NEW:
                return
            if message.operation is Operation.RETRACT:
                copies[message.article] = f"retracted: {message.reason}"
            elif message.operation.removes:
                copies.pop(message.article, None)
            else:
                copies[message.article] = message.document()


class TestWebhook(ChannelContract):
    """The webhook, with a receiver that keeps to the protocol."""

    secrets = (SECRET, SECRET.removeprefix("whsec_"), CANARY)
    settings: dict[str, Any] = {"largest_body": 8192}  # noqa: RUF012 - not changed

    def make_pair(self) -> tuple[Webhook, Receiver]:
        """Make both."""
        receiver = Receiver(App())
        around = Surroundings(
            newsroom="Harbour Gazette", sites=(), folder=".", renderer=lambda _: None
        )
        settings = {
            "url": f"{receiver.url}hooks/{CANARY}",
            "secret": SECRET,
            "allow": ["127.0.0.1"],
            "timeout": 5,
            **self.settings,
        }
        channel = WEBHOOK.make("app", settings, around)
        assert isinstance(channel, Webhook)
        return channel, receiver
