"""Which rows of a release are meant, and the sources behind them."""

from __future__ import annotations

import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeGuard, Union

from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.loading.as_of import OUTCOME, UNDECIDED
from caucasus_data.package import storage
from caucasus_data.package.difference import Table, Tables, keyed, tables_of
from caucasus_data.support.plain_text import shorten

if TYPE_CHECKING:
    import pandas as pd

Rows: TypeAlias = Union[str, "pd.DataFrame", Iterable["Rows"]]
"""A row id, a frame, or any number of these; the id of a row whose key has several columns joins them by `/`."""

_RESTS_ON = {"participants": ("event_id", "events")}  # rows without a source of their own


class Altered(NamedTuple):
    """A cell of a frame that does not hold what was released."""

    table: str
    row_id: str
    column: str
    found: str
    released: str

    def __str__(self) -> str:
        was = f"was released as {shorten(self.released)!r}" if self.released else "was released blank"
        now = repr(shorten(self.found)) if self.found else "blank"
        return f"{self.column} of {self.row_id} in {self.table} is {now}, and {was}"


@dataclass(frozen=True)
class Meant:
    """What rows that somebody names are in a release.

    Attributes:
        tables: The rows as they were released, each once and in the order of the release.
        unknown: Table and id of those that the release lacks; no table where an id alone was given.
        altered: Cells that a frame holds otherwise.
    """

    tables: Tables
    unknown: list[tuple[str, str]]
    altered: list[Altered]

    @property
    def number(self) -> int:
        return len(self.unknown) + sum(len(table.rows) for table in self.tables.values())


def meant(rows: Rows, release: Tables) -> Meant:
    """Find rows in a release.

    A frame may hold any rows of one table in any order, and any columns beside the key: those that the table
    declares must hold what was released, and others do not matter. Named levels of its index count as columns.

    Raises:
        CaucasusDataError: The columns of a frame do not tell of which table its rows are.
    """
    by_id = {name: keyed(table) for name, table in release.items()}
    citable = {i: name for name in release if name != "withdrawn" for i in by_id[name]}
    found: defaultdict[str, set[str]] = defaultdict(set)
    unknown: dict[tuple[str, str], None] = {}
    altered: dict[Altered, None] = {}
    for item in _each(rows):
        if isinstance(item, str):
            named = [(citable.get(item, ""), item, dict[str, Any]())]
        else:
            named = list(_identified(item, release))
        for table, row_id, cells in named:
            row = by_id.get(table, {}).get(row_id)
            if row is None:
                unknown[table, row_id] = None
                continue
            found[table].add(row_id)
            for column, kind in _types(release[table].schema).items():
                if column in cells and not _same(cells[column], row.get(column, ""), kind):
                    text = "" if _missing(cells[column]) else str(cells[column])
                    altered[Altered(table, row_id, column, text, row.get(column, ""))] = None
    tables = {
        n: Table(release[n].schema, [r for i, r in by_id[n].items() if i in found[n]]) for n in release if n in found
    }
    return Meant(tables, list(unknown), list(altered))


def not_known(table: str, row_id: str, release: Tables, version: str) -> CaucasusDataError:
    """The error for a row that a release lacks: where else it is, or what is most like it."""
    gone = keyed(release["withdrawn"])
    if table != "withdrawn" and row_id in gone:
        row = gone[row_id]
        heir = f" {row['replaced_by']} stands for it now" if row["replaced_by"] else ""
        return CaucasusDataError(f"{row_id} was withdrawn in {row['withdrawn_in']}: {row['reason']}{heir}")
    today = tables_of()
    names = [table] if table else [name for name in release if name != "withdrawn"]
    for later in storage.releases():
        if any(row_id in keyed(tables_of(later).get(name)) for name in names):
            return CaucasusDataError(f"{row_id} is not in {version}, and is in {later}")
    if any(row_id in keyed(today.get(name)) for name in names):
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


