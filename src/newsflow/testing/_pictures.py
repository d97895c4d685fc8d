"""Bytes of media that a channel may look at: small, whole pictures where it says so."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from types import MappingProxyType
from xml.sax.saxutils import escape
from zlib import compress, crc32

_JPEG = b64decode(
    "/9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBtUVdfYmdo"
    "Zz5NcXlwZHhcZWdj/8AACwgAAQABAQERAP/EABQAAQAAAAAAAAAAAAAAAAAAAAD/xAAUEAEAAAAA"
    "AAAAAAAAAAAAAAAA/9oACAEBAAA/AD//2Q=="
)
"""One grey pixel, without its start."""
_WEBP = b64decode("V0VCUFZQOEwRAAAALwAAAAAHUMACFrD/gYjofwAA")
_GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff"
_DOT = b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0\x3b"


def bytes_of(key: str, told: str) -> bytes:
    """Make bytes: others for each key, and a picture if the type or name *told* is."""
    form = told.rpartition("/")[2].rpartition(".")[2]
    return _FORMS.get(form, _text)(f"the bytes of {key}")


def _text(words: str) -> bytes:
    return words.encode()


def _jpeg(words: str) -> bytes:
    comment = words.encode()
    size = (len(comment) + 2).to_bytes(2)
    return b"\xff\xd8\xff\xfe" + size + comment + _JPEG


def _png(words: str) -> bytes:
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"),
            _chunk(b"tEXt", b"Comment\0" + words.encode()),
            _chunk(b"IDAT", compress(b"\0\x80")),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = crc32(kind + body).to_bytes(4)
    return len(body).to_bytes(4) + kind + body + check


def _gif(words: str) -> bytes:
    comment = words.encode()[:255]
    return _GIF + b"\x21\xfe" + bytes((len(comment),)) + comment + b"\0" + _DOT


def _webp(words: str) -> bytes:
    told = words.encode()
    chunk = b"TEST" + len(told).to_bytes(4, "little") + told + b"\0" * (len(told) % 2)
    body = _WEBP + chunk
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _svg(words: str) -> bytes:
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg"><desc>{escape(words)}</desc></svg>'
    )
    return drawn.encode()


_FORMS: Mapping[str, Callable[[str], bytes]] = MappingProxyType(
    {
        "gif": _gif,
        "jpeg": _jpeg,
        "jpg": _jpeg,
        "png": _png,
        "svg": _svg,
        "svg+xml": _svg,
        "webp": _webp,
    }
)
