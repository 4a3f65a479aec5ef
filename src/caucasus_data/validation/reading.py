"""From bytes to a sheet.

A file is looked at line by line first. A line that is a row by itself, well quoted and of the right
length, is plain, and all plain lines are read at once. The few odd ones are read one by one, so that
a fault costs its own row and no more.
"""

from __future__ import annotations

import csv
import io
import stat
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from caucasus_data.errors import UnreadableError, did_you_mean, nearest
from caucasus_data.model.row import Table
from caucasus_data.model.vocabularies import TABLE_NAMES
from caucasus_data.support.plain_text import shorten
from caucasus_data.validation import header as head
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import Sheet, of_file, rolled_up

LONGEST_CELL = 1_000_000
csv.field_size_limit(LONGEST_CELL)

MOST_LINES = 1_000
"""Lines over which a cell may reach; of a quote that closes later still, the file must be taken for broken."""

_CELL = r'(?:[^",]*|"(?:[^"]|"")*")'
_CARRIAGE_RETURN = "\ue00d"
_SIGNATURES = {
    b"PK\x03\x04": "a zip archive, such as an Excel workbook",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "compressed with gzip",
}


def read(table: Table, path: Path) -> Sheet:
    """Read a CSV file of a table. Rows that cannot be made out are reported and left out."""
    shown, content = str(path), content_of(path)
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            hint = "save the sheet as CSV UTF-8"
            return _unread(
                table, shown, [of_file(shown, 1, "encoding", f"the file is {kind}", "CSV in UTF-8", hint=hint)]
            )
    content, findings = _unix(shown, *_without_mark(shown, content))
    try:
        content[: content.find(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return _unread(table, shown, [*findings, _undecodable(shown, content)])
    header = _header(content)
    columns, faults = head.columns(table, shown, header)
    findings += faults
    if not columns:
        return _unread(table, shown, findings)
    try:
        odd = _odd_lines(content, len(columns))
    except pl.exceptions.ComputeError:  # some byte is not UTF-8
        return _unread(table, shown, [*findings, _undecodable(shown, content)])
    content = _without(content, odd[1:])
    frame = _plain_rows(content, len(columns))
    lines = pl.int_range(1, len(odd) + len(frame) + 1, eager=True)
    lines = lines.filter(~lines.is_in([line.number for line in odd]))
    kept = []
    faults_by_rule: defaultdict[str, list[Finding]] = defaultdict(list)
    for line, cells, fault in _odd_rows(shown, odd[1:], header):
        if fault:
            faults_by_rule[fault.rule].append(fault)
        kept += [(line, *cells)] if cells else []
    for of_a_kind in faults_by_rule.values():
        findings += rolled_up(of_a_kind, lambda fault: fault)
    if kept:
        frame = pl.concat([frame, pl.DataFrame([r[1:] for r in kept], schema=frame.schema, orient="row")])
        lines = pl.concat([lines, pl.Series([r[0] for r in kept], dtype=pl.Int64)])
    frame, lines, blank = _without_blank(shown, frame, lines)
    findings += blank
    frame = frame.rename(dict(zip(frame.columns, columns, strict=True)))
    absent = frozenset(table.names) - frozenset(columns)
    frame = frame.with_columns(pl.lit("").alias(name) for name in absent).select(table.names)
    return Sheet(table, shown, frame, lines, columns, absent, findings)


def _without_blank(path: str, frame: pl.DataFrame, lines: pl.Series) -> tuple[pl.DataFrame, pl.Series, list[Finding]]:
    """The rows that hold anything at all: a line of mere commas is left behind by spreadsheets."""
    if not (frame.to_series(0) == "").any():
        return frame, lines, []
    blank = frame.select(pl.all_horizontal(pl.all() == "")).to_series()
    faults = [
        of_file(path, line, "blank-row", "the row is blank", "no blank rows", hint="take it out")
        for line in lines.filter(blank)
    ]
    return frame.filter(~blank), lines.filter(~blank), list(rolled_up(faults, lambda fault: fault))


def unknown_table(path: Path) -> Finding:
    """A CSV file that bears the name of no table."""
    files = [f"{name}.csv" for name in TABLE_NAMES]
    message, hint = f"{path.name} is not the file of a table", did_you_mean(nearest(path.name, files, 1))
    return of_file(str(path), 0, "unknown-table", message, ", ".join(files), path.name, hint)


def content_of(path: Path) -> bytes:
    """The bytes of a regular file: a link could lead anywhere, and a pipe never ends."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode):
            return path.read_bytes()
        what = "a link, and links are not followed" if stat.S_ISLNK(mode) else "a folder, or no file at all"
        reason = "Is a directory" if stat.S_ISDIR(mode) else f"it is {what}"
    except OSError as error:
        reason = str(error.strerror)
    raise UnreadableError(f"cannot read {path}: {reason}")


def _without_mark(path: str, content: bytes) -> tuple[bytes, list[Finding]]:
    if not content.startswith(b"\xef\xbb\xbf"):
        return content, []
    message, hint = "the file begins with a byte order mark", "caucasus-data fmt takes it out"
    return content[3:], [of_file(path, 1, "byte-order-mark", message, "UTF-8 without it", hint=hint)]


def _unix(path: str, content: bytes, findings: list[Finding]) -> tuple[bytes, list[Finding]]:
    """The content with plain newlines, and a finding where it had others."""
    if b"\r" not in content:  # told at a glance, unlike two bytes together
        return content, findings
    lines, windows = content.count(b"\n"), content.count(b"\r\n")
    name, ending = ("CR LF", b"\r\n") if lines else ("CR", b"\r")
    if lines and 2 * windows < lines:
        return content, findings  # stray characters in some cells, which are judged there
    line = content[: content.index(ending)].count(b"\n") + 1
    message, hint = f"lines end in {name}, as on other systems", "caucasus-data fmt mends them"
    fault = of_file(path, line, "newline-style", message, "lines that end in LF", hint=hint)
    return content.replace(ending, b"\n"), [*findings, fault]


def _header(content: bytes) -> list[str]:
    first, _, _ = content[:LONGEST_CELL].partition(b"\n")
    try:
        return next(csv.reader([first.decode("utf-8", "replace")]), [])
    except csv.Error:
        return []


def _undecodable(path: str, content: bytes) -> Finding:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, byte = content.count(b"\n", 0, error.start) + 1, content[error.start : error.start + 1]
        hint = f"in Windows-1252 it is {byte.decode('cp1252', 'replace')!r}; save the file as CSV UTF-8"
        message = f"byte 0x{byte.hex()} is not UTF-8"
        return of_file(path, line, "encoding", message, "a file saved as UTF-8", f"0x{byte.hex()}", hint)
    raise UnreadableError(f"cannot read {path}: it is not text")


def _unread(table: Table, path: str, findings: list[Finding]) -> Sheet:
    empty = pl.DataFrame(schema=dict.fromkeys(table.names, pl.String))
    return Sheet(table, path, empty, pl.Series(dtype=pl.Int64), [], frozenset(table.names), findings)


class _Line(NamedTuple):
    """A line of a file: its number and text, and the bytes between which it stands."""

    number: int
    text: str
    start: int
    stop: int


def _odd_lines(content: bytes, width: int) -> list[_Line]:
    """The header, and the lines that are not rows by themselves."""
    plain = rf"\A{_CELL}(?:,{_CELL}){{{width - 1}}}\z"
    text, stop, length = pl.col("text"), pl.col("stop"), pl.col("text").str.len_bytes().cast(pl.Int64) + 1
    lines = pl.scan_lines(content, name="text", row_index_name="number", row_index_offset=1)
    placed = lines.with_columns(stop=length.cum_sum())
    odd = placed.filter((pl.col("number") == 1) | ~text.str.contains(plain))
    found = odd.select("number", text, start=stop - length, stop=stop).collect(engine="streaming")
    return sorted(map(_Line._make, found.iter_rows()))


def _without(content: bytes, lines: list[_Line]) -> bytes:
    """The content without some of its lines."""
    if not lines:
        return content
    view = memoryview(content)  # whose slices are no copies
    stops, starts = [0, *(line.stop for line in lines)], [*(line.start for line in lines), len(content)]
    return b"".join(view[a:b] for a, b in zip(stops, starts, strict=True))


def _plain_rows(content: bytes, width: int) -> pl.DataFrame:
    """The cells of the lines below the header, all of which are plain."""
    schema = {str(place): pl.String for place in range(width)}
    if content.find(b"\n", 0, -1) < 0:
        return pl.DataFrame(schema=schema)
    rows = pl.scan_csv(content, has_header=False, schema=schema, empty_string_is_null=False, skip_lines=1)
    return rows.collect(engine="streaming")


def _odd_rows(path: str, odd: list[_Line], header: list[str]) -> Iterator[tuple[int, list[str], Finding | None]]:
    """The rows that odd lines make, and their faults.

    A quote that is not closed on its line may close on the odd lines that follow at once, but not
    beyond: a plain line is a row of its own, so a forgotten quote does not swallow the rows below.
    """
    place = 0
    while place < len(odd):
        number, text = odd[place].number, odd[place].text
        end, quotes = place + 1, text.count('"')
        while quotes % 2 and end < min(len(odd), place + MOST_LINES) and odd[end].number == odd[end - 1].number + 1:
            quotes, end = quotes + odd[end].text.count('"'), end + 1
        cells, fault = _odd_row(path, number, "\n".join(line.text for line in odd[place:end]), header)
        if fault and end > place + 1:  # the lines do not belong together after all
            end = place + 1
            cells, fault = _odd_row(path, number, text, header)
        yield number, cells, fault
        place = end


def _odd_row(path: str, line: int, text: str, header: list[str]) -> tuple[list[str], Finding | None]:
    if not text:
        return [], of_file(path, line, "blank-row", "the line is blank", "no blank lines", hint="take it out")
    if text.count('"') % 2:
        message, hint = "a quote is opened and not closed", 'a quote inside a cell is written twice: ""'
        return [], of_file(path, line, "unclosed-quote", message, "a closing quote", shorten(text), hint)
    try:
        source = io.StringIO(text.replace("\r", _CARRIAGE_RETURN), newline="")
        cells = [c.replace(_CARRIAGE_RETURN, "\r") for c in next(csv.reader(source, strict=True))]
    except csv.Error as error:
        hint = 'a quote inside a cell is written twice: ""'
        return [], of_file(
            path, line, "unreadable-row", f"the line is not CSV: {error}", "cells between commas", shorten(text), hint
        )
    if len(cells) != len(header):
        message = f"the row has {len(cells)} cells, and the header {len(header)}"
        hint = (
            "quote cells that hold a comma" if len(cells) > len(header) else "add a comma for each cell that is blank"
        )
        return [], of_file(path, line, "row-length", message, "a cell for every column", shorten(text), hint)
    if "\n" in text:
        return cells, None  # judged as a cell that holds a line break
    message, hint = "a quote stands in a cell that is not quoted", "caucasus-data fmt quotes the cell"
    return cells, of_file(
        path, line, "stray-quote", message, 'a quoted cell with "" for each quote', shorten(text), hint
    )
