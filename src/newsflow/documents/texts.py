"""Stored texts: what people wrote, named by a digest that tells nobody what it says."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256

import attrs

from ..model.article import Digest


class TextKind(StrEnum):
    """What a stored text is."""

    CONTENT = "content"
    NOTE = "note"
    FINDINGS = "findings"
    READING = "reading"


@attrs.frozen(kw_only=True)
class StoredText:
    """A text with its salt. *fingerprint* is the plain SHA-256, for content only.

    The digest is salted, so that a short text cannot be found by trying, and the chain
    that names the digest stays whole when text, salt and fingerprint are erased.
    """

    digest: Digest
    kind: TextKind
    text: str
    salt: str
    fingerprint: str | None = None


def store_text(kind: TextKind, text: str | bytes, *, salt: str) -> StoredText:
    """Put a text into its stored form; *salt* is 32 hexadecimal digits of chance.

    Bytes are UTF-8, as canonical JSON is.
    """
    data = text.encode() if isinstance(text, str) else text
    return StoredText(
        digest=_digest(data, salt),
        kind=kind,
        text=text if isinstance(text, str) else data.decode(),
        salt=salt,
        fingerprint=(sha256(data).hexdigest() if kind is TextKind.CONTENT else None),
    )


def is_whole(stored: StoredText) -> bool:
    """Tell whether a stored text is still the one that its digest names."""
    return _digest(stored.text.encode(), stored.salt) == stored.digest


def _digest(data: bytes, salt: str) -> Digest:
    salted = sha256(f"{salt}\n".encode())
    salted.update(data)
    return salted.hexdigest()
