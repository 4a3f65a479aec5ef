"""Faults put right where there is no doubt what was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.contributing.canonical import in_file_order, readable, written

if TYPE_CHECKING:
    from caucasus_data.validation.finding import Finding


def certain(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose replacement is certain."""
    return [f for f in findings if f.replacement is not None]


def fixed(findings: Iterable[Finding], files: Iterable[Path]) -> dict[Path, bytes]:
    """The new content of each file in which a finding has a certain replacement.

    An id that is put right is put right wherever the files name it.

    Args:
        findings: What the referee found.
        files: The files that may be written.

    Raises:
        UnreadableError: A part of a file could not be read, and would be lost.
    """
    by_file: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in certain(findings):
        by_file[finding.path].append(finding)
    renamed = {f.value: f.replacement or "" for f in certain(findings) if f.rule == "vanished-id"}
    contents = {}
    for path in files:
        if by_file[str(path)] or renamed:
            content = _with_replacements(path, by_file[str(path)], renamed)
            if content != path.read_bytes():
                contents[path] = content
    return contents


def _with_replacements(path: Path, faults: list[Finding], renamed: Mapping[str, str]) -> bytes:
    sheet = readable(path)
    rows = in_file_order(sheet)
    place = {line: number for number, line in enumerate(sorted(sheet.lines))}
    for fault in faults:
        rows[place[fault.line]][fault.field] = fault.replacement or ""
    references = [c.name for c in sheet.table.columns if c.cell.reference]
    for row in rows:
        row.update({c: renamed[row[c]] for c in references if row[c] in renamed})
    return written(sheet.table, rows)
