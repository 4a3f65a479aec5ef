"""An Excel workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from caucasus_data.errors import CaucasusDataError
from caucasus_data.export import content
from caucasus_data.package import storage
from caucasus_data.support.extras import extra
from caucasus_data.support.writing import naming

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LIKE_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


def write(path: Path, version: str | None) -> None:
    """Write a sheet for each table of a version, and a first one that says what it is."""
    with extra("export"):
        import xlsxwriter
        from xlsxwriter.exceptions import FileCreateError
    about = content.about(version)
    released = datetime.fromisoformat(about["released"])
    with naming(path.name, FileCreateError), xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": about["title"], "comments": about["citation"], "created": released})
        for name in ("version", "citation", "license"):
            book.set_custom_property(name, about[name], "text")
        # quoted, a text that looks like a formula stays one even when somebody edits the cell
        quoted, day = book.add_format({"quote_prefix": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        formats = {"quoted": quoted, "day": day}
        _fill(book.add_worksheet("about"), ["name", "value"], [*about.items()], formats)
        for table in storage.tables(version):
            sheet = book.add_worksheet(table)
            _fill(sheet, [*content.fields(table, version)], content.rows(table, version), formats)


def _fill(sheet: Worksheet, names: list[str], rows: list[Any], formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    for line, row in enumerate([names, *rows]):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                style = formats["quoted"] if cell.startswith(_LIKE_FORMULAS) else None
                if sheet.write_string(line, column, cell, style):
                    raise CaucasusDataError(f"{names[column]} of {row[0]} is longer than a cell of a workbook may be")
            elif isinstance(cell, int | float):
                sheet.write_number(line, column, cell)
            elif cell is not None:
                sheet.write_datetime(line, column, cell, formats["day"])
