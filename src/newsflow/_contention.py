"""The error of whoever was in somebody's way in the database."""

from __future__ import annotations

from ._root_error import NewsflowError


class ContentionError(NewsflowError):
    """The database undid this step: another transaction was in its way.

    *reason* is what the database said. Nothing of the step was stored.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"another transaction was in the way ({reason}), and nothing of this step "
            "was stored: roll your transaction back, and run all of it anew"
        )
