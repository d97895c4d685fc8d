"""The images of a Markdown body among the story's media."""

from __future__ import annotations

from typing import Any

import attrs

from ...model.text import optional_paragraph
from ..addresses import medium_of
from ..drafting import BodyDraft
from .inline import Shown

RELATIVE = "relative-address"
"""Why an image stands aside whose address leads nowhere from here."""


@attrs.frozen(kw_only=True)
class Pictures:
    """Finds or adds the medium that an image shows.

    ``![alt](address "caption")`` shows the medium of that address, which the front
    matter may describe, and ``![](#key)`` the one of that key. What the body says of
    it counts before what the front matter says. *above* is how many lines stand above
    the body.
    """

    media: list[Any]
    draft: BodyDraft
    above: int
    _known: dict[str, dict[str, Any]] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        """Note the media of the front matter; one without a key is told elsewhere."""
        for medium in self.media:
            if isinstance(medium, dict) and isinstance(medium.get("key"), str):
                self._note(medium)

    def place(self, shown: Shown) -> str | None:
        """Give the key of an image's medium; set aside what cannot be one."""
        if shown.src.startswith("#"):
            named = self._known.get(shown.src)
            # A key that no medium has is told with all other problems.
            return shown.src[1:] if named is None else _said(named, shown)
        href = medium_of(shown.src)
        if href is None:
            text = f"![{shown.alt}]({shown.src})"
            self.draft.set_aside(shown.line + self.above, text, RELATIVE)
            return None
        return _said(self._known.get(href) or self._new(href), shown)

    def _new(self, href: str) -> dict[str, Any]:
        number = len(self.media) + 1
        while f"#m{number}" in self._known:
            number += 1
        medium = {"key": f"m{number}", "href": href}
        self.media.append(medium)
        self._note(medium)
        return medium

    def _note(self, medium: dict[str, Any]) -> None:
        self._known.setdefault(f"#{medium['key']}", medium)
        self._known.setdefault(str(medium.get("href")), medium)


def _said(medium: dict[str, Any], shown: Shown) -> str:
    """Note what the image says of its medium."""
    said = {"alt": shown.alt, "caption": shown.title}
    medium.update(
        {field: words for field, words in said.items() if optional_paragraph(words)}
    )
    return str(medium["key"])
