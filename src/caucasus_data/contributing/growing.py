"""The tables of a folder, and what they are with new rows: judged before they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from caucasus_data.contributing.answers import RefusedError
from caucasus_data.contributing.canonical import in_file_order, readable, written
from caucasus_data.contributing.lookup import Row
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.row import Table
from caucasus_data.model.tables import TABLES
from caucasus_data.support.writing import Rewriting
from caucasus_data.validation import by_table, csv_files, judged
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.reading import content_of


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
        if old := self._faults(self._before):
            raise CaucasusDataError(f"mend the tables first: {old[0].path}:{old[0].line}: {old[0].message}")
        self.rows = {name: in_file_order(readable(path, self._before[path])) for name, path in self._files.items()}

    def grown(self, new: Iterable[tuple[Table, Row]]) -> dict[Path, Rewriting]:
        """Every file that gets one of some new rows, as it was read and with them.

        Raises:
            RefusedError: The tables would have faults with the new rows.
        """
        rows: dict[str, list[Row]] = {}
        for table, row in new:
            rows.setdefault(table.name, [*self.rows[table.name]]).append(row)
        after = {self._files[name]: _in_order(TABLES[name], some) for name, some in rows.items()}
        if faults := self._faults(self._before | after):
            place = f"{faults[0].path}:{faults[0].line}"
            raise RefusedError(f"with the new rows {place} would be at fault: {faults[0].message}")
        return {path: Rewriting(self._before[path], content) for path, content in after.items()}

    def _faults(self, contents: Mapping[Path, bytes]) -> list[Finding]:
        return [finding for finding in judged(self._given, contents) if finding.severity == "error"]


def _in_order(table: Table, rows: Iterable[Row]) -> bytes:
    return written(table, sorted(rows, key=lambda row: [row[column] for column in table.key]))
