"""The error of previews: the same words to everyone, and a reason for the desk."""

from __future__ import annotations

from ._root_error import NewsflowError


class PreviewError(NewsflowError):
    """A preview link shows nothing, and its message never says why.

    *reason* is for the desk's own eyes and logs; *article* is the id of the story where
    the link was one of ours, else None. Whoever holds the link is told the message
    alone, which is the same for all: nobody learns from it what there is.
    """

    def __init__(self, reason: str, *, article: str | None = None) -> None:
        self.reason = reason
        self.article = article
        super().__init__("there is nothing to be seen at this address")
