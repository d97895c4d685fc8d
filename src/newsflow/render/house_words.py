"""The words of a house: a folder with one TOML file for each language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from ..documents.encoding import decode
from ..documents.toml import toml_problem
from ..errors import InvalidConfigError, NotFoundError
from .words import TEXTS, Words, words_from


def read_words(folder: Path | str) -> tuple[Words, ...]:
    """Read the words of a house, such as ``words/pt.toml``, in the order of the files.

    Each file is as :func:`~newsflow.render.words.words_from` wants it.

    Raises:
        NotFoundError: there is no such folder, or no TOML file in it.
        UnreadableError: a file is no text.
        InvalidConfigError: a file is no TOML, or has what no page says.
    """
    files = sorted(Path(folder).glob("*.toml"))
    if not files:
        kind = "folder with words in TOML files:"
        raise NotFoundError(kind, str(folder))
    return tuple(map(_read, files))


def words_digest(words: Iterable[Words]) -> str:
    """Give a short digest of what is said, for the version of a renderer."""
    told = [
        (
            one.language,
            repr(one.dates),
            [getattr(one, name) for name in TEXTS],
            [(kind.value, label) for kind, label in one.kinds.items()],
        )
        for one in words
    ]
    return sha256(repr(told).encode()).hexdigest()[:8]


def _read(file: Path) -> Words:
    try:
        told = tomllib.loads(decode(file.read_bytes(), source=file.name))
    except tomllib.TOMLDecodeError as unfit:
        raise InvalidConfigError([toml_problem(unfit)], source=file.name) from None
    return words_from(told, source=file.name)
