"""Faults put right where there is no doubt what was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from caucasus_data.contributing.canonical import in_file_order, readable, written
from caucasus_data.model.tables import TABLES
from caucasus_data.support.writing import Rewriting
from caucasus_data.validation import by_table, csv_files, judged
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.reading import content_of, read

Contents = Mapping[Path, bytes]
Cell = tuple[str, int, str]
"""Where a fault is, however lines move: file, number of the row (-1 where none is meant) and column (or value)."""


class Mending(NamedTuple):
    """What can be put right.

    Attributes:
        changes: The findings whose replacement is put in their place.
        files: What each file is and will be.
        left: What the referee finds once the changes are made.
    """

    changes: list[Finding]
    files: dict[Path, Rewriting]
    left: list[Finding]


def mended(paths: Iterable[str | Path]) -> Mending:
    """Put right what is certain, and judge the result: what does not mend is taken back.

    An id that is put right is put right wherever the files name it. Nothing is written.

    Raises:
        UnreadableError: A part of a file could not be read, and would be lost.
    """
    given = by_table(csv_files(paths))
    contents = {path: content_of(path) for name, path in given.items() if name in TABLES}
    own = {str(path) for path in contents}
    before = judged(given, contents, each=True)
    changes = [f for f in before if f.replacement is not None and f.path in own]
    while True:
        after = _with_replacements(changes, contents)
        left = judged(given, contents | after, each=True) if after else before
        wrong = _wrong(changes, _places(before, contents), _places(left, contents | after)) if after else []
        if not wrong:
            files = {path: Rewriting(contents[path], content) for path, content in after.items()}
            return Mending(changes, files, left)
        changes = [f for f in changes if f not in wrong]


def _wrong(changes: list[Finding], before: dict[Finding, Cell], after: dict[Finding, Cell]) -> list[Finding]:
    """The changes that a fault speaks against: one at their cell, or one that was not there before."""
    known = {(place, f.rule) for f, place in before.items()}
    cells = set(after.values())
    new = [(f, place) for f, place in after.items() if (place, f.rule) not in known]
    rows, words = {place[:2] for _, place in new}, {f.value for f, _ in new}
    at_the_place = [f for f in changes if before[f] in cells or before[f][:2] in rows]
    return (
        at_the_place or [f for f in changes if words.intersection((f.value, f.replacement))] or (changes if new else [])
    )


def _places(findings: Iterable[Finding], contents: Contents) -> dict[Finding, Cell]:
    """Where each error is, and what else can be mended. The order of rows is none: it speaks of the first of many."""
    rows = {}
    for path, content in contents.items():
        lines = sorted(read(TABLES[path.stem], path, content).lines)
        rows[str(path)] = {line: number for number, line in enumerate(lines)}
    told = (f for f in findings if f.rule != "row-order" and (f.severity == "error" or f.replacement is not None))
    return {f: (f.path, rows.get(f.path, {}).get(f.line, -1), f.field or f.value) for f in told}


def _with_replacements(changes: Iterable[Finding], contents: Contents) -> dict[Path, bytes]:
    """The content of each file that changes."""
    by_file: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in changes:
        by_file[finding.path].append(finding)
    renamed = {f.value: f.replacement or "" for f in changes if f.rule == "vanished-id"}
    after = {}
    for path, content in contents.items():
        if by_file[str(path)] or renamed:
            changed = _rewritten(path, content, by_file[str(path)], renamed)
            if changed is not None:
                after[path] = changed
    return after


def _rewritten(path: Path, content: bytes, changes: list[Finding], renamed: Mapping[str, str]) -> bytes | None:
    sheet = readable(path, content)
    before = in_file_order(sheet)
    rows = [dict(row) for row in before]
    place = {line: number for number, line in enumerate(sorted(sheet.lines))}
    for change in changes:
        rows[place[change.line]][change.field] = change.replacement or ""
    references = [c.name for c in sheet.table.columns if c.cell.reference]
    for row in rows:
        row.update({c: renamed[row[c]] for c in references if row[c] in renamed})
    return written(sheet.table, rows) if rows != before else None
