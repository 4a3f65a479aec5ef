"""The rows of a workbook, taken into the tables of a folder, or the cells because of which they are not."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, NamedTuple

from caucasus_data.contributing.folder import Folder, Row, place_of, placed
from caucasus_data.contributing.workbook.filling import GUIDE, LISTS
from caucasus_data.errors import UnreadableError, nearest
from caucasus_data.model.row import Column, Table
from caucasus_data.model.tables import TABLES
from caucasus_data.support.extras import extra
from caucasus_data.support.plain_text import shorten
from caucasus_data.support.writing import Rewriting
from caucasus_data.validation.finding import Finding

_LARGEST: Final = 500_000_000
"""Bytes that a workbook may unpack to."""


_LIKE: Final = 0.5  # of the columns of a table that a sheet has

_NO_TEXT: Final = {"f": "a formula", "e": "an error", "b": "a truth value"}

_DIGITS: Final = 10**15
"""Numbers from which on spreadsheets keep no further digits."""


class Place(NamedTuple):
    """Where in a workbook a row stands: of its columns the letters, by name."""

    sheet: str
    number: int
    letters: dict[str, str]


@dataclass
class Taken:
    """What came of a workbook.

    Attributes:
        files: The tables that get rows, as they were read and with the rows; none where there are faults.
        added: How many rows are new.
        changed: Each row that has other cells than before, by its table and key, with what becomes of them.
        findings: Faults, each at its cell; or else what deserves a second look in these rows.
    """

    files: dict[Path, Rewriting]
    added: int
    changed: list[str]
    findings: list[Finding]


def take(book: Path, folder: Path) -> Taken:
    """Judge the rows of a workbook together with the tables of a folder; to write them is left to the caller.

    Raises:
        MissingLibraryError: The library that reads workbooks is not installed.
        UnreadableError: The workbook or a table cannot be read.
        CaucasusDataError: The tables have faults already.
    """
    tables = Folder(folder)
    reading = _Reading(book)
    rows: dict[str, list[Row]] = {}
    places: dict[int, Place] = {}
    added, changed = 0, list[str]()
    for name, entries in reading.rows.items():
        own = rows.setdefault(name, [*tables.rows[name]])
        before = {_key(TABLES[name], row): number for number, row in enumerate(own)}
        for told, place in entries:
            number = before.pop(_key(TABLES[name], told), None)  # a second time it is another row, and told to be
            if number is None:
                row = dict.fromkeys(TABLES[name].names, "") | told
                own.append(row)
                added += 1
            else:
                row = own[number] | told
                if row != own[number]:
                    changed.append(f"{name} {'/'.join(_key(TABLES[name], row))}: {_differing(own[number], row)}")
                own[number] = row
            places[id(row)] = place
    if reading.faults:
        return Taken({}, added, changed, reading.faults)
    judged, files = tables.judged(rows)
    lines = {line: places[id(row)] for line, row in placed(rows) if id(row) in places}
    found = [_located(finding, book, lines) for finding in judged]
    if faults := [finding for finding, _ in found if finding.severity == "error"]:
        return Taken({}, added, changed, faults)
    new = {path: rewriting for path, rewriting in files.items() if rewriting.before != rewriting.after}
    return Taken(new, added, changed, [finding for finding, own in found if own])


def _key(table: Table, row: Row) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in table.key)


def _differing(old: Row, new: Row) -> str:
    return ", ".join(f"{c} {shorten(old[c])!r} becomes {shorten(new[c])!r}" for c in new if old[c] != new[c])


def _located(finding: Finding, book: Path, lines: dict[tuple[str, int], Place]) -> tuple[Finding, bool]:
    """A finding at its cell of the workbook, and whether it is one of a row there."""
    place = lines.get(place_of(finding))
    if place is None:
        return finding, False
    cell = f"{place.letters.get(finding.field, 'A')}{place.number}"
    return replace(finding, path=f"{book}:{place.sheet}!{cell}", line=0, column=0), True


class _Reading:
    """The rows of the sheets that are tables, with what keeps a cell from being one."""

    def __init__(self, book: Path) -> None:
        self.book = book
        self.faults: list[Finding] = []
        self.rows: dict[str, list[tuple[Row, Place]]] = {}
        for sheet, lines in _sheets(book):
            if sheet in TABLES:
                self.rows[sheet] = [*self._rows(sheet, lines)]
            elif sheet not in (GUIDE, LISTS):
                self._stranger(sheet, next(lines, ()))

    def _stranger(self, sheet: str, headings: tuple[Any, ...]) -> None:
        """A sheet that has the headings of a table, and the name of none: its rows would be passed over."""
        told = {str(cell.value).strip() for cell in headings if cell.value is not None}
        shared = {name: len(told.intersection(table.names)) / len(table.names) for name, table in TABLES.items()}
        if alike := [name for name, part in shared.items() if part > _LIKE]:
            said = f"{sheet} is no table, and has the headings of {alike[0]}"
            hint = f"name the sheet {alike[0]}, or take it out"
            self._fault("unknown-table", f"{sheet}!A1", "", sheet, said, "a sheet that has the name of a table", hint)

    def _rows(self, sheet: str, lines: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Row, Place]]:
        table, first = TABLES[sheet], next(lines, ())
        columns = self._columns(sheet, first)
        letters = {name: _letters(position) for position, name in columns.items()}
        headed = {*columns, *(p for p, cell in enumerate(first) if str(cell.value or "").strip())}
        for number, cells in enumerate(lines, 2):
            for position in sorted({p for p, cell in enumerate(cells) if cell.value is not None} - headed):
                headed.add(position)
                place, value = f"{sheet}!{_letters(position)}{number}", str(cells[position].value)
                said = f"column {_letters(position)} of {sheet} has no heading"
                hint = "put its heading back into the first line, or take what stands below out"
                self._fault("unknown-column", place, "", value, said, "a cell below the name of a column", hint)
            row = {
                name: self._text(cells[position], f"{sheet}!{letters[name]}{number}", table.column(name))
                for position, name in columns.items()
                if position < len(cells)
            }
            if not any(row.values()):
                continue
            if missing := [key for key in table.key if key not in letters and table.column(key).required]:
                said = f"{sheet} has no column {missing[0]}, by which its rows are known"
                self._fault("missing-column", f"{sheet}!A1", missing[0], "", said, f"a column {missing[0]}")
                return
            yield row, Place(sheet, number, letters)

    def _columns(self, sheet: str, headings: tuple[Any, ...]) -> dict[int, str]:
        """The columns of a table by where they stand."""
        names, columns = TABLES[sheet].names, dict[int, str]()
        for position, cell in enumerate(headings):
            name = str(cell.value or "").strip()
            if name in names and name not in columns.values():
                columns[position] = name
            elif name:
                said = f"{name} heads two columns" if name in names else f"{sheet} has no column {name}"
                hint = "" if name in names else ", ".join(nearest(name, names))
                place = f"{sheet}!{_letters(position)}1"
                self._fault("unknown-column", place, name, name, said, "a column of the table", hint)
        return columns

    def _text(self, cell: Any, place: str, column: Column) -> str:
        """A cell as it would stand in the file."""
        value, name = cell.value, column.name
        if value is None:
            return ""
        if isinstance(value, datetime | date | time):
            day = "" if isinstance(value, time) else str(value)[:10]
            if isinstance(value, time) or (isinstance(value, datetime) and value.time() != time()):
                said = f"{name} holds a time of day"
                self._fault("workbook-cell", place, name, str(value), said, "a day such as 2024-06-12", day)
            elif "d" not in str(cell.number_format).casefold():
                said = f"{name} is shown without a day, and holds one"
                self._fault(
                    "workbook-cell", place, name, day, said, "as much of a date as is known", f"is it {day[:7]}?"
                )
            elif column.cell.kind not in ("edtf", "day"):
                said = f"{name} holds a day, which the spreadsheet may have made of something else"
                self._fault("workbook-cell", place, name, day, said, "the text itself", "enter it as text")
            return str(value)[:10]
        if said := _NO_TEXT.get(cell.data_type, ""):
            hint = "paste it as a value"
            self._fault("workbook-cell", place, name, str(value), f"{name} is {said}", "the text itself", hint)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._number(value, cell, place, name)
        return _unescaped(str(value))

    def _number(self, value: float, cell: Any, place: str, name: str) -> str:
        """A number as it would stand in the file."""
        plain = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        if "%" in str(cell.number_format):
            said = f"{name} is shown in percent, and holds a hundredth of that"
            self._fault("workbook-cell", place, name, plain, said, "the number itself", f"is it {value * 100:g}?")
        elif abs(value) >= _DIGITS:
            said = f"{name} has more digits than a spreadsheet keeps of a number"
            self._fault("workbook-cell", place, name, plain, said, "the digits as text", "enter it as text")
        return plain

    def _fault(
        self, rule: str, place: str, field: str, value: str, message: str, expected: str, hint: str = ""
    ) -> None:
        path = f"{self.book}:{place}"
        self.faults.append(Finding(path, 0, 0, field, "", value, rule, "error", message, expected, hint))


def _unescaped(text: str) -> str:
    """A text with the control characters that a workbook can only name, such as `_x000D_`, for the referee to see."""
    return re.sub("_x00([01][0-9A-Fa-f])_", lambda named: chr(int(named[1], 16)), text)


def _letters(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(position + 1))


def _sheets(book: Path) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    """The sheets of a workbook by title, each as its lines of cells."""
    with extra("export"):
        import openpyxl
    try:
        with zipfile.ZipFile(book) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                raise UnreadableError(f"{book} unpacks to more than {_LARGEST:,} bytes; no workbook of ours does")
        opened = openpyxl.load_workbook(book, read_only=True)
    except OSError as error:
        raise UnreadableError(f"cannot read {book}: {error.strerror or error}") from error
    except Exception as error:  # whatever the library stumbles over in a file of strangers
        raise _unreadable(book) from error
    try:
        for sheet in opened.worksheets:
            sheet.reset_dimensions()
            yield sheet.title, _lines(book, sheet)
    finally:
        opened.close()


def _lines(book: Path, sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The lines of a sheet, of which the library reads each when it is asked for."""
    try:
        yield from sheet.iter_rows()
    except Exception as error:  # as above
        raise _unreadable(book) from error


def _unreadable(book: Path) -> UnreadableError:
    return UnreadableError(f"{book} is no workbook such as `caucasus-data workbook` writes (.xlsx)")
