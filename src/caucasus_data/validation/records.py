"""Rows that are read by themselves, by Python's csv module: those of lines that are not plain."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

import polars as pl

from caucasus_data.model.row import Table
from caucasus_data.support.plain_text import shorten
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import of_file

LONGEST_CELL = 1_000_000
csv.field_size_limit(LONGEST_CELL)

MOST_LINES = 1_000
"""Lines over which a cell may reach; of a quote that closes later still, the file must be taken for broken."""

_FEW, _SAMPLE = 3, 50
"""Rows that tell whether all have the same fault, and which."""

_CELL = r'(?:[^",\r]*|"(?:[^"\r]|"")*")'


class Record(NamedTuple):
    """A row that was read by itself: where it stands, and its cells, none where it could not be made out.

    Attributes:
        line: Number of the line on which it begins.
        lines: How many lines it takes.
        start: Its first byte.
        stop: The first byte after it.
        reach: The first byte after all that was looked at to make it out.
        raw: Its bytes.
        problem: What the csv module says against it.
    """

    line: int
    lines: int
    start: int
    stop: int
    reach: int
    raw: bytes
    cells: list[str]
    problem: str = ""

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")


def _record(content: bytes, line: int, start: int, *, strict: bool = True) -> Record:
    """The row that begins on a line, which may go on over some of those below."""
    ends: list[int] = []
    reader = csv.reader(_lines_from(content, start, ends), strict=strict)
    try:
        cells = next(reader, [])
    except csv.Error as error:
        return Record(line, 1, start, ends[0], ends[-1], content[start : ends[0]], [], str(error))
    stop = ends[-1] if ends else start
    return Record(line, len(ends), start, stop, stop, content[start:stop], cells)


def _lines_from(content: bytes, start: int, ends: list[int]) -> Iterator[str]:
    """The lines of a file from a place on, as many as a row may take; where each ends is noted down."""
    while start < len(content) and len(ends) < MOST_LINES:
        stop = content.find(b"\n", start) + 1 or len(content)
        ends.append(stop)
        yield content[start:stop].decode("utf-8", "replace")
        start = stop


def header(content: bytes) -> Record:
    """The first row, whatever it is worth."""
    found = _record(content[:LONGEST_CELL], 1, 0)
    if found.problem:
        found = _record(content[: found.stop], 1, 0, strict=False)
    stop = content.find(b"\n", found.stop - 1) + 1 or len(content)
    return found._replace(stop=stop, reach=max(stop, found.reach), raw=content[:stop])


class _Line(NamedTuple):
    """A line of a file: its number, and the bytes between which it stands."""

    number: int
    start: int
    stop: int


class Lines(NamedTuple):
    """What a glance tells of the lines below the header.

    Attributes:
        height: How many there are.
        odd: Those that are not rows by themselves.
        unclear: Numbers of others in which cells have to be looked at; None where nothing tells.
    """

    height: int
    odd: list[_Line]
    unclear: pl.Series | None = None


LONG = 1 << 23
"""Bytes of a file from which on it takes less time to glance at its lines than to look at their cells."""


class Patterns(NamedTuple):
    """Regular expressions of lines: of those that are rows by themselves, and of those in which all cells are sound."""

    plain: str
    sound: str | None


def patterns(columns: list[str], table: Table, size: int) -> Patterns:
    """The patterns of the lines of a file of some bytes."""
    declared = {c.name: c.sound_in_file for c in table.columns}
    plain = rf"\A{_CELL}(?:,{_CELL}){{{len(columns) - 1}}}\z"
    sound = rf"\A{','.join(declared.get(name, _CELL) for name in columns)}\z"
    return Patterns(plain, sound if size > LONG else None)


def glance(content: bytes, known: Patterns) -> Lines:
    """Tell the lines that are rows by themselves, and in long files sound ones at that, from others."""
    lines = pl.scan_lines(content, name="text", row_index_name="number", row_index_offset=1).collect()
    found = _other_lines(lines, known)
    unclear = found.filter(~pl.col("odd"))["number"] if known.sound else None
    found = found.filter("odd").select("number", "start", "stop")
    if b"\r" in content and b"\r\n" in content:  # of which polars has taken the CR away
        import numpy as np

        ends = np.flatnonzero(np.frombuffer(content, "uint8") == ord("\n")) + 1
        ends = np.concatenate([[0], ends, [len(content)]])
        places = found["number"].to_numpy()
        found = found.with_columns(start=ends[places - 1], stop=ends[places])
    return Lines(len(lines), sorted(map(_Line._make, found.iter_rows())), unclear)


def _other_lines(lines: pl.DataFrame, known: Patterns) -> pl.DataFrame:
    """The lines that are not sound, or plain at least: between which bytes each stands, and whether it is odd."""
    text, length = pl.col("text"), pl.col("text").str.len_bytes().cast(pl.Int64) + 1
    placed = lines.lazy().with_columns(stop=length.cum_sum())
    others = placed.filter(~text.str.contains(known.sound or known.plain) | (text == ""))
    odd = ~text.str.contains(known.plain) | (text == "")
    return others.select("number", odd=odd, start=pl.col("stop") - length, stop="stop").collect()


def records(content: bytes, odd: list[_Line], width: int) -> Iterator[Record]:
    """The rows that odd lines make.

    A quote that is not closed on its line may close further down, where all lines together make a row. Where they
    do not, the fault is that line's alone: a forgotten quote does not swallow the rows below.
    """
    stop = 0
    for number, start, end in odd:
        if start < stop:
            continue  # a part of the row before
        record = _record(content, number, start)
        if record.lines > 1 and len(record.cells) != width:
            problem = "a quote is opened"
            record = record._replace(lines=1, stop=end, raw=content[start:end], cells=[], problem=problem)
        stop = record.stop
        yield record


def unfinished(content: bytes, records: list[Record]) -> int | None:
    """Where the first row begins that may go on behind the end of a part of a file."""
    at_end = (r.start for r in records if r.reach == len(content) and (r.lines > 1 or r.problem))
    return next(at_end, None)


def without(content: bytes, records: list[Record]) -> bytes:
    """The content without some of its rows."""
    if not records:
        return content
    view = memoryview(content)  # whose slices are no copies
    stops, starts = [0, *(r.stop for r in records)], [*(r.start for r in records), len(content)]
    return b"".join(view[a:b] for a, b in zip(stops, starts, strict=True))


_MARK = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?")


class Conflict(NamedTuple):
    """A part of a file in which the marks of a merge stand.

    Attributes:
        first: The line of the first mark.
        other: The line from which on there is what the other side has.
        last: The line of the last mark.
    """

    first: int
    other: int
    last: int
    finding: Finding

    def marks(self, record: Record) -> bool:
        """Whether a row that was read by itself may be a mark."""
        return self.first <= record.line <= self.last and len(record.cells) == 1


def conflicts(path: str, records: list[Record]) -> list[Conflict]:
    """What a merge has left for somebody to decide: one finding from the first mark to the last."""
    found: list[Conflict] = []
    begun: list[int] = []
    for record in records:
        mark = _MARK.fullmatch(record.text) if len(record.cells) == 1 else None
        if mark is None:
            continue
        if mark[1][0] == "<":
            found += [_conflict(path, [line]) for line in begun]
            begun = []
        begun.append(record.line)
        if mark[1][0] == ">":
            found.append(_conflict(path, begun))
            begun = []
    return [*found, *(_conflict(path, [line]) for line in begun)]


def _conflict(path: str, marks: list[int]) -> Conflict:
    first, last = marks[0], marks[-1]
    message = f"lines {first} to {last} are a merge conflict, with both of its sides"
    if len(marks) == 1:
        message = "the line is the mark of a merge conflict"
    hint = "keep the rows that are meant, and take out the marks"
    finding = of_file(path, first, "merge-conflict", message, "one of the two sides", hint=hint)
    return Conflict(first, marks[min(1, len(marks) - 1)], last, finding)


def uniformly_wrong(table: Table, path: str, lines: int, records: list[Record], columns: list[str]) -> Finding | None:
    """One finding where most rows lack the same number of cells, or have as many too many: a column was moved.

    Args:
        lines: How many the file has.
    """
    widths = Counter(len(record.cells) for record in records if len(record.cells) > 1)
    width, rows = max(widths.items(), key=itemgetter(1), default=(0, 0))
    if rows < _FEW or width == len(columns) or 2 * rows < lines:
        return None
    wrong = [record for record in records if len(record.cells) == width]
    message = f"{rows} rows have {width} cells, and the header {len(columns)}"
    hint = "put back the column that was taken out" if width < len(columns) else "take out the column that is too many"
    if width == len(columns) - 1 and {*columns} <= {*table.names}:
        name = max(reversed(columns), key=lambda name: _fitting(table, columns, columns.index(name), wrong[:_SAMPLE]))
        hint = f"put back the column that was taken out, {name} by the looks of it"
    return of_file(path, wrong[0].line, "row-length", message, "a cell for every column", hint=hint)


_TELLING = {"text": 0, "form": 1}
"""How much it says that a cell fits a column of a kind, where the others say 2."""


def _fitting(table: Table, columns: list[str], place: int, records: list[Record]) -> int:
    """How well cells fit their columns if one was taken out at a place."""
    kept = [table.column(name) for name in columns[:place] + columns[place + 1 :]]
    cells = ((c, cell) for record in records for c, cell in zip(kept, record.cells, strict=True))
    return sum(_TELLING.get(c.cell.kind, 2) * c.accepts(cell) for c, cell in cells)


def lost_names(records: list[Record]) -> frozenset[str]:
    """All that could be an id in some rows."""
    return frozenset(name for record in records for name in re.findall("[a-z0-9]+(?:-[a-z0-9]+)*", record.text))


def fault(path: str, record: Record, width: int) -> Finding | None:
    """What is wrong with a row that was read by itself."""
    text, line, cells = record.text, record.line, len(record.cells)
    if not text:
        return None  # found with others that follow it
    if record.problem.startswith("new-line character"):
        message, hint = "a carriage return stands outside quotes", "take it out, or quote the cell"
        return of_file(path, line, "unreadable-row", message, "cells on one line", shorten(text), hint)
    if record.problem and text.count('"') % 2:
        message, hint = "a quote is opened and not closed", 'a quote inside a cell is written twice: ""'
        return of_file(path, line, "unclosed-quote", message, "a closing quote", shorten(text), hint)
    if record.problem:
        message, hint = f"the line is not CSV: {record.problem}", 'a quote inside a cell is written twice: ""'
        return of_file(path, line, "unreadable-row", message, "cells between commas", shorten(text), hint)
    if cells != width:
        message = f"the row has {cells} cells, and the header {width}"
        hint = "quote cells that hold a comma" if cells > width else "add a comma for each cell that is blank"
        if parted := [sign for sign in ";\t|" if cells == 1 < width == text.count(sign) + 1]:
            hint = f"its cells are parted by {parted[0]!r}; put commas between them"
        return of_file(path, line, "row-length", message, "a cell for every column", shorten(text), hint)
    if {"\n", "\r"}.intersection(text):
        return None  # judged as a cell that holds a line break
    message, hint = "a quote stands in a cell that is not quoted", "caucasus-data fmt quotes the cell"
    return of_file(path, line, "stray-quote", message, 'a quoted cell with "" for each quote', shorten(text), hint)
