"""A folder of tables that gets rows: read once, judged before and after, and handed back as files to write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from caucasus_data.contributing.canonical import in_file_order, readable, written
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.row import Table
from caucasus_data.model.tables import TABLES
from caucasus_data.support.writing import Rewriting
from caucasus_data.validation import by_table, csv_files, judged
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.reading import content_of

Row = dict[str, str]
Rows = dict[str, list[Row]]


class Growth(NamedTuple):
    """What some new rows make of the tables.

    Attributes:
        files: Every file that gets one, as it was read and with them.
        doubts: What the referee warns of that it did not warn of before.
    """

    files: dict[Path, Rewriting]
    doubts: list[Finding]


class Folder:
    """Every table of a folder, with its rows as they are in the file and may be added to.

    Raises:
        UnreadableError: A table cannot be read.
        CaucasusDataError: The tables have faults already.
    """

    def __init__(self, folder: Path) -> None:
        self._given = by_table(csv_files([folder]))
        self._files = {name: folder / f"{name}.csv" for name in TABLES}
        self._before = {path: content_of(path) for path in self._files.values()}
        findings = judged(self._given, self._before)
        if fault := _fault(findings):
            raise CaucasusDataError(f"mend the tables first: {fault.path}:{fault.line}: {fault.message}")
        self._known = {*map(_said, findings)}
        self.rows: Rows = {
            name: in_file_order(readable(path, self._before[path])) for name, path in self._files.items()
        }

    def rewritten(self, names: Collection[str]) -> dict[Path, Rewriting]:
        """The files of some tables, as they were read and with their rows of now.

        Raises:
            CaucasusDataError: The tables would have faults.
        """
        return self._judged({name: self.rows[name] for name in names}).files

    def grown(self, new: Iterable[tuple[Table, Mapping[str, str]]]) -> Growth:
        """The files that get some new rows, which are not put into `rows`.

        Raises:
            CaucasusDataError: The tables would have faults.
        """
        rows: dict[str, list[Mapping[str, str]]] = {}
        for table, row in new:
            rows.setdefault(table.name, [*self.rows[table.name]]).append(row)
        return self._judged(rows)

    def _judged(self, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> Growth:
        after = {self._files[name]: _content(TABLES[name], some) for name, some in rows.items()}
        findings = judged(self._given, self._before | after)
        if fault := _fault(findings):
            place = f"{fault.path}:{fault.line}"
            raise CaucasusDataError(
                f"nothing was written: with the new rows {place} would be at fault: {fault.message}"
            )
        files = {path: Rewriting(self._before[path], content) for path, content in after.items()}
        return Growth(files, [finding for finding in findings if _said(finding) not in self._known])


def _content(table: Table, rows: Sequence[Mapping[str, str]]) -> bytes:
    return written(table, sorted(rows, key=lambda row: [row[column] for column in table.key]))


def _fault(findings: Iterable[Finding]) -> Finding | None:
    return next((finding for finding in findings if finding.severity == "error"), None)


def _said(finding: Finding) -> tuple[str, ...]:
    """What a finding says, on whatever line it stands."""
    return finding.rule, finding.row_id, finding.field, finding.message
