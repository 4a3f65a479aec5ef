"""A folder of CSV files that spreadsheet programs open without changing them."""

from __future__ import annotations

import csv
from pathlib import Path

from caucasus_data.export.content import Cell, Content

GUARD = "\t"
"""Stands before a date, which a spreadsheet program then takes for text and not for a day of its own calendar."""


def write(path: Path, content: Content) -> None:
    """Write a file for each table, in UTF-8 with a mark, a row a line."""
    path.mkdir()
    with (path / "about.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(content.about.items())
    for name, table in content.tables.items():
        dates = {f["name"] for f in table.schema["fields"] if "rdfType" in f}
        guarded = [column.type == "date" or column.name in dates for column in table.columns]
        with (path / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.name for column in table.columns)
            for row in table.rows:
                writer.writerow(_written(cell, guard) for cell, guard in zip(row, guarded, strict=True))


def _written(cell: Cell, guard: bool) -> str:
    if cell is None:
        return ""
    text = str(cell)
    return f"{GUARD}{text}" if guard else text
