"""newsflow: a newsroom's publishing workflow as a library.

Articles are validated objects that move through draft, review and published states,
with hooks for renderers, checks and channels. Begin with :class:`Newsroom`.

Names are fetched when they are first used, so that importing newsflow costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._lazy import fetching

if TYPE_CHECKING:
    from .documents.canonical import fingerprint
    from .documents.config import Config, read_config
    from .errors import (
        ConflictError,
        InvalidDocumentError,
        NewsflowError,
        NotFoundError,
        Objection,
        Problem,
        StepRefusedError,
    )
    from .hookspecs import hookimpl
    from .model.article import Article
    from .model.blocks import Heading, Link, Paragraph, Quote, Span
    from .model.content import Content, Kind
    from .model.credits import Byline, Dateline, Subject
    from .model.handling import Handling
    from .model.media import Media
    from .model.people import Person
    from .newsroom import Newsroom
    from .workflow.definition import Workflow

__version__ = "0.1.0"

_HOMES = {
    "Article": ".model.article",
    "Byline": ".model.credits",
    "Config": ".documents.config",
    "ConflictError": ".errors",
    "Content": ".model.content",
    "Dateline": ".model.credits",
    "Handling": ".model.handling",
    "Heading": ".model.blocks",
    "InvalidDocumentError": ".errors",
    "Kind": ".model.content",
    "Link": ".model.blocks",
    "Media": ".model.media",
    "NewsflowError": ".errors",
    "Newsroom": ".newsroom",
    "NotFoundError": ".errors",
    "Objection": ".errors",
    "Paragraph": ".model.blocks",
    "Person": ".model.people",
    "Problem": ".errors",
    "Quote": ".model.blocks",
    "Span": ".model.blocks",
    "StepRefusedError": ".errors",
    "Subject": ".model.credits",
    "Workflow": ".workflow.definition",
    "fingerprint": ".documents.canonical",
    "hookimpl": ".hookspecs",
    "read_config": ".documents.config",
}

__all__ = [
    "Article",
    "Byline",
    "Config",
    "ConflictError",
    "Content",
    "Dateline",
    "Handling",
    "Heading",
    "InvalidDocumentError",
    "Kind",
    "Link",
    "Media",
    "NewsflowError",
    "Newsroom",
    "NotFoundError",
    "Objection",
    "Paragraph",
    "Person",
    "Problem",
    "Quote",
    "Span",
    "StepRefusedError",
    "Subject",
    "Workflow",
    "fingerprint",
    "hookimpl",
    "read_config",
]

__getattr__ = fetching(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted((*__all__, "__version__"))
