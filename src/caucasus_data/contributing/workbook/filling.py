"""A workbook in which rows are entered: a sheet a table, with help for each column and lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from caucasus_data.errors import UnwritableError
from caucasus_data.model.row import Column, Table
from caucasus_data.model.tables import TABLES
from caucasus_data.support.extras import extra
from caucasus_data.support.workbooks import LONGEST_CELL, too_long
from caucasus_data.support.writing import naming

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Rows = Mapping[str, Sequence[Mapping[str, str]]]

GUIDE: Final = "guide"
LISTS: Final = "lists"
"""The sheet of words and ids; those of tables bear the tables' names."""
_SPARE: Final = 1_000  # rows below the last one for which lists are offered
_LONGEST_HELP: Final = 255
_GUIDE: Final = (
    "A sheet is a table, a line of it a row. Enter rows below the last, or change cells; leave headings as they are.",
    "Point at a heading to read what its column says; * marks what must not be blank. Lists offer words and ids.",
    "Dates are EDTF: 2024, 2024-06, 2024-06-12. All cells are text, so that nothing is turned into another thing.",
    "A row whose key is in the tables already changes that row; none is taken out.",
    "caucasus-data workbook FILE.xlsx --into DIR takes the rows into the tables of a folder, or says what is wrong.",
)


def fill(path: Path, rows: Rows, known: Rows) -> None:
    """Write a workbook.

    Args:
        path: The file, which must not be there yet.
        rows: The rows to show, by table; other tables have an empty sheet.
        known: The rows whose ids are offered.

    Raises:
        MissingLibraryError: The library that writes workbooks is not installed.
        UnwritableError: There is such a file already, or it cannot be written.
        CaucasusDataError: A cell is longer than a workbook can hold.
    """
    with extra("export"):
        import xlsxwriter
        from xlsxwriter.exceptions import FileCreateError
    if path.exists():
        raise UnwritableError(f"{path} is there already; name another file, or take its rows with --into DIR")
    for name, own in rows.items():
        for number, row in enumerate(own, 2):
            if long := [column for column, cell in row.items() if len(cell) > LONGEST_CELL]:
                raise too_long(f"{name}, row {number}: {long[0]}")
    with naming(path, FileCreateError), xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        _Filling(book, rows, known).fill()


class _Filling:
    def __init__(self, book: Workbook, rows: Rows, known: Rows) -> None:
        self.book, self.rows, self.known = book, rows, known
        # quoted, a text that looks like a formula stays one even when somebody edits the cell
        self.text = book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        self.ranges: dict[str, str] = {}

    def fill(self) -> None:
        guide = self.book.add_worksheet(GUIDE)
        guide.set_column(0, 0, 120)
        for line, text in enumerate(_GUIDE):
            guide.write_string(line, 0, text)
        sheets = {name: self.book.add_worksheet(name) for name in TABLES}
        self._lists(self.book.add_worksheet(LISTS))
        for name, table in TABLES.items():
            self._sheet(sheets[name], table, self.rows.get(name, ()))

    def _lists(self, sheet: Worksheet) -> None:
        vocabularies = [c.cell.vocabulary for table in TABLES.values() for c in table.columns if c.cell.vocabulary]
        words = {vocabulary.name: vocabulary.words for vocabulary in vocabularies}
        ids = {n: [row[t.key[0]] for row in self.known.get(n, ())] for n, t in TABLES.items() if len(t.key) == 1}
        for number, (name, choices) in enumerate((words | ids).items()):
            sheet.write_string(0, number, name, self.head)
            for line, choice in enumerate(choices, 1):
                sheet.write_string(line, number, choice, self.text)
            if choices:
                column = _letters(number)
                self.ranges[name] = f"={LISTS}!${column}$2:${column}${len(choices) + 1}"
        sheet.hide()

    def _sheet(self, sheet: Worksheet, table: Table, rows: Sequence[Mapping[str, str]]) -> None:
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(table.columns) - 1, 22, self.text)
        for number, column in enumerate(table.columns):
            sheet.write_string(0, number, column.name, self.head)
            sheet.write_comment(0, number, _help(column), {"x_scale": 2})
            for line, row in enumerate(rows, 1):
                if row[column.name]:
                    sheet.write_string(line, number, row[column.name], self.text)
            sheet.data_validation(1, number, len(rows) + _SPARE, number, self._offered(column))

    def _offered(self, column: Column) -> dict[str, object]:
        """What a cell is told of, and the choice that it leaves; another text is doubted and not refused."""
        told = {"input_title": column.name[:32], "input_message": _help(column)[:_LONGEST_HELP]}
        cell = column.cell
        name = cell.vocabulary.name if cell.vocabulary else cell.reference.table if cell.reference else None
        if name not in self.ranges or cell.separator:
            return {"validate": "any", **told}
        doubt = {"error_type": "warning", "error_title": "Not in the list", "error_message": "Is it a new id?"}
        return {"validate": "list", "source": self.ranges[name], "ignore_blank": True, **told, **doubt}


def _help(column: Column) -> str:
    return f"{'* ' if column.required else ''}{column.description} For example: {column.example}"


def _letters(number: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(number))
