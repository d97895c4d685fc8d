"""Findings: what a check says about a text."""

from __future__ import annotations

import pytest

from newsflow.model.checks import Finding, Severity


def test_a_finding_reads_as_a_line() -> None:
    """How grave, which check, where, and what."""
    finding = Finding(code="NF-MET03", message="nobody is named", path="$.bylines")

    assert "error NF-MET03 $.bylines: nobody is named" == str(finding)


def test_a_finding_is_an_error_about_the_whole_unless_it_says_so() -> None:
    """And knows no way out unless it names one."""
    finding = Finding(code="NF-LEN01", message="it is long", severity="note")

    assert Severity.NOTE is finding.severity
    assert ("$", "") == (finding.path, finding.suggestion)
    assert Severity.ERROR is Finding(code="NF-LEN01", message="it is long").severity


def test_there_are_three_severities() -> None:
    """Another word is none of them."""
    with pytest.raises(ValueError, match="'fatal' is not a valid Severity"):
        Finding(code="NF-LEN01", message="it is long", severity="fatal")  # type: ignore[arg-type] # wrong on purpose
