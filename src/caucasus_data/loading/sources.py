"""The sources behind rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caucasus_data.errors import CaucasusDataError
from caucasus_data.loading.frames import read
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd


def sources_of(table: str, rows: pd.DataFrame, version: str | None = None) -> pd.DataFrame:
    """The sources behind rows of a table: each row's own, and all that citations add.

    Args:
        table: Name of a table whose rows have an id and a source.
        rows: Rows of it, as `load` returns them.
        version: Release that the rows are from.

    Returns:
        A row per row and source: row_id, stance, field, locator, and the source's publisher, title,
        published and url.

    Raises:
        CaucasusDataError: Rows of the table cannot be cited.

    >>> from caucasus_data import load
    >>> statement = load("events", where={"event_id": "evt-2020-ceasefire-statement"})
    >>> len(sources_of("events", statement)) > 1
    True
    """
    import pandas as pd

    citable = [t for t in storage.tables() if len(storage.key(t)) == 1 and "source_id" in storage.foreign_keys(t)]
    if table not in citable:
        raise CaucasusDataError(f"sources can be asked of rows of {', '.join(citable)}, not of {table}")
    (key,) = storage.key(table, version)
    own = rows[[key, "source_id"]].rename(columns={key: "row_id"}).assign(stance="supports")
    cited = read("citations", version)
    behind = pd.concat([own, cited[cited["row_id"].isin(own["row_id"])]])
    described = behind.merge(read("sources", version), on="source_id", suffixes=("", "_of_source"))
    columns = ["row_id", "stance", "field", "locator", "publisher", "title", "published", "url"]
    return described.sort_values("row_id", kind="stable")[columns]
