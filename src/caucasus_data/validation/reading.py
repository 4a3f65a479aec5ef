"""From bytes to a sheet.

A file is looked at line by line first. A line that is a row by itself, well quoted and of the right
length, is plain, and all plain lines are read at once. The few odd ones are read one by one, by Python's csv
module, so that a fault costs its own row and no more. Where a file is CSV at all, the rows are those that the
csv module reads.
"""

from __future__ import annotations

import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import polars as pl

from caucasus_data.errors import UnreadableError, did_you_mean, nearest
from caucasus_data.model.row import Table
from caucasus_data.model.vocabularies import TABLE_NAMES
from caucasus_data.validation import header as head
from caucasus_data.validation import parts
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.line_ends import Ends, ends_of, line_ends, with_line_feeds
from caucasus_data.validation.mislabelled import as_placed
from caucasus_data.validation.packed import Frame, Packed
from caucasus_data.validation.records import (
    Conflict,
    Patterns,
    Record,
    conflicts,
    fault,
    glance,
    header,
    lost_names,
    patterns,
    records,
    unfinished,
    uniformly_wrong,
    without,
)
from caucasus_data.validation.sheet import Sheet, of_file, of_one, rolled_up

LARGEST_FILE = 1 << 33
"""Bytes beyond which a file is not even looked at: no table is so large, and no memory."""

LARGE = 1 << 29
"""Bytes of a file from which on its rows are packed."""

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
    if content is None and (size := _size(path)) > parts.PART:
        try:
            with path.open("rb") as file:
                return _read(table, str(path), parts.parts_of(file), size)
        except parts.LoneReturnError:
            pass  # of which only the file as a whole tells whether it ends a row
        except OSError as error:
            raise UnreadableError(f"cannot read {path}: {error.strerror}") from error
    content, turned = with_line_feeds(content_of(path) if content is None else content)
    return _read(table, str(path), iter([content]), len(content), turned)


def _read(table: Table, path: str, contents: Iterator[bytes], size: int, turned: Sequence[int] = ()) -> Sheet:
    """Read a file of some bytes part by part.

    Args:
        turned: Where LF stands instead of CR, in a file that is one part.
    """
    content = next(contents, b"")
    if kind := next((kind for signature, kind in _SIGNATURES.items() if content.startswith(signature)), None):
        message, hint = f"the file is {kind}", "save the sheet as CSV UTF-8"
        return _unread(table, path, [of_file(path, 1, "encoding", message, "CSV in UTF-8", hint=hint)])
    first_turned = content.count(b"\n", 0, turned[0]) + 1 if turned else 0
    content, findings = _without_mark(path, content)
    first = header(content)
    while first.reach == len(content) and (further := next(contents, b"")):
        content += further
        first = header(content)
    try:
        first.raw.decode("utf-8")
    except UnicodeDecodeError:
        return _unread(table, path, [*findings, _undecodable(path, content, 0)])
    columns, faults = head.columns(table, path, first.cells)
    findings += faults
    known, width = patterns(columns, table, size), len(columns)
    below = chain([content[first.stop :]], contents)
    del content
    try:
        if size > parts.PART:
            done = parts.side_by_side(below, partial(_part, width=width, known=known))
        else:
            done = map(partial(_part, width=width, known=known), below)
        whole = _together(table, columns, _below(first.lines, done), packed=size > LARGE)
    except _NotTextError as error:
        return _unread(table, path, [*findings, _undecodable(path, error.content, error.before)])
    single = [first, *whole.single]
    ends = ends_of(first.raw, [first], first.lines).and_those(whole.ends)
    findings += line_ends(path, ends, len(turned), first_turned)
    if not columns:
        return _unread(table, path, findings)
    if found := uniformly_wrong(table, path, ends.plain + ends.windows, single[1:], columns):
        return _unread(table, path, [*findings, found])
    sides = conflicts(path, single)
    findings += [side.finding for side in sides]
    findings += _faults(path, [r for r in single[1:] if not any(s.marks(r) for s in sides)], width)
    findings += _blank_rows(path, [*whole.blank, *(r.line for r in single[1:] if not r.text)], len(whole.lines))
    absent = frozenset(table.names) - frozenset(columns)
    lost = lost_names([r for r in single[1:] if len(r.cells) != width])
    lines, frame = whole.lines, whole.frame
    if sides and isinstance(frame, pl.DataFrame):  # of rows that somebody is to choose from there is nothing to say
        aside = _aside(lines, sides)
        others = frame.filter(aside)
        lost |= {cell for column in others.iter_columns() for cell in column.unique()}
        frame, lines = frame.filter(~aside), lines.filter(~aside)
    doubtful = None
    if whole.unclear is not None:
        doubtful = lines.is_in([*whole.unclear, *(record.line for record in single)])
    sheet = Sheet(table, path, frame, lines, columns, absent, findings, lost=lost, doubtful=doubtful)
    return as_placed(sheet)


