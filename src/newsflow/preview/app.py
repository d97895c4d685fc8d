"""The application that shows proofs: to the desk live, to others by signed links."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..errors import MissingExtraError, PreviewError
from ..newsroom import Newsroom
from .guard import Guard
from .logs import keep_links_out_of
from .pages import media_policy, page, policy, proof_policy
from .showing import NOTHING, Desk, Links, Live, Refusal, Shows, medium

try:
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response, StreamingResponse
    from starlette.routing import Route
except ImportError as missing:
    feature, extra = "newsflow.preview", "serve"
    raise MissingExtraError(feature, extra) from missing

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_METHODS = ("GET",)  # and with it HEAD


def preview_app(
    room: Newsroom,
    *,
    key: bytes | None = None,
    site: str | None = None,
    desk: Desk | None = None,
    hosts: Iterable[str] = (),
) -> ASGIApp:
    """Make the ASGI application that answers preview links, for a host to mount.

    ``page/TOKEN/`` shows the proof in the pages of the *site* of that name, else of the
    first one; ``page/TOKEN/views`` has desktop, phone, social card and feed side by
    side. TOKEN is what :meth:`~newsflow.newsroom.Newsroom.preview_link` gives, signed
    with *key* or else the ``preview_secret`` of the configuration. What was never
    signed by this newsroom is answered with 403, what a link does not show any more
    with 410.

    With a *desk*, its draft is shown live as well, and pages reload when it changes.
    *hosts* are the names by which it may be called; any, unless given.

    Raises:
        MissingExtraError: the extra ``serve`` is not installed.
        InvalidConfigError: there is no key.
        InvalidValueError: the key is shorter than 32 bytes.
        NotFoundError: there is no such site.
    """
    with suppress(PreviewError):
        room.preview("", key=key)  # what is wrong with the key is told now
    if site is not None:
        room.config.site(site)
    keep_links_out_of()
    links = Links(room, key, site)
    routes = [*_routes("/page/{token}/", "", links)]
    routes.append(_route("/page/{token}/views", _page(links.views, policy())))
    if desk is not None:
        live = Live(room, site, desk)
        routes += _routes("/desk/{token}/", "page", live)
        routes.append(_route("/desk/{token}/", _page(live.views, policy())))
        routes.append(_route("/desk/{token}/events", _events(live)))
    answers: dict[Any, Any] = {Refusal: _refused, HTTPException: _strayed}
    app = Starlette(routes=routes, exception_handlers=answers)
    app.router.redirect_slashes = False
    return Guard(app, frozenset(one.lower() for one in hosts))


def _routes(start: str, proof: str, shows: Shows) -> Iterable[Route]:
    """Give the ways to all that is shown of one proof."""

    def card(token: str) -> bytes:
        return shows.exhibit(token).card_page()

    def feed(token: str) -> bytes:
        return shows.exhibit(token).feed_page()

    def picture(request: Request) -> Response:
        exhibit = shows.exhibit(_token(request))
        kind, data = medium(exhibit, request.path_params["name"])
        headers = {"Content-Security-Policy": media_policy()}
        return Response(data, media_type=kind, headers=headers)

    def asset(request: Request) -> Response:
        found = shows.exhibit(_token(request)).asset(request.path_params["name"])
        if found is None:
            raise Refusal(404)
        headers = {"Content-Security-Policy": media_policy()}
        return Response(found[1], media_type=found[0], headers=headers)

    yield _route(f"{start}{proof}", _page(shows.page, proof_policy()))
    yield _route(f"{start}card", _page(card, policy()))
    yield _route(f"{start}feed", _page(feed, policy()))
    yield _route(f"{start}media/{{name}}", picture)
    yield _route(f"{start}assets/{{name}}", asset)


def _page(made: Callable[[str], bytes], allowed: str) -> Callable[[Request], Response]:
    """Answer with a page; SQLite and templates are for a thread, not for the loop."""

    def answer(request: Request) -> Response:
        return _html(made(_token(request)), allowed)

    return answer


def _events(live: Live) -> Callable[[Request], Awaitable[Response]]:
    """Answer with server-sent events (WHATWG HTML, section 9.2), as long as it runs."""

    async def answer(request: Request) -> Response:
        marks = live.marks(_token(request))
        told = (f"retry: 500\ndata: {mark}\n\n" async for mark in marks)
        return StreamingResponse(told, media_type="text/event-stream")

    return answer


def _html(data: bytes, allowed: str, status: int = 200) -> Response:
    headers = {"Content-Security-Policy": allowed}
    return HTMLResponse(data, status_code=status, headers=headers)


def _route(path: str, answer: Callable[[Request], Any]) -> Route:
    return Route(path, answer, methods=[*_METHODS])


def _token(request: Request) -> str:
    return str(request.path_params["token"])


def _refused(_: Request, refusal: Exception) -> Response:
    """Answer with a page what is not shown."""
    status, why = getattr(refusal, "status", 500), getattr(refusal, "why", "")
    return _html(page("refusal", title=NOTHING, why=why), policy(), status)


def _strayed(_: Request, wrong: Exception) -> Response:
    """Answer with the same page what leads nowhere, or is no way to ask."""
    answer = _html(page("refusal", title=NOTHING, why=""), policy())
    answer.status_code = getattr(wrong, "status_code", 500)
    answer.headers.update(getattr(wrong, "headers", None) or {})
    return answer
