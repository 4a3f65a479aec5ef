"""The rows of the last release, as a frame and by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import polars as pl


class Rows(Mapping[str, Mapping[str, str]]):
    """The rows of a table by their key, whose cells are joined by `/`, in the order of the file; none by default.

    Attributes:
        frame: The same, one text column per column.
    """

    def __init__(self, frame: pl.DataFrame | None = None, key: Sequence[str] = ()) -> None:
        self.frame = pl.DataFrame() if frame is None else frame
        self._key = key

    @classmethod
    def read(cls, content: bytes, key: Sequence[str]) -> Rows:
        """The rows of a file that was found sound when it was released."""
        return cls(pl.read_csv(content, infer_schema=False, empty_string_is_null=False), key)

    @cached_property
    def keys_in_order(self) -> pl.Series:
        """The keys, in the order of the file."""
        if not self._key:
            return pl.Series(dtype=pl.String)
        return self.frame.select(pl.concat_str(self._key, separator="/")).to_series()

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.keys_in_order)}

    def __getitem__(self, name: str) -> Mapping[str, str]:
        return self.frame.row(self._places[name], named=True)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self.frame)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def differs(self, name: str, column: str, cell: str) -> bool:
        """Whether a row was there, with another cell in a column."""
        return name in self and self[name].get(column, cell) != cell