def _aside(lines: pl.Series, sides: Sequence[Conflict]) -> pl.Series:
    """Whether each row stands on the side of a conflict that comes second."""
    aside = pl.Series([False] * len(lines), dtype=pl.Boolean)
    for side in sides:
        aside |= lines.is_between(side.other, side.last)
    return aside


class _NotTextError(Exception):
    """Some bytes, before which some lines stand, are not UTF-8."""

    def __init__(self, content: bytes, before: int = 0) -> None:
        self.content, self.before = content, before


class _Part(NamedTuple):
    """What a part of a file holds, whose lines are numbered from 1.

    Attributes:
        height: How many lines it has.
        frame: The cells of its plain rows.
        lines: The line on which each begins.
        single: The rows that were read singly.
        blank: Lines of mere commas.
        unclear: Numbers of plain lines in which cells have to be looked at; None where nothing tells.
        cut: Where a row begins that may go on behind its end.
    """

    height: int
    frame: pl.DataFrame
    lines: pl.Series
    single: list[Record]
    blank: list[int]
    unclear: pl.Series | None
    ends: Ends
    cut: int | None

    def below(self, before: int) -> _Part:
        """The same where some lines of the file stand before it."""
        return self._replace(
            lines=self.lines + before,
            single=[record._replace(line=record.line + before) for record in self.single],
            blank=[line + before for line in self.blank],
            unclear=None if self.unclear is None else self.unclear + before,
            ends=self.ends.below(before),
        )


def _below(before: int, parts: Iterable[_Part]) -> Iterator[_Part]:
    """Parts of a file that follow each other below some lines."""
    try:
        for part in parts:
            yield part.below(before)
            before += part.height
    except _NotTextError as error:
        raise _NotTextError(error.content, before) from error


def _part(content: bytes, width: int, known: Patterns) -> _Part:
    """Read the lines of a part of a file into a number of columns."""
    if not width:
        height = content.count(b"\n") + (content[-1:] not in b"\n")
        ends = ends_of(content, [], height)
        return _Part(height, pl.DataFrame(), pl.Series(dtype=pl.Int64), [], [], None, ends, None)
    try:
        seen = glance(content, known)
        single = [*records(content, seen.odd, width)]
        frame = _plain_rows(without(content, single), width)
    except (UnicodeDecodeError, pl.exceptions.ComputeError) as error:  # the latter from polars, of what is not UTF-8
        raise _NotTextError(content) from error
    taken = [number for record in single for number in range(record.line, record.line + record.lines)]
    numbers = pl.int_range(1, len(taken) + len(frame) + 1, eager=True)
    frame, lines, blank = _without_blank(frame, numbers.filter(~numbers.is_in(taken)) if taken else numbers)
    cut = unfinished(content, single)
    ends = ends_of(content, single, seen.height)
    return _Part(seen.height, frame, lines, single, blank, seen.unclear, ends, cut)


class _Whole(NamedTuple):
    """What a file holds below its header: as of a part, but with the rows that were read singly in the frame, last."""

    frame: Frame
    lines: pl.Series
    single: list[Record]
    blank: list[int]
    unclear: pl.Series | None
    ends: Ends


