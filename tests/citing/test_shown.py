"""Frames in every shape in which people hold them: what they show is cited, and no change of it passes."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import caucasus_data as cd
from caucasus_data.model.vocabularies import TableName
from caucasus_data.package import storage
from tests.checkout import Checkout

VERSION = "0.2.0"
DAY = "2024-03-01"
Frame = pd.DataFrame


@cache
def whole(table: TableName, as_of: str | None = None) -> Frame:
    return cd.load(table, version=VERSION, as_of=as_of)


TABLES = [table for table in cd.tables(VERSION) if len(whole(table))]


def merged(left: str, right: str, **how: Any) -> Callable[[str | None], Frame]:
    return lambda as_of: whole(left, as_of).merge(whole(right, as_of), **how)


MERGES: dict[str, Callable[[str | None], Frame]] = {
    "events and sources": merged("events", "sources", on="source_id"),
    "events and sources, named": merged("events", "sources", on="source_id", suffixes=("", "_of_source")),
    "participants and actors": merged("participants", "actors", on="actor_id"),
    "events and participants": merged("events", "participants", on="event_id", how="outer"),
    "claims and events": merged("claims", "events", on="event_id"),
    "claims, and events where there are": merged("claims", "events", on="event_id", how="left"),
    "claims and memberships": merged("claims", "memberships", on="membership_id"),
    "members": merged("memberships", "actors", left_on="member_id", right_on="actor_id"),
    "both sides": lambda as_of: members(as_of).merge(whole("actors", as_of), left_on="organization_id", right_on="actor_id"),
    "parts and wholes": merged("events", "events", left_on="part_of", right_on="event_id", suffixes=("", "_whole")),
    "parts and wholes, alike": merged("events", "events", left_on="part_of", right_on="event_id"),
    "actors and names": merged("actors", "names", on="actor_id", suffixes=("_of_actor", "")),
    "citations and sources": merged("citations", "sources", on="source_id"),
}  # fmt: skip


def members(as_of: str | None) -> Frame:
    return MERGES["members"](as_of)


@cache
def shape(name: str, as_of: str | None) -> Frame:
    return MERGES[name](as_of) if name in MERGES else whole(name, as_of)


def as_cited(frame: Frame, as_of: str | None) -> str:
    return cd.cite(frame, version=VERSION, as_of=as_of).statement


def by_csv(frame: Frame) -> Frame:
    return pd.read_csv(io.StringIO(frame.to_csv(index=False)))


def by_text(frame: Frame) -> Frame:
    return pd.read_csv(io.StringIO(frame.to_csv(index=False)), dtype="str", keep_default_na=False)


def by_r(frame: Frame) -> Frame:
    """Through what R's `write.csv` writes: NA for blanks, and names of rows in a column without a name."""
    text = frame.astype("object").to_csv(na_rep="NA", quoting=csv.QUOTE_NONNUMERIC)
    return pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)


def by_parquet(frame: Frame) -> Frame:
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return pd.read_parquet(buffer)


def by_excel(frame: Frame) -> Frame:
    buffer = io.BytesIO()
    frame.to_excel(buffer, index=False)
    return pd.read_excel(buffer)


def by_stata(frame: Frame) -> Frame:
    buffer = io.BytesIO()
    plain = frame.astype({c: "float64" for c in frame if frame[c].dtype == "Int64"})
    plain = plain.astype({c: "datetime64[ns]" for c in frame if frame[c].dtype.kind == "M"})
    texts = [c for c in plain if plain[c].dtype == "str"]
    plain = plain.assign(**{str(c): plain[c].astype("object").fillna("") for c in texts})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says which names of columns it shortens
        plain.to_stata(buffer, write_index=False, version=118)
    buffer.seek(0)
    return pd.read_stata(buffer).rename(columns={str(c)[:32]: c for c in frame})


def by_polars(frame: Frame) -> Any:
    rows: Any = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return pl.from_dicts(rows, infer_schema_length=None)


def by_records(frame: Frame) -> Any:
    return frame.to_dict("records")


WAYS: dict[str, Callable[[Frame], Any]] = {
    f.__name__: f for f in (by_csv, by_text, by_r, by_parquet, by_excel, by_stata, by_polars, by_records)
}


@pytest.mark.parametrize("as_of", [None, DAY])
@pytest.mark.parametrize("name", [*TABLES, *MERGES])
def test_what_is_shown_is_cited_and_verified(name: str, as_of: str | None) -> None:
    frame = shape(name, as_of)
    cited = as_cited(frame, as_of)
    assert (f" as of {DAY}, " in cited) == (as_of is not None)
    assert cd.verify(cited, frame)
    assert cd.verify(cited, frame.sample(frac=1, random_state=1)[frame.columns[::-1]])
    keys = {"events": "event_id", "claims": "claim_id", "memberships": "membership_id", "sources": "source_id"}
    for table, rows in cd.cite(frame, version=VERSION, as_of=as_of).tables.items():
        if key := keys.get(table):
            columns = [c for c in frame if str(c) in (key, f"{key}_x", f"{key}_y", f"{key}_whole")]
            assert {row[key] for row in rows.rows} <= set(frame[columns].astype("object").to_numpy().ravel())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", TABLES)
def test_a_way_through_a_file_changes_nothing(name: str, way: str) -> None:
    frame = whole(name, DAY)
    frame = frame.sample(min(60, len(frame)), random_state=3)
    verification = cd.verify(as_cited(frame, DAY), WAYS[way](frame))
    assert verification, str(verification)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is not installed")
