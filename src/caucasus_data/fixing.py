"""Faults put right where there is no doubt what was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.canonical import in_file_order, readable, written

if TYPE_CHECKING:
    from caucasus_data.validation.finding import Finding


def certain(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose replacement is certain."""
    return [f for f in findings if f.replacement is not None]


def fixed(findings: Iterable[Finding]) -> dict[Path, bytes]:
    """The new content of each file in which a finding has a certain replacement.

    Raises:
        UnreadableError: A part of a file could not be read, and would be lost.
    """
    by_file: defaultdict[Path, list[Finding]] = defaultdict(list)
    for finding in certain(findings):
        by_file[Path(finding.path)].append(finding)
    return {path: _with_replacements(path, faults) for path, faults in by_file.items()}


def _with_replacements(path: Path, faults: list[Finding]) -> bytes:
    sheet = readable(path)
    rows = in_file_order(sheet)
    place = {line: number for number, line in enumerate(sorted(sheet.lines))}
    for fault in faults:
        rows[place[fault.line]][fault.field] = fault.replacement or ""
    return written(sheet.table, rows)
