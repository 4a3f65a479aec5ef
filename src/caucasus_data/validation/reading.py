"""From bytes to sheets: a table of text cells that remembers on which line each row stands."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from caucasus_data.errors import UnreadableError, did_you_mean, nearest
from caucasus_data.model.row import Table
from caucasus_data.model.vocabularies import TABLE_NAMES
from caucasus_data.validation.finding import Finding

csv.field_size_limit(16_000_000)

_HARMLESS = {"byte-order-mark", "blank-row"}
"""Faults of a file that cost no row."""


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a file: text cells, and the faults met while reading them.

    Attributes:
        frame: One text column per declared column; a cell that is missing in the file is blank.
        lines: Physical line on which each row of the frame begins.
        header: Columns as the file has them.
        whole: Whether every row of the file is in the frame.
    """

    table: Table
    path: str
    frame: pl.DataFrame
    lines: list[int]
    header: list[str]
    findings: list[Finding] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return all(f.rule in _HARMLESS for f in self.findings)

    def finding(self, row: int, field: str, rule: str, message: str, expected: str, hint: str = "") -> Finding:
        """A fault of one cell."""
        return Finding(
            path=self.path,
            line=self.lines[row],
            column=self.header.index(field) + 1 if field in self.header else 0,
            field=field,
            row_id="/".join(self.frame.item(row, k) for k in self.table.key),
            value=self.frame.item(row, field),
            rule=rule,
            severity="error",
            message=message,
            expected=expected,
            hint=hint,
        )


def read(table: Table, path: Path) -> Sheet:
    """Read a CSV file of a table. Rows of the wrong length are reported and left out."""
    shown = str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot read {shown}: {error.strerror}") from error
    findings: list[Finding] = []
    try:
        decoded = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = f"0x{content[error.start]:02x}"
        fault = _of_file(shown, line, "encoding", f"byte {byte} is not UTF-8", "a file saved as UTF-8", byte)
        return _sheet(table, shown, [], [], [], [fault])
    if decoded.startswith("\ufeff"):
        findings.append(
            _of_file(shown, 1, "byte-order-mark", "the file begins with a byte order mark", "UTF-8 without it")
        )
        decoded = decoded[1:]
    rows = _rows(decoded)
    try:
        header = next(rows, (1, []))[1]
        faults = list(_header_faults(table, shown, header))
        if faults:
            return _sheet(table, shown, header, [], [], [*findings, *faults])
        kept, lines = [], []
        for line, cells in rows:
            if len(cells) == len(header):
                kept.append(cells)
                lines.append(line)
            else:
                findings.append(_row_length(shown, line, cells, header))
    except csv.Error as error:
        fault = _of_file(shown, 0, "csv", f"the file is not CSV: {error}", 'comma-separated cells, quoted with "')
        return _sheet(table, shown, [], [], [], [*findings, fault])
    return _sheet(table, shown, header, kept, lines, findings)


def unknown_table(path: Path) -> Finding:
    """A CSV file that bears the name of no table."""
    files = [f"{name}.csv" for name in TABLE_NAMES]
    message, hint = f"{path.name} is not the file of a table", did_you_mean(nearest(path.name, files, 1))
    return _of_file(str(path), 0, "unknown-table", message, ", ".join(files), path.name, hint)


def _sheet(
    table: Table, path: str, header: list[str], rows: list[list[str]], lines: list[int], findings: list[Finding]
) -> Sheet:
    columns = zip(*rows, strict=True) if rows else ([] for _ in header)
    cells = dict(zip(header, columns, strict=True))
    schema = dict.fromkeys(table.names, pl.String)
    frame = pl.DataFrame({name: list(cells.get(name, ())) or [""] * len(rows) for name in table.names}, schema=schema)
    return Sheet(table, path, frame, lines, header, findings)


def _rows(decoded: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the physical line on which each begins."""
    reader = csv.reader(io.StringIO(decoded, newline=""), strict=True)
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1


def _header_faults(table: Table, path: str, header: list[str]) -> Iterator[Finding]:
    expected, counts = ",".join(table.names), Counter(header)
    if counts.keys().isdisjoint(table.names):
        message = f"the first line is not the header of {table.name}"
        yield _of_file(path, 1, "header", message, expected, ",".join(header[:20]))
        return
    for name, count in counts.items():
        if count > 1:
            yield _of_file(path, 1, "doubled-column", f"column {name} stands {count} times", expected, name)
        elif name not in table.names:
            hint = did_you_mean(nearest(name, [n for n in table.names if n not in counts], 1))
            yield _of_file(path, 1, "unknown-column", f"{name!r} is not a column of {table.name}", expected, name, hint)
    for name in table.names:
        if name not in counts:
            yield _of_file(path, 1, "missing-column", f"column {name} is missing", expected, name)
    if sorted(header) == sorted(table.names) and header != list(table.names):
        yield _of_file(path, 1, "column-order", "the columns do not stand in their order", expected)


def _row_length(path: str, line: int, cells: list[str], header: list[str]) -> Finding:
    if not cells:
        return _of_file(path, line, "blank-row", "the row is blank", "no blank lines")
    message = f"the row has {len(cells)} cells, the header {len(header)}"
    return _of_file(
        path, line, "row-length", message, "a cell for every column", cells[0], "quote cells that hold a comma"
    )


def _of_file(path: str, line: int, rule: str, message: str, expected: str, value: str = "", hint: str = "") -> Finding:
    return Finding(path, line, 0, "", "", value, rule, "error", message, expected, hint)
