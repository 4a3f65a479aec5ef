"""Rows as people give them: ids, frames of several libraries, records, and any number of these."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, Union

from caucasus_data.errors import CaucasusDataError
from caucasus_data.package import storage
from caucasus_data.support.plain_text import shorten

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Rows: TypeAlias = Union[str, "pd.DataFrame", "pd.Series[Any]", "pl.DataFrame", Mapping[str, Any], Iterable["Rows"]]
"""A row id, a frame, a row of one as a series or as a record, or any number of these. The id of a row whose key has
several columns joins them by `/`."""


_OTHERS = {"columns", "nodes"}  # what frames of other libraries and graphs have


class Origin(NamedTuple):
    """Where a frame says that it is from, as `load` wrote it into its `attrs`."""

    table: str
    version: str
    as_of: str | None


def origin(frame: pd.DataFrame | pd.Series[Any]) -> Origin | None:
    """What a frame remembers of where it is from; nothing where its `attrs` are of another make."""
    if set(Origin._fields) <= frame.attrs.keys():
        told = Origin(*(frame.attrs[name] for name in Origin._fields))
        if isinstance(told.table, str) and isinstance(told.version, str) and isinstance(told.as_of, str | None):
            return told
    return None


def items(rows: Rows) -> list[str | pd.DataFrame]:
    """Row ids and frames, whatever form they came in; records of the same columns become one frame.

    Raises:
        CaucasusDataError: Something is neither.

    >>> items(["armenia", [{"actor_id": "russia"}, {"actor_id": "iran"}]])[1].shape
    (2, 1)
    """
    found: list[str | pd.DataFrame] = []
    records: list[Mapping[str, Any]] = []
    for item in (*_each(rows), ""):
        if records and not (isinstance(item, Mapping) and item.keys() == records[0].keys()):
            found.append(_frame(records))
            records = []
        if isinstance(item, Mapping):
            records.append(item)
        elif not isinstance(item, str) or item:
            found.append(item)
    return found


def _each(rows: Any) -> Iterator[str | pd.DataFrame | Mapping[str, Any]]:
    pandas, polars = (sys.modules.get(name) for name in ("pandas", "polars"))  # who has a frame has imported it
    if isinstance(rows, str | Mapping):
        yield rows
    elif pandas and isinstance(rows, pandas.DataFrame):
        if "panel" in rows.attrs:
            yield _of_panel(rows)
        elif {"row_id", "table"} <= {*rows} and "withdrawn_in" not in rows and origin(rows) is None:
            yield from dict.fromkeys(rows["row_id"])  # what `find` and `diff` give
        else:
            yield rows
    elif pandas and isinstance(rows, pandas.Series):
        yield from _of_series(rows)
    elif polars and isinstance(rows, polars.DataFrame):
        yield _frame(rows.to_dict(as_series=False))
    elif isinstance(rows, Iterable) and not isinstance(rows, bytes) and not _OTHERS & {*dir(rows)}:
        for item in rows:
            yield from _each(item)
    else:
        said = shorten(" ".join(repr(rows).split()), 80)
        raise CaucasusDataError(f"rows are a frame of `load`, or row ids such as 'armenia', and not {said}")


def _of_panel(panel: pd.DataFrame) -> pd.DataFrame:
    """The rows that a panel shows: spells of membership, and of what is counted none."""
    released = [*storage.releases()]
    table, version = panel.attrs["panel"], panel.attrs.get("version")
    known = Origin(table, version if version in released else released[-1], None)
    if not {*_key(known)} <= {*panel}:
        made_of = f"cite(load({table!r}, version={known.version!r}))"
        raise CaucasusDataError(f"a panel shows no rows; cite those of which it was made, such as {made_of}")
    return _frame(panel[_key(known)].drop_duplicates(), known)


def _of_series(series: pd.Series[Any]) -> Iterator[Any]:
    """The row that a series is, by its key or the index that this was made, or the ids in the column that it is."""
    columns = {field["name"] for table in storage.tables() for field in storage.schema(table)["fields"]}
    known = origin(series)
    if not columns.isdisjoint(label for label in series.index if isinstance(label, str)):
        key = _key(known) if known else []
        indexed = len(key) == 1 and key[0] not in series.index and isinstance(series.name, str)
        yield _frame([{key[0]: series.name, **series} if indexed else series.to_dict()], known)
    elif known and [series.name] != _key(known):
        column = f"the column {series.name} of {known.table}"
        raise CaucasusDataError(f"{column} does not tell its rows apart; cite the frame, or the ids as a list")
    else:
        for row_id in series:
            yield from _each(row_id)


def _key(known: Origin) -> list[str]:
    """The key of a table that a frame is from; of the one of today where its release is not out yet."""
    return storage.key(known.table, known.version if known.version in storage.releases() else None)


def _frame(cells: Any, known: Origin | None = None) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(cells, dtype="object")
    if known:
        frame.attrs.update(known._asdict())
    return frame
