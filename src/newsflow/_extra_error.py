"""The error of optional dependencies: it names the extra that brings them."""

from __future__ import annotations

from ._root_error import NewsflowError


class MissingExtraError(NewsflowError):
    """A feature was asked for whose optional dependency is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        self.feature = feature
        self.extra = extra
        super().__init__(
            f"{feature} needs the extra {extra!r}: pip install 'newsflow[{extra}]'"
        )
