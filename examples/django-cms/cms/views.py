"""The views: whoever writes opens one transaction, for both."""

from __future__ import annotations

import json
from typing import Any

from attrs import asdict, evolve
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newsflow import Article
from newsflow.contrib import django as newsflow
from newsflow.documents.structure import content_from

from .models import Assignment

STEPS = ("submit", "approve", "publish", "update", "correct", "unpublish")


@login_required
@require_http_methods(["GET", "POST"])
def articles(request: HttpRequest) -> HttpResponse:
    """List the stories with their desks, or draft one."""
    return _drafted(request) if request.method == "POST" else _listed()


@login_required
@require_POST
def save(request: HttpRequest, article: str) -> HttpResponse:
    """Save a new text of the story as it was read, at ``?position=``."""
    content = content_from(json.loads(request.body))
    with newsflow.transaction() as newsroom:
        position = int(request.GET["position"])
        as_read = evolve(newsroom.article(article), position=position)
        return _state(newsroom.save(as_read, content, by=request.user.username))


@login_required
@require_POST
def take(request: HttpRequest, article: str, step: str) -> HttpResponse:
    """Take a step."""
    if step not in STEPS:
        message = f"the steps here are {', '.join(STEPS)}"
        raise Http404(message)
    with newsflow.transaction() as newsroom:
        return _state(getattr(newsroom, step)(article, by=request.user.username))


@require_GET
def live(_: HttpRequest, article: str) -> HttpResponse:
    """Give readers the page of the live version."""
    newsroom = newsflow.newsroom()
    page = newsroom.renderers["html"].render(newsroom.released(article))
    return HttpResponse(page.data, content_type=page.media_type)


def _drafted(request: HttpRequest) -> HttpResponse:
    content = content_from(json.loads(request.body))
    with newsflow.transaction() as newsroom:
        article = newsroom.draft(content, by=request.user.username)
        assignment = Assignment(article=article.id, desk=request.GET.get("desk", ""))
        try:
            assignment.full_clean()
        except ValidationError as wrong:
            raise Http404("; ".join(wrong.messages)) from wrong
        assignment.save()
    return _state(article, status=201)


def _listed() -> HttpResponse:
    desks = dict(Assignment.objects.values_list("article", "desk"))
    rows = newsflow.newsroom().search()
    listed = [{**asdict(row), "desk": desks.get(row.id)} for row in rows]
    return JsonResponse({"articles": listed})


def _state(article: Article, status: int = 200) -> HttpResponse:
    body: dict[str, Any] = {
        "id": article.id,
        "state": article.state,
        "live": None if article.live is None else article.live.number,
        "position": article.position,
    }
    return JsonResponse(body, status=status)
