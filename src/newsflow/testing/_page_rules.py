"""What every page must be, whoever wrote its template: a rule tells what breaks it."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urlsplit

from ..model.views import Proof, Released, Tombstone
from ..render.direction import direction
from ..render.scripts import SCRIPTS, script_text
from ..render.theme import ASSETS
from ..render.words import words_in
from ._listed import Missing, Moved, Search, owed_to_readers
from ._page_loads import loaded
from ._page_seen import Element, collapsed
from ._page_told import POLICIES, SITE, Told, origin
from ._theme_stories import CANARY

_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
_FOREIGN = frozenset({"applet", "base", "embed", "frame", "frameset", "object"})
_DATA = "application/ld+json"


def is_html(page: Told) -> Iterator[str]:
    """A browser has nothing to mend in it; ids and landmarks are there once."""
    yield from page.seen.errors
    ids = Counter(one.get("id") for one in page.seen.elements if one.get("id"))
    yield from (
        f"the id {name} {often} times" for name, often in ids.items() if often > 1
    )
    if len(tuple(page.seen.all("main"))) != 1:
        yield "there must be one main element"


def does_nothing(page: Told) -> Iterator[str]:
    """No script, handler or frame beyond what the theme declares, and no text acts."""
    for one in page.seen.elements:
        if one.name == CANARY or CANARY in one.attributes:
            yield f"a text of the story became markup: <{one.name}>"
        if one.name in _FOREIGN:
            yield f"there is an element <{one.name}>"
        yield from (
            f"there is a handler {name} in <{one.name}>"
            for name in one.attributes
            if name.startswith("on")
        )
        for address in one.addresses():
            yield from _unsafe(one, address)
    yield from _scripts(page)
    if page.seen.meta("refresh") and not isinstance(page.shown, Moved):
        yield "the page leads away by itself: meta refresh"


def says_what_it_is(page: Told) -> Iterator[str]:
    """Title, headline, language, direction and address, each once and right."""
    found = {
        name: [one.text for one in page.seen.all(name) if "svg" not in one.within]
        for name in ("title", "h1")
    }
    for name, texts in found.items():
        if len(texts) != 1 or not texts[0]:
            yield f"there must be one {name} with a text, and there are {len(texts)}"
        elif page.content and collapsed(page.content.headline) not in texts[0]:
            yield f"the {name} is not the headline"
    yield from _language(page)
    yield from _canonical(page)
    if not page.seen.meta("viewport"):
        yield "without a viewport, a phone shows it as if it were a desk"


def has_its_policy(page: Told) -> Iterator[str]:
    """The Content Security Policy comes first, and lets the page's own style pass."""
    policies = page.seen.meta("content-security-policy")
    if len(policies) != 1:
        yield f"there must be one policy, and there are {len(policies)}"
        return
    (policy,) = policies
    if "default-src 'none'" not in policy or "unsafe-" in policy:
        yield f"the policy allows what nobody declared: {policy}"
    for one in page.seen.elements:
        if one.name in {"script", "style", "link", "img"}:
            yield f"<{one.name}> stands before the policy"
        if one.get("http-equiv").lower() == "content-security-policy":
            break
    yield from _styles(page, policy)


def tells_readers(page: Told) -> Iterator[str]:
    """Corrections, the reason of a retraction, the label, the policies of the site."""
    for words in map(collapsed, _owed(page)):
        if words not in page.seen.text:
            yield f"readers are not told: {words[:60]}"
    leads = {one.get("href") for one in page.seen.all("a")}
    for name, address in POLICIES:
        if address not in leads:
            yield f"nothing leads to the {name}"


def marks_proofs(page: Told) -> Iterator[str]:
    """A proof says so, has no address, and is kept out of search engines."""
    robots = ",".join(page.seen.meta("robots"))
    hidden = isinstance(page.shown, Proof | Tombstone | Moved | Search | Missing)
    if hidden and "noindex" not in robots:
        yield "search engines may list it: there is no noindex"
    if not hidden and "noindex" in robots:
        yield "search engines may not list it: there is a noindex"
    if isinstance(page.shown, Proof):
        mark = words_in(page.shown.content.language).proof
        if mark not in page.seen.text:
            yield f"nothing says that it is a proof: {mark}"


def describes_media(page: Told) -> Iterator[str]:
    """Pictures have a text and their size; nothing plays by itself."""
    for one in page.seen.all("img"):
        address = one.get("src")
        if "alt" not in one.attributes:
            yield f"the picture {address} has no alt"
        media = page.media_at(address)
        sized = all(None not in {medium.width, medium.height} for medium in media)
        if sized and not (one.get("width") and one.get("height")):
            yield f"the picture {address} has no width and height: the page will jump"
        if media and one.get("alt") not in {medium.alt or "" for medium in media}:
            yield f"the picture {address} has another alt than the story says"
    for one in page.seen.all("video", "audio"):
        if "controls" not in one.attributes or "autoplay" in one.attributes:
            yield f"the {one.name} has no controls, or plays by itself"


