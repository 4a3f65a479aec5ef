from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import caucasus_data as cd
from caucasus_data.loading.frames import dtypes
from caucasus_data.model.edtf import parse
from caucasus_data.model.vocabularies import TableName
from caucasus_data.package import storage
from tests.checkout import Checkout
from tests.conftest import read_csv, write_csv


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys; print('\\n'.join(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


HEAVY = {"pandas", "numpy", "polars", "pydantic", "pandera", "frictionless", "rich", "networkx", "duckdb", "xlsxwriter"}


def test_import_is_light() -> None:
    assert modules_after("import caucasus_data") & HEAVY == set()


def test_resolving_and_describing_are_light() -> None:
    code = "import caucasus_data as cd; cd.resolve('Yerevan'); cd.tables(); cd.codebook('events')"
    assert modules_after(code) & HEAVY == set()


def test_loading_imports_pandas_and_no_validator() -> None:
    assert modules_after("import caucasus_data as cd; cd.load('events')") & HEAVY == {"pandas", "numpy"}


@pytest.mark.parametrize("table", cd.tables())
def test_frame_holds_every_cell_of_the_file(table: TableName) -> None:
    frame, rows = cd.load(table), read_csv(storage.csv_path(table))
    assert len(frame) == len(rows)
    for field in storage.schema(table)["fields"]:
        name = field["name"]
        cells = pd.Series([r[name] for r in rows], dtype="str")
        shown = frame[name].astype("object").where(frame[name].notna(), "")
        if field["type"] == "number":
            assert [float(c) if c else "" for c in cells] == list(shown)
        elif field["type"] == "date":
            assert list(cells) == list(frame[name].dt.strftime("%Y-%m-%d").fillna(""))
        else:
            assert list(cells) == [str(s) for s in shown]


@pytest.mark.parametrize("table", cd.tables())
def test_frame_has_its_dtypes_and_passes_its_schema(table: TableName) -> None:
    frame = cd.load(table)
    expected = {name: pd.api.types.pandas_dtype(dtype) for name, dtype in dtypes(table).items()}
    assert dict(frame.dtypes) == expected
    assert list(frame) == list(expected)
    pd.testing.assert_frame_equal(cd.schema(table).validate(frame), frame)


def test_the_place_of_an_event_stands_beside_it() -> None:
    places = {row["place_id"]: row for row in read_csv(storage.csv_path("places"))}
    events = cd.load("events")
    assert list(events)[list(events).index("place_id") + 1 :][:3] == ["within_id", "latitude", "longitude"]
    for event in events.itertuples():
        place = places.get(str(event.place_id), {})
        for column in ("latitude", "longitude", "within_id"):
            cell, shown = place.get(column, ""), getattr(event, column)
            assert (pd.isna(shown) and not cell) or str(shown) == cell or float(shown) == float(cell)


def test_events_of_older_releases_stay_as_they_were() -> None:
    for version in ("0.1.0", "0.2.0"):
        events = cd.load("events", version=version)
        assert "latitude" not in events
        assert set(events["place_id"].dropna()) <= set(cd.load("actors", version=version)["actor_id"])


def test_bounds_stand_beside_each_date() -> None:
    events = cd.load("events")
    for row in events.itertuples():
        parsed = parse(str(row.start_date))
        assert (row.start_date_earliest, row.start_date_latest) == (
            pd.Timestamp(parsed.earliest),
            pd.Timestamp(parsed.latest),
        )
        assert row.start_date_precision == parsed.precision
    assert events["end_date_earliest"].isna().equals(events["end_date"].isna())


def test_schema_rejects_what_load_cannot_return() -> None:
    from pandera.errors import SchemaError

    events = cd.load("events")
    for spoiled in (
        events.drop(columns="title"),
        events.assign(title=None),
        events.assign(deaths_best=pd.array([-1] * len(events), dtype="Int64")),
        events.assign(deaths_best=1.5),
        events.assign(event_id="evt-same"),
        events.assign(start_date="2024-02-30"),
        events.assign(type=events["type"].astype("str")),
    ):
        with pytest.raises(SchemaError):
            cd.schema("events").validate(spoiled)


@pytest.mark.parametrize("verb", [cd.load, cd.schema, cd.codebook])
def test_unknown_table_names_the_nearest(verb: object) -> None:
    assert callable(verb)
    with pytest.raises(cd.UnknownValueError, match="unknown table 'evnts': did you mean 'events'"):
        verb("evnts")


def test_words_that_pandas_takes_for_missing_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = read_csv(storage.csv_path("participants"))[:1]
    write_csv(tmp_path / "participants.csv", [row | {"note": "None"} for row in rows])
    monkeypatch.setattr(storage, "csv_path", lambda table, version: tmp_path / f"{table}.csv")
    assert cd.load("participants")["note"].to_list() == ["None"]


@pytest.mark.parametrize("cell", ["1", "007", "1.50", "2024", "True", "1e5", "inf"])
def test_texts_that_pandas_takes_for_something_else_are_kept(small: Checkout, cell: str) -> None:
    rows = small.rows("events")
    small.write("events", [row | {"note": cell} for row in rows[1:]] + [rows[0] | {"note": ""}])
    notes = cd.load("events")["note"]
    assert (str(notes.dtype), {*notes.dropna()}, notes.isna().sum()) == ("str", {cell}, 1)


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning", "ignore:.*infer_string")
def test_texts_are_texts_whatever_pandas_is_told(small: Checkout) -> None:
    with pd.option_context("future.infer_string", False):
        frame = cd.load("sources")
    assert str(frame["archive_url"].dtype) == str(frame["title"].dtype) == "str"
    assert frame["archive_url"].isna().all()


def test_columns_in_another_order_keep_their_cells(small: Checkout) -> None:
    rows = [row | {"name": f"100{place}", "note": str(place)} for place, row in enumerate(small.rows("actors"))]
    write_csv(small.path("data/actors.csv"), [dict(reversed(row.items())) for row in rows])
    frame = cd.load("actors")
    assert frame[["name", "note"]].to_numpy().tolist() == [[row["name"], row["note"]] for row in rows]


def test_a_frame_is_its_own_and_a_changed_file_is_read_anew(small: Checkout) -> None:
    first = cd.load("actors")
    for column in first:
        first[column].array[:] = first[column].array[0]
    again = cd.load("actors")
    assert again["actor_id"].is_unique
    small.edit("actors", "russia", name="Russian Federation")
    changed = cd.load("actors").set_index("actor_id")
    assert changed.loc["russia", "name"] == "Russian Federation"
    assert again.set_index("actor_id").loc["russia", "name"] != "Russian Federation"


def test_places_that_move_move_their_events(small: Checkout) -> None:
    small.edit("events", "evt-2020", place_id="plc-a")
    small.edit("places", "plc-a", latitude="40.1", longitude="44.5")
    assert cd.load("events").set_index("event_id").loc["evt-2020", "latitude"] == 40.1
    small.edit("places", "plc-a", latitude="41.1")
    assert cd.load("events").set_index("event_id").loc["evt-2020", "latitude"] == 41.1
