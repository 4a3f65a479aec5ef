"""Vectorised forms of a table's checks and rules, on frames whose columns are all text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import polars as pl

from caucasus_data.model.checks import Check
from caucasus_data.model.columns import Texts
from caucasus_data.model.row import Column, Table
from caucasus_data.model.rules import Rule
from caucasus_data.validation.packed import Frame, Packed, alone, pieces

_TEXTS = Texts()
SOUND, BLANK, FIRST_CHECK = 0, 1, 2
"""Verdicts on a cell: no fault, blank though required, and then the number of the check it breaks."""

FEW = 500
"""Cells of a column that are sooner looked at one by one than all at once."""


def faulty_cells(
    frame: Frame, table: Table, absent: Collection[str] = (), doubtful: pl.Series | None = None
) -> Iterator[Faulty]:
    """The faulty cells of a frame, column by column: so that one fault counts once, each with one check.

    Args:
        absent: Columns that are left out.
        doubtful: Whether each row is to be looked at, where a glance has told of the others that their cells are
            sound, but for their length.
    """
    columns = [c for c in table.columns if c.name not in absent]
    part, rows = _to_look_at(frame, columns, doubtful)
    if part.is_empty():
        return
    unclear = part.lazy().select(pl.col(c.name).filter(_unclear(c)).unique().implode() for c in columns).collect()
    several = [(column, known) for column in columns if len(known := unclear[column.name][0])]
    for column, checks in _convicted(several):
        here = part[column.name].is_in([*checks]).arg_true() if checks else ()
        yield from (Faulty(column, rows[row], checks[part.item(row, column.name)]) for row in here)


def _to_look_at(
    frame: Frame, columns: Sequence[Column], doubtful: pl.Series | None
) -> tuple[pl.DataFrame, Sequence[int] | pl.Series]:
    """The rows of a frame in which cells have to be looked at, and the number of each."""
    if doubtful is None:
        return pl.concat(piece for _, piece in pieces(frame)), range(len(frame))
    long = [pl.col(c.name).str.len_bytes() > c.longest for c in columns if c.longest]
    some, numbers = list[pl.DataFrame](), list[pl.Series]()
    for start, piece in pieces(frame):
        told = doubtful.slice(start, len(piece))
        rows = piece.select(pl.any_horizontal(told, *long).arg_true().cast(pl.Int64)).to_series()
        some.append(alone(piece[rows]) if isinstance(frame, Packed) else piece[rows])
        numbers.append(start + rows)
    return pl.concat(some), pl.concat(numbers)


class Faulty(NamedTuple):
    """A faulty cell, and the first check that it breaks; None where it is blank and must not be."""

    column: Column
    row: int
    check: Check | None


def broken(frame: Frame, rules: Sequence[Rule]) -> list[list[int]]:
    """The rows of a frame that break each of some rules, whatever their other faults."""
    found: list[list[int]] = [[] for _ in rules]
    if rules:
        for start, piece in pieces(frame):
            for rows, own in zip(found, _broken(piece, rules), strict=True):
                rows += [start + row for row in own]
    return found


def _broken(frame: pl.DataFrame, rules: Sequence[Rule]) -> list[list[int]]:
    concerned = frame.lazy().select(
        rule.concerns(_TEXTS).arg_true().implode().alias(str(i)) for i, rule in enumerate(rules)
    )
    rows = [series[0] for series in concerned.collect().iter_columns()]
    found = [
        frame.select(pl.col(rule.fields).gather(some)).select(rule.fails(_TEXTS).arg_true()).to_series()
        for rule, some in zip(rules, rows, strict=True)
    ]
    return [[some[place] for place in places] for some, places in zip(rows, found, strict=True)]


def _unclear(column: Column) -> pl.Expr:
    """Cells of which a glance does not tell that they are sound."""
    cell = pl.col(column.name)
    unclear = ~cell.str.contains(rf"\A{column.cell.sound}\z")
    if column.longest:
        unclear |= cell.str.len_bytes() > column.longest
    return unclear if column.required else unclear & (cell != "")


def _convicted(columns: list[tuple[Column, pl.Series]]) -> Iterator[tuple[Column, dict[str, Check | None]]]:
    """Of some cells of each column the faulty ones, with the first check that each breaks; None where it is blank."""
    queries = [
        known.alias("cell").to_frame().lazy().with_columns(verdict=_verdict(column)).filter(pl.col("verdict") != SOUND)
        for column, known in columns
        if len(known) > FEW
    ]
    answers = iter(pl.collect_all(queries))
    for column, known in columns:
        if len(known) > FEW:
            checks = [None, *column.cell.checks]
            yield column, {cell: checks[verdict - BLANK] for cell, verdict in next(answers).iter_rows()}
        else:
            judged = ((cell, column.cell.first_fault(cell) if cell else None) for cell in known)
            yield column, {cell: check for cell, check in judged if check or not cell}


def _verdict(column: Column) -> pl.Expr:
    cell = _TEXTS.text("cell")
    verdict = pl.lit(SOUND)
    for number, check in reversed([*enumerate(column.cell.checks, FIRST_CHECK)]):
        asked = _TEXTS.number("cell") if check.numeric else cell
        verdict = pl.when(check.fails(asked)).then(number).otherwise(verdict)
    return pl.when(cell == "").then(BLANK if column.required else SOUND).otherwise(verdict)
