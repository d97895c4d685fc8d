"""What happens to a story under review."""

from __future__ import annotations

import attrs

from ..model.article import Digest
from ._base import Event


@attrs.frozen(kw_only=True)
class Submitted(Event):
    """The head was handed in. *note* is the public note of a correction."""

    content: Digest
    state: str
    note: Digest | None = None


@attrs.frozen(kw_only=True)
class SentBack(Event):
    """The story went back to its writer; every approval is void."""

    state: str
    reason: Digest


@attrs.frozen(kw_only=True)
class Approved(Event):
    """One person permits the release of exactly this text with exactly this note."""

    content: Digest
    roles: tuple[str, ...]
    note: Digest | None = None


@attrs.frozen(kw_only=True)
class ApprovalWithdrawn(Event):
    """A person took back the approval that they had given."""

    reason: Digest | None = None


@attrs.frozen(kw_only=True)
class SignedOff(Event):
    """A specialist stands for this text in one respect, such as copy or legal."""

    kind: str
    content: Digest


@attrs.frozen(kw_only=True)
class Checked(Event):
    """The checks of a profile were run on this text; *findings* is what they said."""

    content: Digest
    profile: str
    errors: int
    warnings: int
    findings: Digest
