"""The site: one publication into sites of 1,000 and 20,000 stories, and full builds.

Each story is in two of fifty subjects. The limit is wired by hand: it fills bare
templates with the story, a front page, a day, and two lists of twenty stories for each
subject, and writes the seven files whole, as newsflow does: to a file beside, brought
to the disk, renamed. It keeps no state, looks nothing up, and a crash leaves it as it
is.

    python bench/sites.py [SIZE …] [--in FOLDER]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import jinja2
from measure import compare, table
from page import released

from newsflow.channels import FOLDER
from newsflow.events import Drafted, Published
from newsflow.model.article import Digest
from newsflow.model.credits import Subject
from newsflow.model.media import Media
from newsflow.model.views import Released, release
from newsflow.ports import Channel, Operation, Parcel, Surroundings, Taken
from newsflow.render import newsflow_renderers
from newsflow.workflow.evolve import evolve

SIZES = (1_000, 20_000)
BUILDS = (1_000, 5_000)
FIRST = datetime(2015, 1, 1, tzinfo=UTC)
FURTHER = 300
DIGEST = Digest("0" * 64)
FOLLOWED = {"workflow": "standard", "workflow_version": 1}
PAGE = jinja2.Environment(autoescape=True).from_string(
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head>'
    '<body>{% for one in stories %}<article><h2><a href="{{ one.article }}">{{ one.content.headline }}</a></h2>'
    "<time>{{ one.published }}</time><p>{{ one.content.summary }}</p>"
    "{% if loop.length == 1 %}{% for block in one.content.body %}<p>{{ block.text }}</p>{% endfor %}{% endif %}"
    "</article>{% endfor %}</body></html>"
)


def subject(number: int) -> Subject:
    """Give one of fifty subjects."""
    return Subject(code=f"{number % 50}", name=f"Subject {number % 50}")


class Stories:
    """A shelf of so many stories, each three hours after the one before."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.content = released(1).content

    def view(self, number: int) -> Released:
        """Make a story that readers may have."""
        at = FIRST + timedelta(hours=3 * number)
        content = attrs.evolve(
            self.content,
            headline=f"Story {number} of the harbour",
            slug=f"story-{number}",
            subjects=(subject(number), subject(number * 7 + 25)),
            section=None,
            byline="By Ada Marsh",
            bylines=(),
        )
        facts = {"article": f"story-{number}", "at": at, "by": "ada", "content": DIGEST}
        drafted = Drafted(position=1, state="draft", **FOLLOWED, **facts)
        out = Published(position=2, state="published", version=1, **facts)
        article = evolve(evolve(None, drafted), out)
        return release(article, {DIGEST: content}, now=at)

    def further(self) -> Iterator[Released]:
        """Give stories that are not there yet, made beforehand."""
        return iter([self.view(self.size + number) for number in range(FURTHER)])

    def taken(self) -> Iterator[Taken]:
        """Give what the channel has taken."""
        for number in range(self.size):
            view = self.view(number)
            yield Taken(article=view.article, sequence=1, view=view)

    def released(self) -> Iterator[Released]:
        """Give what the channel shows."""
        return map(self.view, range(self.size))

    def media(self, medium: Media) -> bytes | None:
        """There are none."""
        del medium
        return None


def channel(folder: Path) -> Channel:
    """Set a site up."""
    return FOLDER.make(
        "site",
        {"path": "."},
        Surroundings(
            newsroom="Harbour Gazette",
            sites=({"name": "main", "address": "https://gazette.example"},),
            folder=str(folder),
            renderer={one.name: one for one in newsflow_renderers()}.__getitem__,
        ),
    )


def built(folder: Path, size: int) -> tuple[Channel, Stories]:
    """Build a whole site, and tell how long it took."""
    made, stories = channel(folder), Stories(size)
    began = time.perf_counter()
    made.rebuild(stories, told=lambda _: None)  # type: ignore[attr-defined] # a folder can
    spent = time.perf_counter() - began
    print(
        f"  full build of {size:>7,} stories {spent:>8.1f} s, {spent / size * 1e3:.2f} ms each"
    )
    return made, stories


def publishing(site: Channel, stories: Stories) -> Callable[[int], None]:
    """Publish story after story into a site."""
    views = stories.further()

    def publish(times: int) -> None:
        for _ in range(times):
            view = next(views)
            parcel = Parcel(
                key=f"{view.article}/site/1",
                operation=Operation.CREATE,
                view=view,
                sequence=1,
            )
            site.deliver(parcel, shelf=stories)

    return publish


def by_hand(folder: Path, stories: Stories) -> Callable[[int], None]:
    """Write a page, a front page, a day and four lists, and nothing else."""
    folder.mkdir()
    listed = [stories.view(number) for number in range(19)]
    views = stories.further()

    def put(name: str, data: bytes) -> None:
        file, beside = folder / f"{name}.html", folder / f"{name}.tmp"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.write(descriptor, data)
        os.fsync(descriptor)
        os.close(descriptor)
        beside.rename(file)

    def publish(times: int) -> None:
        for _ in range(times):
            view = next(views)
            put(view.article, PAGE.render(title="A", stories=[view]).encode())
            for name in ("index", "day", "a", "b", "a-month", "b-month"):
                page = PAGE.render(title=name, stories=[view, *listed])
                put(name, page.encode())

    return publish


def main(sizes: tuple[int, ...] = SIZES, where: str | None = None) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory(dir=where) as folder:
        root = Path(folder)
        print(f"\nSites in {root}")
        for size in BUILDS:
            if size not in sizes:
                built(root / f"build-{size}", size)
        sites = {
            f"into {size:,} stories": built(root / f"{size}", size) for size in sizes
        }
        contenders = {name: publishing(*site) for name, site in sites.items()}
        contenders["seven files by hand"] = by_hand(root / "hand", Stories(0))
        spent = compare(contenders, 30)
        for limit in (next(iter(sites)), "seven files by hand"):
            table("One publication", spent, limit)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--in", dest="where")
    told = parser.parse_args()
    main(tuple(told.sizes), told.where)
