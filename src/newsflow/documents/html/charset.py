"""Pages that say in which encoding they are written."""

from __future__ import annotations

import codecs
import re

from ...errors import UnreadableError
from ..encoding import decode

_HEAD = 4096
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})",
    re.IGNORECASE,
)
# What the Encoding Standard (https://encoding.spec.whatwg.org/) makes of old names.
_WINDOWS_1252 = frozenset({"iso8859-1", "ascii"})


def page_text(original: bytes) -> str:
    """Decode a page: UTF-8 or by its mark, else as its ``meta charset`` says.

    UTF-8 comes first, since a page that is valid UTF-8 hardly ever is anything else,
    whatever an old template says of it.

    Raises:
        UnreadableError: it is neither, or no text at all.
    """
    try:
        original.decode("utf-8")
    except UnicodeDecodeError:
        declared = _declared(original)
    else:
        declared = None
    if declared is None or b"\0" in original:
        return decode(original)
    try:
        return original.decode(declared)
    except UnicodeDecodeError as wrong:
        reason = f"it says that it is {declared}, but byte {wrong.start} does not fit"
        raise UnreadableError("", reason) from None


def _declared(original: bytes) -> str | None:
    found = _DECLARED.search(original, 0, _HEAD)
    if found is None:
        return None
    try:
        codec = codecs.lookup(found[1].decode("ascii"))
    except LookupError:
        return None
    # base64, rot13 and their like are codecs too, and no encodings of text.
    is_text = getattr(codec, "_is_text_encoding", True)
    if not is_text or codec.name.startswith("utf"):
        return None
    return "cp1252" if codec.name in _WINDOWS_1252 else codec.name
