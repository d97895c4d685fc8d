"""A site that is built anew is the one that the deliveries have made, byte for byte."""

from __future__ import annotations

import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from newsflow.model.credits import Byline, Subject
from newsflow.model.media import Media

from ..pictures import picture
from ..storyline import BRIDGE, Story
from .sites import Site

PICTURE = picture(form="JPEG", size=(48, 32), comment="Ada was there")
MEDIUM = Media(
    key="m1",
    href="media:bridge.jpg",
    media_type="image/jpeg",
    width=48,
    height=32,
    sha256=sha256(PICTURE).hexdigest(),
    alt="Cars on the bridge",
)
DEEDS = st.sampled_from(
    ("publish", "update", "move", "correct", "unpublish", "retract", "kill")
)
SECTIONS = st.sampled_from((None, "Local", "LOCAL", "Sport", "Über uns", "港", "con"))
SLUGS = st.sampled_from((None, "bridge", "ferry", "index", "tram-stops"))
MONTHS = st.integers(0, 4)


@st.composite
def deeds(draw: st.DrawFn) -> dict[str, Any]:
    """One thing that happens to one of four stories."""
    return {
        "deed": draw(DEEDS),
        "article": draw(st.sampled_from("abcd")),
        "section": draw(SECTIONS),
        "slug": draw(SLUGS),
        "later": draw(MONTHS),
        "pictured": draw(st.booleans()),
        "subjects": draw(st.sets(st.sampled_from(("2001", "2002")))),
    }


def content_of(deed: dict[str, Any], number: int) -> Any:
    """Write the text of a story anew."""
    pictured = {"media": (MEDIUM,), "lead": "m1"} if deed["pictured"] else {}
    return attrs.evolve(
        BRIDGE,
        headline=f"Story {deed['article']} {number}",
        section=deed["section"],
        slug=deed["slug"],
        subjects=tuple(Subject(code=one) for one in sorted(deed["subjects"])),
        bylines=(Byline(name="Ada Marsh"), Byline(name="Bo", role="editor")),
        **pictured,
    )


def live(site: Site, told: list[dict[str, Any]]) -> None:
    """Let all that happen, each an hour, a week or months after what came before."""
    stories: dict[str, Story] = {}
    for number, deed in enumerate(told):
        story = stories.get(deed["article"])
        content = content_of(deed, number)
        if story is None:
            story = stories[deed["article"]] = Story(content, article=deed["article"])
        story.clock += timedelta(days=17 * deed["later"], minutes=number)
        step(site, story, deed["deed"], content)


def step(site: Site, story: Story, deed: str, content: Any) -> None:
    """Do one thing, if it can be done to the story as it stands."""
    down = story.article.withdrawal
    number = 1 + len(site.shelf.log.get(story.article.id, ()))
    if down is not None and down.removal.value != "unpublish":
        return
    if deed in {"publish", "update", "move", "correct"}:
        if story.article.live is None:
            story.publish()
        else:
            story.correct(content, f"Put right by {number}.")
        site.show(story, sequence=number)
    elif down is None or deed == "kill":
        ended = story.unpublish() if deed == "unpublish" else getattr(story, deed)("So")
        site.take_down(ended, sequence=number)


@settings(deadline=None)
@given(told=st.lists(deeds(), min_size=1, max_size=14))
def test_a_site_built_anew_is_the_one_that_deliveries_made(
    told: list[dict[str, Any]],
) -> None:
    """Every file of it, state and lists too: over the old one, and from nothing."""
    with TemporaryDirectory() as folder:
        site = Site(Path(folder), formats=["json"], renditions=[16])
        site.shelf.kept["media:bridge.jpg"] = PICTURE
        live(site, told)
        made = site.files

        rebuilt = site.rebuild()
        assert made == site.files
        assert (0, 0) == (rebuilt.written, rebuilt.removed)
        shutil.rmtree(site.root, ignore_errors=True)
        site.rebuild()
        assert made == site.files


def test_pictures_whose_bytes_are_lost_stay_where_they_are(tmp_path: Path) -> None:
    """Readers go on seeing them; what is not there any more is told."""
    site = Site(tmp_path, renditions=[16])
    site.shelf.kept["media:bridge.jpg"] = PICTURE
    content = attrs.evolve(BRIDGE, media=(MEDIUM,), lead="m1")
    site.show(Story(content, article="a").publish())
    made = site.files
    first, second = (name for name in made if name.startswith("media/"))
    site.shelf.kept.clear()

    assert site.rebuild().lacking == ()
    assert site.files == made
    (site.root / first).unlink()
    assert site.rebuild().lacking == (first,)
    assert second in site.files
