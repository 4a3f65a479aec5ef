"""The one form in which a table is written: so that a difference between two files is a difference in facts."""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from caucasus_data.errors import UnreadableError
from caucasus_data.model.letters import trimmed
from caucasus_data.model.row import Table
from caucasus_data.model.tables import TABLES
from caucasus_data.support.writing import Rewriting
from caucasus_data.validation.reading import content_of, read, unknown_table
from caucasus_data.validation.sheet import Sheet

MENDABLE = {"byte-order-mark", "newline-style", "blank-row", "stray-quote", "column-order", "missing-column"}
"""Faults of a file that writing it anew takes away, and nothing else with them."""


def canonical(path: Path) -> bytes:
    """The content of a table's file in canonical form.

    That is: UTF-8, LF, the declared columns, trimmed cells, text in NFC, no rows that are blank, the others in the
    order of their key, and no more quotes than needed.

    Raises:
        UnreadableError: The file is not a table's, or some of it could not be kept.
    """
    return reformatted(path).after


def reformatted(path: Path) -> Rewriting:
    """The content of a table's file as it is and in canonical form.

    Raises:
        UnreadableError: The file is not a table's, or some of it could not be kept.
    """
    content = content_of(path)
    sheet = readable(path, content)
    prose = {c.name for c in sheet.table.columns if c.cell.kind == "text"}  # an address means its very bytes
    before = in_file_order(sheet)
    normal = ({n: trimmed(unicodedata.normalize("NFC", t) if n in prose else t) for n, t in r.items()} for r in before)
    rows = [row for row in normal if any(row.values())]
    keys = [{tuple(row[k] for k in sheet.table.key) for row in some} for some in (before, rows)]
    if len(keys[1]) < len({key for key in keys[0] if any(map(trimmed, key))}):
        raise UnreadableError(
            f"{path}: rows differ only in spaces or in how letters are composed; take one of them out"
        )
    return Rewriting(content, written(sheet.table, sorted(rows, key=lambda row: [row[k] for k in sheet.table.key])))


def readable(path: Path, content: bytes) -> Sheet:
    """A table's file as a sheet that holds all of it, cell by cell as Python's csv module reads it.

    Raises:
        UnreadableError: The file is not a table's, or a part of it could not be read.
    """
    if path.stem not in TABLES:
        fault = unknown_table(path)
        raise UnreadableError(" ".join(filter(None, (f"{path}: {fault.message};", fault.hint))).removesuffix(";"))
    sheet = read(TABLES[path.stem], path, content)
    if lost := [f for f in sheet.findings if f.rule not in MENDABLE]:
        raise UnreadableError(f"{path}:{lost[0].line}: {lost[0].message}; mend that first, or something would be lost")
    cells = [row for row in _cells(content) if any(row)][1:]
    if cells != [[row[name] for name in sheet.header] for row in in_file_order(sheet)]:
        raise UnreadableError(f"{path}: programs would not agree on what its cells are; save it as CSV UTF-8 once more")
    return sheet


def in_file_order(sheet: Sheet) -> list[dict[str, str]]:
    """The rows of a sheet as they follow each other in the file."""
    rows = sorted(zip(sheet.lines, sheet.frame.iter_rows(), strict=True))
    return [dict(zip(sheet.frame.columns, cells, strict=True)) for _, cells in rows]


def written(table: Table, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as the bytes of a file, from which the same rows are read again.

    Raises:
        UnreadableError: They are not.
    """
    cells = [list(table.names), *([row[name] for name in table.names] for row in rows)]
    content = "".join(f"{','.join(map(_quoted, row))}\n" for row in cells).encode()
    if _cells(content) != cells:
        raise UnreadableError(f"{table.name} would not be read as it was written; nothing was written")
    return content


def _quoted(cell: str) -> str:
    """A cell with quotes where it needs them; Python's csv module leaves a carriage return without."""
    return '"' + cell.replace('"', '""') + '"' if re.search('[",\r\n]', cell) else cell


def _cells(content: bytes) -> list[list[str]]:
    """The rows of a file as Python's csv module reads them; none where it does not."""
    try:
        return [*csv.reader(io.StringIO(content.decode("utf-8").lstrip("\ufeff"), newline=""), strict=True)]
    except (csv.Error, UnicodeDecodeError):
        return []


def difference(path: Path, rewriting: Rewriting) -> str:
    """What would change in a file, as a unified difference."""
    before = (rewriting.before or b"").decode("utf-8", "backslashreplace").split("\n")
    after = rewriting.after.decode().split("\n")
    name = str(path)
    return "\n".join(difflib.unified_diff(before, after, name, name, lineterm=""))
