"""Every format, read back by another library than wrote it, is what `load` gives."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import duckdb
import frictionless
import networkx as nx
import openpyxl
import pandas as pd
import polars as pl
import pyreadstat
import pytest
from geojson_pydantic import FeatureCollection, Point
from openpyxl.utils.escape import unescape

import caucasus_data as cd
from caucasus_data.citing import edition
from caucasus_data.cli import main
from caucasus_data.export import FORMATS, jsonl
from caucasus_data.export.content import Content, Table
from caucasus_data.loading.as_of import series_columns
from caucasus_data.loading.fields import fields
from caucasus_data.model.edtf import parse
from caucasus_data.model.vocabularies import TableName
from caucasus_data.package import storage
from caucasus_data.support.plain_text import printable
from tests.checkout import Checkout

Rows = list[dict[str, Any]]
Reader = Callable[[Path, TableName], Rows]

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")', "'=1", "https://x.org", "007"]


def loaded(table: TableName, version: str | None = None) -> Rows:
    frame = cd.load(table, version=version)
    cells = frame.astype("object")
    records: Rows = cells.where(cells.notna(), None).to_dict("records")  # type: ignore[assignment]
    return [{n: c.date() if isinstance(c, datetime) else c for n, c in row.items()} for row in records]


today = cache(loaded)


def with_days(rows: Rows, table: TableName) -> Rows:
    """The rows with their ISO texts read as days."""
    days = [str(c) for c, dtype in cd.load(table).dtypes.items() if dtype.kind == "M"]
    return [row | {day: row[day] and date.fromisoformat(row[day]) for day in days} for row in rows]


@cache
def workbook(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def in_order(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: [str(cell) for cell in row.values()])


def from_sqlite(path: Path, table: TableName) -> Rows:
    with closing(sqlite3.connect(path)) as database:
        frame = pd.read_sql(f'SELECT * FROM "{table}"', database, dtype_backend="numpy_nullable")  # noqa: S608
    cells = frame.astype("object")
    records: Rows = cells.where(cells.notna(), None).to_dict("records")  # type: ignore[assignment]
    return with_days(records, table)


def from_duckdb(path: Path, table: TableName) -> Rows:
    with duckdb.connect(path, read_only=True) as database:
        rows: Rows = database.sql(f'SELECT * FROM "{table}"').pl().to_dicts()  # noqa: S608
    return rows


def from_parquet(path: Path, table: TableName) -> Rows:
    return pl.read_parquet(path / f"{table}.parquet").to_dicts()


def from_xlsx(path: Path, table: TableName) -> Rows:
    names, *rows = workbook(path)[table].iter_rows(values_only=True)
    cells = [[cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in rows]
    return [dict(zip(map(str, names), row, strict=True)) for row in cells]


def from_jsonl(path: Path, table: TableName) -> Rows:
    rows = [json.loads(line) for line in (path / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
    return with_days(rows, table)


def from_statistics(path: Path, table: TableName, read: Callable[..., Any], ending: str) -> Rows:
    """Rows of a labelled file, with its labels for its numbers and None for what is blank."""
    frame, meta = read(path / f"{table}.{ending}", apply_value_formats=True)
    assert all(meta.column_names_to_labels.values())
    whole = [str(c) for c, dtype in cd.load(table).dtypes.items() if str(dtype) == "Int64"]
    cells = frame.astype("object").astype(dict.fromkeys(whole, "Int64")).astype("object")
    cells = cells.where(cells.notna() & (cells != ""), None)
    return cells.to_dict("records")  # type: ignore[no-any-return]


def from_stata(path: Path, table: TableName) -> Rows:
    return from_statistics(path, table, pyreadstat.read_dta, "dta")


def from_spss(path: Path, table: TableName) -> Rows:
    return from_statistics(path, table, pyreadstat.read_sav, "sav")


def from_csv_excel(path: Path, table: TableName) -> Rows:
    """Rows with the tabulators before dates taken away again, and numbers and days read as what they are."""
    content = (path / f"{table}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(path / f"{table}.csv", dtype="object", keep_default_na=False)
    dtypes = cd.load(table).dtypes
    readers: dict[str, Callable[[str], Any]] = {"i": int, "f": float, "M": date.fromisoformat}
    read = {str(name): readers.get(dtype.kind, str) for name, dtype in dtypes.items()}
    return [
        {str(n): read[str(n)](c.removeprefix("\t")) if c else None for n, c in row.items()}
        for row in frame.to_dict("records")
    ]


READERS: dict[str, Reader] = {
    "sqlite": from_sqlite,
    "duckdb": from_duckdb,
    "parquet": from_parquet,
    "xlsx": from_xlsx,
    "jsonl": from_jsonl,
    "stata": from_stata,
    "spss": from_spss,
    "csv-excel": from_csv_excel,
}


@pytest.mark.parametrize("table", cd.tables())
@pytest.mark.parametrize("to", READERS)
def test_rows_come_back_as_they_are_loaded(exported: dict[str, Path], to: str, table: TableName) -> None:
    found, expected = READERS[to](exported[to], table), today(table)
    assert in_order(found) == in_order(expected) if to in ("sqlite", "duckdb") else found == expected
    if to != "xlsx":  # a workbook knows one kind of number
        assert [[type(c) for c in r.values()] for r in in_order(found)] == [
            [type(c) for c in r.values()] for r in in_order(expected)
        ]


def test_graphs_come_back(exported: dict[str, Path]) -> None:
    for kind in ("memberships", "events", "dependencies"):
        graph, again = cd.network(kind), nx.read_graphml(exported["graphml"] / f"{kind}.graphml")
        assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
        assert {str(sorted(d.items())) for *_, d in again.edges(data=True)} == {
            str(sorted(d.items())) for *_, d in graph.edges(data=True)
        }


def test_events_stand_on_the_map(exported: dict[str, Path]) -> None:
    text = exported["geojson"].read_text(encoding="utf-8")
    collection: FeatureCollection[Any] = FeatureCollection.model_validate_json(text)
    events = {row["event_id"]: row for row in storage.rows("events")}
    places = {row["place_id"]: row for row in storage.rows("places")}
    assert [feature.id for feature in collection.features] == [*events]
    for feature in collection.features:
        event, told = events[str(feature.id)], feature.properties
        assert isinstance(told, dict)
        place = places.get(event["place_id"], {})
        assert told["title"] == event["title"]
        assert (told["place"] or "", told["place_precision"] or "") == (
            place.get("name", ""),
            place.get("precision", ""),
        )
        assert told["start_date_earliest"] == parse(event["start_date"]).earliest.isoformat()
        if feature.geometry is None:
            assert not place.get("latitude")
        else:
            assert isinstance(feature.geometry, Point)
            assert feature.geometry.coordinates[:2] == (float(place["longitude"]), float(place["latitude"]))


def test_a_release_without_places_is_no_map(tmp_path: Path) -> None:
    with pytest.raises(cd.CaucasusDataError, match=r"0\.2\.0 has no places with coordinates; 0\.3\.0 is the first"):
        cd.export("geojson", tmp_path, version="0.2.0")
    assert [*tmp_path.iterdir()] == []


def metadata(to: str, path: Path) -> dict[str, Any]:
    if to == "sqlite":
        with closing(sqlite3.connect(path)) as database:
            return dict(database.execute("SELECT name, value FROM metadata").fetchall())
    if to == "duckdb":
        with duckdb.connect(path, read_only=True) as database:
            return dict(database.execute("SELECT name, value FROM metadata").fetchall())
    if to == "parquet":
        return dict(pl.read_parquet_metadata(path / "withdrawn.parquet"))
    if to == "datasette":
        return metadata("sqlite", path / "caucasus-data.db")
    if to == "stata":
        _, meta = pyreadstat.read_dta(path / "events.dta")
        version = str(meta.file_label).split()[1].rstrip(":")
        return {"version": version, "citation": (path / "CITATION.txt").read_text(encoding="utf-8").strip()}
    if to == "spss":
        _, meta = pyreadstat.read_sav(path / "events.sav")
        return {"version": str(meta.file_label).split()[1].rstrip(":"), "citation": " ".join(meta.notes)}
    if to == "csv-excel":
        return dict(csv.reader((path / "about.csv").read_text(encoding="utf-8-sig").splitlines()))
    if to in ("jsonl", "geojson", "ftm"):
        file = path if to == "geojson" else path / ("dataset.json" if to == "ftm" else "datapackage.json")
        described: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return described
    if to == "graphml":
        return dict(nx.read_graphml(path / "events.graphml").graph)
    book = openpyxl.load_workbook(path)
    assert book.properties.description == book.custom_doc_props["citation"].value
    told = {str(name): value for name, value in book["about"].iter_rows(values_only=True)}
    assert book.custom_doc_props["version"].value == told["version"]
    return told


@pytest.mark.parametrize("to", FORMATS)
def test_a_release_is_exported_as_it_was_and_each_version_says_how_to_cite_it(
    small: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    small.release("0.1.0")
    small.edit("actors", "russia", name="Russian Federation", parent_id="armenia")
    small.edit("actors", "armenia", parent_id="csto")
    small.commit()
    looked_up = Mock(side_effect=edition._released)
    monkeypatch.setattr(edition, "_released", looked_up)
    for version, named in ((None, "0.1.0+unreleased"), ("0.1.0", "0.1.0")):
        path = cd.export(to, tmp_path / f"out-{version}", version=version)
        told = metadata(to, path)
        assert told["version"] == named
        assert told["citation"] == f"caucasus-data contributors (2027). caucasus-data, version {named} [data set]."
        for table in cd.tables() if to in READERS else ():
            assert in_order(READERS[to](path, table)) == in_order(loaded(table, version)), table
    assert looked_up.call_count == (3 if to == "graphml" else 1)  # each of its graphs names its own


def broken(database: Any) -> Iterator[tuple[str, str]]:
    """Statements that break a rule, and the kind of rule."""
    (source,) = database.execute("SELECT source_id FROM sources LIMIT 1").fetchone()
    actor = {"id": "'x'", "name": "'X'", "kind": "'state'", "parent": "NULL", "source": f"'{source}'"}
    columns = "INSERT INTO actors (actor_id, name, kind, parent_id, source_id)"
    statement = columns + " VALUES ({id}, {name}, {kind}, {parent}, {source})"
    yield "foreign key", statement.format(**actor | {"source": "'src-nowhere'"})
    yield "foreign key", statement.format(**actor | {"parent": "'nobody'"})
    yield "foreign key", "DELETE FROM sources"
    yield "word", statement.format(**actor | {"kind": "'stat'"})
    yield "not null", statement.format(**actor | {"name": "NULL"})
    for table in cd.tables():
        if storage.rows(table):
            yield "unique", f'INSERT INTO "{table}" SELECT * FROM "{table}" LIMIT 1'  # noqa: S608
    for table, column in (("names", "used_by"), ("citations", "field")):
        yield "unique", f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE {column} IS NULL LIMIT 1'  # noqa: S608


def test_sqlite_enforces_what_is_declared(exported: dict[str, Path], tmp_path: Path) -> None:
    with closing(sqlite3.connect(shutil.copy(exported["sqlite"], tmp_path))) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.execute("PRAGMA foreign_keys = ON")
        for rule, statement in broken(database):
            with pytest.raises(sqlite3.IntegrityError, match=f"(?i){'foreign key' if rule == 'word' else rule}"):
                database.execute(statement)
            database.rollback()
        declared = {
            row[2]: row[1] for row in database.execute("SELECT 0, name, type FROM pragma_table_info('sources')")
        }
        assert declared["DATE"] == "accessed"


def test_duckdb_enforces_what_is_declared(exported: dict[str, Path], tmp_path: Path) -> None:
    said = {"unique": "duplicate key", "word": "could not convert string 'stat' to enum"}
    with duckdb.connect(shutil.copy(exported["duckdb"], tmp_path)) as database:
        for rule, statement in broken(database):
            database.execute("BEGIN")
            with pytest.raises(
                (duckdb.ConstraintException, duckdb.ConversionException), match=f"(?i){said.get(rule, rule)}"
            ):
                database.execute(statement)
            database.execute("ROLLBACK")


def opened(path: Path) -> Any:
    return duckdb.connect(path, read_only=True) if path.suffix == ".duckdb" else sqlite3.connect(path)


@pytest.mark.parametrize("to", ["sqlite", "duckdb"])
def test_words_of_a_database_have_their_definitions(exported: dict[str, Path], to: str) -> None:
    with closing(opened(exported[to])) as database:
        for name in ("event_type", "indicator", "claim_status"):
            rows = dict(database.execute(f"SELECT word, definition FROM words_{name}").fetchall())  # noqa: S608
            assert rows == {word: term["definition"] for word, term in storage.vocabularies()[name]["terms"].items()}


@pytest.mark.parametrize("to", ["sqlite", "duckdb"])
def test_views_answer_the_common_questions(exported: dict[str, Path], to: str) -> None:
    with closing(opened(exported[to])) as database:

        def ask(statement: str) -> list[Any]:
            return list(database.execute(statement).fetchall())

        views: dict[str, TableName] = {"seats": "memberships", "events_with_participants": "events"}
        for view, table in (views | {"claims_with_sources": "claims"}).items():
            assert ask(f"SELECT count(*) FROM {view}") == [(len(cd.load(table)),)]  # noqa: S608
        (told,) = ask(
            "SELECT participants FROM events_with_participants WHERE event_id = 'evt-2020-ceasefire-statement'"
        )
        assert "Nikol Pashinyan (signatory)" in told[0]
        rows = cd.load("dependencies").sort_values(["period_latest", "dependency_id"], ascending=[False, True])
        last = rows.drop_duplicates(series_columns(rows))["dependency_id"]
        assert {row[0] for row in ask("SELECT dependency_id FROM latest_observations")} == set(last)
        found = ask("SELECT source_id FROM row_sources WHERE row_id = 'evt-2020-ceasefire-statement'")
        further = cd.load("citations").query("row_id == 'evt-2020-ceasefire-statement'")["source_id"]
        first = cd.load("events").set_index("event_id").loc["evt-2020-ceasefire-statement", "source_id"]
        assert sorted(row[0] for row in found) == sorted([first, *further])


def test_sqlite_finds_words_and_follows_references_by_index(exported: dict[str, Path]) -> None:
    with closing(sqlite3.connect(exported["sqlite"])) as database:
        asked = "SELECT event_id FROM events WHERE rowid IN (SELECT rowid FROM events_fts WHERE events_fts MATCH ?)"
        found = {row[0] for row in database.execute(asked, ["lachin"])}
        rows = cd.load("events").set_index("event_id")
        assert set(rows[rows["title"].str.contains("Lachin")].index) <= found
        texts = rows.loc[sorted(found), ["title", "note"]].astype("object").fillna("")
        assert (texts["title"] + " " + texts["note"]).str.contains("(?i)lachin").all()
        for table in cd.tables():
            for column in storage.foreign_keys(table):
                plan = database.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {column} = 'x'")  # noqa: S608
                assert [row[3].split()[0] for row in plan] == ["SEARCH"], (table, column)
        plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM row_sources WHERE row_id = 'evt-2020-war'")
        assert not [row[3] for row in plan if row[3].startswith("SCAN") and row[3] != "SCAN r"]
        (parts,) = database.execute(
            "SELECT count(*) FROM events_fts WHERE events_fts MATCH '\"gas supply\"'"
        ).fetchone()
        assert 0 < parts <= len(rows)
        (declared,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'events'").fetchone()
        assert "/* Neutral title in our own words. */" in declared


def test_duckdb_says_what_tables_and_columns_hold(exported: dict[str, Path]) -> None:
    with duckdb.connect(exported["duckdb"], read_only=True) as database:
        asked = "SELECT comment FROM duckdb_columns() WHERE table_name = 'events' AND column_name = 'title'"
        assert database.execute(asked).fetchone() == ("Neutral title in our own words.",)


@pytest.mark.parametrize("to", ["sqlite", "duckdb"])
def test_databases_are_small(exported: dict[str, Path], to: str) -> None:
    """With all indexes, words and views not much more than twice the rows themselves, however many there are."""
    rows = sum(len(storage.csv_path(table).read_bytes()) for table in cd.tables())
    assert exported[to].stat().st_size < 2.2 * rows


def test_files_of_json_lines_are_a_data_package(exported: dict[str, Path]) -> None:
    report = frictionless.validate(exported["jsonl"] / "datapackage.json")
    assert report.valid, report.to_summary()
    assert report.stats["tasks"] == len(cd.tables())


def test_files_of_json_lines_without_a_line_are_one_too(small: Checkout, tmp_path: Path) -> None:
    folder = cd.export("jsonl", tmp_path / "out")
    empty = [table for table in cd.tables() if not (folder / f"{table}.jsonl").read_bytes()]
    assert {"withdrawn", "places", "identifiers", "coverage"} <= set(empty)
    report = frictionless.validate(folder / "datapackage.json")
    assert report.valid, report.to_summary()
    assert report.stats["tasks"] == len(cd.tables())


def test_ids_of_a_workbook_lead_to_their_rows(exported: dict[str, Path]) -> None:
    book = workbook(exported["xlsx"])
    led: set[tuple[str, str]] = set()
    for table in cd.tables():
        heads, *rows = book[table].iter_rows()
        for row in rows:
            for head, cell in zip(heads, row, strict=True):
                if cell.hyperlink and cell.hyperlink.location:
                    sheet, _, place = cell.hyperlink.location.partition("!")
                    assert book[sheet.strip("'")][place].value == cell.value
                    led.add((table, str(head.value)))
                elif cell.value:
                    assert [*storage.key(table)] == [head.value] or not str(head.value).endswith("_id"), (table, head)
    named = {(table, column) for table in cd.tables() for column in storage.foreign_keys(table)}
    assert led >= named | {("citations", "row_id"), ("identifiers", "row_id"), ("names", "actor_id")}


def test_a_workbook_opens_addresses_and_offers_words(exported: dict[str, Path]) -> None:
    book = workbook(exported["xlsx"])
    sources = [cell.value for cell in book["sources"][1]]
    address = book["sources"].cell(2, sources.index("url") + 1)
    assert address.hyperlink.target == address.value
    offered = 0
    for table in cd.tables():
        heads = [cell.value for cell in book[table][1]]
        for validation in book[table].data_validations.dataValidation:
            (cells,) = validation.sqref.ranges
            name = heads[cells.min_col - 1]
            words = [cell.value for (cell,) in book["words"][validation.formula1.partition("!")[2].replace("$", "")]]
            frame = cd.load(table)
            assert words == frame[name].cat.categories.to_list(), (table, name)
            assert (cells.min_row, cells.max_row > len(frame)) == (2, True)
            offered += 1
    assert offered == sum("vocabulary" in field for table in cd.tables() for field in fields(table))


def test_every_sheet_is_made_to_be_read(exported: dict[str, Path]) -> None:
    book = workbook(exported["xlsx"])
    assert book.sheetnames == ["about", *cd.tables(), "codebook", "words"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold for cell in sheet[1])
        assert all(cell.alignment.wrap_text for cell in sheet[sheet.max_row] if cell.value is not None)
        assert {*range(1, sheet.max_column + 1)} == {
            number for column in sheet.column_dimensions.values() for number in range(column.min, column.max + 1)
        }
        assert all(8 < column.width < 62 for column in sheet.column_dimensions.values())
    told = {row[:2] for row in book["codebook"].iter_rows(min_row=2, values_only=True)}
    assert told == {(table, column) for table in cd.tables() for column in cd.load(table)}


def test_statistics_programs_get_dates_and_labels(exported: dict[str, Path]) -> None:
    _, stata = pyreadstat.read_dta(exported["stata"] / "events.dta")
    _, spss = pyreadstat.read_sav(exported["spss"] / "events.sav")
    assert stata.original_variable_types["start_date_earliest"] == "%td"
    assert str(spss.original_variable_types["start_date_earliest"]).startswith("DATE")
    for meta in (stata, spss):
        words = [*meta.value_labels[meta.variable_to_label["type"]].values()]
        assert words == [*storage.vocabularies()["event_type"]["terms"]]


def test_texts_of_a_workbook_are_no_formulas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blank = dict.fromkeys(cd.load("actors").columns)
    hostile = [tuple((blank | {"actor_id": f"a{n}", "name": text}).values()) for n, text in enumerate(HOSTILE)]
    monkeypatch.setattr(Table, "rows", property(lambda table: hostile if table.name == "actors" else []))
    sheet = openpyxl.load_workbook(cd.export("xlsx", tmp_path))["actors"]
    for text, cell in zip(HOSTILE, [row[1] for row in sheet.iter_rows(min_row=2)], strict=True):
        assert (cell.data_type, unescape(str(cell.value)), cell.hyperlink) == ("s", text, None)
        assert bool(cell.quotePrefix) == (text[0] in "=+-@\t\r")


def test_a_text_too_long_for_a_workbook(small: Checkout, tmp_path: Path) -> None:
    small.edit("actors", "armenia", name="x" * 40_000)
    small.forget()
    with pytest.raises(cd.CaucasusDataError, match="name of armenia is longer than a cell of a workbook may be"):
        cd.export("xlsx", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("to", ["sqlite", "duckdb"])
def test_rows_that_come_before_themselves(small: Checkout, tmp_path: Path, to: str) -> None:
    small.edit("actors", "armenia", parent_id="russia")
    small.edit("actors", "russia", parent_id="armenia")
    small.forget()
    with pytest.raises(cd.CaucasusDataError, match="actors cannot be put in order: armenia comes before itself"):
        cd.export(to, tmp_path / "out")


@pytest.mark.parametrize("to", FORMATS)
def test_a_failed_export_leaves_the_one_before(
    small: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    def files() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in tmp_path.joinpath("out").rglob("*") if p.is_file()}

    cd.export(to, tmp_path / "out")
    before = files()
    assert before
    table = "places" if to == "geojson" else "participants"
    small.path(f"data/{table}.csv").unlink()
    with pytest.raises(OSError, match=table):
        cd.export(to, tmp_path / "out")
    assert files() == before
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_only_what_an_export_wrote_is_replaced(
    small: Checkout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = cd.export("jsonl", tmp_path)
    before = sorted(path.name for path in folder.iterdir())
    assert sorted(path.name for path in cd.export("jsonl", tmp_path).iterdir()) == before
    small.release("0.1.0")
    cd.export("jsonl", tmp_path, version="0.1.0")
    for stranger in ("notes.txt", "deep/notes.txt", "\x1b[31m.txt"):
        (folder / stranger).parent.mkdir(exist_ok=True)
        (folder / stranger).write_text("mine", encoding="utf-8")
        first = printable(stranger.partition("/")[0])
        with pytest.raises(
            cd.CaucasusDataError,
            match=re.escape(f"jsonl holds {first}, which no export is known to have written; move"),
        ):
            cd.export("jsonl", tmp_path)
        assert (folder / stranger).read_text(encoding="utf-8") == "mine"
        assert main(["export", str(tmp_path), "--to", "jsonl"]) == 2
        assert capsys.readouterr().err.count("\n") == 1
        (folder / stranger).unlink()
        (folder / "deep").rmdir() if "deep" in stranger else None
    (tmp_path / "caucasus-data-graphml").mkdir()
    (tmp_path / "caucasus-data-graphml/mine").touch()
    with pytest.raises(cd.CaucasusDataError, match="graphml holds mine, which no export is known to have written"):
        cd.export("graphml", tmp_path)


def test_a_file_that_comes_during_an_export_stays(
    small: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, write = cd.export("jsonl", tmp_path), jsonl.write

    def slowly(path: Path, content: Content) -> None:
        write(path, content)
        (folder / "notes.txt").touch()

    monkeypatch.setattr(jsonl, "write", slowly)
    with pytest.raises(cd.CaucasusDataError, match=r"holds notes\.txt"):
        cd.export("jsonl", tmp_path)
    assert (folder / "notes.txt").exists()
    assert [path.name for path in tmp_path.glob("*caucasus*")] == [folder.name]


def test_what_cannot_be_exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(cd.UnknownValueError, match="unknown format 'sqllite': did you mean 'sqlite'"):
        cd.export("sqllite", tmp_path)
    with pytest.raises(cd.UnknownValueError, match="unknown version '9': it is one of"):
        cd.export("jsonl", tmp_path, version="9")
    for to, library in (("duckdb", "duckdb"), ("duckdb", "pyarrow"), ("parquet", "pyarrow"), ("xlsx", "xlsxwriter")):
        with monkeypatch.context() as patch:
            for name in [n for n in sys.modules if n.partition(".")[0] == library]:
                patch.delitem(sys.modules, name)
            patch.setitem(sys.modules, library, None)
            with pytest.raises(cd.MissingLibraryError, match=rf"{library}.* pip install 'caucasus-data\[export\]'"):
                cd.export(to, tmp_path)
    assert list(tmp_path.iterdir()) == []


FULL_DISK = """
import contextlib, duckdb, io, json, networkx, pyarrow.parquet, pyreadstat, resource, sys, xlsxwriter
import caucasus_data.export.graphml
from caucasus_data.cli import main
from caucasus_data.export import FORMATS

resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
said = {}
for to in FORMATS:
    with contextlib.redirect_stderr(io.StringIO()) as err:
        said[to] = main(["export", "--to", to, sys.argv[1]]), err.getvalue()
print(json.dumps(said))
"""


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stderr, [*tmp_path.iterdir()]) == ("", [])
    for to, (status, err) in json.loads(done.stdout).items():
        assert (status, err.count("\n"), err[:15]) == (2, 1, "caucasus-data: "), (to, err)


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["export", "--to", "jsonl", str(tmp_path / "file")]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"caucasus-data: cannot write {tmp_path}/file/caucasus-data-jsonl: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(cd.UnwritableError, match="Permission denied"):
        cd.export("jsonl", tmp_path)
