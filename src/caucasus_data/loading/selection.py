"""The rows of a table that concern an actor, a time or a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeGuard

from caucasus_data.errors import CaucasusDataError, UnknownValueError, nearest, one_of
from caucasus_data.loading.names import resolve
from caucasus_data.model import edtf
from caucasus_data.model.edtf import bound_names
from caucasus_data.package import storage
from caucasus_data.support.folding import folded

if TYPE_CHECKING:
    import pandas as pd

    from caucasus_data.model.vocabularies import TableName

    Frames = Callable[[str], pd.DataFrame]

Cell: TypeAlias = str | int | float | date | None
Where: TypeAlias = Mapping[str, Cell | Iterable[Cell]] | str | Iterable[str]
"""Columns and their cells, or texts such as `type=war` and `title~lachin`."""

_NUMBER = r"[-+]?[\d.]+"


class Condition(NamedTuple):
    """What a column must hold: one of some cells, or with `part` one of some texts in its cell."""

    column: str
    cells: list[Cell]
    part: bool = False


def conditions(where: Where | None, columns: Iterable[str]) -> list[Condition]:
    """The conditions of a filter, one for each column and way of comparing.

    Args:
        where: Columns and cells, or texts.
        columns: What columns there are, to name the nearest.

    Raises:
        CaucasusDataError: The filter is of neither form.
        UnknownValueError: There is no such column.

    >>> conditions(["type=war", "type=clash"], ["type", "title"])
    [Condition(column='type', cells=['war', 'clash'], part=False)]
    >>> conditions("title~lachin", ["type", "title"])
    [Condition(column='title', cells=['lachin'], part=True)]
    """
    columns = list(columns)
    if isinstance(where, Mapping):
        found = [Condition(c, _cells(cells)) for c, cells in where.items()]
    elif where is None or _several(where) or isinstance(where, str):
        found = _joined(_read(text, columns) for text in ([where] if isinstance(where, str) else where or ()))
    else:
        raise CaucasusDataError(f"where asks for {{'type': 'war'}} or for texts such as 'type=war', and not {where!r}")
    for condition in found:
        one_of("column", condition.column, columns)
    return found


def kept(
    frame: pd.DataFrame,
    table: str,
    version: str | None,
    frames: Frames,
    *,
    actor: str | Iterable[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    where: Where | None = None,
) -> pd.DataFrame:
    """The rows of a loaded frame that pass every filter that is given; `load` tells what each means.

    Args:
        frame: Rows of the table.
        table: Its name.
        version: Release that the rows are from.
        frames: Gives the whole frame of a table of that release.
        actor: As in `load`, and so on.
    """
    wanted = conditions(where, map(str, frame))
    named: Iterable[str] = actor if _several(actor) else [] if actor is None else [str(actor)]
    for name in named:
        frame = frame[_names_actor(frame, table, resolve(name), version, frames)]
    if since is not None or until is not None:
        frame = frame[_within(frame, table, since, until, version)]
    for condition in wanted:
        frame = frame[_holds(frame, table, condition, version, frames)]
    return frame


def _cells(cells: Any) -> list[Cell]:
    return [*cells] if _several(cells) else [cells]


def _several(cells: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(cells, Iterable) and not isinstance(cells, str | bytes | Mapping)


def _read(text: object, columns: list[str]) -> Condition:
    match = re.fullmatch(r"\s*(\w+)\s*([=~])(.*)", text, re.DOTALL) if isinstance(text, str) else None
    if match is None:
        raise CaucasusDataError(
            f"filter {text!r} is not of the form COLUMN=VALUE or COLUMN~TEXT: did you mean '{_meant(text, columns)}'?"
        )
    return Condition(match[1], [match[3]], match[2] == "~")


def _meant(text: object, columns: list[str]) -> str:
    """The filter that somebody may have meant by a text that is none."""
    compared = re.fullmatch(rf"\s*(\w+)\s*([<>])=?\s*({_NUMBER})\s*", str(text))
    if compared and compared[1] in columns:
        return f"{compared[1]}={compared[3]}.." if compared[2] == ">" else f"{compared[1]}=..{compared[3]}"
    return f"{(nearest(str(text).strip(), columns) or columns)[0]}=VALUE"


def _joined(read: Iterable[Condition]) -> list[Condition]:
    joined: dict[tuple[str, bool], list[Cell]] = {}
    for column, cells, part in read:
        joined.setdefault((column, part), []).extend(cells)
    return [Condition(column, cells, part) for (column, part), cells in joined.items()]


def _names_actor(frame: pd.DataFrame, table: str, actor: str, version: str | None, frames: Frames) -> pd.Series[bool]:
    """Whether rows name an actor, or rows of a table that ties them to actors do, as participants do for events."""
    import pandas as pd

    columns = _actors_of(table, version)
    ties = [] if table == "actors" else [*_ties(table, version)]
    if not columns and not ties:
        raise CaucasusDataError(f"rows of {table} name no actors; ask for one in {', '.join(naming_actors(version))}")
    named = pd.Series(data=False, index=frame.index)
    for column in columns:
        named |= frame[column].eq(actor)
    for tie, column in ties:
        rows = frames(tie)
        for actors in _actors_of(tie, version):
            named |= frame[storage.key(table, version)[0]].isin(rows.loc[rows[actors].eq(actor), column])
    return named


def naming_actors(version: str | None) -> list[TableName]:
    """The tables whose rows name actors."""
    return [table for table in storage.tables(version) if _actors_of(table, version)]


def _actors_of(table: str, version: str | None) -> list[str]:
    """The columns of a table that name actors."""
    columns = storage.naming(table, "actors", version)
    columns += [k for k in storage.key(table, version) if table == "actors"]
    beside = ["within_id"] if "places" in storage.foreign_keys(table, version).values() else []  # where an event was
    return list(dict.fromkeys(columns + beside))


def _ties(table: str, version: str | None) -> Iterator[tuple[str, str]]:
    """The tables whose keys name both a row of this one and an actor, and the column that names the row."""
    for other in storage.tables(version):
        named = storage.foreign_keys(other, version)
        keys = [k for k in storage.key(other, version) if k in named]
        if any(named[k] == "actors" for k in keys):
            yield from ((other, k) for k in keys if named[k] == table)


def _within(
    frame: pd.DataFrame, table: str, since: str | date | None, until: str | date | None, version: str | None
) -> pd.Series[bool]:
    import pandas as pd

    declared = storage.schema(table, version)
    timeline = declared["timeline"]
    if not timeline:
        dated = ", ".join(t for t in storage.tables(version) if storage.schema(t, version)["timeline"])
        raise CaucasusDataError(f"rows of {table} have no date; a time can be asked of {dated}")
    first = pd.Timestamp(edtf.parse(edtf.written(since, "since")).earliest) if since is not None else None
    last = pd.Timestamp(edtf.parse(edtf.written(until, "until")).latest) if until is not None else None
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


def _holds(
    frame: pd.DataFrame, table: str, condition: Condition, version: str | None, frames: Frames
) -> pd.Series[bool]:
    import pandas as pd

    column = frame[condition.column]
    if condition.part:
        texts = column.astype("str").map(folded, na_action="ignore")
        parts = [folded(str(cell)) for cell in condition.cells]
        return texts.map(lambda text: any(part in text for part in parts), na_action="ignore").eq(other=True)
    held = pd.Series(data=False, index=frame.index)
    for cell in condition.cells:
        if cell is None or cell == "":
            held |= column.isna()
        elif pd.api.types.is_numeric_dtype(column.dtype):
            held |= column.between(*_bounds(condition.column, cell)).fillna(value=False)
        else:
            text = str(cell) if not isinstance(cell, date) else edtf.written(cell, condition.column)
            held |= column.astype("str").eq(_cell(frame, table, condition.column, text, version, frames))
    return held


def _bounds(column: str, cell: Cell) -> tuple[float, float]:
    """The least and the greatest number that a cell asks for: `35`, `35..40`, `35..` or `..40`."""
    least, dots, most = str(cell).partition("..")
    try:
        return float(least or ("-inf" if most else "")), float((most or "inf") if dots else least)
    except ValueError:
        raise CaucasusDataError(
            f"{column} holds numbers such as 35 or 87.5, of which 35.. asks for that and more, and not {cell!r}"
        ) from None


def _cell(frame: pd.DataFrame, table: str, name: str, cell: str, version: str | None, frames: Frames) -> str:
    """The cell that is asked for, of an actor its id; one that the column cannot hold is refused."""
    import pandas as pd

    key = storage.key(table, version)
    named = storage.foreign_keys(table, version).get(name) or (table if key == [name] else None)
    if isinstance(dtype := frame[name].dtype, pd.CategoricalDtype):
        one_of(name, cell, [*dtype.categories])
    elif named:
        options = frames(named)[storage.key(named, version)[0]].to_list()
        if cell not in set(options):
            if named == "actors":
                return resolve(cell)
            raise UnknownValueError(name, cell, options)
    elif bound_names(name)[0] in frame:
        edtf.parse(cell)
    return cell
