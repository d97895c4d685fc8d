"""A small CMS around newsflow: one database, one transaction, two sets of tables.

The host keeps its desks and assignments in tables of its own. A request that drafts a
story writes both: either all of it is there afterwards, or nothing is. What goes out to
readers goes out after the host's commit, and never before.

    uvicorn --factory cms:gazette
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from attrs import asdict, evolve
from fastapi import Body, FastAPI, Header, HTTPException, Response
from fastapi.responses import HTMLResponse, JSONResponse
from sqlalchemy import Engine, ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from newsflow import (
    Article,
    Config,
    ConflictError,
    InvalidDocumentError,
    NewsflowError,
    Newsroom,
    NotFoundError,
    StepRefusedError,
    read_config,
)
from newsflow.documents.structure import content_from, content_to
from newsflow.errors import NotReleasedError
from newsflow.preview import preview_app

Who: TypeAlias = Annotated[str, Header(alias="X-Person")]
"""Who is asking. A real CMS takes it from its login, not from a header."""

Document: TypeAlias = Annotated[dict[str, Any], Body()]
STEPS = ("submit", "approve", "publish", "update", "correct", "unpublish")


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


class House:
    """The host: its engine, and the newsroom that is opened once beside it."""

    def __init__(self, config: Config) -> None:
        self.engine: Engine = create_engine(config.url)
        self.room = Newsroom.open(config=config)
        Base.metadata.create_all(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[tuple[Session, Newsroom]]:
        """One transaction of the host; newsflow works in it, and commits nothing."""
        with Session(self.engine) as session, session.begin():
            yield session, self.room.using(session)

    def close(self) -> None:
        """Let go of the database."""
        self.room.close()
        self.engine.dispose()


def create_app(house: House) -> FastAPI:
    """Build the application around a house."""
    app = FastAPI(title=house.room.config.name)
    _desk_routes(app, house)
    _reader_routes(app, house)
    if house.room.config.preview_secret is not None:
        app.mount("/preview", preview_app(house.room))
    for kind, answer in ANSWERS.items():
        app.add_exception_handler(kind, _handler(*answer))
    return app


def gazette() -> FastAPI:
    """Build the application from the newsflow.toml beside this file."""
    return create_app(House(read_config(Path(__file__).parent / "newsflow.toml")))


def _desk_routes(app: FastAPI, house: House) -> None:
    @app.post("/articles", status_code=201)
    def draft(desk: str, document: Document, who: Who) -> dict[str, Any]:
        content = content_from(document)
        with house.transaction() as (session, newsroom):
            article = newsroom.draft(content, by=who)
            if session.get(Desk, desk) is None:
                raise HTTPException(404, f"there is no desk {desk!r}")
            session.add(Assignment(article=article.id, desk=desk))
        return _state(article)

    @app.put("/articles/{article}")
    def save(
        article: str, position: int, document: Document, who: Who
    ) -> dict[str, Any]:
        content = content_from(document)
        with house.transaction() as (_, newsroom):
            as_read = evolve(newsroom.article(article), position=position)
            return _state(newsroom.save(as_read, content, by=who))

    @app.post("/articles/{article}/preview")
    def preview(article: str, who: Who, minutes: int = 60) -> dict[str, str]:
        token = house.room.preview_link(article, by=who, minutes=minutes)
        return {"link": f"/preview/page/{token}/"}

    @app.post("/articles/{article}/{step}")
    def take(article: str, step: str, who: Who) -> dict[str, Any]:
        if step not in STEPS:
            raise HTTPException(404, f"the steps here are {', '.join(STEPS)}")
        with house.transaction() as (_, newsroom):
            return _state(getattr(newsroom, step)(article, by=who))

    @app.get("/articles")
    def listed(state: str | None = None) -> list[dict[str, Any]]:
        with Session(house.engine) as session:
            desks = {one.article: one.desk for one in session.scalars(_assigned)}
        rows = house.room.search(state=state)
        return [{**asdict(row), "desk": desks.get(row.id)} for row in rows]


def _reader_routes(app: FastAPI, house: House) -> None:
    @app.get("/live/{article}")
    def live(article: str) -> dict[str, Any]:
        view = house.room.released(article)
        return {"version": view.version, "content": content_to(view.content)}

    @app.get("/live/{article}/page")
    def page(article: str) -> Response:
        view = house.room.released(article)
        rendition = house.room.renderers["html"].render(view)
        return Response(rendition.data, media_type=rendition.media_type)

    @app.get("/", response_class=HTMLResponse)
    def front() -> str:
        rows = "".join(
            f'<li><a href="/live/{row.id}/page">{escape(row.headline)}</a></li>'
            for row in house.room.search(state_kind="published")
        )
        name = escape(house.room.config.name)
        return f"<!doctype html><title>{name}</title><h1>{name}</h1><ul>{rows}</ul>"


_assigned = select(Assignment)


def _state(article: Article) -> dict[str, Any]:
    live = None if article.live is None else article.live.number
    return {
        "id": article.id,
        "state": article.state,
        "live": live,
        "position": article.position,
    }


def _refused(error: StepRefusedError) -> Mapping[str, Any]:
    objections = [asdict(objection) for objection in error.objections]
    return {"objections": objections, "possible": error.possible}


def _problems(error: InvalidDocumentError) -> Mapping[str, Any]:
    return {"problems": [asdict(problem) for problem in error.problems]}


def _no_more(_: NewsflowError) -> Mapping[str, Any]:
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
) -> Callable[..., JSONResponse]:
    def answer(_: object, error: Exception) -> JSONResponse:
        return JSONResponse({"error": str(error), **further(error)}, status)

    return answer
