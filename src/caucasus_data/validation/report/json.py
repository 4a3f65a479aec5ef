"""Findings as JSON, for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from caucasus_data.support.plain_text import as_json_text
from caucasus_data.validation.finding import Finding


def as_json(findings: Sequence[Finding]) -> str:
    """A summary that counts by severity and by rule, and the findings."""
    severities = Counter(f.severity for f in findings)
    summary = {
        "findings": len(findings),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "rules": dict(sorted(Counter(f.rule for f in findings).items())),
    }
    return as_json_text({"summary": summary, "findings": [_told(f) for f in findings]})


def _told(finding: Finding) -> dict[str, Any]:
    return {name: value for name, value in asdict(finding).items() if name != "row"}