def calls_nobody_else(page: Told) -> Iterator[str]:
    """What the page loads comes from its site, or is the story's, or was declared."""
    for what, address in loaded(page.seen):
        declared = page.theme.origins.get(what, ())
        if page.brings(address) or page.is_at_home(address):
            continue
        if origin(page.full(address)) not in declared:
            yield f"it loads {address}, and the theme declares no such {what}"


def finds_what_it_needs(page: Told) -> Iterator[str]:
    """Every file that the page asks of its site is a medium or a theme's asset."""
    for _, address in loaded(page.seen):
        lies = page.full(address).removeprefix(SITE).partition("?")[0]
        if page.brings(address) or not page.is_at_home(address):
            continue
        if lies not in page.assets and not lies.startswith("media/"):
            yield f"{address} is not there; use asset('{lies.removeprefix(ASSETS)}')"


RULES = (
    is_html,
    does_nothing,
    says_what_it_is,
    has_its_policy,
    tells_readers,
    marks_proofs,
    describes_media,
    calls_nobody_else,
    finds_what_it_needs,
)


def _unsafe(one: Element, address: str) -> Iterator[str]:
    scheme = urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme
    picture = one.name in {"img", "source"} and address.startswith("data:image/")
    if scheme not in _SCHEMES and not picture:
        yield f"<{one.name}> leads to {address[:60]}"


def _scripts(page: Told) -> Iterator[str]:
    theme = page.theme
    own = {f"{SITE}{theme.addresses[one]}" for one in theme.scripts}
    origins = theme.origins.get("script", ())
    own_scripts = {collapsed(script_text(name)) for name in SCRIPTS}
    for one in page.seen.all("script"):
        source = page.full(one.get("src")) if one.get("src") else ""
        if source and (source in own or origin(source) in origins):
            continue
        if not source and one.text in own_scripts:
            continue
        if source or one.get("type") != _DATA:
            yield f"there is a script that the theme does not declare: {source}"
        elif not _is_data(one.text):
            yield "the linked data is no JSON"


def _is_data(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        return False


def _language(page: Told) -> Iterator[str]:
    (html,) = page.seen.all("html")
    said, turned = html.get("lang"), html.get("dir")
    if page.content is None:
        if not said or turned not in {"ltr", "rtl", "auto"}:
            yield "the page does not say its language and its direction"
        return
    language = page.content.language
    if language == "und" and not said:
        yield "the page does not say in what language it is taken to be"
    elif language not in {"und", said}:
        yield f"the language is {said!r}, and that of the story is {language!r}"
    if turned != direction(language):
        yield f"the direction is {turned!r}, and must be {direction(language)!r}"


def _canonical(page: Told) -> Iterator[str]:
    wanted: tuple[str, ...] = ()
    if not isinstance(page.shown, Proof | Tombstone | Search | Missing):
        wanted = (f"{SITE}{page.path}",)
        if page.content is not None and page.content.canonical_url:
            wanted = (page.content.canonical_url,)
    found = page.seen.links("canonical")
    if found != wanted:
        yield f"the canonical address is {found}, and must be {wanted}"


def _styles(page: Told, policy: str) -> Iterator[str]:
    for one in page.seen.elements:
        if "style" in one.attributes:
            yield f"<{one.name}> has a style of its own, which the policy forbids"
    for text in re.findall(rb"<style>(.*?)</style>", page.rendition.data, re.DOTALL):
        digest = b64encode(sha256(text).digest()).decode()
        if f"'sha256-{digest}'" not in policy:
            yield "there is a style that the policy does not let pass"
    if any(
        "media" in one.attributes or one.get("type") for one in page.seen.all("style")
    ):
        yield "a style element has attributes: write @media into the style"


def _owed(page: Told) -> Iterator[str]:
    match page.shown:
        case Tombstone(reason=reason):
            yield reason or ""
        case Released() | Proof() as view:
            yield from (note.text for note in view.corrections)
            yield from _owed_of(view)
        case listed:
            yield from owed_to_readers(listed)


def _owed_of(view: Released | Proof) -> Iterator[str]:
    content, words = view.content, words_in(view.content.language)
    yield content.label or words.kinds.get(content.kind) or ""
    if content.disclosure is not None:
        yield content.disclosure.statement or ""
    yield from (one.name for one in content.bylines)
    yield from (block.text for block in content.body if block.type == "paragraph")
