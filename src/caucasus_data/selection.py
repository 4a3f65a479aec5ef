"""The rows of a table that concern an actor, a time or a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caucasus_data import bundle, edtf
from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.frames import bound_names, load

if TYPE_CHECKING:
    import pandas as pd


def select(
    table: str,
    *,
    actor: str | None = None,
    since: str | None = None,
    until: str | None = None,
    where: dict[str, str] | None = None,
) -> pd.DataFrame:
    """The rows of a table that pass every filter that is given.

    Args:
        table: Name of the table.
        actor: Actor id; keeps rows that name it in any column, and events in which it took part.
        since: EDTF date; leaves out rows that were surely over before it.
        until: EDTF date; leaves out rows that surely began after it.
        where: Exact cells, by column.

    Returns:
        A loaded frame with fewer rows.

    Raises:
        UnknownValueError: The table has no such column, or the column's vocabulary no such word.
        DateError: A date is not of the EDTF subset.
        CaucasusDataError: A time is asked of a table that has none.

    >>> len(select("memberships", actor="armenia", where={"type": "full"})) > 0
    True
    """
    declared = bundle.schema(table)
    frame = load(table)
    if actor is not None:
        frame = frame[_names_actor(frame, declared, actor)]
    if since is not None or until is not None:
        frame = frame[_within(frame, declared, table, since, until)]
    for column, value in (where or {}).items():
        _check(declared, column, value)
        frame = frame[frame[column].astype("str").eq(value)]
    return frame


def sources_of(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The sources behind rows of a table: each row's own, and all that citations add.

    Args:
        table: Name of the table.
        rows: Rows of it, as `load` or `select` return them.

    Returns:
        A row per row and source: row_id, stance, field, locator, and the source's publisher, title, published and url.

    Raises:
        CaucasusDataError: Rows of the table name no source.

    >>> statement = select("events", where={"event_id": "evt-2020-ceasefire-statement"})
    >>> len(sources_of("events", statement)) > 1
    True
    """
    import pandas as pd

    key = bundle.schema(table).get("primaryKey", [])
    if len(key) != 1 or "source_id" not in rows:
        raise CaucasusDataError(
            f"rows of {table} have no sources of their own; ask for those of the rows that they name"
        )
    own = rows[[key[0], "source_id"]].rename(columns={key[0]: "row_id"}).assign(stance="supports")
    cited = load("citations")
    behind = pd.concat([own, cited[cited["row_id"].isin(own["row_id"])]])
    described = behind.merge(load("sources"), on="source_id", suffixes=("", "_of_source"))
    columns = ["row_id", "stance", "field", "locator", "publisher", "title", "published", "url"]
    return described.sort_values("row_id", kind="stable")[columns]


def _names_actor(frame: pd.DataFrame, declared: bundle.Descriptor, actor: str) -> pd.Series[bool]:
    import pandas as pd

    columns = [k["fields"][0] for k in declared.get("foreignKeys", []) if k["reference"]["fields"] == ["actor_id"]]
    if "actor_id" in frame:
        columns.append("actor_id")
    named = pd.Series(data=False, index=frame.index)
    for column in columns:
        named |= frame[column].eq(actor)
    if "event_id" in frame and "actor_id" not in frame:
        parts = load("participants")
        named |= frame["event_id"].isin(parts.loc[parts["actor_id"].eq(actor), "event_id"])
    return named


def _within(
    frame: pd.DataFrame, declared: bundle.Descriptor, table: str, since: str | None, until: str | None
) -> pd.Series[bool]:
    import pandas as pd

    timeline = declared["timeline"]
    if not timeline:
        dated = ", ".join(t for t in bundle.tables() if bundle.schema(t)["timeline"])
        raise CaucasusDataError(f"rows of {table} have no date; a time can be asked of {dated}")
    earliest, latest, _ = bound_names(timeline[0])
    starts, ends = frame[earliest], frame[latest]
    if len(timeline) == 2:
        ends = frame[bound_names(timeline[1])[1]]
        ends = ends.fillna(pd.Timestamp.max.as_unit("s")) if declared["lasting"] else ends.fillna(frame[latest])
    kept = pd.Series(data=True, index=frame.index)
    if since is not None:
        kept &= ends >= pd.Timestamp(edtf.parse(since).earliest)
    if until is not None:
        kept &= ~(starts > pd.Timestamp(edtf.parse(until).latest))
    return kept


def _check(declared: bundle.Descriptor, column: str, value: str) -> None:
    fields: dict[str, bundle.Descriptor] = {f["name"]: f for f in declared["fields"]}
    if column not in fields:
        raise UnknownValueError("column", column, fields)
    words = [c["value"] for c in fields[column].get("categories", [])]
    if words and value not in words:
        raise UnknownValueError(column, value, words)
