"""The verdicts on the rows of a frame of any library that narwhals speaks to, as expressions that it evaluates.

A verdict names a column and a rule. One that no expression reaches, of letters that may be broken ones, has the text
behind it, for Python to settle; so has one of a very long cell.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import cast

import narwhals as nw
import polars as pl

from caucasus_data.model.checks import Check
from caucasus_data.model.columns import SEPARATOR
from caucasus_data.model.row import Column, Table
from caucasus_data.model.rules import Rule
from caucasus_data.validation.settling import PART, VERDICT

LONG = 1000
"""Characters of a cell beyond which Python is asked: Java's regular expressions end a process at twice as many."""

_REQUIRED = "required"
_NUMBER = r"\A-?[0-9]{1,15}(?:\.[0-9]{1,9})?\z"
_NONE = nw.lit(None, dtype=nw.String)


class Cells:
    """The columns of any frame: a null is a blank, and what is no text is judged as what it reads as."""

    def text(self, name: str) -> pl.Expr:
        return _shared(nw.col(name).cast(nw.String).fill_null(""))

    def pair(self, one: str, other: str) -> pl.Expr:
        return _shared(nw.concat_str(_own(self.text(one)), _own(self.text(other)), separator=SEPARATOR))

    def number(self, name: str) -> pl.Expr:
        cell = _own(self.text(name))
        held = nw.when(cell.str.contains(_NUMBER)).then(cell)  # some libraries end where a text is no number
        return _shared(held.cast(nw.Float64))


_CELLS = Cells()


def _shared(expression: nw.Expr) -> pl.Expr:
    """An expression of narwhals as the declaration takes it: for one of polars."""
    return cast("pl.Expr", expression)


def _own(expression: pl.Expr) -> nw.Expr:
    return cast("nw.Expr", expression)


def doubtful(table: Table) -> nw.Expr:
    """The rows to look at closely: cheaply told, all that have a fault, and some that have none."""
    unclear = [_unclear(column) for column in table.columns]
    broken = [_own(rule.concerns(_CELLS)) & _own(rule.fails(_CELLS)) for rule in table.rules]
    return reduce(or_, [*unclear, *broken])


def verdicts(table: Table) -> nw.Expr:
    """All verdicts on a row, in one text; an empty one where there is nothing to find."""
    found = [*map(_of_cell, table.columns), *(_of_row(table, rule) for rule in table.rules)]
    return nw.concat_str(found, separator=VERDICT, ignore_nulls=True)


def _text(column: Column) -> nw.Expr:
    return _own(_CELLS.text(column.name))


def _long(column: Column) -> nw.Expr:
    return _text(column).str.len_chars() > LONG


def _unclear(column: Column) -> nw.Expr:
    """Whether a cell is not blank, or must not be, and a glance does not tell that it is sound."""
    cell = _text(column)
    sound = cell.str.contains(rf"\A{column.cell.sound}\z")
    if column.longest and column.longest < LONG:
        sound &= cell.str.len_chars() <= column.longest
    unclear = nw.when(_long(column)).then(nw.lit(value=True)).otherwise(~sound)
    return unclear if column.required else (cell != "") & unclear


def _of_cell(column: Column) -> nw.Expr:
    verdict = _NONE
    for check in reversed(column.cell.checks):
        verdict = nw.when(_broken(column, check)).then(_verdict(column, check)).otherwise(verdict)
    verdict = nw.when(_long(column)).then(_asked(column.name + PART, column)).otherwise(verdict)
    blank = nw.lit(column.name + PART + _REQUIRED) if column.required else _NONE
    return nw.when(_text(column) == "").then(blank).otherwise(nw.when(_unclear(column)).then(verdict))


def _broken(column: Column, check: Check) -> nw.Expr:
    if check.doubt:
        return _text(column).str.contains(check.doubt)
    return _own(check.fails(_CELLS.number(column.name) if check.numeric else _CELLS.text(column.name)))


def _verdict(column: Column, check: Check) -> nw.Expr:
    if check.doubt:
        return _asked(column.name + PART, column)
    return nw.lit(column.name + PART + check.rule)


def _asked(verdict: str, column: Column) -> nw.Expr:
    """A verdict that hangs on the text of a cell, in which what parts verdicts is another sign of its kind."""
    text = _text(column).str.replace_all(f"[{VERDICT}{PART}]", "\x1d")
    return nw.concat_str([nw.lit(verdict + PART + column.name + PART), text])


def _of_row(table: Table, rule: Rule) -> nw.Expr:
    """The verdict of a rule, which is silent where a cell that it reads is at fault."""
    columns = [table.column(name) for name in rule.fields]
    verdict = nw.lit(rule.field + PART + rule.rule)
    for column in columns:
        cell = _of_cell(column)
        hangs = cell.str.contains(PART + PART) & ~verdict.is_null()
        on_text = nw.when(hangs).then(_asked(rule.field + PART + rule.rule, column))
        verdict = nw.when(cell.is_null()).then(verdict).otherwise(on_text)
    concerned = _own(rule.concerns(_CELLS)) & _own(rule.fails(_CELLS))
    return nw.when(concerned).then(verdict)
