"""The page: a story's page by newsflow, against bare jinja2 and against an f-string.

Bare jinja2 renders newsflow's own template with everything prepared beforehand; so the
ratio is what our preparing costs. The f-string joins the same bytes and no more.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from markupsafe import escape
from measure import compare, table
from stories import document

from newsflow import Newsroom, Person
from newsflow.documents.json_format import JsonReader
from newsflow.model.views import Released
from newsflow.render.article import article
from newsflow.render.html import Html
from newsflow.render.pages import page

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
BO = Person(id="bo", roles={"editor", "chief", "reporter"})


def released(number: int) -> Released:
    """Make a released view of a measured story, through the newsroom."""
    with Newsroom.open("sqlite://", clock=lambda: AT) as room:
        content = JsonReader().read(document(number)).content
        story = room.draft(content, by=BO)
        story = room.submit(story, by=BO)
        story = room.break_glass(story, by=BO, reason="to be measured")
        return room.released(story)


def main(times: int = 60, rounds: int = 7) -> None:
    """Print the table."""
    view, html = released(1), Html()
    ready = dict(article(view, html))
    whole = html.render(view).data.decode()
    parts = [str(escape(part)) for part in json.loads(json.dumps(whole.split(">")))]

    def newsflow(count: int) -> None:
        for _ in range(count):
            html.render(view)

    def bare(count: int) -> None:
        for _ in range(count):
            page("article", ready)

    def joined(count: int) -> None:
        for _ in range(count):
            "".join([f"{part}>" for part in parts]).encode()

    spent = compare(
        {"bare jinja2": bare, "newsflow": newsflow, "join": joined}, times, rounds=rounds
    )
    table(f"One page of {len(whole)} characters", spent, "bare jinja2")


if __name__ == "__main__":
    main()
