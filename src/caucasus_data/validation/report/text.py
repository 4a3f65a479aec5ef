"""Findings as text, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from caucasus_data.support.plain_text import counted, printable, shorten
from caucasus_data.validation.finding import Finding


def as_text(findings: Sequence[Finding]) -> str:
    """One paragraph per finding, and a line that counts them."""
    return "\n".join([*map(_paragraph, findings), said(findings)])


def said(findings: Sequence[Finding]) -> str:
    """How many faults and how many warnings there are."""
    errors = sum(f.severity == "error" for f in findings)
    warnings = len(findings) - errors
    faults = f"{counted(errors, 'fault') if errors else 'no faults'} found"
    return f"{faults}, and {counted(warnings, 'warning')}" if warnings else faults


def _paragraph(finding: Finding) -> str:
    place = ":".join(str(p) for p in (finding.path, finding.line, finding.column) if p)
    lines = [f"{place}: {finding.severity}: {finding.message} [{finding.rule}]"]
    if finding.value:
        lines.append(f"    value: {shorten(finding.value)}")
    lines.append(f"    expected: {finding.expected}")
    if finding.hint:
        lines.append(f"    hint: {finding.hint}")
    return "\n".join(map(printable, lines))
