"""Every renderer on stories that have everything, in one go."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from newsflow.model.content import Content
from newsflow.model.credits import Disclosure, Source
from newsflow.model.media import Media, Rights
from newsflow.render import Html, newsflow_renderers
from newsflow.render.list_samples import fronts, listings
from newsflow.render.words import words_from

from ..storyline import BRIDGE, Story

HOUSE = words_from({"language": "da", "by": "Af", "kinds": {"opinion": "Mening"}})
SITES = (
    Html(site_name="Gazette", base_url="https://gazette.example", path="a/b"),
    Html(zone="Europe/Berlin", dates="cldr", words=(HOUSE,), share=("mail", "copy")),
    Html(zone="Asia/Kathmandu", section_href=lambda name: f"../{name}/"),
)
RICH = attrs.evolve(
    BRIDGE,
    kind="opinion",
    keywords=("b", "a", "İ"),
    media=(Media(key="m", href="media:b.jpg", caption="Dawn.", credit="Eva"),),
    lead="m",
    sources=(Source(name="Report", url="https://h.example/r"), Source(name="B")),
    backstory="We asked for weeks.",
    disclosure=Disclosure(source_type="humanEdits"),
    rights=Rights(holder="Gazette", year=2026),
)


def renditions() -> bytes:
    """Render everything, in several languages."""
    return b"\n".join(
        part
        for language in ("en-GB", "de", "ar", "tr", "da", "und")
        for part in _renditions(attrs.evolve(RICH, language=language))
    )


def _renditions(content: Content) -> Iterator[bytes]:
    story = Story(content).publish().correct(content, "Eleven weeks, not twelve.")
    released, proof = story.released, story.proof
    gone = story.retract("Wrong ship.").tombstone
    for renderer in (*newsflow_renderers(), *SITES):
        for view in (released, proof, gone):
            yield renderer.render(view).data
    for site in SITES:
        for front in fronts():
            yield site.front(front).data
        for listing in listings():
            yield site.listing(listing).data
        yield site.search("../archive/index.html").data
