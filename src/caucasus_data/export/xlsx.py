"""An Excel workbook for people."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from caucasus_data.export.content import Cell, Column, Content, Table
from caucasus_data.support.extras import extra
from caucasus_data.support.workbooks import LONGEST_CELL, too_long
from caucasus_data.support.writing import naming

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LIKE_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
_LINKED: Final = ("http://", "https://")
_LONGEST_LINK: Final = 2_000  # what Excel follows; a longer address stays a text
_IDS: Final = ("_id", "replaced_by")
"""How columns end that name a row without referring to one table."""
_LAST: Final = 1_048_575  # the last line that a sheet has, so that rows may be added
_WIDTHS: Final = (8, 60)


def write(path: Path, content: Content) -> None:
    """Write a sheet for each table, with what it is, the codebook and the vocabularies beside them."""
    with extra("export"):
        import xlsxwriter
        from xlsxwriter.exceptions import FileCreateError
    about = content.about
    released = datetime.fromisoformat(about["released"])
    with naming(path.name, FileCreateError), xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": about["title"], "comments": about["citation"], "created": released})
        for name in ("version", "citation", "license"):
            book.set_custom_property(name, about[name], "text")
        _Book(book, content).fill()


class _Book:
    """A workbook that is being filled."""

    def __init__(self, book: Workbook, content: Content) -> None:
        self.book, self.content = book, content
        wrapped = {"text_wrap": True, "valign": "top"}
        self.head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.plain = book.add_format(wrapped)
        # quoted, a text that looks like a formula stays one even when somebody edits the cell
        self.quoted = book.add_format(wrapped | {"quote_prefix": True})
        self.day = book.add_format(wrapped | {"num_format": "yyyy-mm-dd"})
        self.link = book.add_format(wrapped | {"font_color": "#0b5394", "underline": 1})
        self.places: dict[Any, str] = {
            row[0]: f"internal:'{name}'!A{line}"
            for name, table in content.tables.items()
            if len(table.key) == 1
            for line, row in enumerate(table.rows, 2)
        }

    def fill(self) -> None:
        about = self.book.add_worksheet("about")
        self._sheet(about, [_text("name"), _text("value")], [*self.content.about.items()])
        sheets = {name: self.book.add_worksheet(name) for name in self.content.tables}
        codebook = [
            (table.name, c.name, c.type, "yes" if c.required else "", c.vocabulary, c.description)
            for table in self.content.tables.values()
            for c in table.columns
        ]
        heads = [*map(_text, ("table", "column", "type", "required", "vocabulary", "description"))]
        self._sheet(self.book.add_worksheet("codebook"), heads, codebook)
        words = [
            (name, word, meaning)
            for name, words in self.content.vocabularies.items()
            for word, meaning in words.items()
        ]
        self._sheet(self.book.add_worksheet("words"), [*map(_text, ("vocabulary", "word", "meaning"))], words)
        for name, table in self.content.tables.items():
            self._sheet(sheets[name], table.columns, table.rows, table)
            self._dropdowns(sheets[name], table, words)

    def _sheet(self, sheet: Worksheet, columns: list[Column], rows: list[Any], table: Table | None = None) -> None:
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        references = table.references if table else {}
        own = table.key[0] if table and len(table.key) == 1 else ""
        for number, column in enumerate(columns):
            sheet.write_string(0, number, column.name, self.head)
            longest = max((len(str(row[number])) for row in rows if row[number] is not None), default=0)
            low, high = _WIDTHS
            sheet.set_column(number, number, min(max(longest, len(column.name) + 3, low), high))
            leads = column.name in references or (column.name.endswith(_IDS) and column.name != own)
            for line, row in enumerate(rows, 1):
                place = self.places.get(row[number]) if leads else _address(column, row[number])
                self._cell(sheet, line, number, row[number], place)
                if isinstance(row[number], str) and len(row[number]) > LONGEST_CELL:
                    raise too_long(f"{column.name} of {row[0]}")

    def _cell(self, sheet: Worksheet, line: int, number: int, cell: Cell, place: str | None) -> None:
        if isinstance(cell, str):
            if place:
                sheet.write_url(line, number, place, self.link, cell)
            else:
                sheet.write_string(line, number, cell, self.quoted if cell.startswith(_LIKE_FORMULAS) else self.plain)
        elif isinstance(cell, int | float):
            sheet.write_number(line, number, cell, self.plain)
        elif cell is not None:
            sheet.write_datetime(line, number, cell, self.day)

    def _dropdowns(self, sheet: Worksheet, table: Table, words: list[tuple[str, str, str]]) -> None:
        """Offer the words of each vocabulary, from the sheet that lists them."""
        for number, column in enumerate(table.columns):
            if column.vocabulary:
                lines = [line for line, (name, *_) in enumerate(words, 2) if name == column.vocabulary]
                source = f"=words!$B${lines[0]}:$B${lines[-1]}"
                sheet.data_validation(1, number, _LAST, number, {"validate": "list", "source": source})


def _text(name: str) -> Column:
    return Column(name, "string", "")


def _address(column: Column, cell: Cell) -> str | None:
    """The page whose address a cell is."""
    followed = column.name.endswith("url") and str(cell).startswith(_LINKED) and len(str(cell)) <= _LONGEST_LINK
    return str(cell) if followed else None
