"""Each error of newsflow as an answer over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import asdict
from django.http import HttpRequest, HttpResponse, JsonResponse

from newsflow import (
    ConflictError,
    InvalidDocumentError,
    NotFoundError,
    StepRefusedError,
)
from newsflow.errors import NotReleasedError


def _refused(error: StepRefusedError) -> Mapping[str, Any]:
    objections = [asdict(objection) for objection in error.objections]
    return {"objections": objections, "possible": error.possible}


def _problems(error: InvalidDocumentError) -> Mapping[str, Any]:
    return {"problems": [asdict(problem) for problem in error.problems]}


def _no_more(_: Exception) -> Mapping[str, Any]:
    return {}


ANSWERS: Mapping[type[Exception], tuple[int, Callable[[Any], Mapping[str, Any]]]] = {
    StepRefusedError: (403, _refused),
    InvalidDocumentError: (422, _problems),
    ConflictError: (409, _no_more),
    NotFoundError: (404, _no_more),
    NotReleasedError: (404, _no_more),
}
"""The HTTP status for each error, and what it tells beside its message."""


class NewsflowErrors:
    """Answers for newsflow; every other error is Django's."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on to the view."""
        return self._respond(request)

    def process_exception(
        self, _: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """Answer what newsflow has raised: the view's transaction is undone by now."""
        for kind, (status, further) in ANSWERS.items():
            if isinstance(error, kind):
                body = {"error": str(error), **further(error)}
                return JsonResponse(body, status=status)
        return None
