"""From the ids of the record to those of other data, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.loading.frames import load
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

    from caucasus_data.model.vocabularies import TableName

_COLUMNS: Final = {"actors": ("iso3", "cow", "gw", "wikidata"), "places": ("geonames",)}
"""Codes that stand among the columns of a table, in one version or another."""

_WHOLE_NUMBER: Final = "[1-9][0-9]*"


def crosswalk(scheme: str, *, table: TableName = "actors", version: str | None = None) -> pd.DataFrame:
    """Give the identifiers that rows bear in somebody else's data, ready to merge.

    Args:
        scheme: Whose identifiers: `iso3`, `cow` or `gw` of states, or a word of the vocabulary `scheme` such as
            `wikidata`, `vdem` or `ucdp_conflict`; the codebook defines each.
        table: The table whose rows are meant: `actors`, or `events`, `places` and others that have ids.
        version: A release, as in `load`.

    Returns:
        The key of the table (`actor_id`, `str`), value (`int64` where the scheme has plain numbers, else
        `str`) and match (category): `exact`, or `broader` where the identifier stands for
        something of which the row is a part, and `narrower` where it stands for a part of it. A row per
        identifier: one row may have several, and one identifier several rows.

    Raises:
        UnknownValueError: There is no such scheme, table or version; the error names the nearest.
        CaucasusDataError: Rows of the table have no id of their own.

    Source:
        data/identifiers.csv, whose rows name their source, and the codes in data/actors.csv and data/places.csv.

    >>> codes = crosswalk("vdem")
    >>> codes[codes["actor_id"] == "armenia"].values.tolist()
    [['armenia', 105, 'exact']]
    >>> crosswalk("ucdp_conflict", table="events").columns.to_list()
    ['event_id', 'value', 'match']
    """
    import pandas as pd

    (key, *more) = storage.key(table, version)
    if more or table == "withdrawn":
        raise CaucasusDataError(f"rows of {table} have no ids that others could bear")
    own = load(table, version=version)
    columns = [c for c in _COLUMNS.get(table, ()) if c in own]
    declared = storage.vocabularies(version)["scheme"]["terms"] if "identifiers" in storage.tables(version) else {}
    if scheme not in (*columns, *declared):
        raise UnknownValueError("scheme", str(scheme), [*columns, *declared])
    borne = []
    if scheme in columns:
        coded = own.dropna(subset=scheme)
        borne.append(pd.DataFrame({key: coded[key], "value": coded[scheme].astype("str"), "match": "exact"}))
    if scheme in declared:
        others = load("identifiers", version=version).rename(columns={"row_id": key})
        borne.append(others.loc[(others["scheme"] == scheme) & others[key].isin(own[key]), [key, "value", "match"]])
    numbers = scheme in ("cow", "gw") or declared.get(scheme, {}).get("pattern") == _WHOLE_NUMBER
    words = pd.CategoricalDtype([*storage.vocabularies()["match"]["terms"]])
    frame = pd.concat(borne).astype({"value": "int64" if numbers else "str", "match": words})
    return frame.drop_duplicates().sort_values(key, kind="stable", ignore_index=True)
