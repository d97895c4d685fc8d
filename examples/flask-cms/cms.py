"""A small CMS in Flask around newsflow: one database, one transaction for both.

flask --app cms:gazette run
flask --app cms:gazette newsflow list
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import asdict, evolve
from flask import Blueprint, Flask, Response, abort, current_app, request
from sqlalchemy import Engine, ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from newsflow import (
    Article,
    ConflictError,
    InvalidDocumentError,
    NotFoundError,
    StepRefusedError,
)
from newsflow.contrib.flask import Newsflow
from newsflow.documents.structure import content_from
from newsflow.errors import NotReleasedError

STEPS = ("submit", "approve", "publish", "update", "correct", "unpublish")
newsflow = Newsflow()
routes = Blueprint("cms", __name__)


class Base(DeclarativeBase):
    """The host's own tables."""


class Desk(Base):
    """A desk of the house."""

    __tablename__ = "desks"
    name: Mapped[str] = mapped_column(primary_key=True)


class Assignment(Base):
    """Which desk looks after a story."""

    __tablename__ = "assignments"
    article: Mapped[str] = mapped_column(primary_key=True)
    desk: Mapped[str] = mapped_column(ForeignKey("desks.name"))


def create_app(folder: Path) -> Flask:
    """Build the application on the database of a folder."""
    app = Flask(__name__)
    url = f"sqlite:///{folder / 'cms.db'}"
    app.config["NEWSFLOW_CONFIG"] = folder / "newsflow.toml"
    app.config["NEWSFLOW_DATABASE"] = url
    newsflow.init_app(app)
    app.extensions["engine"] = create_engine(url)
    Base.metadata.create_all(app.extensions["engine"])
    app.register_blueprint(routes)
    for kind, answer in ANSWERS.items():
        app.register_error_handler(kind, _handler(*answer))
    return app


def gazette() -> Flask:
    """Build the application from the newsflow.toml beside this file."""
    return create_app(Path(__file__).parent)


@routes.post("/articles")
def draft() -> tuple[dict[str, Any], int]:
    """Draft a story for a desk."""
    content = content_from(request.get_json())
    desk = request.args["desk"]
    with Session(engine()) as session, session.begin():
        article = newsflow.using(session).draft(content, by=who())
        if session.get(Desk, desk) is None:
            abort(404, f"there is no desk {desk!r}")
        session.add(Assignment(article=article.id, desk=desk))
    return _state(article), 201


@routes.put("/articles/<article>")
def save(article: str) -> dict[str, Any]:
    """Save a new text of a story as it was read, at ``?position=``."""
    content = content_from(request.get_json())
    with Session(engine()) as session, session.begin():
        newsroom = newsflow.using(session)
        position = int(request.args["position"])
        as_read = evolve(newsroom.article(article), position=position)
        return _state(newsroom.save(as_read, content, by=who()))


@routes.post("/articles/<article>/<step>")
def take(article: str, step: str) -> dict[str, Any]:
    """Take a step."""
    if step not in STEPS:
        abort(404, f"the steps here are {', '.join(STEPS)}")
    with Session(engine()) as session, session.begin():
        return _state(getattr(newsflow.using(session), step)(article, by=who()))


@routes.get("/articles")
def listed() -> list[dict[str, Any]]:
    """List the stories with their desks."""
    with Session(engine()) as session:
        found = session.scalars(select(Assignment))
        desks = {one.article: one.desk for one in found}
    rows = newsflow.room.search()
    return [{**asdict(row), "desk": desks.get(row.id)} for row in rows]


@routes.get("/live/<article>")
def live(article: str) -> Response:
    """Give readers the page of the live version."""
    view = newsflow.room.released(article)
    page = newsflow.room.renderers["html"].render(view)
    return Response(page.data, mimetype=page.media_type)


def engine() -> Engine:
    """Give the host's engine."""
    found: Engine = current_app.extensions["engine"]
    return found


def who() -> str:
    """Tell who is asking. A real CMS takes it from its login, not from a header."""
    return request.headers["X-Person"]


def _state(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "state": article.state,
        "live": None if article.live is None else article.live.number,
        "position": article.position,
    }


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


def _handler(
    status: int, further: Callable[[Any], Mapping[str, Any]]
) -> Callable[[Exception], tuple[dict[str, Any], int]]:
    def answer(error: Exception) -> tuple[dict[str, Any], int]:
        return {"error": str(error), **further(error)}, status

    return answer
