"""Findings as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from caucasus_data.model import package
from caucasus_data.support.plain_text import as_json_text
from caucasus_data.validation.catalogue import RULES
from caucasus_data.validation.finding import Finding


def as_sarif(findings: Sequence[Finding]) -> str:
    """A log of one run, with every rule that is broken and each finding as a result."""
    broken = sorted({f.rule for f in findings})
    driver = {
        "name": package.NAME,
        "version": package.VERSION,
        **({"informationUri": package.REPOSITORY} if package.REPOSITORY else {}),
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": RULES[rule].asks},
                "fullDescription": {"text": RULES[rule].why},
                "defaultConfiguration": {"level": RULES[rule].severity},
            }
            for rule in broken
        ],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [_result(f, broken.index(f.rule)) for f in findings]}],
    }
    return as_json_text(log)


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(os.fsencode(PurePath(finding.path).as_posix()))}}
    if finding.line:
        place["region"] = {"startLine": finding.line}
    told = {"column": finding.field, "row_id": finding.row_id, "value": finding.value, "hint": finding.hint}
    properties = {"expected": finding.expected, "replacement": finding.replacement, **told}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": f"{finding.message}. Expected: {finding.expected}. {finding.hint}".strip()},
        "locations": [{"physicalLocation": place}],
        "properties": {name: value for name, value in properties.items() if value not in ("", None)},
    }
