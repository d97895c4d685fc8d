"""The page: a story's page by newsflow, against bare jinja2 doing it all.

Bare jinja2 fills the same template out of plain dictionaries made beforehand: the
blocks of the body by a macro, the linked data by ``tojson``. Both give the same page
but for the spelling of the linked data.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from measure import compare, table
from stories import document

from newsflow import Newsroom, Person
from newsflow.documents.json_format import JsonReader
from newsflow.documents.structure import content_to
from newsflow.model.views import Released
from newsflow.render.article import article
from newsflow.render.html import Html
from newsflow.render.pages import environment

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
BO = Person(id="bo", roles={"editor", "chief", "reporter"})
BODY = """
{%- macro prose(spans) %}{% for span in spans %}
{%- if not span.marks %}{{ span.text }}{% else %}
{%- for mark in span.marks %}<{{ mark }}>{% endfor %}{{ span.text }}
{%- for mark in span.marks | reverse %}</{{ mark }}>{% endfor %}{% endif %}
{%- endfor %}{% endmacro %}
{%- for block in blocks %}
{%- if block.type == "paragraph" %}<p>{{ prose(block.spans) }}</p>
{%- elif block.type == "heading" %}<h{{ block.level }}>{{ prose(block.spans) }}</h{{ block.level }}>
{%- elif block.type == "quote" %}<blockquote><p>{{ prose(block.spans) }}</p></blockquote>
{%- elif block.type == "list" %}<ul>{% for item in block["items"] %}<li>{{ prose(item.spans) }}</li>{% endfor %}</ul>
{%- endif %}
{% endfor %}"""


def released(number: int) -> Released:
    """Make a released view of a measured story, through the newsroom."""
    with Newsroom.open("sqlite://", clock=lambda: AT) as room:
        content = JsonReader().read(document(number)).content
        story = room.submit(room.draft(content, by=BO), by=BO)
        return room.released(room.break_glass(story, by=BO, reason="to be measured"))


def bare_context(view: Released, html: Html) -> dict[str, Any]:
    """Prepare everything that the bare template wants."""
    ready = dict(article(view, html))
    blocks = [
        {**block, "spans": [{"marks": [], **span} for span in block["spans"]]}
        for block in content_to(view.content)["body"]
    ]
    return {**ready, "blocks": blocks, "linked": json.loads(str(ready["linked_data"]))}


def main(times: int = 60, rounds: int = 9) -> None:
    """Print the table."""
    view, html = released(1), Html()
    loader = environment().loader
    assert loader is not None
    source, _, _ = loader.get_source(environment(), "article.html.jinja")
    source = source.replace("{{ body }}", BODY)
    bare = environment().from_string(
        source.replace("{{ linked_data }}", "{{ linked | tojson }}")
    )
    ready = bare_context(view, html)
    ours = html.render(view).data.decode()
    assert _shape(bare.render(ready)) == _shape(ours)

    def newsflow(count: int) -> None:
        for _ in range(count):
            html.render(view)

    def jinja(count: int) -> None:
        for _ in range(count):
            bare.render(ready).encode()

    spent = compare({"bare jinja2": jinja, "newsflow": newsflow}, times, rounds=rounds)
    table(f"One page of {len(ours)} characters", spent, "bare jinja2")


def _shape(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL))


if __name__ == "__main__":
    main()
