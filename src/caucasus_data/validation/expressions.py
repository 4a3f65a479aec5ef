"""Vectorised forms of a table's checks and rules, on frames whose columns are all text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import polars as pl

from caucasus_data.model.cells import LONGEST_STAND_IN, UNCLEAR, Check
from caucasus_data.model.row import Column, Table
from caucasus_data.model.rules import Rule

SOUND, BLANK, FIRST_CHECK = 0, 1, 2
"""Verdicts on a cell: no fault, blank though required, and then the number of the check it breaks."""

SAMPLE = 1000
"""Rows that tell whether texts repeat."""


def faulty_cells(frame: pl.DataFrame, table: Table, absent: Collection[str] = ()) -> Iterator[Faulty]:
    """The faulty cells of a frame, column by column: so that one fault counts once, each with one check.

    A column in which words repeat is judged word by word, others cell by cell, where a glance does not tell.
    """
    columns = [c for c in table.columns if c.name not in absent]
    texts = [c for c in columns if c.cell.kind == "text" or (c.name,) == table.key]
    free = [c for c in texts if 2 * frame[c.name].head(SAMPLE).n_unique() > min(SAMPLE, len(frame))]
    unclear = frame.select((~_plainly_sound(pl.col(c.name), c)).alias(c.name) for c in free)
    words = frame.lazy().select(pl.col(c.name).unique().implode() for c in columns if c not in free).collect()
    rows = {c.name: unclear[c.name].arg_true() for c in free}
    cells = [
        frame[c.name].gather(rows[c.name])
        if c in free
        else words[c.name].explode(keep_nulls=False, empty_as_null=False)
        for c in columns
    ]
    for column, known, bad in zip(columns, cells, _judged(columns, cells), strict=True):
        if column in free:
            yield from (Faulty(column, rows[column.name][place], check) for place, check in bad)
        elif bad:
            checks = {known[place]: check for place, check in bad}
            here = frame[column.name].is_in([*checks]).arg_true()
            yield from (Faulty(column, row, checks[frame.item(row, column.name)]) for row in here)


class Faulty(NamedTuple):
    """A faulty cell, and the first check that it breaks; None where it is blank and must not be."""

    column: Column
    row: int
    check: Check | None


def broken(frame: pl.DataFrame, rule: Rule) -> list[int]:
    """The rows of a frame that break a rule, whatever their other faults."""
    concerned = frame.select(rule.concerns().alias("concerned"), *rule.fields).with_row_index("row").filter("concerned")
    return concerned.filter(rule.fails())["row"].to_list()


def _plainly_sound(cell: pl.Expr, column: Column) -> pl.Expr:
    """Cells that satisfy all that Table Schema is told of them, and are too long for a stand-in."""
    told = column.cell.constraints()
    sound = cell.str.contains(f"^{told['pattern']}$") & (cell.str.len_bytes() > LONGEST_STAND_IN)
    if column.cell.kind == "text":
        sound &= ~cell.str.contains(UNCLEAR)
    if "maxLength" in told:
        sound &= cell.str.len_bytes() <= told["maxLength"]
    return sound if column.required else sound | (cell == "")


def _judged(columns: list[Column], cells: list[pl.Series]) -> Iterator[list[tuple[int, Check | None]]]:
    """For each column the places of faulty cells, each with the first check that it breaks, None where it is blank."""
    queries = [
        known.alias("cell").to_frame().lazy().select(_verdict(column))
        for column, known in zip(columns, cells, strict=True)
    ]
    for column, verdicts in zip(columns, pl.collect_all(queries), strict=True):
        found = verdicts.to_series()
        faulty = (found != SOUND).arg_true()
        yield [(row, None if found[row] == BLANK else column.cell.checks[found[row] - FIRST_CHECK]) for row in faulty]


def _verdict(column: Column) -> pl.Expr:
    cell = pl.col("cell")
    verdict = pl.lit(SOUND)
    for number, check in reversed([*enumerate(column.cell.checks, FIRST_CHECK)]):
        verdict = pl.when(check.fails(cell)).then(number).otherwise(verdict)
    return pl.when(cell == "").then(BLANK if column.required else SOUND).otherwise(verdict)