def _each(rows: Any) -> Iterator[str | pd.DataFrame]:
    if isinstance(rows, str) or _is_frame(rows):
        yield rows
    elif isinstance(rows, Iterable):
        for item in rows:
            yield from _each(item)
    else:
        raise CaucasusDataError(f"rows are a frame of `load`, or row ids such as 'armenia', and not {rows!r}")


def _is_frame(rows: Any) -> TypeGuard[pd.DataFrame]:
    pandas = sys.modules.get("pandas")  # who has a frame has imported it
    return pandas is not None and isinstance(rows, pandas.DataFrame)


def _identified(frame: pd.DataFrame, release: Tables) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Table, id and declared cells of each row of a frame."""
    if levels := [name for name in frame.index.names if name is not None and name not in frame.columns]:
        frame = frame.reset_index(levels)
    table = _table_of([c for c in frame.columns if isinstance(c, str)], release)
    key, columns = storage.key_of(release[table].schema), _types(release[table].schema)
    held = [c for c in frame.columns if isinstance(c, str) and c in columns]
    if twice := sorted({c for c in held if held.count(c) > 1}):
        raise CaucasusDataError(f"the frame has two columns {twice[0]}; leave one out")
    for cells in frame[held].itertuples(index=False, name=None):
        row = dict(zip(held, cells, strict=True))
        if "held" in frame.columns and row.get("status") == UNDECIDED:  # as it was on some day
            row = {c: cell for c, cell in row.items() if c not in ("status", *OUTCOME)}
        yield table, "/".join("" if _missing(row[k]) else str(row[k]) for k in key), row


def _table_of(columns: list[str], release: Tables) -> str:
    """The table whose rows a frame has: the one whose key is there, and is no mere reference in another one.

    Where another table would explain more of the columns, the frame has lost the key of that one.
    """
    keys = {name: set(storage.key_of(table.schema)) for name, table in release.items()}
    told = {n: key | storage.references_of(release[n].schema).keys() for n, key in keys.items() if key <= set(columns)}
    tables = [n for n in told if not any(keys[n] <= told[other] for other in told if other != n)]
    shared = {name: len(_types(table.schema).keys() & set(columns)) for name, table in release.items()}
    explained = set().union(*(_types(release[n].schema) for n in told))
    rivals = [
        n
        for n, table in release.items()
        if n not in told and len((_types(table.schema).keys() & set(columns)) - explained) > 1
    ]
    if len(tables) == 1 and not any(shared[rival] > shared[tables[0]] for rival in rivals):
        return tables[0]
    if len(tables) > 1:
        both = " and ".join(f"{', '.join(sorted(keys[n]))} of {n}" for n in tables)
        raise CaucasusDataError(f"the frame has {both}; leave all but one out, to say which rows are meant")
    like = max(shared, key=lambda name: shared[name])
    if not shared[like]:
        raise CaucasusDataError("the frame has no column of any table; keep the key, such as event_id of events")
    lacking = ", ".join(k for k in storage.key_of(release[like].schema) if k not in columns)
    raise CaucasusDataError(f"the frame lacks {lacking}, by which rows of {like} are told apart; keep the key")


def _types(declared: storage.Descriptor) -> dict[str, str]:
    return {field["name"]: field["type"] for field in declared["fields"]}


def _missing(value: Any) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _same(value: Any, released: str, kind: str) -> bool:
    """Whether a cell of a frame, typed as `load` does or still text, is the released one."""
    if _missing(value) or released == "":
        return released == "" and (_missing(value) or value == "")
    if kind in ("integer", "number"):
        try:
            return math.isclose(float(value), float(released), rel_tol=1e-12)
        except (TypeError, ValueError):
            return False
    if kind == "date":
        text = value.isoformat() if hasattr(value, "isoformat") else str(value)
        return re.sub(r"[T ]00:00:00(?:\.0+)?(?:Z|\+00:00)?$", "", text) == released
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # what a program without a schema makes of a column of years with blanks
    return str(value) == released
