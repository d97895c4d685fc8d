"""As of an instant: what readers had then, of every story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

from ..documents.canonical import canonical_content
from ..documents.history import event
from ..errors import ErasedTextError
from ..model.article import Article, Version
from ..workflow.evolve import replay
from ._erasing import ErasedText
from ._office import Office


@attrs.frozen(kw_only=True)
class Snapshot:
    """What was released of a story at an instant: its version, and its very bytes.

    Of a text that was erased since, digest and reason stand in the place of the bytes.
    """

    article: str
    version: int
    content: bytes | ErasedText = attrs.field(repr=False)


def as_of(office: Office, moment: datetime) -> Iterator[Snapshot]:
    """Give what was released at an instant, story by story."""
    for identifier, _, _ in office.store.heads():
        history = map(event, office.store.history(identifier))
        article = replay(history, until=moment)
        if article is not None and article.live is not None:
            yield _snapshot(office, article, article.live)


def _snapshot(office: Office, article: Article, live: Version) -> Snapshot:
    content: bytes | ErasedText
    try:
        content = canonical_content(office.texts.content(article.id, live.content))
    except ErasedTextError as gone:
        content = ErasedText(gone.digest, gone.reason)
    return Snapshot(article=article.id, version=live.number, content=content)
