"""The rows of a table that concern an actor, a time or a value, and the sources behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.loading.frames import load
from caucasus_data.model import edtf
from caucasus_data.model.edtf import bound_names
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd


def select(
    table: str,
    *,
    actor: str | None = None,
    since: str | None = None,
    until: str | None = None,
    where: Iterable[tuple[str, str]] = (),
    as_of: str | None = None,
    version: str | None = None,
) -> pd.DataFrame:
    """The rows of a table that pass every filter that is given.

    Args:
        table: Name of the table.
        actor: Actor id; keeps rows that name it in any column, and events in which it took part.
        since: EDTF date; leaves out rows that were surely over before it.
        until: EDTF date; leaves out rows that surely began after it.
        where: Columns and cells; a column that is given twice may hold either, and an empty cell
            asks for rows in which the column is blank.
        as_of: Day in the world, as in `load`.
        version: Release, as in `load`.

    Returns:
        A loaded frame with fewer rows.

    Raises:
        UnknownValueError: The table has no such column, or the column cannot hold such a cell.
        DateError: A date is not of the EDTF subset.
        CaucasusDataError: The table has no actors, or no time, to ask for; or since is after until.

    >>> len(select("memberships", actor="armenia", where=[("type", "full")])) > 0
    True
    """
    frame = load(table, as_of=as_of, version=version)
    if actor is not None:
        frame = frame[_names_actor(frame, table, actor, version)]
    if since is not None or until is not None:
        frame = frame[_within(frame, table, since, until, version)]
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for column, cell in where:
        wanted[column].append(cell)
    for column, cells in wanted.items():
        frame = frame[_holds(frame, table, column, cells, version)]
    return frame


def sources_of(table: str, rows: pd.DataFrame, version: str | None = None) -> pd.DataFrame:
    """The sources behind rows of a table: each row's own, and all that citations add.

    Args:
        table: Name of a table whose rows have an id and a source.
        rows: Rows of it, as `load` or `select` return them.
        version: Release that the rows are from.

    Returns:
        A row per row and source: row_id, stance, field, locator, and the source's publisher, title,
        published and url.

    Raises:
        CaucasusDataError: Rows of the table cannot be cited.

    >>> statement = select("events", where=[("event_id", "evt-2020-ceasefire-statement")])
    >>> len(sources_of("events", statement)) > 1
    True
    """
    import pandas as pd

    citable = [t for t in storage.tables() if len(storage.key(t)) == 1 and "source_id" in storage.foreign_keys(t)]
    if table not in citable:
        raise CaucasusDataError(f"sources can be asked of rows of {', '.join(citable)}, not of {table}")
    (key,) = storage.key(table, version)
    own = rows[[key, "source_id"]].rename(columns={key: "row_id"}).assign(stance="supports")
    cited = load("citations", version=version)
    behind = pd.concat([own, cited[cited["row_id"].isin(own["row_id"])]])
    described = behind.merge(load("sources", version=version), on="source_id", suffixes=("", "_of_source"))
    columns = ["row_id", "stance", "field", "locator", "publisher", "title", "published", "url"]
    return described.sort_values("row_id", kind="stable")[columns]


def _names_actor(frame: pd.DataFrame, table: str, actor: str, version: str | None) -> pd.Series[bool]:
    import pandas as pd

    columns = storage.naming(table, "actors", version)
    columns += [k for k in storage.key(table, version) if table == "actors"]
    columns += ["within_id"] if "within_id" in frame and "within_id" not in columns else []  # where an event was
    if not columns:
        raise CaucasusDataError(f"rows of {table} name no actors; ask for one in memberships, events or claims")
    named = pd.Series(data=False, index=frame.index)
    for column in columns:
        named |= frame[column].eq(actor)
    if table == "events":
        parts = load("participants", version=version)
        named |= frame["event_id"].isin(parts.loc[parts["actor_id"].eq(actor), "event_id"])
    return named


def _within(
    frame: pd.DataFrame, table: str, since: str | None, until: str | None, version: str | None
) -> pd.Series[bool]:
    import pandas as pd

    declared = storage.schema(table, version)
    timeline = declared["timeline"]
    if not timeline:
        dated = ", ".join(t for t in storage.tables() if storage.schema(t)["timeline"])
        raise CaucasusDataError(f"rows of {table} have no date; a time can be asked of {dated}")
    first = pd.Timestamp(edtf.parse(since).earliest) if since is not None else None
    last = pd.Timestamp(edtf.parse(until).latest) if until is not None else None
    if first is not None and last is not None and first > last:
        raise CaucasusDataError(f"the time from {since} to {until} ends before it starts")
    starts, ends, _ = bound_names(timeline[0])
    over = frame[ends]
    if len(timeline) == 2:
        over = frame[bound_names(timeline[1])[1]]
        over = over if declared["lasting"] else over.fillna(frame[ends])
    kept = pd.Series(data=True, index=frame.index)
    if first is not None:
        kept &= ~(over < first)
    if last is not None:
        kept &= ~(frame[starts] > last)
    return kept


def _holds(frame: pd.DataFrame, table: str, column: str, cells: list[str], version: str | None) -> pd.Series[bool]:
    import pandas as pd

    fields: dict[str, storage.Descriptor] = {f["name"]: f for f in storage.schema(table, version)["fields"]}
    if column not in fields:
        raise UnknownValueError("column", column, fields)
    held = pd.Series(data=False, index=frame.index)
    for cell in cells:
        if cell == "":
            held |= frame[column].isna()
        elif fields[column]["type"] in ("integer", "number"):
            held |= frame[column].eq(_number(column, cell)).fillna(value=False)
        else:
            _check(table, fields[column], cell, version)
            held |= frame[column].astype("str").eq(cell)
    return held


def _number(column: str, cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise CaucasusDataError(f"{column} holds numbers such as 35 or 87.5, not {cell!r}") from None


def _check(table: str, field: storage.Descriptor, cell: str, version: str | None) -> None:
    """Refuse a cell that the column cannot hold."""
    name = field["name"]
    named = storage.foreign_keys(table, version).get(name) or (table if storage.key(table, version) == [name] else None)
    if "categories" in field:
        options = [c["value"] for c in field["categories"]]
    elif named:
        options = load(named, version=version)[storage.key(named, version)[0]].to_list()
    else:
        if "rdfType" in field:
            edtf.parse(cell)
        return
    if cell not in options:
        raise UnknownValueError(name, cell, options)
