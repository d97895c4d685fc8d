"""What a store that asks for it is told of a file: its type, and how long it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

UNKNOWN = "application/octet-stream"
# Not from the mimetypes module: what that knows differs from machine to machine.
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "aac": "audio/aac",
        "avif": "image/avif",
        "css": "text/css; charset=utf-8",
        "csv": "text/csv; charset=utf-8",
        "flac": "audio/flac",
        "gif": "image/gif",
        "html": "text/html; charset=utf-8",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "js": "text/javascript; charset=utf-8",
        "json": "application/json",
        "m4a": "audio/mp4",
        "md": "text/markdown; charset=utf-8",
        "mp3": "audio/mpeg",
        "mp4": "video/mp4",
        "ogg": "audio/ogg",
        "ogv": "video/ogg",
        "opus": "audio/ogg",
        "pdf": "application/pdf",
        "png": "image/png",
        "svg": "image/svg+xml",
        "txt": "text/plain; charset=utf-8",
        "wav": "audio/wav",
        "webm": "video/webm",
        "webp": "image/webp",
        "woff2": "font/woff2",
        "xml": "application/xml",
    }
)
_PAGES = "no-cache"
_KEPT: Mapping[str, str] = MappingProxyType(
    {
        # By the bytes they are called, and yet a kill must reach whoever keeps them.
        "media": "public, max-age=3600",
        "assets": "public, max-age=31536000, immutable",
    }
)


def media_type_of(name: str) -> str:
    """Tell the media type of a file by the ending of its name."""
    return _TYPES.get(name.rpartition(".")[2], UNKNOWN)


def caching_of(name: str) -> str:
    """Tell how long a reader's browser may keep a file (``Cache-Control``, RFC 9111).

    A page may be corrected at any moment, so whoever keeps it has to ask each time.
    """
    return _KEPT.get(name.partition("/")[0], _PAGES)
