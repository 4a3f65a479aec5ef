"""The rows of a file too large to lie in memory cell by cell: packed, and unpacked as far as they are asked for."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeAlias

import polars as pl

_MANY = 100_000
"""Rows from which on a query is worth every core."""


class Packed:
    """Rows in parts, of which each is packed by itself.

    It answers as a frame does. What it does not do itself is done by a frame of all rows, which is as large as ever.
    """

    def __init__(self) -> None:
        self.columns: list[str] = []
        self._parts: list[bytes] = []
        self._starts: list[int] = []
        self._height = 0
        self._unpacked = lru_cache(maxsize=2)(self._unpack)
        self.row = lru_cache(maxsize=10_000)(self._row)

    def append(self, frame: pl.DataFrame) -> None:
        """Put rows behind those that are there."""
        self.columns = frame.columns
        self._starts.append(self._height)
        self._parts.append(_packed(frame))
        self._height += len(frame)

    def pieces(self) -> Iterator[tuple[int, pl.DataFrame]]:
        """The rows part by part, with the number of the first one of each."""
        for number, start in enumerate(self._starts):
            yield start, self._unpack(number)

    def put(self, rows: Mapping[int, Sequence[str]]) -> None:
        """Put other cells in place of those of some rows."""
        for number, own in groupby(sorted(rows), self._part):
            start = self._starts[number]
            self._parts[number] = _packed(with_rows(self._unpack(number), {row - start: rows[row] for row in own}))
        self._unpacked.cache_clear()
        self.row.cache_clear()

    def lazy(self) -> pl.LazyFrame:
        return pl.scan_parquet(self._parts)

    def select(self, *columns: Any, **named: Any) -> pl.DataFrame:
        return self.lazy().select(*columns, **named).collect()

    def filter(self, *predicates: Any) -> pl.DataFrame:
        return self.lazy().filter(*predicates).collect(engine="streaming")

    def _row(self, row: int) -> tuple[Any, ...]:
        number = self._part(row)
        return self._unpacked(number).row(row - self._starts[number])

    def item(self, row: int, column: str) -> Any:
        return self.row(row)[self.columns.index(column)]

    def __getitem__(self, column: str) -> pl.Series:
        return self.select(column).to_series()

    def __len__(self) -> int:
        return self._height

    def __getattr__(self, name: str) -> Any:
        return getattr(self.lazy().collect(), name)

    def _part(self, row: int) -> int:
        return bisect_right(self._starts, row) - 1

    def _unpack(self, number: int) -> pl.DataFrame:
        return pl.read_parquet(self._parts[number])


Frame: TypeAlias = pl.DataFrame | Packed


def pieces(frame: Frame) -> Iterator[tuple[int, pl.DataFrame]]:
    """The rows of a frame in as many parts as it has, with the number of the first one of each."""
    return frame.pieces() if isinstance(frame, Packed) else iter([(0, frame)])


def collected(query: pl.LazyFrame, rows: int) -> pl.DataFrame:
    """What a query of so many rows gives."""
    return query.collect(engine="streaming" if rows > _MANY else "in-memory")


def stacked(frame: Frame, below: pl.DataFrame) -> Frame:
    """The rows of a frame with some below them."""
    if isinstance(frame, pl.DataFrame):
        return pl.concat([frame, below])
    both = Packed()
    for _, piece in (*frame.pieces(), (0, below)):
        both.append(piece)
    return both


def with_rows(frame: pl.DataFrame, rows: Mapping[int, Sequence[str]]) -> pl.DataFrame:
    """A frame with other cells in place of those of some rows."""
    columns = zip(frame.iter_columns(), zip(*rows.values(), strict=True), strict=True)
    return frame.with_columns(column.scatter([*rows], [*values]) for column, values in columns)


def alone(frame: pl.DataFrame) -> pl.DataFrame:
    """Some rows of a frame without the memory of the others, which they hold on to."""
    return pl.read_parquet(_packed(frame))


def _packed(frame: pl.DataFrame) -> bytes:
    packed = io.BytesIO()
    frame.write_parquet(packed, compression="zstd", compression_level=1, statistics=False)
    return packed.getvalue()
