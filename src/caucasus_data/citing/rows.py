"""Which rows of a release are meant, and the sources behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caucasus_data.citing.frame import Shown, shown
from caucasus_data.citing.given import Origin, origin
from caucasus_data.citing.released import Release
from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.package import storage
from caucasus_data.package.difference import Table, Tables, keyed, table_of

if TYPE_CHECKING:
    import pandas as pd

_RESTS_ON = {"participants": ("event_id", "events")}  # rows without a source of their own

Days = Callable[[Origin | None], Sequence[str | None]]


@dataclass(frozen=True)
class Meant:
    """What rows that somebody names are in a release.

    Attributes:
        tables: The rows as they were released, each once and in the order of the release.
        unknown: Table and id of those that the release lacks; no table where an id alone was given.
        faults: Where frames show something else than what was released, each as a clause.
        own: Columns of frames that are none of the release, and that nobody compared.
        days: The days in the world for which frames were loaded.
    """

    tables: Tables
    unknown: list[tuple[str, str]]
    faults: list[str]
    own: list[str]
    days: list[str]

    @property
    def number(self) -> int:
        return len(self.unknown) + sum(len(table.rows) for table in self.tables.values())


def meant(items: Sequence[str | pd.DataFrame], release: Release, days: Days, tables: Sequence[str] | None) -> Meant:
    """Find rows in a release.

    Args:
        items: Row ids and frames.
        release: The release.
        days: Gives for the origin of a frame the days for which it may have been loaded, None being no day;
            the first counts for which all its cells are right.
        tables: Of which tables the rows of frames are; where it is left out, their columns tell.

    Raises:
        UnknownValueError: There is no such table.
        CaucasusDataError: The columns of a frame do not tell of which tables its rows are.
    """
    citable = {i: name for name in release.tables if name != "withdrawn" for i in release.by_id[name]}
    named: dict[tuple[str, str], None] = {}
    faults: list[str] = []
    own: dict[str, None] = {}
    then: set[str] = set()
    for item in items:
        if isinstance(item, str):
            named[citable.get(item, ""), str(item)] = None
            continue
        day, found = _shown(item, release, days, tables)
        named |= dict.fromkeys(found.rows)
        faults += found.faults
        own |= dict.fromkeys(found.own)
        then |= {day} if day else set()
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for table, row_id in named:
        ids[table].add(row_id)
    rows = {
        name: [dict(row) for row_id, row in by_id.items() if row_id in ids[name]]
        for name, by_id in release.by_id.items()
    }
    unknown = [(table, row_id) for table, row_id in named if row_id not in release.by_id.get(table, {})]
    found_rows = {name: Table(release.tables[name].schema, some) for name, some in rows.items() if some}
    return Meant(found_rows, unknown, faults, [*own], sorted(then))


def _shown(frame: pd.DataFrame, release: Release, days: Days, tables: Sequence[str] | None) -> tuple[str | None, Shown]:
    """The day for which a frame was loaded, and what it shows."""
    known = origin(frame)
    told = [(day, shown(frame, release, day, tables)) for day in days(known)]
    return min(told, key=lambda t: len(t[1].faults))


def not_known(table: str, row_id: str, release: Tables, version: str) -> CaucasusDataError:
    """The error for a row that a release lacks: where else it is, or what is most like it."""
    gone = keyed(release["withdrawn"])
    if table != "withdrawn" and row_id in gone:
        row = gone[row_id]
        heir = f" {row['replaced_by']} stands for it now" if row["replaced_by"] else ""
        return CaucasusDataError(f"{row_id} was withdrawn in {row['withdrawn_in']}: {row['reason']}{heir}")
    names = [table] if table else [name for name in release if name != "withdrawn"]
    for later in storage.releases():
        if later != version and any(keyed(table_of(name, later, {row_id})) for name in names):
            return CaucasusDataError(f"{row_id} is not in {version}, and is in {later}")
    if any(keyed(table_of(name, None, {row_id})) for name in names):
        return CaucasusDataError(
            f"{row_id} is in today's tables and not in {version}; it can be cited once it is released"
        )
    return UnknownValueError(f"row of {version}", row_id, [i for name in names for i in keyed(release[name])])


def source_ids(cited: Tables, release: Tables) -> set[str]:
    """The ids of the sources behind rows: their own, those that citations add, and cited sources themselves."""
    behind = [(name, row) for name, table in cited.items() for row in table.rows]
    for name, (column, other) in _RESTS_ON.items():
        rested_on = {row[column] for table, row in behind if table == name}
        behind += [(other, row) for i, row in keyed(release[other]).items() if i in rested_on]
    columns = {
        name: [c for c, target in storage.references_of(table.schema).items() if target == "sources"]
        for name, table in release.items()
    }
    columns["sources"] = storage.key_of(release["sources"].schema)
    keys = {name: storage.key_of(table.schema) for name, table in release.items()}
    row_ids = {row[keys[name][0]] for name, row in behind if len(keys[name]) == 1}
    further = {row["source_id"] for row in release["citations"].rows if row["row_id"] in row_ids}
    return ({row[column] for name, row in behind for column in columns[name]} | further) - {""}
