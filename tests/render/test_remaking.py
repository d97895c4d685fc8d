"""Pages in another process: what makes them goes there whole."""

from __future__ import annotations

import pickle

from newsflow.render import Html, Theme

from ..storyline import BRIDGE, Story
from .everything import HOUSE

GAZETTE = Theme(
    name="gazette",
    templates={
        "article.html.jinja": '{% extends "newsflow/article.html.jinja" %}'
        '{% block after %}<img src="{{ asset("logo.svg") }}" alt="">{% endblock %}'
    },
    style="h1 { color: navy }",
    assets={"logo.svg": b"<svg/>", "menu.js": b"1"},
    scripts=["menu.js"],
    origins={"connect": ["https://stats.example"]},
)


def test_a_theme_and_the_words_of_a_house_go_to_another_process() -> None:
    """Nothing of them is lost on the way, and the pages are the same to the byte."""
    here = Html(
        base_url="https://gazette.example", path="a/b", theme=GAZETTE, words=(HOUSE,)
    )
    view = Story(BRIDGE).publish().released
    there = pickle.loads(pickle.dumps(here))  # noqa: S301 - our own

    assert here.version == there.version
    assert here.render(view) == there.render(view)
    assert here.assets() == there.assets()
    assert here.words_in("da").kinds == there.words_in("da").kinds
