"""Names of columns that changed places over cells which did not: the cells tell."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from caucasus_data.model.row import Table
from caucasus_data.validation.expressions import broken, faulty_cells
from caucasus_data.validation.sheet import Sheet, of_file

_FEWER = 10
"""How many times fewer rows must be at fault with the names in their order for it to be the names that are wrong."""


def as_placed(sheet: Sheet) -> Sheet:
    """The sheet, with the names in their order where they stand in another and only that order makes sound rows."""
    names = sheet.table.names
    if (
        tuple(sheet.header) == names
        or sorted(sheet.header) != sorted(names)
        or not isinstance(sheet.frame, pl.DataFrame)
    ):
        return sheet
    placed = sheet.frame.rename(dict(zip(sheet.header, names, strict=True))).select(names)
    if _FEWER * _faulty(sheet.table, placed) >= _faulty(sheet.table, sheet.frame):
        return sheet
    wrong = [name for name, here in zip(names, sheet.header, strict=True) if name != here]
    swapped = f"{wrong[0]} and {wrong[-1]} stand over each other's cells"
    message = swapped if len(wrong) == 2 else "the names do not stand over their cells"
    hint = "put the names in their order and leave the cells where they are, as caucasus-data fmt does"
    found = of_file(sheet.path, 1, "column-order", message, ",".join(names), ",".join(sheet.header), hint)
    findings = [found if f.rule == "column-order" else f for f in sheet.findings]
    return replace(sheet, frame=placed, header=[*names], findings=findings, doubtful=None)


def _faulty(table: Table, frame: pl.DataFrame) -> int:
    """How many rows have a cell that is at fault by itself, or beside the others."""
    rows = {row for _, row, _ in faulty_cells(frame, table)}
    return len(rows.union(*broken(frame, table.rules)))
