"""The one form in which a table is written: so that a difference between two files is a difference in facts."""

from __future__ import annotations

import csv
import difflib
import io
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from caucasus_data.model.row import Table
    from caucasus_data.validation.sheet import Sheet

MENDABLE = {"byte-order-mark", "newline-style", "blank-row", "stray-quote", "column-order", "missing-column"}
"""Faults of a file that writing it anew takes away, and nothing else with them."""


def canonical(path: Path) -> bytes:
    """The content of a table's file in canonical form.

    That is: UTF-8, LF, the declared columns, trimmed cells in NFC, rows in the order of their key, and no
    more quotes than needed.

    Raises:
        UnreadableError: The file is not a table's, or some of it could not be kept.
    """
    sheet = readable(path)
    prose = {c.name for c in sheet.table.columns if c.cell.kind == "text"}  # an address means its very bytes
    before = in_file_order(sheet)
    rows = [
        {n: unicodedata.normalize("NFC", t).strip() if n in prose else t.strip() for n, t in r.items()} for r in before
    ]
    keys = [[tuple(row[k] for k in sheet.table.key) for row in some] for some in (before, rows)]
    if len(set(keys[1])) < len(set(keys[0])):
        raise UnreadableError(
            f"{path}: rows differ only in spaces or in how letters are composed; take one of them out"
        )
    return written(sheet.table, sorted(rows, key=lambda row: [row[k] for k in sheet.table.key]))


def readable(path: Path) -> Sheet:
    """A table's file as a sheet that holds all of it.

    Raises:
        UnreadableError: The file is not a table's, or a part of it could not be read.
    """
    from caucasus_data.model.tables import TABLES
    from caucasus_data.validation.reading import read, unknown_table

    if path.stem not in TABLES:
        fault = unknown_table(path)
        raise UnreadableError(" ".join(filter(None, (f"{path}: {fault.message};", fault.hint))).removesuffix(";"))
    sheet = read(TABLES[path.stem], path)
    if lost := [f for f in sheet.findings if f.rule not in MENDABLE]:
        raise UnreadableError(f"{path}:{lost[0].line}: {lost[0].message}; mend that first, or something would be lost")
    return sheet


def in_file_order(sheet: Sheet) -> list[dict[str, str]]:
    """The rows of a sheet as they follow each other in the file."""
    rows = sorted(zip(sheet.lines, sheet.frame.iter_rows(), strict=True))
    return [dict(zip(sheet.frame.columns, cells, strict=True)) for _, cells in rows]


def written(table: Table, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as the bytes of a file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, table.names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def difference(path: Path, content: bytes) -> str:
    """What would change in a file, as a unified difference."""
    before = path.read_bytes().decode("utf-8", "backslashreplace").split("\n")
    after = content.decode().split("\n")
    name = str(path)
    return "\n".join(difflib.unified_diff(before, after, name, name, lineterm=""))
