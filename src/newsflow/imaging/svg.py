"""SVG: let through only if it would do nothing, should somebody open it by itself.

Of what is let through, it is written anew: without comments, metadata, whatever drawing
programs leave in namespaces of their own, and the metadata of pictures inside.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from io import StringIO
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from .limits import Limits
from .stripping import stripped
from .unfit import UnfitPictureError

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_PREFIXES: Mapping[str, str] = {"": "", _XLINK: "xlink:", _XML: "xml:"}
_ACTIVE = frozenset(
    {
        "animate",
        "audio",
        "canvas",
        "discard",
        "embed",
        "foreignobject",
        "handler",
        "iframe",
        "listener",
        "object",
        "script",
        "set",
        "video",
    }
)
_DROPPED = frozenset({"metadata"})
_TOLD = frozenset({"xml:lang", "xml:space"})
_MOST = 8 * 1024 * 1024
"""Bytes of a drawing, at most: it is read element by element."""
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);base64,)")
_AWAY = re.compile(r"@import|image-set|src\(|url\(\s*['\"]?(?!#)|\\", re.IGNORECASE)


def stripped_svg(data: bytes, limits: Limits | None = None) -> bytes:
    """Take out of a drawing what nobody sees.

    Pages show it in an ``img`` element, where no script of it would run. But its file
    has an address on the site as well, and there one would.

    Raises:
        UnfitPictureError: it is no SVG, or does more than being looked at: it has a
            script, handler, frame, address, entity, or instruction for programs.
    """
    held = limits or Limits()
    Limits(bytes=min(held.bytes, _MOST)).admit(len(data))
    drawing = _Drawing(held)
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = drawing.opened
    parser.EndElementHandler = drawing.closed
    parser.CharacterDataHandler = drawing.words
    parser.EntityDeclHandler = drawing.entity
    parser.ProcessingInstructionHandler = drawing.instruction
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own: the data end here
    except ExpatError as broken:
        reason = f"it is no SVG that can be read ({broken})"
        raise UnfitPictureError(reason) from None
    return drawing.written()


class _Drawing:
    """Looks at the parts of a document as they come, and writes what is kept."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._text = StringIO()
        self._writer = XMLGenerator(self._text, "utf-8", short_empty_elements=True)
        self._open: list[str | None] = []
        self._style: list[str] = []

    def written(self) -> bytes:
        self._writer.endDocument()
        return self._text.getvalue().encode()

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self._open and (space, local) != (_SVG, "svg"):
            reason = "it is no SVG"
            raise UnfitPictureError(reason)
        if local.lower() in _ACTIVE or "xhtml" in space:
            reason = f"its element {local} does more than being seen"
            raise UnfitPictureError(reason)
        if self._dropping or space != _SVG or local in _DROPPED:
            self._open.append(None)
            return
        root = {} if self._open else {"xmlns": _SVG, "xmlns:xlink": _XLINK}
        kept = AttributesImpl({**root, **dict(self._attributes(attributes))})
        self._open.append(local)
        self._writer.startElement(local, kept)

    def words(self, text: str) -> None:
        if self._dropping:
            return
        if self._open[-1] == "style":
            self._style.append(text)
        self._writer.characters(text.replace("\r", "\n"))

    def closed(self, _: str) -> None:
        local = self._open.pop()
        if local is None:
            return
        if local == "style":
            if _AWAY.search("".join(self._style)):
                reason = "its styles lead to another place"
                raise UnfitPictureError(reason)
            self._style.clear()
        self._writer.endElement(local)

    def entity(self, *_: object) -> None:
        reason = "it declares entities"
        raise UnfitPictureError(reason)

    def instruction(self, target: str, _: str) -> None:
        reason = f"it has an instruction for programs ({target})"
        raise UnfitPictureError(reason)

    @property
    def _dropping(self) -> bool:
        return bool(self._open) and self._open[-1] is None

    def _attributes(self, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for key, value in found.items():
            space, _, local = key.rpartition(" ")
            if space not in _PREFIXES:
                continue
            name = f"{_PREFIXES[space]}{local}"
            if local.startswith("data-") or (space == _XML and name not in _TOLD):
                continue
            _hold(local.lower(), value)
            inside = local.lower() in {"href", "src"} and value.strip()[:1] != "#"
            yield name, self._picture(value) if inside else value

    def _picture(self, address: str) -> str:
        """Take the metadata out of a picture that lies in the drawing."""
        head, _, body = address.strip().partition(",")
        try:
            data = b64decode("".join(body.split()), validate=True)
        except ValueError:
            reason = "it has a picture inside that cannot be read"
            raise UnfitPictureError(reason) from None
        clean, seen = stripped(data, self._limits)
        if head != f"data:{seen.format.value};base64":
            reason = f"it has a picture inside that is {seen.format.value}: {head}"
            raise UnfitPictureError(reason)
        return f"{head},{b64encode(clean).decode()}"


def _hold(name: str, value: str) -> None:
    if name.startswith("on"):
        reason = f"its attribute {name} would run a script"
        raise UnfitPictureError(reason)
    if name in {"href", "src"} and not _INSIDE.match(value):
        reason = f"its {name} leads to another place"
        raise UnfitPictureError(reason)
    if name != "d" and _AWAY.search(value):
        reason = f"its attribute {name} leads to another place"
        raise UnfitPictureError(reason)
