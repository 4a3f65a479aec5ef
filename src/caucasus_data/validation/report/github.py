"""Findings as annotations of a pull request: commands that a GitHub Actions step prints."""

from __future__ import annotations

from collections.abc import Sequence

from caucasus_data.support.plain_text import counted, printable, shorten
from caucasus_data.validation.finding import Finding

PER_STEP = 10
"""Annotations of each severity that GitHub shows for a step; further ones it drops without a word."""


def as_github(findings: Sequence[Finding]) -> str:
    """The first findings of each severity as annotations, and a notice that counts the rest."""
    shown = [f for s in ("error", "warning") for f in [f for f in findings if f.severity == s][:PER_STEP]]
    lines = [_annotation(f) for f in shown]
    if rest := len(findings) - len(shown):
        lines.append(f"::notice title=caucasus-data::{counted(rest, 'more finding')} in the summary of this job")
    return "\n".join(lines)


def _annotation(finding: Finding) -> str:
    place = {"file": finding.path, "line": finding.line, "title": finding.rule}
    where = ",".join(f"{name}={_property(str(value))}" for name, value in place.items() if value)
    row = f"{finding.row_id}: " if finding.row_id else ""
    text = f"{row}{finding.message}. Expected: {finding.expected}. {finding.hint}".strip()
    return f"::{finding.severity} {where}::{_data(shorten(text, 2000))}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
