"""How readers pass a story on: plain links, and two buttons where a browser has more.

Nothing is loaded from anywhere, and nobody learns of a reader before that reader
follows a link. The links are documented by those who offer them: RFC 6068 (mail),
share.joinmastodon.org (Mastodon), the action intents of Bluesky, and WhatsApp's
click to chat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never
from urllib.parse import quote

import attrs
from markupsafe import Markup

from ..model import rules
from .scripts import SHARE, script, script_source
from .words import Words

TEXT = "{text}"
MASTODON = f"https://share.joinmastodon.org/#text={TEXT}"
"""Where readers choose their server; what stands behind # is not sent to it."""

_BLUESKY = 300
"""Characters that a post may have; graphemes in truth, of which there are fewer."""


class Way(rules.Vocabulary):
    """A way in which readers are offered to pass a story on."""

    MAIL = "mail"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    WHATSAPP = "whatsapp"
    COPY = "copy"
    DEVICE = "device"


BUTTONS = frozenset({Way.COPY, Way.DEVICE})
"""The ways that a browser goes by itself, so that no link can stand for them."""


@attrs.frozen
class Offer:
    """One link: where it leads, what it shows, and what it is called in full."""

    href: str
    shown: str
    named: str


@attrs.frozen(kw_only=True)
class Share:
    """What a page offers: links, and the buttons that its script reveals.

    *policy* is what the page's Content-Security-Policy must have beside the rest.
    """

    title: str
    url: str
    links: tuple[Offer, ...]
    buttons: tuple[str, ...]
    script: Markup
    policy: str


def ways(told: Iterable[str]) -> tuple[Way, ...]:
    """Bring the names of ways to the ways, each once and in the order given.

    Raises:
        InvalidValueError: one is unknown, or one text was given instead of several.
    """
    return tuple(dict.fromkeys(map(Way, rules.several("share", told))))


def share_of(
    title: str, url: str, words: Words, *, by: tuple[Way, ...], mastodon: str
) -> Share | None:
    """Offer to pass on a story by its *title* and *url*, in these ways; or nothing."""
    if not by:
        return None
    buttons = tuple(way.value for way in by if way in BUTTONS)
    return Share(
        title=title,
        url=url,
        links=tuple(_links(title, url, words, by, mastodon)),
        buttons=buttons,
        script=script(SHARE) if buttons else Markup(""),
        policy=f"; script-src {script_source(SHARE)}" if buttons else "",
    )


def _links(
    title: str, url: str, words: Words, by: tuple[Way, ...], mastodon: str
) -> Iterator[Offer]:
    for way in by:
        match way:
            case Way.MAIL:
                # RFC 6068: a line break of a mail is %0D%0A; here there is none.
                href = f"mailto:?subject={_coded(title)}&body={_coded(url)}"
                yield Offer(href, words.mail, words.mail)
            case Way.MASTODON:
                href = mastodon.replace(TEXT, _told(title, url))
                yield _on("Mastodon", href, words)
            case Way.BLUESKY:
                text = _told(_cut(title, _BLUESKY - len(url) - 1), url)
                href = f"https://bsky.app/intent/compose?text={text}"
                yield _on("Bluesky", href, words)
            case Way.WHATSAPP:
                href = f"https://wa.me/?text={_told(title, url)}"
                yield _on("WhatsApp", href, words)
            case Way.COPY | Way.DEVICE:
                pass
            case _:
                assert_never(way)


def _on(name: str, href: str, words: Words) -> Offer:
    return Offer(href, name, words.share_on.replace("{name}", name))


def _told(title: str, url: str) -> str:
    return _coded(f"{title}\n{url}" if title else url)


def _coded(text: str) -> str:
    # RFC 3986: all but the unreserved is escaped, so that no sign of it is structure.
    return quote(text, safe="")


def _cut(title: str, room: int) -> str:
    """Shorten a title at a gap between words, so that the address is kept whole."""
    if len(title) <= room:
        return title
    kept = title[: max(room - 1, 0)]
    kept = kept.rpartition(" ")[0] or kept
    return f"{kept.rstrip()}…" if kept else ""
