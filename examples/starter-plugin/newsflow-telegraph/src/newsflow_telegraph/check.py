"""The check: does the headline fit into a telegram?"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from newsflow import Content
from newsflow.model.checks import Finding, Severity

LONGEST = 60


@attrs.frozen
class FitsTelegram:
    """Warns of a headline that is too long for a telegram."""

    code: str = "TELEGRAPH-01"

    def run(self, content: Content) -> Iterator[Finding]:
        """Count the characters of what would be sent."""
        length = len(content.short_headline or content.headline)
        if length > LONGEST:
            yield Finding(
                code=self.code,
                message=f"a telegram takes {LONGEST} characters, this has {length}",
                severity=Severity.WARNING,
                path="$.headline",
                suggestion="give it a short_headline",
            )
