"""Public Hypothesis strategies: what a newsroom's own tests draw from.

Everything drawn here is valid unless its name says otherwise.
"""

from ._contents import (
    addresses,
    blocks,
    contents,
    house_fields,
    instants,
    keys,
    languages,
    media,
    texts,
)
from ._documents import Broken, broken_documents, documents

__all__ = [
    "Broken",
    "addresses",
    "blocks",
    "broken_documents",
    "contents",
    "documents",
    "house_fields",
    "instants",
    "keys",
    "languages",
    "media",
    "texts",
]