def _together(table: Table, columns: list[str], done: Iterable[_Part], *, packed: bool) -> _Whole:
    """Put parts together to a file of some columns."""
    rows = Packed() if packed else list[pl.DataFrame]()
    lines, unclear = list[pl.Series](), list[pl.Series]()
    single, blank, ends = list[Record](), list[int](), Ends()

    def add(frame: pl.DataFrame, begins: pl.Series) -> None:
        frame = frame.rename(dict(zip(frame.columns, columns, strict=True)))
        absent = (name for name in table.names if name not in columns)
        rows.append(frame.with_columns(pl.lit("").alias(name) for name in absent).select(table.names))
        lines.append(begins)

    for part in done:
        if columns:
            add(part.frame, part.lines)
        single += part.single
        blank += part.blank
        ends = ends.and_those(part.ends)
        unclear += [] if part.unclear is None else [part.unclear]
    if kept := [record for record in single if len(record.cells) == len(columns)]:
        schema = {str(place): pl.String for place in range(len(columns))}
        own = pl.DataFrame([record.cells for record in kept], schema=schema, orient="row")
        frame, begins, empty = _without_blank(own, pl.Series([record.line for record in kept], dtype=pl.Int64))
        add(frame, begins)
        blank += empty
    whole = rows if isinstance(rows, Packed) else pl.concat(rows) if rows else pl.DataFrame()
    begun = pl.concat(lines) if lines else pl.Series(dtype=pl.Int64)
    return _Whole(whole, begun, single, blank, pl.concat(unclear) if unclear else None, ends)


def _faults(path: str, single: list[Record], width: int) -> Iterator[Finding]:
    by_rule: defaultdict[str, list[Finding]] = defaultdict(list)
    runs: list[list[tuple[Record, Finding]]] = []
    for record in single:
        found = fault(path, record, width)
        if found and found.rule != "row-length":
            by_rule[found.rule].append(found)
        elif found and runs and _follows(runs[-1][-1][0], record):
            runs[-1].append((record, found))
        elif found:
            runs.append([(record, found)])
    by_rule["row-length"] = [found for run in runs for found in _of_run(run, width)]
    for of_a_kind in by_rule.values():
        yield from rolled_up(of_a_kind, lambda found: found)


def _follows(above: Record, record: Record) -> bool:
    return record.line == above.line + above.lines


def _of_run(run: Sequence[tuple[Record, Finding]], width: int) -> Iterator[Finding]:
    """What is to be said of lines that follow each other and have not as many cells as the header.

    One row may be broken over two of them; more are of another table.
    """
    first = run[0][1]
    if len(run) == _PAIR and sum(len(record.cells) for record, _ in run) - width in (0, 1):
        yield replace(first, message="the row is broken over two lines", hint="join the line with the next")
    else:
        yield from of_one([found for _, found in run], lambda found: found, "row", _PAIR)


_PAIR = 2


def _without_blank(frame: pl.DataFrame, lines: pl.Series) -> tuple[pl.DataFrame, pl.Series, list[int]]:
    """The rows that hold anything at all, and the lines of others: spreadsheets leave lines of mere commas behind."""
    if not (frame.to_series(0) == "").any():
        return frame, lines, []
    blank = frame.select(pl.all_horizontal(pl.all() == "")).to_series()
    return frame.filter(~blank), lines.filter(~blank), lines.filter(blank).to_list()


def _blank_rows(path: str, lines: list[int], rows: int) -> Iterator[Finding]:
    """Lines that hold nothing, in a file of some rows: one finding for as many as follow each other.

    Where they stand between most of the rows, whoever spaced them out did so at once.
    """
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
    tell = partial(of_one, what="place") if 2 * len(runs) > rows else rolled_up
    yield from tell(found, lambda finding: finding)


def unknown_table(path: Path) -> Finding:
    """A CSV file that bears the name of no table."""
    files = [f"{name}.csv" for name in TABLE_NAMES]
    message, hint = f"{path.name} is not the file of a table", did_you_mean(nearest(path.name, files, 1))
    return of_file(str(path), 0, "unknown-table", message, ", ".join(files), path.name, hint)


def content_of(path: Path) -> bytes:
    """The bytes of a regular file: a link could lead anywhere, and a pipe never ends."""
    _size(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror}") from error


def _size(path: Path) -> int:
    """The number of bytes of a file that can be read."""
    try:
        found = path.lstat()
        mode = found.st_mode
        if stat.S_ISREG(mode) and found.st_size <= LARGEST_FILE:
            return found.st_size
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
    bare = content
    while bare.startswith(b"\xef\xbb\xbf"):
        bare = bare[3:]
    if bare is content:
        return content, []
    message, hint = "the file begins with a byte order mark", "caucasus-data fmt takes it out"
    return bare, [of_file(path, 1, "byte-order-mark", message, "UTF-8 without it", hint=hint)]


def _undecodable(path: str, content: bytes, before: int) -> Finding:
    """The fault of a part of a file, before which some lines stand."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, byte = before + content.count(b"\n", 0, error.start) + 1, content[error.start : error.start + 1]
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
