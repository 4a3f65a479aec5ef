"""A table as it stands in a file, which remembers on which line each row begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import polars as pl

from caucasus_data.model.row import Table
from caucasus_data.validation.catalogue import RULES
from caucasus_data.validation.finding import Finding

OF_ROWS = {"row-length", "unclosed-quote", "unreadable-row"}
"""Faults of a file that cost a row."""

HARMLESS = {
    "byte-order-mark",
    "newline-style",
    "blank-row",
    "stray-quote",
    "column-order",
    "unknown-column",
    "renamed-column",
}
"""Faults of a file that cost neither a row nor a column."""

AT_MOST = 1000
"""Findings of one kind in one column: a file that is wrong throughout is one thing to mend, not a million."""


@dataclass(frozen=True)
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
    """

    table: Table
    path: str
    frame: pl.DataFrame
    lines: pl.Series
    header: list[str]
    absent: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    convicted: set[int] = field(default_factory=set)
    misnamed: set[int] = field(default_factory=set)

    @property
    def readable(self) -> bool:
        """Whether the file could be read but for some of its rows."""
        return all(f.rule in HARMLESS | OF_ROWS for f in self.findings) and self.key not in self.absent

    @property
    def whole(self) -> bool:
        """Whether every row of the file is in the frame with every cell."""
        return all(f.rule in HARMLESS for f in self.findings)

    @property
    def slips(self) -> list[str]:
        """Names of rows that are there, and not under the name that they should have."""
        lost = [f.value.partition(",")[0].strip('" ') for f in self.findings if f.rule in OF_ROWS]
        return [*lost, *(self.frame.item(row, self.key) for row in sorted(self.misnamed))]

    @property
    def key(self) -> str:
        """The column that names a row; the first of them where it takes several."""
        return self.table.key[0]

    def place(self, line: int) -> str:
        """What a message calls a line on which a row begins."""
        return f"line {line}" if line > 0 else f"line {-line} of the packaged {self.table.name}.csv"

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
        return Finding(
            path=self.path,
            line=self.lines[row],
            column=self.header.index(column) + 1 if column in self.header else 0,
            field=column,
            row_id="/".join(self.frame.item(row, k) for k in self.table.key),
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


T = TypeVar("T")


def rolled_up(items: Sequence[T], finding: Callable[[T], Finding]) -> Iterator[Finding]:
    """The findings that things of one kind give; where there are too many, the last counts the rest."""
    for place, item in enumerate(items[:AT_MOST], 1):
        found = finding(item)
        rest = len(items) - place if place == AT_MOST else 0
        yield replace(found, message=f"{found.message}; so do {rest} more further down") if rest else found
