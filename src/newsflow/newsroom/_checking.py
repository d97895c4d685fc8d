"""Running checks: in a fixed order, one by one; a failing one counts as an error."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from ..checks.profiles import ContentProfile
from ..model.article import Digest, Report
from ..model.checks import BASIC, Finding, Severity
from ..model.content import Content
from ..ports import Check

_WITH = {"schedule": ("publish",)}
"""What will be done later is looked at now, since then nobody may be there."""

"""The profile that comes with newsflow: every check that is offered; errors block."""


@attrs.frozen(kw_only=True)
class CheckRun:
    """What the checks of a profile said about a content."""

    profile: str
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return _count(self.findings, Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return _count(self.findings, Severity.WARNING)

    def report(self, content: Digest, at: datetime, findings: Digest = "") -> Report:
        """Sum up for the workflow; *findings* is the digest of what was said."""
        return Report(
            content=content,
            profile=self.profile,
            errors=self.errors,
            warnings=self.warnings,
            findings=findings,
            at=at,
        )

    def text(self) -> str:
        """Write the findings out, as they are stored."""
        plain = [_plain(finding) for finding in self.findings]
        return json.dumps(plain, sort_keys=True)


def run_checks(
    content: Content,
    *,
    act: str,
    checks: Iterable[Check],
    profiles: Iterable[ContentProfile],
) -> CheckRun:
    """Run the checks of the profile ``basic`` on a content, before an act."""
    found = (*_house(content, act, profiles), *_offered(content, checks))
    return CheckRun(profile=BASIC, findings=found)


def _house(
    content: Content, act: str, profiles: Iterable[ContentProfile]
) -> Iterator[Finding]:
    for profile in profiles:
        if any(profile.concerns(content, one) for one in (act, *_WITH.get(act, ()))):
            yield from profile.run(content)


def _offered(content: Content, checks: Iterable[Check]) -> Iterator[Finding]:
    for check in checks:
        try:
            findings = tuple(check.run(content))
        except Exception as failed:  # noqa: BLE001 - fail closed, whatever it is
            message = f"the check failed: {type(failed).__name__}: {failed}"
            yield Finding(code=check.code, message=message)
            continue
        yield from (_held(one, check) for one in findings)


def _held(found: object, check: Check) -> Finding:
    if isinstance(found, Finding):
        return found
    message = f"the check answered with nonsense: {type(found).__name__}"
    return Finding(code=check.code, message=message)


def _count(findings: Iterable[Finding], severity: Severity) -> int:
    return sum(1 for finding in findings if finding.severity is severity)


def _plain(finding: Finding) -> Mapping[str, Any]:
    return attrs.asdict(finding)
