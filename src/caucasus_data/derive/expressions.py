"""Vectorised forms of a table's checks and rules, on frames whose columns are all text."""

from __future__ import annotations

import polars as pl

from caucasus_data.model.row import Column, Table
from caucasus_data.model.rules import Rule

SOUND, BLANK, FIRST_CHECK = 0, 1, 2
"""Verdicts on a cell: no fault, blank though required, and then the number of the check it breaks."""


def verdict(column: Column) -> pl.Expr:
    """The verdict on each cell of a column: the first check that it breaks, so that one fault counts once."""
    cell = pl.col(column.name)
    faults = [check.fails(cell) for check in column.cell.checks]
    judged = pl.lit(SOUND)
    for number, fault in reversed([*enumerate(faults, FIRST_CHECK)]):
        judged = pl.when(fault).then(number).otherwise(judged)
    blank = BLANK if column.required else SOUND
    return pl.when(cell == "").then(blank).otherwise(judged).cast(pl.UInt8).alias(judged_name(column.name))


def broken(table: Table, rule: Rule) -> pl.Expr:
    """Whether each row breaks a rule, on a frame that also holds the verdicts named as in `judged_name`.

    A row is not judged by a rule of which it has a faulty cell already.
    """
    sound = pl.all_horizontal(pl.col(judged_name(f)) == SOUND for f in rule.fields)
    return (sound & rule.fails()).alias(f"{table.name}:{table.rules.index(rule)}")


def judged_name(field: str) -> str:
    """The column that holds the verdicts on a column."""
    return f"{field}\x1fverdict"
