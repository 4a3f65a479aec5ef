"""A folder of tables that gets rows: read once, judged before and after, and handed back as files to write."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from caucasus_data.contributing.canonical import in_file_order, readable, written
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.tables import TABLES
from caucasus_data.support.writing import Rewriting
from caucasus_data.validation import by_table, csv_files, judged
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.reading import content_of

Row = dict[str, str]
Rows = dict[str, list[Row]]


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
        if old := self._errors(self._before):
            raise CaucasusDataError(f"mend the tables first: {old[0].path}:{old[0].line}: {old[0].message}")
        self.rows: Rows = {
            name: in_file_order(readable(path, self._before[path])) for name, path in self._files.items()
        }

    def rewritten(self, names: Collection[str]) -> dict[Path, Rewriting]:
        """The files of some tables, as they were read and with their rows of now.

        Raises:
            CaucasusDataError: The tables would have faults.
        """
        after = {self._files[name]: self._content(name) for name in names}
        if faults := self._errors(self._before | after):
            place = f"{faults[0].path}:{faults[0].line}"
            raise CaucasusDataError(
                f"nothing was written: with the new rows {place} would be at fault: {faults[0].message}"
            )
        return self.unjudged(names)

    def unjudged(self, names: Collection[str]) -> dict[Path, Rewriting]:
        """The same, for whoever has judged the rows already."""
        return {self._files[n]: Rewriting(self._before[self._files[n]], self._content(n)) for n in names}

    def judged(self, names: Collection[str]) -> list[Finding]:
        """All that is to be said of the folder with the rows of now in some tables."""
        return judged(self._given, self._before | {self._files[name]: self._content(name) for name in names})

    def ordered(self, name: str) -> list[Row]:
        """The rows of a table as they will follow each other in the file."""
        return sorted(self.rows[name], key=lambda row: [row[k] for k in TABLES[name].key])

    def _content(self, name: str) -> bytes:
        return written(TABLES[name], self.ordered(name))

    def _errors(self, contents: Mapping[Path, bytes]) -> list[Finding]:
        return [f for f in judged(self._given, contents) if f.severity == "error"]
