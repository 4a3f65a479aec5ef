"""Cells of a row that stand in each other's place, each sound where it is: warnings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import polars as pl

from caucasus_data.validation import hashes
from caucasus_data.validation.between import Released, Sheets
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.released import Rows
from caucasus_data.validation.sheet import Sheet

_SEVERAL = 3
"""Sources of a publisher from which on its name is no title."""


def exchanged(sheets: Sheets, released: Released) -> Iterator[Finding]:
    """All of these warnings."""
    for name, before in released.items():
        if before and sheets[name].has(*sheets[name].table.key):
            yield from _since_the_release(sheets[name], before)
    if sources := released.get("sources"):
        yield from _titles_for_publishers(sheets["sources"], sources)


def _since_the_release(sheet: Sheet, before: Rows) -> Iterator[Finding]:
    """Rows of the last release in which two cells have changed places."""
    columns = [name for name in sheet.table.names if name in before.frame.columns and name not in sheet.table.key]
    for row in hashes.rows(
        hashes.of(sheet.frame, [*sheet.table.key, *columns]),
        hashes.of(before.frame, [*sheet.table.key, *columns]),
        "anti",
    ):
        now = sheet.cells(row)
        then = before.get(sheet.named(row), now)
        changed = [column for column in columns if now[column] != then[column]]
        for one, other in combinations(changed, 2):
            if (now[one], now[other]) == (then[other], then[one]):
                yield _finding(sheet, row, one, other, "have changed places since the last release")
                break


def _titles_for_publishers(sheet: Sheet, before: Rows) -> Iterator[Finding]:
    """New sources whose title is a publisher of several, and whose publisher is none."""
    counts = before.frame.group_by("publisher").len()
    publishers = counts.filter(pl.col("len") >= _SEVERAL)["publisher"]
    new = ~pl.col(sheet.key).is_in(before.keys_in_order.implode())
    odd = pl.col("title").is_in(publishers.implode()) & ~pl.col("publisher").is_in(counts["publisher"].implode())
    for row in sheet.frame.select((new & odd).arg_true()).to_series():
        yield _finding(sheet, row, "title", "publisher", "stand in each other’s place")


def _finding(sheet: Sheet, row: int, one: str, other: str, how: str) -> Finding:
    cell, there = sheet.frame.item(row, one), sheet.frame.item(row, other)
    hint = f"put {cell!r} into {other}" if cell else f"put {there!r} into {one}"
    return sheet.finding(row, one, "exchanged-cells", f"{one} and {other} {how}", "each cell in its column", hint)
