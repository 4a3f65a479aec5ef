"""Rows that are alike, told by hashes of their cells: five times as soon as by the cells themselves.

Cells that are alike have the same hash. Others have it once in ten million tables of a million rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import polars as pl

from caucasus_data.validation.packed import Frame


def of(frame: Frame, columns: Sequence[str]) -> pl.Series:
    """The hash of each row, of its cells in some columns."""
    return frame.select(columns).hash_rows()


def several(hashes: pl.Series) -> pl.Series:
    """Whether each stands more than once."""
    ordered = hashes.sort()
    return hashes.is_in(ordered.filter(ordered == ordered.shift(1)).implode())


def rows(hashes: pl.Series, others: pl.Series, how: Literal["semi", "anti"]) -> pl.Series:
    """The numbers of those that stand among others, or of those that do not."""
    numbered = pl.LazyFrame({"hash": hashes}).with_row_index("row")
    return numbered.join(pl.LazyFrame({"hash": others}), on="hash", how=how).select("row").collect()["row"].sort()
