"""The contract of themes finds what it is for: each fault is planted in a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, get_type_hints

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings

from newsflow.channels.site_pages import SitePages
from newsflow.errors import ThemeError
from newsflow.model.blocks import BLOCKS
from newsflow.model.content import Content
from newsflow.model.views import Advance, Tombstone
from newsflow.ports import Rendition
from newsflow.render import Html, Theme
from newsflow.testing import ThemeContract
from newsflow.testing._page_seen import seen
from newsflow.testing._page_told import pages_told
from newsflow.testing._theme_stories import stories

settings.register_profile(
    "planted in themes",
    max_examples=10,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
PLAY = "</main>"


@cache
def source(name: str) -> str:
    """Read one of our templates."""
    folder = files("newsflow.render") / "templates"
    return (folder / f"{name}.html.jinja").read_text("utf-8")


def changed(name: str, old: str, new: str, **parts: Any) -> Theme:
    """Make a theme of one of our templates, with something else in one place."""
    assert old in source(name), f"{old} is not in {name} any more: plant it elsewhere"
    text = source(name).replace(old, new)
    return Theme(name="planted", templates={f"{name}.html.jinja": text}, **parts)


def few() -> Mapping[str, Content]:
    """Give few stories, so that what is planted is found soon."""
    wanted = ("bare", "whole", "hostile", "led by video", "kind opinion", "Arabic")
    return {name: one for name, one in stories().items() if name in wanted}


def planted(**members: Any) -> Any:
    """Make the contract of something with a fault."""
    before = settings.get_current_profile_name()
    settings.load_profile("planted in themes")
    try:
        made = {"make_stories": lambda _: few(), **members}
        return type("Planted", (ThemeContract,), made)()
    finally:
        settings.load_profile(before)


PAGE: list[tuple[str, str, str, str, str]] = [
    # the test, the template, what stands there, what is planted, what is told
    ("every_page_is_html", "article", "</article>", "", "article"),
    ("every_page_is_html", "page", PLAY, '<img src="a" src="b">', "duplicate-attr"),
    (
        "every_page_is_html",
        "page",
        "<main>",
        '<i id="x"></i><i id="x"></i><main>',
        "x 2",
    ),
    ("every_page_is_html", "page", "<main>", "<main></main><main>", "one main"),
    ("no_page_acts", "page", PLAY, "</main><script>1</script>", "does not declare"),
    ("no_page_acts", "page", "<main>", '<main onclick="x()">', "handler onclick"),
    (
        "no_page_acts",
        "page",
        PLAY,
        '<a href="java&#9;script:x">y</a></main>',
        "<a> leads",
    ),
    ("no_page_acts", "page", PLAY, '<object data="x"></object></main>', "<object>"),
    ("no_page_acts", "page", "<head>", '<head><base href="/">', "<base>"),
    (
        "no_page_acts",
        "page",
        "<head>",
        '<head><meta http-equiv="refresh" content="0;url=/">',
        "leads away",
    ),
    (
        "no_page_acts",
        "article",
        "{{ content.summary }}</p>",
        "{{ content.summary | safe }}</p>",
        "became markup",
    ),
    ("no_page_acts", "article", "{{ linked_data }}", "{ it }", "linked data"),
    ("every_page_says_what_it_is", "article", "<h1>", "<h1>x</h1><h1>", "are 2"),
    (
        "every_page_says_what_it_is",
        "article",
        "<title>{{ content.headline }}",
        "<title>A",
        "title is not the headline",
    ),
    (
        "every_page_says_what_it_is",
        "page",
        ' lang="{{ language }}"',
        ' lang="en"',
        "'ar'",
    ),
    (
        "every_page_says_what_it_is",
        "page",
        ' dir="{{ direction }}"',
        ' dir="ltr"',
        "'rtl'",
    ),
    ("every_page_says_what_it_is", "page", "<html", '<html lang="xx"', "lang"),
    (
        "every_page_says_what_it_is",
        "page",
        ' lang="{{ language }}"',
        "",
        "in what language",
    ),
    (
        "every_page_says_what_it_is",
        "article",
        '<link rel="canonical" href="{{ canonical }}">',
        "",
        "canonical",
    ),
    (
        "every_page_says_what_it_is",
        "front",
        'rel="canonical"',
        'rel="alternate"',
        "canonical",
    ),
    ("every_page_says_what_it_is", "page", 'name="viewport"', 'name="port"', "phone"),
    (
        "every_page_has_its_policy",
        "page",
        "Content-Security-Policy",
        "X-Policy",
        "one policy",
    ),
    (
        "every_page_has_its_policy",
        "page",
        "{{ policy }}",
        "default-src *",
        "nobody declared",
    ),
    (
        "every_page_has_its_policy",
        "page",
        "<main>",
        '<main style="color:red">',
        "style of its own",
    ),
    (
        "every_page_has_its_policy",
        "page",
        "</style>",
        "a{}</style>",
        "does not let pass",
    ),
    (
        "every_page_has_its_policy",
        "page",
        '<meta charset="utf-8">',
        '<meta charset="utf-8"><style></style>',
        "before the policy",
    ),
    (
        "readers_are_told",
        "article",
        '<p class="note" dir="auto">{{ note.text }}</p>',
        "",
        "the date wrong",
    ),
    (
        "readers_are_told",
        "article",
        '<p class="note" dir="auto">{{ note.text }}</p>',
        "<p hidden>{{ note.text }}</p>",
        "the date wrong",
    ),
    (
        "readers_are_told",
        "article",
        '<strong class="label">{{ label }}</strong>',
        "",
        "Opinion",
    ),
    (
        "readers_are_told",
        "article",
        "{{ body }}",
        "{{ body | truncate(80) }}",
        "not told",
    ),
    (
        "readers_are_told",
        "article",
        "{{ content.disclosure.statement }}",
        "",
        "not told",
    ),
    (
        "readers_are_told",
        "tombstone",
        "{{ reason }}",
        "{{ reason | truncate(9) }}",
        "never closed",
    ),
    (
        "readers_are_told",
        "teasers",
        "{{ story.headline }}",
        "{{ loop.index }}",
        "not told",
    ),
    ("readers_are_told", "page", "{{ address }}", "#", "nothing leads to the Ethics"),
    ("a_proof_is_marked", "article", "{{ said.proof }}", "", "nothing says"),
    (
        "a_proof_is_marked",
        "article",
        'content="noindex"',
        'content="index"',
        "no noindex",
    ),
    (
        "a_proof_is_marked",
        "tombstone",
        'content="noindex"',
        'content="index"',
        "no noindex",
    ),
    (
        "a_proof_is_marked",
        "front",
        "<title>",
        '<meta name="robots" content="noindex"><title>',
        "is a noindex",
    ),
    ("media_are_described", "article", ' alt="{{ lead.alt or "" }}"', "", "has no alt"),
    (
        "media_are_described",
        "article",
        ' alt="{{ lead.alt or "" }}"',
        ' alt=""',
        "another alt",
    ),
    ("media_are_described", "article", ' height="{{ lead.height }}"', "", "jump"),
    (
        "media_are_described",
        "article",
        "<video src",
        "<video autoplay src",
        "plays by itself",
    ),
    (
        "nobody_else_is_called",
        "page",
        PLAY,
        '<img src="https://stats.example/p" alt=""></main>',
        "no such img",
    ),
    (
        "nobody_else_is_called",
        "page",
        "<style>",
        '<link rel="preconnect" href="https://f.example"><style>',
        "no such connect",
    ),
    (
        "nobody_else_is_called",
        "page",
        "<style>",
        '<link rel="stylesheet" href="//f.example/a"><style>',
        "no such style",
    ),
    (
        "nobody_else_is_called",
        "page",
        "<style>",
        "<style>@font-face{src:url(//f.example/a)}",
        "no such font",
    ),
    (
        "what_a_page_needs_is_on_the_site",
        "page",
        PLAY,
        '<img src="logo.svg" alt=""></main>',
        "asset('",
    ),
    (
        "what_a_page_needs_is_on_the_site",
        "page",
        PLAY,
        '<img srcset="/l.png 2x" src="data:image/gif,x" alt=""></main>',
        "/l.png is not there",
    ),
    ("a_page_is_light", "page", PLAY, "{{ 'x' * 40000 }}</main>", "may have 30000"),
    (
        "the_same_page_is_the_same_bytes",
        "page",
        PLAY,
        "{{ range(10 ** 9) | random }}</main>",
        "another page",
    ),
    (
        "it_passes_the_rehearsal",
        "page",
        PLAY,
        "{{ plaice }}</main>",
        "did you mean place?",
    ),
]


@pytest.mark.parametrize(("test", "template", "old", "new", "said"), PAGE)
def test_a_fault_in_a_template_is_found(
    test: str, template: str, old: str, new: str, said: str
) -> None:
    """By the test that is for it, and told in words."""
    contract = planted(make_theme=lambda _: changed(template, old, new))

    with pytest.raises((AssertionError, ThemeError)) as found:
        getattr(contract, f"test_{test}")()
    assert said in str(found.value)


@pytest.mark.parametrize(
    ("test", "new", "said"),
    [
        ("no_page_acts", '<iframe src="https://a.example/"></iframe>', ""),
        ("no_page_acts", '<script src="{{ asset("menu.js") }}"></script>', ""),
        ("nobody_else_is_called", '<iframe src="https://a.example/"></iframe>', ""),
        (
            "no_page_acts",
            '<script src="https://b.example/x.js"></script>',
            "does not declare: https://b.example/x.js",
        ),
        (
            "nobody_else_is_called",
            '<iframe src="https://b.example/"></iframe>',
            "no such frame",
        ),
    ],
)
def test_what_a_theme_declares_it_may_do(test: str, new: str, said: str) -> None:
    """And nothing beside it."""
    theme = changed(
        "page",
        PLAY,
        f"{new}</main>",
        assets={"menu.js": b"1"},
        scripts=["menu.js"],
        origins={"frame": ["https://a.example"], "script": ["https://a.example"]},
    )
    contract = planted(make_theme=lambda _: theme)

    run: Callable[[], None] = getattr(contract, f"test_{test}")
    if not said:
        run()
        return
    with pytest.raises(AssertionError, match=said):
        run()


@attrs.frozen(kw_only=True)
class Careless(Html):
    """A renderer of pages that shows what nobody may have."""

    def render(self, view: Any) -> Rendition:
        """Show something, whatever it is."""
        if isinstance(view, Advance | Tombstone):
            return Rendition(media_type="text/html", data=b"Gone.")
        return super().render(view)


def test_a_page_of_what_readers_may_not_have_is_found() -> None:
    """Under embargo, unpublished, killed."""
    contract = planted(
        make_theme=lambda _: Theme(name="g"),
        make_pages=lambda _: _CarelessPages(),
    )

    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        contract.test_what_readers_may_not_have_is_refused()


class _CarelessPages:
    """Pages that stand nowhere."""

    def placed(self, **_: Any) -> Careless:
        """Give them."""
        return Careless()


def test_what_hypothesis_makes_up_is_held_to_every_rule() -> None:
    """Not the stories by name alone."""
    theme = changed("article", "<h1>{{ content.headline }}", "<h1>Bridge reopens")
    contract = planted(make_theme=lambda _: theme)

    with pytest.raises(AssertionError):
        contract.test_whatever_a_story_holds_its_page_keeps_every_rule()


def test_whoever_inherits_says_which_theme() -> None:
    """There is none to be tested else."""
    with pytest.raises(NotImplementedError):
        ThemeContract().test_it_passes_the_rehearsal()


def test_every_kind_of_page_is_among_those_that_are_rendered() -> None:
    """A new method of the protocol that renders pages has to join the kit."""
    renders = {
        name
        for name in dir(SitePages)
        if not name.startswith("_")
        and callable(getattr(SitePages, name))
        and get_type_hints(getattr(SitePages, name)).get("return") is Rendition
    }
    theme = Theme(name="g")
    kinds = {
        page.name.partition(":")[0]
        for page in pages_told(Html(theme=theme), theme, few())
    }

    listed = {"front", "listing", "sections", "search"}
    lists = {"archive", "author", "front page", "section", "sections", "subject"}
    stories = {"article", "proof", "tombstone"}
    assert {*listed, "moved", "missing", "render"} == renders
    assert {*stories, *lists, "search", "moved", "missing"} == kinds


def test_the_hard_stories_are_hard() -> None:
    """What they are called is what they are."""
    told = stories()

    assert 40 == len(told["forty pictures"].media)
    words = " ".join(block.text for block in told["ten thousand words"].body)
    assert 10_000 <= len(words.split())
    assert 300 == len(told["one long word"].headline)
    assert "</script>" in told["hostile"].headline
    assert {"picture", "video", "audio", "file", "graphic"} == {
        medium.kind for one in told.values() for medium in one.media
    }
    assert {kind.type for kind in BLOCKS} == {
        block.type for one in told.values() for block in one.body
    }


def test_a_page_is_read_as_a_reader_does() -> None:
    """What is hidden, or is no text, is not read."""
    page = seen(
        b"<!DOCTYPE html><title>No</title><main hidden>No</main><style>No</style>"
        b"<!-- No --><template>No</template><p>Yes<br>and\n <b>yes</b></p>"
    )

    assert "Yes and yes" == page.text


class Hashing(ThemeContract):
    """A theme that shows what only this process can know."""

    def make_theme(self) -> Theme:
        """Plant the hash of a text."""
        return changed("page", PLAY, "{{ ('x',).__hash__() }}</main>")

    def make_stories(self) -> Mapping[str, Content]:
        """Give few."""
        return few()


def test_what_only_one_process_knows_is_found() -> None:
    """Pages are the same wherever they are made."""
    with pytest.raises(AssertionError, match="in another process"):
        Hashing().test_the_same_page_is_the_same_bytes()


class TestPlain(ThemeContract):
    """Pages as they come with newsflow keep the contract themselves."""

    def make_theme(self) -> Theme:
        """Give a theme that adds nothing."""
        return Theme(name="nothing")
