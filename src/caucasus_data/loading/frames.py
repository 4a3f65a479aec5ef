"""Tables as pandas DataFrames."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caucasus_data.errors import CaucasusDataError
from caucasus_data.loading.fields import OF_PLACE, Derived, derived, fields
from caucasus_data.model import renaming
from caucasus_data.model.edtf import PRECISIONS, bound_names, parse, written
from caucasus_data.package import storage

if TYPE_CHECKING:
    import zipfile

    import pandas as pd

    from caucasus_data.loading.selection import Where
    from caucasus_data.model.vocabularies import TableName

_EPOCH = date(1970, 1, 1).toordinal()
_SCALES = {"likelihood", "confidence", "credibility", "reliability"}
"""Those of releases before 0.3.0, which do not say what is a scale."""
_DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "date": "datetime64[s]"}


def load(
    table: TableName,
    *,
    actor: str | Iterable[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    where: Where | None = None,
    as_of: str | date | None = None,
    max_age: float | None = None,
    version: str | None = None,
) -> pd.DataFrame:
    """Load a table of the dataset, or the rows of it that an actor, a time or a value concerns.

    Args:
        table: Name of the table; `tables()` lists them.
        actor: A name or an id, as `resolve` takes it; keeps the rows that name the actor in any column, and
            events in which it took part. Of several in a list, the rows that name all of them.
        since: An EDTF date such as `2024-06`, a `date`, `datetime` or `Timestamp`; leaves out rows that were
            surely over before it.
        until: The same; leaves out rows that surely began after it.
        where: Columns and what they hold: `{"type": "war", "credibility": ["1", "2"], "end_date": None}`, of
            which None is a blank cell, and several cells leave a choice. Of a number `"100.."` asks for that and
            more, `"..5"` for that and less, `"100..200"` for both, and an actor goes by any of its names. Or texts
            as `show --where` takes them: `"type=war"`, and `"title~lachin"` for a part of a cell, in which case and
            accents do not matter.
        as_of: A day such as `2023-09-19`, as text or a date; keeps what held in the world on that day, and says
            in further columns (categories) whether it did `surely` or `possibly` (`held`), and of the latter
            why (`held_why`): an imprecise date may lie on either side of the day (`end vague`, `start vague`), an
            unknown start too (`start unknown`, where nothing else is in doubt), and a blank end goes on. A day that
            ends one membership and begins the next in its place belongs to the later one: the next of the same
            member in the same organization, or whoever's in the same office, acting or not.
            `actors`, `memberships` and `names`: spells that cover the day. `events` and
            `participants`: begun by then. `dependencies`: of each pair, indicator, unit, basis, denominator,
            measure and reporter the observations whose period ended last, by then; `period_age` says how many
            years ago. `claims`: made by then;
            a forecast that was not surely resolved by then is `unreviewed`, but any other status is
            the judgement of the version, as are every `note` and the rows that a claim refers to.
            `sources` and `citations`: published by then. `coverage`: what was looked through for the day.
            `withdrawn`, `places` and `identifiers` have no time, and stay as they are. A `?` or `~` does
            not widen a date.
        max_age: Of dependencies with `as_of`: leaves out those whose period ended more than so many years before.
        version: A release, of which `versions()` lists all; today's tables where it is left out. With
            `as_of` it tells what that release knew of the day.

    Returns:
        One row per row of the CSV file, in its order, with its columns (`codebook(table)` tells what
        they hold). Vocabularies are categories, and ordered where they are a scale (likelihood, confidence,
        credibility, reliability, how exact a place is); whole numbers are nullable `Int64`, other numbers
        `float64`, texts `str`, days `datetime64[s]`. Beside the type of an event stand its domain and PLOVER
        category, beside its place within_id (the state or territory), latitude and longitude. Beside each
        EDTF column `d` stand `d_earliest` and `d_latest` (`datetime64[s]`, the first and last day that it may
        mean) and `d_precision` (ordered category, from day to century, and interval). A blank cell is missing.
        `attrs` says where the frame is from: table, version and as_of; `cite` reads it there.

    Raises:
        UnknownValueError: There is no such table, version, actor or column, or the column cannot hold such a
            cell; the error names the nearest.
        AmbiguousNameError: Several actors bear the name.
        DateError: `since` or `until` is no date, or `as_of` is not one day.
        CaucasusDataError: The rows have no actors, no time or no age to ask for; or since is after until.
        AlteredReleaseError: The archive of the version is not the one that was released.

    Warns:
        CoverageWarning: `as_of` lies before the first or after the last event that the version knows; or of
            `events` and `participants`, the table `coverage` has no row for the day, or declares of some themes
            and areas that nobody looked. `load("coverage", as_of=day)` tells all that was.

    Source:
        data/<table>.csv of the installed version, or of data/releases/<version>.zip; each row names its
        own source in `source_id`.

    >>> events = load("events", actor="Yerevan", since="2024-06-12", until="2024-06-12", where={"domain": "diplomatic"})
    >>> events[["event_id", "start_date", "start_date_earliest"]].dtypes.astype(str).to_list()
    ['str', 'str', 'datetime64[s]']
    >>> spells = load("memberships", as_of="2023-09-19").set_index("membership_id")
    >>> spells.loc["mem-armenia-csto-2003", ["participation", "held"]].to_list()
    ['active', 'surely']
    """

    def frames(name: str) -> pd.DataFrame:
        return read(name, version)

    if as_of is None and max_age is not None:
        raise CaucasusDataError("max_age asks how old an observation is on a day; say which: as_of='2024-02-22'")
    if as_of is None:
        frame = frames(table)
    else:
        from caucasus_data.loading.as_of import held_on

        frame = held_on(as_of, table, version, frames, max_age)
    for renamed in renaming.columns(table) if version is None else ():
        frame[renamed.old.partition(".")[2]] = frame[renamed.new]
        renaming.warn(renamed, 1)
    rows = frame
    if any(given is not None for given in (actor, since, until, where)):
        from caucasus_data.loading.selection import kept

        rows = kept(frame, table, version, frames, actor=actor, since=since, until=until, where=where)
    rows = rows.reset_index(drop=True)
    day = None if as_of is None else written(as_of, "as_of")
    rows.attrs = {"table": table, "version": version or storage.package()["version"], "as_of": day}
    return rows


def read(table: str, version: str | None) -> pd.DataFrame:
    """The whole frame of a table, as `load` returns it; a file that is as it was is not parsed again."""
    known = {*storage.foreign_keys(table, version).values(), table} & {table, "places"}
    return _read(table, version, frozenset(storage.stamp(name, version) for name in known)).copy()


@lru_cache(maxsize=64)
def _read(table: str, version: str | None, stamps: frozenset[Hashable]) -> pd.DataFrame:  # noqa: ARG001
    """A frame that nobody may change.

    Args:
        table: Name of the table.
        version: Release that it is from.
        stamps: Those of the files that it is made from: once one is another, this is another frame.
    """
    import pandas as pd

    stored = storage.schema(table, version)["fields"]
    frame = _parsed(storage.csv_path(table, version), stored)
    columns: dict[str, Any] = {}
    beside, named = derived(table, version), storage.foreign_keys(table, version)
    for field in stored:
        name = field["name"]
        columns[name] = cells = frame[name].array
        if field["type"] == "date":
            columns[name] = cells.astype(_DTYPES["date"])
        elif "rdfType" in field:
            columns |= _bounds(name, cells)
        elif named.get(name) == "places":
            places = read("places", version).set_index("place_id").reindex(cells)
            columns |= {column: places[column].array for column in OF_PLACE}
        columns |= {d.field["name"]: _told(cells, field, d) for d in beside if d.of == name}
    return pd.DataFrame(columns, copy=False)


def _parsed(path: Path | zipfile.Path, stored: list[storage.Descriptor]) -> pd.DataFrame:
    """The cells of a file.

    That a column is of texts pandas is left to see by itself, which takes a third of the time; one that it took for
    something else is read again.
    """
    import pandas as pd

    def cells(dtype: dict[str, Any], **options: Any) -> pd.DataFrame:
        frame: pd.DataFrame = pd.read_csv(
            path if isinstance(path, Path) else BytesIO(path.read_bytes()),  # an open file takes half as long again
            dtype=dtype,
            keep_default_na=False,
            na_values=[""],
            low_memory=False,  # or it looks at a part of a column
            **options,
        )
        return frame

    text = pd.StringDtype(na_value=float("nan"))  # which is `str`, whatever the options of pandas say
    days = [f["name"] for f in stored if f["type"] == "date"]
    known = {f["name"]: _dtype(f) for f in stored if f["name"] not in days}
    texts = [f["name"] for f in stored if known.get(f["name"]) is _DTYPES["string"]]
    frame = cells({n: d for n, d in known.items() if n not in texts}, parse_dates=days, date_format="%Y-%m-%d")
    others = [name for name in texts if frame[name].dtype != text]
    blank = [name for name in others if frame[name].isna().all()]
    for name in blank:
        frame[name] = frame[name].astype(text)
    if mistaken := [name for name in others if name not in blank]:
        frame[mistaken] = cells(dict.fromkeys(mistaken, text), usecols=mistaken)[mistaken]
    return frame


def dtypes(table: str) -> dict[str, Any]:
    """The pandas dtype of each column of a loaded table, in order.

    >>> dtypes("events")["deaths_best"]
    'Int64'
    """
    named: dict[str, Any] = {}
    for field in fields(table):
        named[field["name"]] = _dtype(field)
        if "rdfType" in field:
            named |= _bound_dtypes(field["name"])
    return named


def _dtype(field: storage.Descriptor) -> Any:
    if "categories" in field:
        scale = field.get("categoriesOrdered", field.get("vocabulary") in _SCALES)
        return _category(tuple(c["value"] for c in field["categories"]), scale)
    return _DTYPES[field["type"]]


@cache
def _category(words: tuple[str, ...], scale: bool) -> pd.CategoricalDtype:
    import pandas as pd

    return pd.CategoricalDtype(list(words), ordered=scale)


def _told(cells: pd.Categorical, field: storage.Descriptor, beside: Derived) -> pd.Categorical:
    """What follows from each word of a column, whose field tells which there are."""
    import numpy as np
    import pandas as pd

    places = {category["value"]: place for place, category in enumerate(beside.field["categories"])}
    told = [places.get(beside.words.get(category["value"]), -1) for category in field["categories"]]
    codes = np.array([*told, -1])[cells.codes]  # a blank is at -1
    return pd.Categorical.from_codes(codes, dtype=_dtype(beside.field), validate=False)


def _bound_dtypes(column: str) -> dict[str, Any]:
    day = _DTYPES["date"]
    return dict(zip(bound_names(column), (day, day, _category(PRECISIONS, True)), strict=True))


def _bounds(column: str, texts: Any) -> dict[str, Any]:
    """The bounds of the dates of a column, of which each is parsed once."""
    import numpy as np
    import pandas as pd

    places, words = pd.factorize(texts)  # a blank is at -1: at the end of what stands for each word
    parsed = [parse(word) for word in words.tolist()]
    first, last = _days([p.earliest for p in parsed])[places], _days([p.latest for p in parsed])[places]
    codes = np.array([*(PRECISIONS.index(p.precision) for p in parsed), -1], "int8")[places]
    precision = pd.Categorical.from_codes(codes, dtype=_category(PRECISIONS, True), validate=False)
    return dict(zip(bound_names(column), (first, last, precision), strict=True))


def _days(dates: list[date]) -> Any:
    """Dates as an array, and a missing one at its end."""
    import numpy as np

    days = np.array([d.toordinal() - _EPOCH for d in dates], "int64").view("datetime64[D]")
    return np.append(days, np.datetime64("NaT", "D")).astype(_DTYPES["date"])
