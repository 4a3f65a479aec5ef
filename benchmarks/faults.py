"""Faults of many kinds, sown where it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from benchmarks.growing import Row, line


class Place(NamedTuple):
    """Where a row stands: the row before it, and a number that no other row has."""

    before: Row
    number: int


Spoil = Callable[[Row, Place], Row]
"""The cells of a row that are at fault."""


class Fault(NamedTuple):
    """Where a fault was sown.

    Attributes:
        line: Physical line on which its row begins.
        column: Its column; empty where the row as a whole is at fault.
        kind: What is wrong.
    """

    line: int
    column: str
    kind: str


def _cells(**cells: str) -> Spoil:
    return lambda row, place: cells


def _dangling(column: str, prefix: str) -> Spoil:
    return lambda row, place: {column: f"{prefix}nowhere-{place.number}"}


OF_CELLS: dict[str, tuple[str, Spoil]] = {
    "a required cell is blank": ("title", _cells(title="")),
    "a capital letter in an id": ("event_id", lambda row, place: {"event_id": row["event_id"].title()}),
    "a key that stands already": ("event_id", lambda row, place: {"event_id": place.before["event_id"]}),
    "a fact that stands already": ("title", lambda row, place: place.before | {"event_id": row["event_id"]}),
    "a place that is nowhere": ("place_id", _dangling("place_id", "plc-")),
    "a part of no event": ("part_of", _dangling("part_of", "evt-")),
    "a source that is not there": ("source_id", _dangling("source_id", "src-")),
    "a part of itself": ("part_of", lambda row, place: {"part_of": row["event_id"]}),
    "a stand-in for the unknown": ("note", _cells(note="n/a")),
    "a Cyrillic letter in an id": ("place_id", _cells(place_id="plc-аrmenia")),
    "a formula": ("note", _cells(note="=SUM(A1:A9)")),
    "a text too long": ("title", _cells(title="A long title " * 10 + "ends")),
    "a day that is not in the calendar": ("start_date", _cells(start_date="2021-02-29")),
    "an interval backwards": ("start_date", _cells(start_date="2020-05-02/2020-05-01")),
    "a spreadsheet's day number": ("start_date", _cells(start_date="44143")),
    "a date as it is written locally": ("start_date", _cells(start_date="08/11/2020")),
    "an end before the start": (
        "end_date",
        _cells(start_date="2020-09-27", end_date="2020-09-26"),
    ),
    "a count with a separator": ("deaths_best", _cells(deaths_best="1,960")),
    "a count that is a word": ("deaths_high", _cells(deaths_high="many")),
    "a count below zero": ("deaths_low", _cells(deaths_low="-5")),
    "estimates out of order": (
        "deaths_high",
        _cells(deaths_low="9", deaths_best="", deaths_high="7"),
    ),
    "a word of no vocabulary": ("type", _cells(type="meetign")),
    "a grade that does not exist": ("credibility", _cells(credibility="7")),
    "a zero-width space": ("title", lambda row, place: {"title": f"{row['title'][:50]}\u200b"}),
    "a line break in a cell": ("title", lambda row, place: {"title": f"Talks\nin round {place.number}"}),
    "a space before a text": ("note", _cells(note=" Yerevan")),
}
OF_LINES: dict[str, Callable[[Row], str]] = {
    "a row with a cell too few": lambda row: line(dict(list(row.items())[:-1])),
    "a row with a cell too many": lambda row: line(row | {"beyond": "more"}),
    "a quote that is not closed": lambda row: line(row | {"note": ""})[:-1] + '"An open quote\n',
    "a blank line": lambda row: "\n" + line(row),
}


def sow(path: Path, rows: Iterable[Row], count: int, faults: int, first: int) -> list[Fault]:
    """Write rows as CSV with faults in some of them.

    Args:
        path: The file.
        rows: The rows, without a fault.
        count: How many they are.
        faults: How many faults to sow.
        first: Rows at the front that are left as they are.

    Returns:
        Where the faults are.
    """
    kinds, sown = cycle([*OF_CELLS, *OF_LINES]), list[Fault]()
    spoiled = {first + 3 + number * (count - first - 6) // faults for number in range(faults)}
    with path.open("w", encoding="utf-8", newline="") as file:
        at, before = 1, Row()
        for number, row in enumerate(rows):
            if number == 0:
                file.write(line(dict(zip(row, row, strict=True))))
            text = line(row)
            if number in spoiled:
                text, fault = _spoiled(next(kinds), row, Place(before, number), at + 1)
                sown.append(fault)
            file.write(text)
            at, before = at + text.count("\n"), row
    return sown


def judged(sown: Sequence[Fault], places: set[tuple[int, str]]) -> tuple[int, int]:
    """How many faults were found: at their line and column, or at their line where no column is named."""
    whole_rows = {fault.line for fault in sown if not fault.column}
    reported_lines = {line for line, _ in places}
    found = [
        fault.line in reported_lines
        if fault.line in whole_rows
        else not places.isdisjoint([(fault.line, fault.column), (fault.line, "")])
        for fault in sown
    ]
    meant = {(f.line, f.column) for f in sown} | {(f.line, "") for f in sown}
    elsewhere = [p for p in places if p not in meant and p[0] not in whole_rows]
    return sum(found), len(elsewhere)


def _spoiled(kind: str, row: Row, place: Place, at: int) -> tuple[str, Fault]:
    if kind in OF_LINES:
        return OF_LINES[kind](row), Fault(at, "", kind)
    column, spoil = OF_CELLS[kind]
    return line(row | spoil(row, place)), Fault(at, column, kind)
