"""SVG: let through only if it would do nothing, should somebody open it by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers.expat import (  # nothing outside is loaded, and entities are refused
    ExpatError,
    ParserCreate,
)

from .unfit import UnfitPictureError

_SVG = "http://www.w3.org/2000/svg"
_ACTIVE = frozenset(
    ["script", "foreignobject", "iframe", "object", "embed", "audio", "video", "canvas", "handler", "listener", "animate", "set", "discard"]
)
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);base64,")
_AWAY = re.compile(r"@import|url\(\s*['\"]?(?!#)|\\", re.IGNORECASE)


def safe_svg(data: bytes) -> None:
    """Hold an SVG to what a picture needs: no script, handler, frame, address, entity.

    Pages show it in an ``img`` element, where no script of it would run. But its file
    has an address on the site as well, and there one would.

    Raises:
        UnfitPictureError: it is no SVG, or does more than being looked at.
    """
    judge = _Judge()
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = judge.element
    parser.CharacterDataHandler = judge.words
    parser.EndElementHandler = judge.closed
    parser.EntityDeclHandler = judge.entity
    parser.ProcessingInstructionHandler = judge.instruction
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own: the data end here
    except ExpatError as broken:
        raise UnfitPictureError(f"it is no SVG that can be read ({broken})") from None


class _Judge:
    """Looks at the parts of a document as they come."""

    def __init__(self) -> None:
        self._style: list[str] | None = None
        self._root = True

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self._root and (space, local) != (_SVG, "svg"):
            raise UnfitPictureError("it is no SVG")
        self._root = False
        if local.lower() in _ACTIVE or "xhtml" in space:
            raise UnfitPictureError(f"its element {local} does more than being seen")
        if local.lower() == "style":
            self._style = []
        for key, value in attributes.items():
            _attribute(key.rpartition(" ")[2].lower(), value)

    def words(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def closed(self, _: str) -> None:
        if self._style is not None and _AWAY.search("".join(self._style)):
            raise UnfitPictureError("its styles lead to another place")
        self._style = None

    def entity(self, *_: object) -> None:
        raise UnfitPictureError("it declares entities")

    def instruction(self, target: str, _: str) -> None:
        raise UnfitPictureError(f"it has an instruction for programs ({target})")


def _attribute(name: str, value: str) -> None:
    if name.startswith("on"):
        raise UnfitPictureError(f"its attribute {name} would run a script")
    if name in {"href", "src"} and not _INSIDE.match(value.strip()):
        raise UnfitPictureError(f"its {name} leads to another place")
    if _AWAY.search(value) and name != "d":
        raise UnfitPictureError(f"its attribute {name} leads to another place")
