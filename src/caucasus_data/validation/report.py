"""Findings as text and as JSON."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from caucasus_data.validation.finding import Finding


def as_text(findings: Sequence[Finding]) -> str:
    """One paragraph per finding, and a line that counts them."""
    return "\n".join([*map(_paragraph, findings), _count(findings)])


def as_json(findings: Sequence[Finding]) -> str:
    """A summary and the findings, for programs."""
    summary = dict(Counter(f.severity for f in findings)) | {"findings": len(findings)}
    return json.dumps({"summary": summary, "findings": [asdict(f) for f in findings]}, ensure_ascii=False, indent=2)


def _paragraph(finding: Finding) -> str:
    place = ":".join(str(p) for p in (finding.path, finding.line, finding.column) if p)
    lines = [f"{place}: {finding.severity}: {finding.message} [{finding.rule}]"]
    if finding.value:
        lines.append(f"    value: {shorten(finding.value)}")
    lines.append(f"    expected: {finding.expected}")
    if finding.hint:
        lines.append(f"    hint: {finding.hint}")
    return "\n".join(map(printable, lines))


def _count(findings: Sequence[Finding]) -> str:
    if not findings:
        return "no faults found"
    return "1 fault found" if len(findings) == 1 else f"{len(findings)} faults found"


def shorten(value: str, length: int = 200) -> str:
    """The beginning of a value that is too long to show.

    >>> shorten("a" * 9, 4)
    'aaaa… (9 characters)'
    """
    return value if len(value) <= length else f"{value[:length]}… ({len(value)} characters)"


def printable(text: str) -> str:
    r"""The text with control characters spelled out, so that a cell cannot steer the terminal.

    >>> print(printable("a\x1b[31mb"))
    a\x1b[31mb
    """
    return "".join(repr(c)[1:-1] if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)
