"""Rows that are read by themselves, by Python's csv module: those of lines that are not plain."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from caucasus_data.support.plain_text import shorten
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import of_file

LONGEST_CELL = 1_000_000
csv.field_size_limit(LONGEST_CELL)

MOST_LINES = 1_000
"""Lines over which a cell may reach; of a quote that closes later still, the file must be taken for broken."""

_CELL = r'(?:[^",\r]*|"(?:[^"\r]|"")*")'


class Record(NamedTuple):
    """A row that was read by itself: where it stands, and its cells, none where it could not be made out.

    Attributes:
        line: Number of the line on which it begins.
        lines: How many lines it takes.
        start: Its first byte.
        stop: The first byte after it.
        problem: What the csv module says against it.
    """

    line: int
    lines: int
    start: int
    stop: int
    cells: list[str]
    problem: str = ""

    def text(self, content: bytes) -> str:
        return content[self.start : self.stop].decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")


def _record(content: bytes, line: int, start: int, *, strict: bool = True) -> Record:
    """The row that begins on a line, which may go on over some of those below."""
    ends: list[int] = []
    reader = csv.reader(_lines_from(content, start, ends), strict=strict)
    try:
        cells = next(reader, [])
    except csv.Error as error:
        return Record(line, 1, start, ends[0], [], str(error))
    return Record(line, len(ends), start, ends[-1] if ends else start, cells)


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
    return found._replace(stop=content.find(b"\n", found.stop - 1) + 1 or len(content))


class _Line(NamedTuple):
    """A line of a file: its number, and the bytes between which it stands."""

    number: int
    start: int
    stop: int


def odd_lines(content: bytes, first: Record, width: int) -> list[_Line]:
    """The lines below the header that are not rows by themselves."""
    plain = rf"\A{_CELL}(?:,{_CELL}){{{width - 1}}}\z"
    text, stop, length = pl.col("text"), pl.col("stop"), pl.col("text").str.len_bytes().cast(pl.Int64) + 1
    lines = pl.scan_lines(content, name="text", row_index_name="number", row_index_offset=1)
    placed = lines.with_columns(stop=length.cum_sum())
    odd = placed.filter(pl.col("number") > first.lines, ~text.str.contains(plain) | (text == ""))
    found = odd.select("number", start=stop - length, stop=stop).collect(engine="streaming")
    if b"\r\n" in content:  # of which polars has taken the CR away
        import numpy as np

        ends = np.flatnonzero(np.frombuffer(content, "uint8") == ord("\n")) + 1
        ends = np.concatenate([[0], ends, [len(content)]])
        places = found["number"].to_numpy()
        found = found.with_columns(start=ends[places - 1], stop=ends[places])
    return sorted(map(_Line._make, found.iter_rows()))


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
            record = Record(number, 1, start, end, [], "a quote is opened")
        stop = record.stop
        yield record


def without(content: bytes, records: list[Record]) -> bytes:
    """The content without some of its rows."""
    view = memoryview(content)  # whose slices are no copies
    stops, starts = [0, *(r.stop for r in records)], [*(r.start for r in records), len(content)]
    return b"".join(view[a:b] for a, b in zip(stops, starts, strict=True))


def fault(path: str, content: bytes, record: Record, width: int) -> Finding | None:
    """What is wrong with a row that was read by itself."""
    text, line, cells = record.text(content), record.line, len(record.cells)
    if not text:
        return of_file(path, line, "blank-row", "the line is blank", "no blank lines", hint="take it out")
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
        return of_file(path, line, "row-length", message, "a cell for every column", shorten(text), hint)
    if {"\n", "\r"}.intersection(text):
        return None  # judged as a cell that holds a line break
    message, hint = "a quote stands in a cell that is not quoted", "caucasus-data fmt quotes the cell"
    return of_file(path, line, "stray-quote", message, 'a quoted cell with "" for each quote', shorten(text), hint)
