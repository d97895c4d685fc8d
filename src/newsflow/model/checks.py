"""What a check says about a text."""

from __future__ import annotations

from enum import StrEnum

import attrs

BASIC = "basic"
"""The check profile in which every check is run, and an error blocks."""

PROFILES = (BASIC,)
"""The check profiles that a step may demand."""


class Severity(StrEnum):
    """How grave a finding is. An error blocks where the workflow demands the checks."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that a check found; *path* is a JSON path into the content."""

    code: str
    message: str
    severity: Severity = attrs.field(default=Severity.ERROR, converter=Severity)
    path: str = "$"
    suggestion: str = ""

    def __str__(self) -> str:
        """``error NF-MET03 $.bylines: nobody is named``."""
        return f"{self.severity.value} {self.code} {self.path}: {self.message}"
