"""Why a request is refused, and what to answer to it."""

from __future__ import annotations

from http import HTTPStatus

from newsflow.errors import NewsflowError


class RefusedError(NewsflowError):
    """A request that is not taken; *status* is what to answer to it.

    The message may be logged; to the sender the status says enough.
    """

    def __init__(self, reason: str, status: HTTPStatus) -> None:
        self.reason = reason
        self.status = int(status)
        super().__init__(reason)


class UnverifiedError(RefusedError):
    """It was not signed with one of our secrets, or not in these minutes.

    401 makes the newsroom hold the channel until somebody has seen to it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason, HTTPStatus.UNAUTHORIZED)


class UnfitError(RefusedError):
    """It is too large, or no event: sending it again cannot help."""

    def __init__(
        self, reason: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST
    ) -> None:
        super().__init__(reason, status)
