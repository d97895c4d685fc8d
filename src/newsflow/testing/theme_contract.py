"""The contract of a theme: inherit, make yours, and let pytest run it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import ClassVar

import attrs
import pytest

from ..channels.site_pages import SitePages
from ..errors import NotReleasedError
from ..model.content import Content
from ..model.views import Proof, Released, Tombstone
from ..ports import Rendition
from ..render import Html
from ..render.rehearsal import rehearsed
from ..render.theme import Theme
from . import _page_rules as rules
from ._contracts import Contract, holds_for
from ._elsewhere import elsewhere
from ._listed import listed_pages
from ._page_told import PATH, Shown, Told, pages_told, placed, rendered, told
from ._quiet import quiet
from ._theme_stories import stories, story_of, tombstone_of
from ._views import story
from .strategies import proofs, released, tombstones

_MOST_TOLD = 12


@attrs.frozen
class Pressing:
    """Renders pages, by any renderer of pages."""

    views: tuple[Shown, ...]

    def __call__(self, pages: SitePages) -> tuple[Rendition, ...]:
        """Give what it makes of each view."""
        here = placed(pages, PATH)
        return tuple(rendered(here, one) for one in self.views)


class ThemeContract(Contract):
    """What every page must be, in any theme, whatever a story holds.

    ::

        class TestGazette(ThemeContract):
            def make_theme(self):
                return read_theme("themes/gazette", folder=HOUSE)

    Every kind of page is rendered with stories that are hard to set: with everything
    and with next to nothing, right to left, in emoji, of ten thousand words, with forty
    pictures, with markup in every field. ``make_stories()`` may bring your own;
    ``budget`` is how many bytes the page of a bare story may have, style and all.
    """

    budget: ClassVar[int] = 30_000

    def make_theme(self) -> Theme:
        """Make the theme that is tested.

        Raises:
            NotImplementedError: the subclass does not say which.
        """
        raise NotImplementedError

    def make_pages(self) -> SitePages:
        """Make the renderer of pages in the theme."""
        return Html(theme=self.make_theme())

    def make_stories(self) -> Mapping[str, Content]:
        """Give the stories by name."""
        return stories()

    def test_it_passes_the_rehearsal(self) -> None:
        """A newsroom with this theme opens."""
        theme = self.make_theme()

        assert rehearsed(theme) == theme

    def test_every_page_is_html(self) -> None:
        """A browser has nothing to mend in any page."""
        self._hold(rules.is_html)

    def test_no_page_acts(self) -> None:
        """No script, handler or frame but those that the theme declares."""
        self._hold(rules.does_nothing)

    def test_every_page_says_what_it_is(self) -> None:
        """Title, headline, language, direction and canonical address."""
        self._hold(rules.says_what_it_is)

    def test_every_page_has_its_policy(self) -> None:
        """The Content Security Policy, by which the style of the page is allowed."""
        self._hold(rules.has_its_policy)

    def test_readers_are_told(self) -> None:
        """Corrections, labels, disclosures, bylines, and every paragraph."""
        self._hold(rules.tells_readers)

    def test_a_proof_is_marked(self) -> None:
        """It says so, and no search engine lists it; nor what was retracted."""
        self._hold(rules.marks_proofs)

    def test_media_are_described(self) -> None:
        """Pictures have their text and their size; nothing plays by itself."""
        self._hold(rules.describes_media)

    def test_nobody_else_is_called(self) -> None:
        """No third party learns who reads what."""
        self._hold(rules.calls_nobody_else)

    def test_what_a_page_needs_is_on_the_site(self) -> None:
        """Every file that it asks for is a medium, or an asset of the theme."""
        self._hold(rules.finds_what_it_needs)

    def test_a_page_is_light(self) -> None:
        """The page of a bare story is within the budget."""
        bare = Content(headline="Harbour bridge reopens", language="en")
        size = len(rendered(placed(self.make_pages(), PATH), story_of(bare)).data)

        assert size <= self.budget, f"it has {size} bytes, and may have {self.budget}"

    def test_what_readers_may_not_have_is_refused(self) -> None:
        """What is under embargo, was unpublished or killed has no page."""
        content = Content(headline="Harbour bridge reopens")
        pages = placed(self.make_pages(), PATH)
        for state in ("withdrawn", "killed"):
            with pytest.raises(NotReleasedError):
                pages.render(story(content).reach(state).tombstone())
        with pytest.raises(NotReleasedError):
            pages.render(story(content).reach("published").hold().advance())

    def test_the_same_page_is_the_same_bytes(self) -> None:
        """Again, by another renderer, and in a process with other hashes and zone."""
        pressing = Pressing(tuple(_views(self.make_stories())))
        pages = self.make_pages()
        first = pressing(pages)

        _same(first, pressing(pages), "a second time, it is another page")
        _same(first, pressing(self.make_pages()), "it depends on who renders it")
        there = elsewhere(self, "make_pages", pages, pressing)
        _same(first, there, "in another process, it is another page")

    @holds_for(lambda: {"view": released() | proofs() | tombstones("retracted")})
    def property_whatever_a_story_holds_its_page_keeps_every_rule(
        self, view: Released | Proof | Tombstone
    ) -> None:
        """As Hypothesis makes them up."""
        pages = placed(self.make_pages(), PATH)
        with quiet("render"):
            page = told("a page", pages, self.make_theme(), view, path=PATH)
        faults = tuple(fault for rule in rules.RULES for fault in rule(page))

        assert not faults, _listed(faults)

    def _named(self) -> Callable[[], ThemeContract]:
        return type(self)

    def _hold(self, rule: Callable[[Told], Iterator[str]]) -> None:
        faults = tuple(
            f"{page.name}: {fault}"
            for page in _pages(self._named())
            for fault in rule(page)
        )
        assert not faults, _listed(faults)


def _same(
    first: tuple[Rendition, ...], again: tuple[Rendition, ...], otherwise: str
) -> None:
    # Told by us: pytest takes minutes to explain how a hundred pages differ.
    for one, other in zip(first, again, strict=True):
        if one.data != other.data:
            message = f"{otherwise}: {_first_difference(one, other)}"
            raise AssertionError(message)


def _first_difference(one: Rendition, other: Rendition) -> str:
    pages = (page.data.decode().splitlines(keepends=True) for page in (one, other))
    for number, (line, there) in enumerate(zip_longest(*pages), start=1):
        if line != there:
            return f"line {number} is {line!r:.200}, and then {there!r:.200}"
    return ""


@lru_cache(maxsize=2)
def _pages(contract: Callable[[], ThemeContract]) -> tuple[Told, ...]:
    # Taking them apart takes seconds, and every rule looks at the same pages.
    one = contract()
    return tuple(pages_told(one.make_pages(), one.make_theme(), one.make_stories()))


def _views(told_of: Mapping[str, Content]) -> Iterator[Shown]:
    yield from (story_of(one) for one in told_of.values())
    yield from (story_of(one, proof=True) for one in told_of.values())
    yield tombstone_of("The bridge never closed.")
    listed = listed_pages({name: story_of(one) for name, one in told_of.items()})
    yield from (shown for _, _, shown in listed)


def _listed(faults: tuple[str, ...]) -> str:
    more = len(faults) - _MOST_TOLD
    further = (f"and {more} more",) if more > 0 else ()
    return "\n".join((*faults[:_MOST_TOLD], *further))
