"""What must hold between the cells of one row.

A rule is declared once, as data. It answers for one row (`holds`), for a whole table (`fails`), and
for people (`sentence`). A cell that is blank is the empty text. Each rule blames one column.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import ClassVar

import polars as pl

from caucasus_data.model import edtf
from caucasus_data.model.columns import SEPARATOR, Columns, common, lower_key, upper_key

Cells = Mapping[str, str]
FEW = 5
"""Words that fit into a sentence; of more, one stands for all."""


class Rule(ABC):
    """One thing that must be true of a row."""

    rule: ClassVar[str]
    field: str

    @property
    @abstractmethod
    def fields(self) -> tuple[str, ...]:
        """The columns that the rule reads; a fault in one of them silences it."""

    @property
    @abstractmethod
    def sentence(self) -> str: ...

    @abstractmethod
    def expected(self, cells: Cells) -> str:
        """What should stand in the blamed cell of a row that breaks the rule."""

    @abstractmethod
    def holds(self, cells: Cells) -> bool: ...

    @abstractmethod
    def concerns(self, columns: Columns) -> pl.Expr:
        """The rows that the rule speaks of: told cheaply, so that few have to be looked at closely."""

    @abstractmethod
    def fails(self, columns: Columns) -> pl.Expr:
        """Whether each row that the rule speaks of breaks it."""


def _given(columns: Columns, *fields: str) -> pl.Expr:
    return reduce(and_, (columns.text(f) != "" for f in fields))


@dataclass(frozen=True)
class When:
    """A condition on one column: any value, or one of some values, or (negated) none of them."""

    field: str
    values: tuple[str, ...] = ()
    negated: bool = False

    def holds(self, cells: Cells) -> bool:
        cell = cells[self.field]
        if not self.values:
            return cell != ""
        return (cell in self.values) is not self.negated

    def expr(self, columns: Columns) -> pl.Expr:
        column = columns.text(self.field)
        if not self.values:
            return column != ""
        listed = column.is_in([*self.values])
        return ~listed if self.negated else listed

    def __str__(self) -> str:
        if not self.values:
            return f"{self.field} is given"
        if len(self.values) == 1:
            return f"{self.field} is {'not ' if self.negated else ''}{self.values[0]}"
        if len(self.values) > FEW and not self.negated:
            return f"{self.field} is a word such as {self.values[0]}"
        return f"{self.field} is {'none' if self.negated else 'one'} of {', '.join(self.values)}"


@dataclass(frozen=True)
class NotAfter(Rule):
    """The first date is not after the second, as far as both are known."""

    start: str
    field: str
    rule: ClassVar[str] = "not-after"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.start, self.field)

    @property
    def sentence(self) -> str:
        return f"{self.field} must not be before {self.start}"

    def expected(self, cells: Cells) -> str:
        return f"{cells[self.start]} or later"

    def holds(self, cells: Cells) -> bool:
        start, end = cells[self.start], cells[self.field]
        return not (start and end) or edtf.lower_key(start) <= edtf.upper_key(end)

    def concerns(self, columns: Columns) -> pl.Expr:
        return _given(columns, self.start, self.field)

    def fails(self, columns: Columns) -> pl.Expr:
        return lower_key(columns.text(self.start)) > upper_key(columns.text(self.field))


@dataclass(frozen=True)
class NotMore(Rule):
    """The first number is not greater than the second; a third may stand between and take over."""

    low: str
    field: str
    between: str = ""
    rule: ClassVar[str] = "ordered"

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(f for f in (self.low, self.field, self.between) if f)

    @property
    def sentence(self) -> str:
        return f"{self.field} must not be less than {self.low}"

    def expected(self, cells: Cells) -> str:
        return f"{cells[self.low]} or more"

    def holds(self, cells: Cells) -> bool:
        low, high = cells[self.low], cells[self.field]
        if not low or not high or (self.between and cells[self.between]):
            return True
        return int(low) <= int(high)

    def concerns(self, columns: Columns) -> pl.Expr:
        given = _given(columns, self.low, self.field)
        return given & (columns.text(self.between) == "") if self.between else given

    def fails(self, columns: Columns) -> pl.Expr:
        return (columns.number(self.low) > columns.number(self.field)).fill_null(value=False)


@dataclass(frozen=True)
class RequiredWhen(Rule):
    """The cell is filled where the condition holds."""

    field: str
    when: When
    rule: ClassVar[str] = "required-when"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, self.when.field)

    @property
    def sentence(self) -> str:
        return f"{self.field} must be filled when {self.when}"

    def expected(self, cells: Cells) -> str:
        return "a cell that is filled"

    def holds(self, cells: Cells) -> bool:
        return cells[self.field] != "" or not self.when.holds(cells)

    def concerns(self, columns: Columns) -> pl.Expr:
        return columns.text(self.field) == ""

    def fails(self, columns: Columns) -> pl.Expr:
        return self.when.expr(columns)


@dataclass(frozen=True)
class BlankUnless(Rule):
    """The cell is blank where the condition does not hold."""

    field: str
    when: When
    rule: ClassVar[str] = "blank-unless"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, self.when.field)

    @property
    def sentence(self) -> str:
        return f"{self.field} must stay blank unless {self.when}"

    def expected(self, cells: Cells) -> str:
        return "a blank cell"

    def holds(self, cells: Cells) -> bool:
        return cells[self.field] == "" or self.when.holds(cells)

    def concerns(self, columns: Columns) -> pl.Expr:
        return _given(columns, self.field)

    def fails(self, columns: Columns) -> pl.Expr:
        return ~self.when.expr(columns)


@dataclass(frozen=True)
class Different(Rule):
    """Two cells do not name the same thing."""

    other: str
    field: str
    rule: ClassVar[str] = "different"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.other, self.field)

    @property
    def sentence(self) -> str:
        return f"{self.field} must differ from {self.other}"

    def expected(self, cells: Cells) -> str:
        return f"another than {cells[self.other]}"

    def holds(self, cells: Cells) -> bool:
        return cells[self.field] == "" or cells[self.field] != cells[self.other]

    def concerns(self, columns: Columns) -> pl.Expr:
        return _given(columns, self.field)

    def fails(self, columns: Columns) -> pl.Expr:
        return columns.text(self.field) == columns.text(self.other)


@dataclass(frozen=True)
class Follows(Rule):
    """One column decides which words another may hold; the empty word allows a blank.

    Where `given` names a column, the rule speaks only of rows in which that column is filled.
    """

    field: str
    by: str
    allowed: Mapping[str, tuple[str, ...]]
    given: str = ""
    rule: ClassVar[str] = "follows"

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(f for f in (self.field, self.by, self.given) if f)

    @property
    def sentence(self) -> str:
        return f"{self.field} must be one that {self.by} allows" + (
            f", when {self.given} is given" if self.given else ""
        )

    def expected(self, cells: Cells) -> str:
        words = self.allowed[cells[self.by]]
        return " or ".join(w or "a blank cell" for w in words)

    def holds(self, cells: Cells) -> bool:
        if self.given and not cells[self.given]:
            return True
        return cells[self.field] in self.allowed[cells[self.by]]

    def concerns(self, columns: Columns) -> pl.Expr:
        return _given(columns, self.given or self.by)

    def fails(self, columns: Columns) -> pl.Expr:
        pairs = [by + SEPARATOR + word for by, words in self.allowed.items() for word in words]
        return ~columns.pair(self.by, self.field).is_in(pairs)


@dataclass(frozen=True)
class Within(Rule):
    """The number lies between two bounds where the condition holds."""

    field: str
    low: float
    high: float
    when: When
    rule: ClassVar[str] = "within"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, self.when.field)

    @property
    def sentence(self) -> str:
        return f"{self.field} must lie between {self.low:g} and {self.high:g} when {self.when}"

    def expected(self, cells: Cells) -> str:
        return f"a number from {self.low:g} to {self.high:g}"

    def holds(self, cells: Cells) -> bool:
        return not cells[self.field] or not self.when.holds(cells) or self.low <= float(cells[self.field]) <= self.high

    def concerns(self, columns: Columns) -> pl.Expr:
        return _given(columns, self.field)

    def fails(self, columns: Columns) -> pl.Expr:
        within = columns.number(self.field).is_between(self.low, self.high)
        return (~within).fill_null(value=False) & self.when.expr(columns)


@dataclass(frozen=True)
class Formed(Rule):
    """One column decides which pattern another must match; `forms` has the patterns, and each in words."""

    field: str
    by: str
    forms: Mapping[str, tuple[str, str]]
    rule: ClassVar[str] = "formed"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, self.by)

    @property
    def sentence(self) -> str:
        return f"{self.field} must have the form that {self.by} calls for"

    def expected(self, cells: Cells) -> str:
        return self.forms[cells[self.by]][1]

    def holds(self, cells: Cells) -> bool:
        return re.fullmatch(self.forms[cells[self.by]][0], cells[self.field]) is not None

    def concerns(self, columns: Columns) -> pl.Expr:
        return _given(columns, self.field)

    def fails(self, columns: Columns) -> pl.Expr:
        by, cell = columns.text(self.by), columns.text(self.field)
        return reduce(
            or_,
            (
                (by == word) & ~cell.str.contains(rf"\A(?:{common(pattern)})\z")
                for word, (pattern, _) in self.forms.items()
            ),
        )


@dataclass(frozen=True)
class Prefixed(Rule):
    """The beginning of one cell tells which word another has."""

    field: str
    by: str
    words: Mapping[str, str]
    otherwise: str
    rule: ClassVar[str] = "prefixed"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, self.by)

    @property
    def sentence(self) -> str:
        return f"{self.field} must be the one that the beginning of {self.by} tells"

    def expected(self, cells: Cells) -> str:
        return next((w for start, w in self.words.items() if cells[self.by].startswith(start)), self.otherwise)

    def holds(self, cells: Cells) -> bool:
        return not (cells[self.field] and cells[self.by]) or cells[self.field] == self.expected(cells)

    def concerns(self, columns: Columns) -> pl.Expr:
        return _given(columns, self.field, self.by)

    def fails(self, columns: Columns) -> pl.Expr:
        by, cell = columns.text(self.by), columns.text(self.field)
        others = (by.str.starts_with(start) & (cell != word) for start, word in self.words.items())
        none = reduce(and_, (~by.str.starts_with(start) for start in self.words))
        return reduce(or_, others) | (none & (cell != self.otherwise))


def ordered(low: str, best: str, high: str) -> tuple[Rule, ...]:
    """Three estimates of one number, lowest first, any of them blank."""
    return NotMore(low, best), NotMore(best, high), NotMore(low, high, between=best)


def given_exactly_when(field: str, when: When) -> tuple[Rule, ...]:
    """The cell is filled where the condition holds, and blank elsewhere."""
    return RequiredWhen(field, when), BlankUnless(field, when)
