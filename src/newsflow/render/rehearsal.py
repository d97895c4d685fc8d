"""The rehearsal of a theme: nothing is published in a theme that cannot be played."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial

import jinja2
from jinja2 import meta, nodes

from ..errors import ThemeError, ThemeFault
from ..ports import Rendition
from . import theme_rules as rules
from .html import Html
from .list_samples import ARCHIVE, LINKS, MOVED, fronts, headlines, listings
from .pages import OURS, environment, our_templates
from .samples import NOTE, samples
from .theme import Theme
from .theme_troubles import fault_of, placed, templates_of

_SITE = "https://gazette.example/"
Play = tuple[str, Callable[[], Rendition], tuple[str, ...]]
"""What is rendered, how, and what must be found in it."""


@lru_cache(maxsize=16)
def rehearsed(theme: Theme) -> Theme:
    """Give a theme back once each of its pages was rendered with sample stories.

    Raises:
        ThemeError: a template cannot be read, is never used, or fills a block that
            there is not; or a page cannot be made, or hides what readers must see.
    """
    faults = tuple(_written(theme)) or tuple(dict.fromkeys(_played(theme)))
    if faults:
        raise ThemeError(theme.name, faults)
    return theme


def plays(html: Html) -> Iterator[Play]:
    """Give every kind of page with its sample; a new kind of page joins here."""
    placed = html.placed(
        site_name="Harbour Gazette",
        base_url=_SITE,
        path="articles/bridge/",
        language="en",
        media_href=html.media_href,
        policies=(("Corrections", _SITE),),
    )
    for one in samples():
        notes = tuple(note.text for note in one.released.corrections)
        for pages in (html, placed):
            show = pages.render
            yield "article", partial(show, one.released), notes
            yield "proof", partial(show, one.proof), ("noindex", *notes)
            yield "tombstone", partial(show, one.retracted), ("noindex", NOTE)
    for pages in (html, placed):
        yield from _lists(pages)


def _lists(pages: Html) -> Iterator[Play]:
    for front in fronts():
        yield "front page", partial(pages.front, front), (*headlines(front),)
    for listing in listings():
        wanted = (*headlines(listing), listing.name or "")
        yield f"list ({listing.kind.value})", partial(pages.listing, listing), wanted
    yield "list of sections", partial(pages.sections, LINKS), (LINKS[0].name,)
    yield "way to a new address", partial(pages.moved, MOVED), ("noindex", MOVED)
    yield "search page", partial(pages.search, ARCHIVE), ("noindex", ARCHIVE)
    yield "page for what is missing", pages.missing, ("noindex",)


def _played(theme: Theme) -> Iterator[ThemeFault]:
    for kind, play, wanted in plays(Html(theme=theme)):
        try:
            text = play().data.decode()
        except ThemeError as failed:
            yield from failed.faults
            continue
        for words in (*wanted, "Content-Security-Policy"):
            if words not in text:
                message = f"the {kind} lacks {words!r}, which readers or browsers need"
                yield ThemeFault(message)


def _written(theme: Theme) -> Iterator[ThemeFault]:
    """Find what is wrong with the templates as they are written."""
    trees: dict[str, nodes.Template] = {}
    for name, source in theme.templates.items():
        try:
            environment(theme).compile(source, name)
            trees[name] = environment(theme).parse(source, name)
        except jinja2.TemplateSyntaxError as unfit:
            yield fault_of(unfit, theme)
    for name, tree in trees.items():
        yield from _parents(name, tree, theme)
        yield from _blocks(name, tree, theme)
    if len(trees) == len(theme.templates):
        yield from _unused(theme, trees)


def _parents(name: str, tree: nodes.Template, theme: Theme) -> Iterator[ThemeFault]:
    known = templates_of(theme)
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import)):
        used = _named(node)
        file = placed(name, theme)
        if used == name:
            message = f"{name} is this very file; ours is {OURS}{name}"
            yield ThemeFault(message, file, node.lineno)
        elif isinstance(used, str) and used not in known:
            message = f"there is no template {used}; {rules.nearest(used, known)}"
            yield ThemeFault(message, file, node.lineno)


def _named(node: nodes.Node) -> object:
    """Give the template that a statement asks for, unless its name is computed."""
    asked: object = getattr(node, "template", None)
    return asked.value if isinstance(asked, nodes.Const) else None


def _blocks(name: str, tree: nodes.Template, theme: Theme) -> Iterator[ThemeFault]:
    """Find blocks that nothing asks for: jinja2 would pass over them in silence."""
    known = frozenset(_above(tree, theme, frozenset({name})))
    blocks = tuple(tree.find_all(nodes.Block))
    inner = frozenset(deep for one in blocks for deep in blocks_in(one))
    if not any(True for _ in tree.find_all(nodes.Extends)):
        return
    for one in blocks:
        if one.name not in known | inner:
            message = f"there is no block {one.name}; {rules.nearest(one.name, known)}"
            yield ThemeFault(message, placed(name, theme), one.lineno)


def _above(tree: nodes.Template, theme: Theme, seen: frozenset[str]) -> Iterator[str]:
    """Name the blocks of everything that a template extends."""
    for node in tree.find_all(nodes.Extends):
        name = _named(node)
        if isinstance(name, str) and name not in seen:
            parent = _tree(name, theme)
            yield from blocks_in(parent)
            yield from _above(parent, theme, seen | {name})


def blocks_in(tree: nodes.Node) -> Iterator[str]:
    """Name the blocks in a template, or in a block of one."""
    yield from (one.name for one in tree.find_all(nodes.Block))


def _tree(name: str, theme: Theme) -> nodes.Template:
    built = environment(theme)
    loader = built.loader
    if loader is None:  # pragma: no cover - it has one
        return built.parse("")
    try:
        return built.parse(loader.get_source(built, name)[0])
    except jinja2.TemplateError:  # told where it is written
        return built.parse("")


def _unused(theme: Theme, trees: dict[str, nodes.Template]) -> Iterator[ThemeFault]:
    ours = frozenset(our_templates())
    found = (meta.find_referenced_templates(tree) for tree in trees.values())
    used = {name for names in found for name in names}
    if None in used:  # a name that is computed
        return
    for name in theme.templates:
        if name not in ours | used:
            message = f"nothing uses it; {rules.nearest(name, ours)}"
            yield ThemeFault(message, placed(name, theme))
