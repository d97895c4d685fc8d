"""Public Hypothesis strategies: what a newsroom's own tests draw from.

Everything drawn here is valid unless its name says otherwise.
"""

from ._articles import articles, handlings, people
from ._contents import blocks, contents, media
from ._documents import Broken, broken_documents, documents
from ._histories import histories
from ._values import addresses, house_fields, instants, keys, languages, texts
from ._views import advances, proofs, released, tombstones, views
from ._workflows import BrokenWorkflow, broken_workflows, workflows

__all__ = [
    "Broken",
    "BrokenWorkflow",
    "addresses",
    "advances",
    "articles",
    "blocks",
    "broken_documents",
    "broken_workflows",
    "contents",
    "documents",
    "handlings",
    "histories",
    "house_fields",
    "instants",
    "keys",
    "languages",
    "media",
    "people",
    "proofs",
    "released",
    "texts",
    "tombstones",
    "views",
    "workflows",
]
