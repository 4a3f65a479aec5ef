"""A folder of tables that gets rows: read once, judged before and after, and handed back as files to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

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


class FaultyRowsError(CaucasusDataError):
    """Rows with which tables would have faults."""


class Growth(NamedTuple):
    """What other rows make of the tables.

    Attributes:
        files: Every file that gets them, as it was read and with them.
        doubts: What the referee warns of that it did not warn of before.
    """

    files: dict[Path, Rewriting]
    doubts: list[Finding]


class Folder:
    """The tables of a folder as they are.

    Args:
        folder: Where they lie.

    Attributes:
        rows: The rows of every table.

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

    def grown(self, new: Iterable[tuple[Table, Mapping[str, str]]]) -> Growth:
        """The tables with some new rows.

        Raises:
            FaultyRowsError: They would have faults.
        """
        rows: dict[str, list[Mapping[str, str]]] = {}
        for table, row in new:
            rows.setdefault(table.name, [*self.rows[table.name]]).append(row)
        return self.rewritten(rows)

    def rewritten(self, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> Growth:
        """The tables with other rows in some of them.

        Raises:
            FaultyRowsError: They would have faults.
        """
        findings, files = self.judged(rows)
        if fault := _fault(findings):
            raise FaultyRowsError(f"with the new rows {fault.path}:{fault.line} would be at fault: {fault.message}")
        return Growth(files, [finding for finding in findings if _said(finding) not in self._known])

    def judged(self, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> tuple[list[Finding], dict[Path, Rewriting]]:
        """All that is to be said of the tables with other rows in some of them, and the files with these rows."""
        after = {self._files[name]: written(TABLES[name], in_order(TABLES[name], some)) for name, some in rows.items()}
        files = {path: Rewriting(self._before[path], content) for path, content in after.items()}
        return judged(self._given, self._before | after), files


def _fault(findings: Iterable[Finding]) -> Finding | None:
    return next((finding for finding in findings if finding.severity == "error"), None)


def _said(finding: Finding) -> tuple[str, ...]:
    """What a finding says, on whatever line it stands."""
    return finding.rule, finding.row_id, finding.field, finding.message


R = TypeVar("R", bound=Mapping[str, str])


def in_order(table: Table, rows: Iterable[R]) -> list[R]:
    """Rows as they follow each other in the file of a table."""
    return sorted(rows, key=lambda row: [row[column] for column in table.key])


def placed(tables: Mapping[str, Iterable[R]]) -> Iterator[tuple[tuple[str, int], R]]:
    """The rows of some tables, each with the file and the line on which it will begin: those that a finding names."""
    for name, rows in tables.items():
        line = 2
        for row in in_order(TABLES[name], rows):
            yield (f"{name}.csv", line), row
            line += 1 + sum(cell.count("\n") for cell in row.values())


def place_of(finding: Finding) -> tuple[str, int]:
    """The file and the line that a finding names."""
    return Path(finding.path).name, finding.line
