"""From bytes to a sheet.

A file is looked at line by line first. A line that is a row by itself, well quoted and of the right
length, is plain, and all plain lines are read at once. The few odd ones are read one by one, by Python's csv
module, so that a fault costs its own row and no more. Where a file is CSV at all, the rows are those that the
csv module reads.
"""

from __future__ import annotations

import stat
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from caucasus_data.errors import UnreadableError, did_you_mean, nearest
from caucasus_data.model.row import Table
from caucasus_data.model.vocabularies import TABLE_NAMES
from caucasus_data.validation import header as head
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.line_ends import line_ends, with_line_feeds
from caucasus_data.validation.records import (
    Lines,
    Record,
    conflicts,
    fault,
    glance,
    header,
    lost_names,
    records,
    uniformly_wrong,
    without,
)
from caucasus_data.validation.sheet import Sheet, of_file, rolled_up

LARGEST_FILE = 1 << 33
"""Bytes beyond which a file is not even looked at: no table is so large, and no memory."""

_SIGNATURES = {
    b"PK\x03\x04": "a zip archive, such as an Excel workbook",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "compressed with gzip",
}


def read(table: Table, path: Path, content: bytes | None = None) -> Sheet:
    """Read a CSV file of a table. Rows that cannot be made out are reported and left out.

    Args:
        content: What the file holds, where it was looked at before.
    """
    shown, content = str(path), content_of(path) if content is None else content
    if kind := next((kind for signature, kind in _SIGNATURES.items() if content.startswith(signature)), None):
        message, hint = f"the file is {kind}", "save the sheet as CSV UTF-8"
        return _unread(table, shown, [of_file(shown, 1, "encoding", message, "CSV in UTF-8", hint=hint)])
    content, findings = _without_mark(shown, content)
    content, turned = with_line_feeds(content)
    first = header(content)
    try:
        content[: first.stop].decode("utf-8")
        columns, faults = head.columns(table, shown, first.cells)
        findings += faults
        seen = glance(content, first, columns, table) if columns else Lines([])
    except (UnicodeDecodeError, pl.exceptions.ComputeError):  # the latter from polars, of bytes that are not UTF-8
        return _unread(table, shown, [*findings, _undecodable(shown, content)])
    single = [first, *records(content, seen.odd, len(columns))]
    findings += line_ends(shown, content, turned, single)
    if not columns:
        return _unread(table, shown, findings)
    if found := uniformly_wrong(table, shown, content, single[1:], columns):
        return _unread(table, shown, [*findings, found])
    sides = conflicts(shown, content, single)
    frame, lines = _rows(content, single, len(columns))
    findings += [side.finding for side in sides]
    findings += _faults(shown, content, [r for r in single[1:] if not any(s.marks(r) for s in sides)], len(columns))
    frame, lines, blank = _without_blank(frame, lines)
    findings += _blank_rows(shown, [*blank, *(r.line for r in single[1:] if not r.text(content))])
    frame = frame.rename(dict(zip(frame.columns, columns, strict=True)))
    absent = frozenset(table.names) - frozenset(columns)
    frame = frame.with_columns(pl.lit("").alias(name) for name in absent).select(table.names)
    lost = lost_names(content, [r for r in single[1:] if len(r.cells) != len(columns)])
    aside = {row for side in sides for row in lines.is_between(side.other, side.last).arg_true()}
    doubtful = None if seen.unclear is None else lines.is_in([*seen.unclear, *(record.line for record in single)])
    return Sheet(table, shown, frame, lines, columns, absent, findings, aside, {*aside}, lost=lost, doubtful=doubtful)