def test_r_reads_and_writes_the_tables(tmp_path: Path) -> None:
    for table in TABLES:
        whole(table, DAY).to_csv(tmp_path / f"{table}.csv", index=False)
    script = "for (f in commandArgs(TRUE)) write.csv(read.csv(f, na.strings = ''), f)"
    files = [tmp_path / f"{table}.csv" for table in TABLES]
    subprocess.run(["Rscript", "-e", script, *files], check=True, capture_output=True)
    for table, file in zip(TABLES, files, strict=True):
        again = pd.read_csv(file, dtype="str", keep_default_na=False)
        verification = cd.verify(as_cited(whole(table, DAY), DAY), again)
        assert verification, str(verification)
        assert verification.own == ("unnamed: 0",)


def alike(one: Any, other: Any) -> bool:
    """Whether two cells say the same, as far as anybody could mind."""
    said = ["" if c is None or c is pd.NA or c is pd.NaT or c != c or c == "NA" else c for c in (one, other)]
    try:
        return float(said[0]) == float(said[1])
    except (TypeError, ValueError):
        return str(said[0]).removesuffix(" 00:00:00") == str(said[1]).removesuffix(" 00:00:00")


@pytest.mark.parametrize("name", TABLES)
def test_no_column_may_change_and_all_but_the_key_may_go(name: str) -> None:
    frame = whole(name, DAY)
    some = frame.sample(min(4, len(frame)), random_state=5).reset_index(drop=True)
    cited = as_cited(some, DAY)
    assert cd.verify(cited, some[storage.key(name, VERSION)])
    for column in map(str, some):
        cells = some[column].astype("object")
        cells.iloc[-1] = next((c for c in frame[column].drop_duplicates() if not alike(c, cells.iloc[-1])), "X")
        assert not cd.verify(cited, some.assign(**{column: cells})), column


def test_what_follows_from_other_tables_is_compared_too(small: Checkout) -> None:
    """Columns that no release had before there were places, identifiers and coverage."""
    place = {"name": "Goris", "kind": "town", "within_id": "armenia", "latitude": "39.5", "longitude": "46.3"}
    small.edit("places", "plc-goris", **place, precision="exact", source_id="src-a")
    small.edit("events", "evt-2020", place_id="plc-goris")
    small.release("0.1.0")
    events = cd.load("events", version="0.1.0", as_of="2022-01-01")
    statement = cd.cite(events).statement
    assert cd.verify(statement, by_text(events))
    for column, false in (("within_id", "russia"), ("latitude", 39.6), ("longitude", None), ("domain", "military")):
        cells = events[column].astype("object")
        cells.iloc[0] = false
        assert not cd.verify(statement, events.assign(**{column: cells})), column
        assert not cd.verify(statement, by_text(events.assign(**{column: cells}))), column


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str | None, Frame, Frame, str]:
    """A frame of some rows and columns, and the same with one other cell in a column."""
    name = draw(st.sampled_from([*TABLES, *MERGES]))
    as_of = draw(st.sampled_from([None, DAY]))
    frame = shape(name, as_of)
    places = draw(st.lists(st.integers(0, len(frame) - 1), min_size=3, max_size=8, unique=True))
    some = frame.iloc[places].reset_index(drop=True)
    parts = ("role", "name", "language", "usage", "used_by", "stance", "field")
    own = [c for c in some if "_id" in str(c) or c in parts]  # what may be part of a key
    if draw(st.booleans()):
        kept = draw(st.lists(st.sampled_from([*some]), min_size=1, unique=True))
        some = some[[c for c in some if c in kept or c in own]]
    column, place = draw(st.sampled_from([*some])), draw(st.integers(0, len(some) - 1))
    was = some[column].iloc[place]
    others = st.sampled_from(frame[column].drop_duplicates().tolist()[:50])
    odd = st.sampled_from([None, "X", 13, 0.5, pd.Timestamp("2001-01-01"), f"{was} ", str(was).upper(), [1], True, ""])
    new = draw(st.one_of(others, odd, st.text(max_size=3)))
    assume(not alike(was, new))
    cells = some[column].astype("object")
    cells.iloc[place] = new
    spoilt = some.assign(**{column: cells})
    return name, as_of, some, spoilt, column


@given(changes())
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_no_change_of_a_cell_passes(change: tuple[str, str | None, Frame, Frame, str]) -> None:
    _, as_of, some, spoilt, column = change
    with suppress(cd.CaucasusDataError):  # which says that columns may be of several tables
        cited = as_cited(some, as_of)
        for rows in (spoilt, by_records(spoilt)):
            verification = cd.verify(cited, rows)
            assert not verification or column in verification.own
            if column not in verification.own:
                with suppress(cd.CaucasusDataError):
                    assert as_cited(rows, as_of) != cited


@pytest.mark.parametrize("way", ["by_csv", "by_text", "by_r", "by_parquet", "by_excel", "by_stata", "by_polars"])
@given(data=st.data())
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
def test_no_change_of_a_cell_passes_through_a_file(way: str, data: st.DataObject) -> None:
    merges = [*MERGES] if way in ("by_csv", "by_text", "by_r") else []  # the others refuse some names of columns
    name = data.draw(st.sampled_from([*TABLES, *merges]))
    frame = shape(name, DAY)
    places = data.draw(st.lists(st.integers(0, len(frame) - 1), min_size=2, max_size=6, unique=True))
    some = frame.iloc[places].reset_index(drop=True)
    column, place = data.draw(st.sampled_from([*some])), data.draw(st.integers(0, len(some) - 1))
    new = data.draw(st.sampled_from(frame[column].drop_duplicates().tolist()[:80]))
    assume(not alike(some[column].iloc[place], new))
    spoilt = some.copy()
    spoilt.loc[place, column] = new
    cited = as_cited(some, DAY)
    assert cd.verify(cited, WAYS[way](some)), str(cd.verify(cited, WAYS[way](some)))
    assert not cd.verify(cited, WAYS[way](spoilt))
