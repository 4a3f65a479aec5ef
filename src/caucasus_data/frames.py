"""Tables as pandas DataFrames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from caucasus_data import bundle
from caucasus_data.edtf import PRECISIONS, parse

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "date": "datetime64[s]"}


def load(table: str) -> pd.DataFrame:
    """Load a table of the dataset.

    Args:
        table: Name of the table; `tables()` lists them.

    Returns:
        One row per row of the CSV file, in its order, with its columns (`codebook(table)` tells what
        they hold). Vocabularies are categories, whole numbers are nullable `Int64`, other numbers
        `float64`, texts `str`, days `datetime64[s]`. Beside each EDTF column `d` stand `d_earliest` and
        `d_latest` (`datetime64[s]`, the first and last day that it may mean) and `d_precision`
        (category). A blank cell is missing.

    Raises:
        UnknownValueError: There is no such table; the error names the nearest.

    Source:
        data/<table>.csv of the installed version; each row names its own source in `source_id`.

    >>> events = load("events")
    >>> events[["event_id", "start_date", "start_date_earliest"]].dtypes.astype(str).to_list()
    ['str', 'str', 'datetime64[s]']
    """
    import pandas as pd

    fields = bundle.schema(table)["fields"]
    days = [f["name"] for f in fields if f["type"] == "date"]
    frame = pd.read_csv(
        bundle.csv_path(table),
        dtype={f["name"]: _dtype(f) for f in fields if f["name"] not in days},
        parse_dates=days,
        date_format="%Y-%m-%d",
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
    )
    columns: dict[str, pd.Series[Any]] = {}
    for field in fields:
        name = field["name"]
        columns[name] = frame[name].astype(_DTYPES["date"]) if name in days else frame[name]
        if "rdfType" in field:
            columns |= _bounds(name, frame[name])
    return pd.DataFrame(columns)


def dtypes(table: str) -> dict[str, Any]:
    """The pandas dtype of each column of a loaded table, in order.

    >>> dtypes("events")["deaths_best"]
    'Int64'
    """
    named: dict[str, Any] = {}
    for field in bundle.schema(table)["fields"]:
        named[field["name"]] = _dtype(field)
        if "rdfType" in field:
            named |= _bound_dtypes(field["name"])
    return named


def bound_names(column: str) -> tuple[str, str, str]:
    """The columns that `load` adds beside an EDTF column."""
    return f"{column}_earliest", f"{column}_latest", f"{column}_precision"


def _dtype(field: bundle.Descriptor) -> Any:
    import pandas as pd

    if "categories" in field:
        return pd.CategoricalDtype([c["value"] for c in field["categories"]])
    return _DTYPES[field["type"]]


def _bound_dtypes(column: str) -> dict[str, Any]:
    import pandas as pd

    day, precision = _DTYPES["date"], pd.CategoricalDtype(list(PRECISIONS))
    return dict(zip(bound_names(column), (day, day, precision), strict=True))


def _bounds(column: str, texts: Iterable[Any]) -> dict[str, pd.Series[Any]]:
    import pandas as pd

    parsed = [parse(t) if isinstance(t, str) else None for t in texts]
    parts: tuple[list[Any], ...] = (
        [p and p.earliest for p in parsed],
        [p and p.latest for p in parsed],
        [p and p.precision for p in parsed],
    )
    named = zip(_bound_dtypes(column).items(), parts, strict=True)
    return {name: pd.Series(cells, dtype=dtype) for (name, dtype), cells in named}
