"""A channel over HTTP, and the fake that it talks to: what the contract is made for."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import attrs

from newsflow.errors import (
    CredentialsError,
    DeliveryError,
    Problem,
    RateLimitedError,
    RejectedError,
    RetryError,
    UnknownOutcomeError,
)
from newsflow.model.views import Tombstone
from newsflow.ports import (
    Capabilities,
    Concurrency,
    Health,
    Idempotency,
    Parcel,
    Receipt,
    Rendition,
    Shelf,
    TextLimit,
    TextUnit,
    rejection,
    unfit_text,
    unfit_view,
)
from newsflow.testing import Answer, Request

TEXT = (
    TextLimit(most=300, unit=TextUnit.GRAPHEMES, url_cost=23),
    TextLimit(most=3000, unit=TextUnit.BYTES, url_cost=23),
)
BY_KEY = Capabilities(
    idempotency=Idempotency.KEY, concurrency=Concurrency.REVISION, text=TEXT
)
BY_LOOKUP = Capabilities(idempotency=Idempotency.LOOKUP, text=TEXT)
BLIND = Capabilities(text=TEXT)


@attrs.frozen(kw_only=True)
class Poste:
    """Posts a headline to a service; the token must stay between the two."""

    name: str = "poste"
    port: int
    token: str = attrs.field(repr=False)
    capabilities: Capabilities = BY_KEY

    def validate(self, parcel: Parcel) -> tuple[Problem, ...]:
        """Hold the view to the operation, and the headline to the limits."""
        unfit = unfit_view(parcel)
        if unfit or isinstance(parcel.view, Tombstone):
            return unfit
        return unfit_text(parcel.view.content.headline, self.capabilities)

    def render(self, parcel: Parcel) -> Rendition:
        """Give the body of the request."""
        problems = self.validate(parcel)
        if problems:
            raise rejection(self.name, problems)
        view = parcel.view
        text = None if isinstance(view, Tombstone) else view.content.headline
        plain = {"story": view.article, "sequence": parcel.sequence, "text": text}
        data = json.dumps(plain, sort_keys=True).encode()
        return Rendition(media_type="application/json", data=data)

    def deliver(self, parcel: Parcel, *, shelf: Shelf) -> Receipt:
        """Send it."""
        del shelf
        data = self.render(parcel).data
        method = "DELETE" if parcel.operation.removes else "PUT"
        status, headers = self._asked(method, parcel, data)
        error = self._error(status, headers)
        if error is not None:
            raise error
        return self._receipt(parcel, data)

    def reconcile(self, parcel: Parcel) -> Receipt | None:
        """Ask for the key."""
        if self.capabilities.idempotency is Idempotency.NONE:
            reason = "it cannot be asked"
            raise UnknownOutcomeError(self.name, reason)
        status, _ = self._asked("GET", parcel, b"")
        return (
            self._receipt(parcel, self.render(parcel).data) if status == 200 else None
        )

    def health(self) -> Health:
        """Say that all is well."""
        return Health(channel=self.name)

    def _receipt(self, parcel: Parcel, data: bytes) -> Receipt:
        digest = sha256(data).hexdigest()
        return Receipt(reference=parcel.view.article, sha256=digest, renderer="poste 1")

    def _asked(
        self, method: str, parcel: Parcel, data: bytes
    ) -> tuple[int, Mapping[str, str]]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        headers = {"Authorization": f"Bearer {self.token}", "Key": parcel.key}
        try:
            line.request(method, f"/{parcel.view.article}", data, headers)
            response = line.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            reason = "nobody answered"
            raise self._unsure(reason) from None
        finally:
            line.close()
        return response.status, {key.lower(): one for key, one in response.getheaders()}

    def _unsure(self, reason: str) -> DeliveryError:
        if self.capabilities.repeatable:
            return RetryError(self.name, reason)
        return UnknownOutcomeError(self.name, reason)

    def _error(self, status: int, headers: Mapping[str, str]) -> DeliveryError | None:
        match status:
            case 200 | 204:
                return None
            case 401:
                return CredentialsError(self.name, "the token is refused")
            case 429:
                after = int(headers["retry-after"])
                return RateLimitedError(self.name, "not so fast", after=after)
            case 422:
                return RejectedError(self.name, "the service refuses it")
            case _:
                return self._unsure(f"the service says {status}")


@attrs.define
class Service:
    """The service at the other end: it counts for itself what is too long."""

    can: Capabilities
    seen: dict[str, int] = attrs.field(factory=dict)
    keys: set[str] = attrs.field(factory=set)

    def __call__(self, request: Request, copies: dict[str, Any]) -> Answer:
        """Take a request."""
        key, story = request.headers["key"], request.path
        if request.method == "GET":
            return Answer(status=200 if key in self.keys else 404)
        plain = json.loads(request.body)
        if plain["text"] is not None and unfit_text(plain["text"], self.can):
            return Answer(status=422)
        repeated = self.can.repeatable and key in self.keys
        late = self.can.repeatable and plain["sequence"] < self.seen.get(story, 0)
        if not repeated and not late:
            self._show(story, plain, copies)
        self.keys.add(key)
        return Answer(body=b'{"ok": true}')

    def _show(
        self, story: str, plain: Mapping[str, Any], copies: dict[str, Any]
    ) -> None:
        self.seen[story] = plain["sequence"]
        if plain["text"] is None:
            copies.pop(story, None)
        else:
            again = plain["sequence"] == 1 and story in copies
            name = f"{story} again" if again and not self.can.repeatable else story
            copies[name] = plain["text"]