def _rows(content: bytes, single: list[Record], width: int) -> tuple[pl.DataFrame, pl.Series]:
    """The cells of all rows below the header, and the line on which each begins: those last that were read singly."""
    frame = _plain_rows(without(content, single), width)
    taken = [number for record in single for number in range(record.line, record.line + record.lines)]
    numbers = pl.int_range(1, len(taken) + len(frame) + 1, eager=True)
    lines = numbers.filter(~numbers.is_in(taken))
    kept = [record for record in single[1:] if len(record.cells) == width]
    if not kept:
        return frame, lines
    own = pl.DataFrame([record.cells for record in kept], schema=frame.schema, orient="row")
    return pl.concat([frame, own]), pl.concat([lines, pl.Series([record.line for record in kept], dtype=pl.Int64)])


def _faults(path: str, content: bytes, single: list[Record], width: int) -> Iterator[Finding]:
    by_rule: defaultdict[str, list[Finding]] = defaultdict(list)
    for found in filter(None, (fault(path, content, record, width) for record in single)):
        by_rule[found.rule].append(found)
    for of_a_kind in by_rule.values():
        yield from rolled_up(of_a_kind, lambda found: found)


def _without_blank(frame: pl.DataFrame, lines: pl.Series) -> tuple[pl.DataFrame, pl.Series, list[int]]:
    """The rows that hold anything at all, and the lines of others: spreadsheets leave lines of mere commas behind."""
    if not (frame.to_series(0) == "").any():
        return frame, lines, []
    blank = frame.select(pl.all_horizontal(pl.all() == "")).to_series()
    return frame.filter(~blank), lines.filter(~blank), lines.filter(blank).to_list()


def _blank_rows(path: str, lines: list[int]) -> Iterator[Finding]:
    """Lines that hold nothing: one finding for as many as follow each other."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    found = []
    for first, *others in runs:
        message, hint = "the line is blank", "take it out"
        if others:
            message, hint = f"{len(others) + 1} lines are blank, to line {others[-1]}", "take them out"
        found.append(of_file(path, first, "blank-row", message, "no blank lines", hint=hint))
    yield from rolled_up(found, lambda finding: finding)


def unknown_table(path: Path) -> Finding:
    """A CSV file that bears the name of no table."""
    files = [f"{name}.csv" for name in TABLE_NAMES]
    message, hint = f"{path.name} is not the file of a table", did_you_mean(nearest(path.name, files, 1))
    return of_file(str(path), 0, "unknown-table", message, ", ".join(files), path.name, hint)


def content_of(path: Path) -> bytes:
    """The bytes of a regular file: a link could lead anywhere, and a pipe never ends."""
    try:
        found = path.lstat()
        mode = found.st_mode
        if stat.S_ISREG(mode) and found.st_size <= LARGEST_FILE:
            return path.read_bytes()
        if stat.S_ISREG(mode):
            most = f"{LARGEST_FILE:,} bytes are the most"
            raise UnreadableError(f"cannot read {path}: it is {found.st_size:,} bytes large, and {most}")
        what = "a link, and links are not followed" if stat.S_ISLNK(mode) else "a folder, or no file at all"
        reason = "Is a directory" if stat.S_ISDIR(mode) else f"it is {what}"
    except UnreadableError:
        raise
    except OSError as error:
        reason = str(error.strerror)
    raise UnreadableError(f"cannot read {path}: {reason}")


def _without_mark(path: str, content: bytes) -> tuple[bytes, list[Finding]]:
    if not content.startswith(b"\xef\xbb\xbf"):
        return content, []
    message, hint = "the file begins with a byte order mark", "caucasus-data fmt takes it out"
    return content[3:], [of_file(path, 1, "byte-order-mark", message, "UTF-8 without it", hint=hint)]


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


def _plain_rows(content: bytes, width: int) -> pl.DataFrame:
    """The cells of lines, all of which are plain."""
    schema = {str(place): pl.String for place in range(width)}
    if not content:
        return pl.DataFrame(schema=schema)
    rows = pl.scan_csv(content, has_header=False, schema=schema, empty_string_is_null=False)
    return rows.collect(engine="streaming")
