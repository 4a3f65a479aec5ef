"""Tables as pandas DataFrames."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caucasus_data.loading.as_of import held_on
from caucasus_data.model.edtf import PRECISIONS, bound_names, parse
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

_EPOCH = date(1970, 1, 1).toordinal()
_DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "date": "datetime64[s]"}


def load(table: str, *, as_of: str | None = None, version: str | None = None) -> pd.DataFrame:
    """Load a table of the dataset.

    Args:
        table: Name of the table; `tables()` lists them.
        as_of: A day such as `2023-09-19`; keeps what held in the world on that day, and says in a
            further column `held` (category) whether it did `surely` or `possibly`: an imprecise date
            may lie on either side of the day, an unknown start too, and a blank end goes on. A day on
            which one spell of a membership hands on to the next belongs to the later one.
            `actors`, `memberships` and `names`: spells that cover the day. `events` and
            `participants`: begun by then. `dependencies`: of each pair, indicator, unit, basis and
            denominator the observations whose period ended last, by then. `claims`: made by then;
            a forecast that was not surely resolved by then is `unreviewed`, but any other status is
            the judgement of the version, as are every `note` and the rows that a claim refers to.
            `sources` and `citations`: published by then. `withdrawn` is about the record and not the
            world, and stays as it is. A `?` or `~` does not widen a date.
        version: A release, of which `versions()` lists all; today's tables where it is left out. With
            `as_of` it tells what that release knew of the day.

    Returns:
        One row per row of the CSV file, in its order, with its columns (`codebook(table)` tells what
        they hold). Vocabularies are categories, whole numbers are nullable `Int64`, other numbers
        `float64`, texts `str`, days `datetime64[s]`. Beside each EDTF column `d` stand `d_earliest` and
        `d_latest` (`datetime64[s]`, the first and last day that it may mean) and `d_precision`
        (category). A blank cell is missing. `attrs` says where the frame is from: table, version and as_of;
        `cite` reads it there.

    Raises:
        UnknownValueError: There is no such table or version; the error names the nearest.
        DateError: `as_of` is not one day.
        AlteredReleaseError: The archive of the version is not the one that was released.

    Warns:
        CoverageWarning: `as_of` lies before the first or after the last event that the version knows.

    Source:
        data/<table>.csv of the installed version, or of data/releases/<version>.zip; each row names its
        own source in `source_id`.

    >>> events = load("events")
    >>> events[["event_id", "start_date", "start_date_earliest"]].dtypes.astype(str).to_list()
    ['str', 'str', 'datetime64[s]']
    >>> spells = load("memberships", as_of="2023-09-19").set_index("membership_id")
    >>> spells.loc["mem-armenia-csto-2003", ["participation", "held"]].to_list()
    ['active', 'surely']
    """
    frame = _read(table, version) if as_of is None else held_on(as_of, table, version, lambda n: _read(n, version))
    frame.attrs = {"table": table, "version": version or storage.package()["version"], "as_of": as_of}
    return frame


def _read(table: str, version: str | None) -> pd.DataFrame:
    import pandas as pd

    fields = storage.schema(table, version)["fields"]
    days = [f["name"] for f in fields if f["type"] == "date"]
    path = storage.csv_path(table, version)
    frame = pd.read_csv(
        path if isinstance(path, Path) else BytesIO(path.read_bytes()),  # an open file would take half as long again
        dtype={f["name"]: _dtype(f) for f in fields if f["name"] not in days},
        parse_dates=days,
        date_format="%Y-%m-%d",
        keep_default_na=False,
        na_values=[""],
    )
    columns: dict[str, Any] = {}
    for field in fields:
        name = field["name"]
        columns[name] = cells = frame[name].array
        if name in days:
            columns[name] = cells.astype(_DTYPES["date"])
        elif "rdfType" in field:
            columns |= _bounds(name, cells)
    return pd.DataFrame(columns, copy=False)


def dtypes(table: str) -> dict[str, Any]:
    """The pandas dtype of each column of a loaded table, in order.

    >>> dtypes("events")["deaths_best"]
    'Int64'
    """
    named: dict[str, Any] = {}
    for field in storage.schema(table)["fields"]:
        named[field["name"]] = _dtype(field)
        if "rdfType" in field:
            named |= _bound_dtypes(field["name"])
    return named


def _dtype(field: storage.Descriptor) -> Any:
    if "categories" in field:
        return _category(tuple(c["value"] for c in field["categories"]))
    return _DTYPES[field["type"]]


@cache
def _category(words: tuple[str, ...]) -> pd.CategoricalDtype:
    import pandas as pd

    return pd.CategoricalDtype(list(words))


def _bound_dtypes(column: str) -> dict[str, Any]:
    day = _DTYPES["date"]
    return dict(zip(bound_names(column), (day, day, _category(PRECISIONS)), strict=True))


def _bounds(column: str, texts: Any) -> dict[str, Any]:
    """The bounds of the dates of a column, of which each is parsed once."""
    import numpy as np
    import pandas as pd

    places, words = pd.factorize(texts)  # a blank is at -1: at the end of what stands for each word
    parsed = [parse(word) for word in words.tolist()]
    first, last = _days([p.earliest for p in parsed])[places], _days([p.latest for p in parsed])[places]
    codes = np.array([*(PRECISIONS.index(p.precision) for p in parsed), -1], "int8")[places]
    precision = pd.Categorical.from_codes(codes, dtype=_category(PRECISIONS), validate=False)
    return dict(zip(bound_names(column), (first, last, precision), strict=True))


def _days(dates: list[date]) -> Any:
    """Dates as an array, and a missing one at its end."""
    import numpy as np

    days = np.array([d.toordinal() - _EPOCH for d in dates], "int64").view("datetime64[D]")
    return np.append(days, np.datetime64("NaT", "D")).astype(_DTYPES["date"])
