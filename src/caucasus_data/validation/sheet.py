"""A table as it stands in a file, which remembers on which line each row begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

import polars as pl

from caucasus_data.model.row import Table
from caucasus_data.support.plain_text import counted
from caucasus_data.validation.catalogue import RULES
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.packed import Frame, Packed, with_rows

HARMLESS = {
    "byte-order-mark",
    "newline-style",
    "blank-row",
    "merge-conflict",
    "stray-quote",
    "column-order",
    "unknown-column",
    "renamed-column",
}
"""Faults of a file that cost neither a row nor a column."""

_NO_NAME = {"required", "sentinel"}
"""Faults of a key of which nothing tells any more what it was."""

FEW = 5
"""Findings alike, of which each is told by itself; of more the first speaks for all."""

AT_MOST = 1000
"""Findings of one kind in one column: a file that is wrong throughout is one thing to mend, not a million."""


_WITHOUT_ROWS = ("shrunk-table", "moved-column")
"""What is found in a file of which rows are not in the sheet."""


@dataclass
class Sheet:
    """Text cells, and the faults met on the way to them.

    Attributes:
        path: The file, as it was given.
        frame: One text column per declared column; a blank cell is the empty text.
        lines: Physical line on which each row of the frame begins; negative for rows of the packaged table, which
            stand beside those of a file that holds new rows alone.
        header: Columns as the file has them.
        absent: Declared columns that the file lacks; blank in the frame.
        findings: What is wrong with the file as a file.
        convicted: Rows of the frame in which some check has found a fault already.
        misnamed: Those of them in which it is the key that is at fault.
        nameless: Rows of which the key tells nothing, as that of another row or none stands in its place.
        unnamed: Rows of which the key was lost, but no other cell.
        lost: All that could be a name in the rows that could not be read.
        doubtful: Whether each row is to be looked at, where a glance has told that the cells of others are sound.
    """

    table: Table
    path: str
    frame: Frame
    lines: pl.Series
    header: list[str]
    absent: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    convicted: set[int] = field(default_factory=set)
    misnamed: set[int] = field(default_factory=set)
    nameless: set[int] = field(default_factory=set)
    unnamed: set[int] = field(default_factory=set)
    lost: frozenset[str] = frozenset()
    doubtful: pl.Series | None = None

    @property
    def readable(self) -> bool:
        """Whether a row that is not there is not in the file either, or was lost by a fault that was found."""
        return self.key not in self.absent and all(f.rule not in _WITHOUT_ROWS for f in self.findings)

    @property
    def whole(self) -> bool:
        """Whether every row of the file is in the frame with every cell."""
        return all(f.rule in HARMLESS for f in self.findings)

    def has(self, *columns: str) -> bool:
        """Whether the file has some columns; one that could not be read has none."""
        return self.absent.isdisjoint(columns)

    def put(self, rows: Mapping[int, Sequence[str]]) -> None:
        """Put other cells in place of those of some rows, as they were meant."""
        if rows:
            if isinstance(self.frame, Packed):
                self.frame.put(rows)
            else:
                self.frame = with_rows(self.frame, rows)
            self.__dict__.pop("in_order", None)
            self.nameless.update(row for row in rows if not self.frame.item(row, self.key))

    @cached_property
    def in_order(self) -> bool:
        """Whether the key of each row comes after that of the row above."""
        return bool(self.frame.select(_beside_above(self.table.key, after=True).all()).item())

    def falls(self, rows: pl.Series) -> pl.Series:
        """The places in some rows of those whose key comes before that of the row above."""
        keys = self.frame.select(pl.col(self.table.key).gather(rows))
        return keys.select(_beside_above(self.table.key, after=False).arg_true().cast(pl.Int64)).to_series()

    def excuses(self, gone: Collection[str] = (), *, unnamed: bool = False) -> Callable[[str], bool]:
        """Tells of a name whether its row may be there after all: unread, or under a faulty name that was found.

        Args:
            gone: Ids of the last release that no row has: a nameless row is sooner one of them than another.
            unnamed: Whether it may be one that has lost its key alone.
        """
        from difflib import get_close_matches

        slips = [self.frame.item(row, self.key).casefold() for row in sorted(self.misnamed)]
        lost = sorted(self.lost)
        nameless, released = self.nameless | self.unnamed if unnamed else self.nameless, sorted(gone)
        gaps = [
            (above, below)
            for (above, below), rows in Counter(gap for _, gap in self.gaps(nameless)).items()
            if rows > bisect_left(released, below) - bisect_right(released, above)
        ]

        def excused(name: str) -> bool:
            place = bisect_left(lost, name)  # of a comma that was deleted the name and the cell behind it are one
            return (
                any(word.startswith(name) for word in lost[place : place + 1])
                or any(above < name < below for above, below in gaps)
                or bool(get_close_matches(name.casefold(), slips, n=1, cutoff=0.85))
            )

        return excused

    def gaps(self, nameless: Collection[int]) -> Iterator[tuple[int, tuple[str, str]]]:
        """Nameless rows, and the keys between which that of each lies, as rows stand in the order of their key."""
        if not nameless:
            return
        names, rows = self.frame[self.key], sorted(nameless)
        named = self.order.filter(~self.order.is_in([*nameless, *self.misnamed]))
        places = self.lines.gather(named).search_sorted(self.lines.gather(rows))
        for row, place in zip(rows, places, strict=True):
            above, below = named[max(place - 1, 0) : place], named[place : place + 1]
            yield row, (names[above[0]] if len(above) else "", names[below[0]] if len(below) else chr(0x10FFFF))

    @cached_property
    def order(self) -> pl.Series:
        """The rows as they stand in the file; in the frame those that were read singly come last."""
        return self.lines.arg_sort()

    @property
    def key(self) -> str:
        """The column that names a row; the first of them where it takes several."""
        return self.table.key[0]

    def place(self, line: int) -> str:
        """What a message calls a line on which a row begins."""
        return f"line {line}" if line > 0 else f"line {-line} of the packaged {self.table.name}.csv"

    def named(self, row: int) -> str:
        """The key of a row, its cells joined by `/`."""
        return "/".join(self.frame.item(row, column) for column in self.table.key)

    def cells(self, row: int) -> dict[str, str]:
        return dict(zip(self.frame.columns, self.frame.row(row), strict=True))

    def finding(
        self,
        row: int,
        column: str,
        rule: str,
        message: str,
        expected: str,
        hint: str = "",
        replacement: str | None = None,
    ) -> Finding:
        """A fault of one cell; its row counts as convicted from now on."""
        if RULES[rule].severity == "error":
            self.convicted.add(row)
            if column == self.key and rule != "duplicate-key":
                self.misnamed.add(row)
            if column == self.key and rule in _NO_NAME:
                self.unnamed.add(row)
        return Finding(
            path=self.path,
            line=self.lines[row],
            column=self.header.index(column) + 1 if column in self.header else 0,
            field=column,
            row_id=self.named(row),
            value=self.frame.item(row, column),
            rule=rule,
            severity=RULES[rule].severity,
            message=message,
            expected=expected,
            hint=hint,
            replacement=replacement,
            row=self.cells(row),
        )


def of_file(
    path: str, line: int, rule: str, message: str, expected: str, value: str = "", hint: str = "", column: int = 0
) -> Finding:
    """A fault of a file, or of a line of it, rather than of a cell."""
    return Finding(path, line, column, "", "", value, rule, RULES[rule].severity, message, expected, hint)


def _beside_above(key: Sequence[str], *, after: bool) -> pl.Expr:
    """Whether the key of a row comes after that of the row above, or before it; that of the first comes after none."""
    told = pl.lit(value=False)
    for column in reversed(key):
        cell, above = pl.col(column), pl.col(column).shift(1)
        told = ((cell > above) if after else (cell < above)) | ((cell == above) & told)
    return told.fill_null(after)


T = TypeVar("T")


def of_one(items: Sequence[T], finding: Callable[[T], Finding], what: str, few: int = FEW) -> Iterator[Finding]:
    """The findings for which there is one thing to mend: where they are many, the first speaks for all.

    Args:
        what: What there are more of, such as `row`.
        few: How many are told one by one.
    """
    if len(items) <= few:
        yield from map(finding, items)
    else:
        found = finding(items[0])
        yield replace(found, message=f"{found.message}; so do {counted(len(items) - 1, f'more {what}')}")


def rolled_up(items: Sequence[T], finding: Callable[[T], Finding]) -> Iterator[Finding]:
    """The findings that things of one kind give; where there are too many, the last counts the rest."""
    for place, item in enumerate(items[:AT_MOST], 1):
        found = finding(item)
        rest = len(items) - place if place == AT_MOST else 0
        yield replace(found, message=f"{found.message}; so do {rest} more further down") if rest else found


def few_of_each(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings as they come; of a rule in one column so many at most, and the last counts the rest."""
    counts: Counter[tuple[str, str, str]] = Counter()
    last: dict[tuple[str, str, str], Finding] = {}
    for found in findings:
        kind = found.path, found.rule, found.field
        counts[kind] += 1
        if counts[kind] < AT_MOST:
            yield found
        else:
            last.setdefault(kind, found)
    for kind, found in last.items():
        rest = counts[kind] - AT_MOST
        yield replace(found, message=f"{found.message}; so do {rest} more further down") if rest else found
