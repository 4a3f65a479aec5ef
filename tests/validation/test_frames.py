"""Frames judged where they live: the faults are those that the referee finds in the same cells."""

from __future__ import annotations

import os
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

import caucasus_data as cd
from caucasus_data.model.tables import TABLES
from caucasus_data.model.vocabularies import TableName
from caucasus_data.package import storage
from caucasus_data.validation.catalogue import RULES
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.settling import PART, VERDICT
from caucasus_data.validation.verdicts import LONG
from tests.cases import CASES, rules
from tests.conftest import Rows, read_csv, write_csv
from tests.validation.test_agreement import Convicted, against_rules, by_polars, spoiled
from tests.validation.test_cases import found

LETTERS = [
    "cafÃ©", "ЕРЕВАН", "Ереван и Баку", "Հայաստան", "Õ€Õ¡ÕµÕ¡Õ½Õ¿Õ¡Õ¶", "a\u0301b", "Ё и \u0415\u0308", "თბილისი", "Qarabağ", "кто?где",
    "a\u00a0b", "a  b", "a\u2009b", "a\u00adb", f"a{PART}cafÃ©{VERDICT}b", "a <b>bold</b> &amp; b", "???", "one;two", "w " * LONG,
    "evt-" + "a-" * 20_000 + "b", "2" * 2000 + "/" + "3" * 2000, "9" * (LONG + 1), "\x00", "\x85x", "https://пример.рф/путь", "https://a_b.org",
]  # fmt: skip

Judged = Callable[[Any, Rows], Iterator[tuple[Any, ...]]]
"""The number of the row, column and rule of each fault that a library finds."""


def in_polars(table: TableName, rows: Rows) -> Iterator[tuple[Any, ...]]:
    frame = pl.LazyFrame(rows).with_row_index("row")
    return cd.judge(table, frame).select("row", "column", "rule").collect().iter_rows()


def in_duckdb(table: TableName, rows: Rows) -> Iterator[tuple[Any, ...]]:
    with duckdb.connect() as database:
        database.register("rows", pl.DataFrame(rows).with_row_index("row").to_arrow())
        yield from cd.judge(table, database.table("rows")).select("row", "column", "rule").fetchall()


def in_dask(table: TableName, rows: Rows) -> Iterator[tuple[Any, ...]]:
    dataframe = pytest.importorskip("dask.dataframe")
    frame = dataframe.from_pandas(pl.DataFrame(rows).with_row_index("row").to_pandas(), npartitions=3)
    return cd.judge(table, frame)[["row", "column", "rule"]].compute().itertuples(index=False, name=None)  # type: ignore[no-any-return]


def in_ibis(table: TableName, rows: Rows) -> Iterator[tuple[Any, ...]]:
    ibis = pytest.importorskip("ibis")
    frame = ibis.memtable(pl.DataFrame(rows).with_row_index("row").to_arrow())
    return cd.judge(table, frame)[["row", "column", "rule"]].execute().itertuples(index=False, name=None)  # type: ignore[no-any-return]


def in_pyspark(table: TableName, rows: Rows) -> Iterator[tuple[Any, ...]]:
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable  # or workers run another Python, without this package
    session = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    frame = session.createDataFrame([{"row": number, **row} for number, row in enumerate(rows)])
    return (tuple(fault) for fault in cd.judge(table, frame).select("row", "column", "rule").collect())


LIBRARIES = [in_polars, in_duckdb, in_dask, in_ibis, in_pyspark]
whichever = pytest.mark.parametrize("judged", LIBRARIES)
pytestmark = pytest.mark.filterwarnings("default")  # of libraries about each other


def drawn(name: str, rows: Callable[[str], Rows]) -> Rows:
    """Rows of a table in which something is wrong, in texts and dates and between cells."""
    table, chance = TABLES[name], random.Random(name)
    sound = rows(name) or [{c.name: c.example for c in table.columns}]
    made = spoiled(table, sound, chance) + against_rules(table, sound, chance)
    for letters in LETTERS:
        for column in table.columns:
            row = dict(chance.choice(sound)) | {column.name: letters}
            for other in (rule.field for rule in table.rules if column.name in rule.fields and chance.random() < 0.5):
                row[other] = row[other] if other == column.name else ""
            made.append(row)
    return made


@whichever
@pytest.mark.parametrize("name", list(TABLES))
def test_the_faults_are_those_of_the_referee(
    name: TableName, judged: Judged, rows: Callable[[str], Rows], tmp_path: Path
) -> None:
    made = drawn(name, rows)
    write_csv(tmp_path / f"{name}.csv", made)
    referee: Convicted = by_polars(TABLES[name], tmp_path / f"{name}.csv")
    faults = [*judged(name, made)]
    assert {*faults} == referee
    assert len(faults) == len(referee) > len(made) / 4


FRAMED = [rule for rule in rules("bad") if RULES[rule].layer in ("cell", "row")]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """The finding of each case of a rule, by the table that it is in."""
    findings = defaultdict[str, list[Finding]](list)
    for rule in FRAMED:
        (finding,) = found("bad", rule, tmp_path_factory.mktemp(rule))
        findings[Path(finding.path).stem].append(finding)
    return findings


@pytest.mark.parametrize("judged", LIBRARIES[:2])
@pytest.mark.parametrize("name", list(TABLES))
def test_each_rule_of_a_cell_and_a_row_finds_its_case_and_no_other(
    name: TableName, judged: Judged, broken: dict[str, list[Finding]]
) -> None:
    """The cases of a table in one frame, for what a row is judged to be hangs on no other."""
    cases: list[tuple[str, dict[str, str]]] = []
    for finding in broken[name]:
        good = CASES / "good" / finding.rule / f"{name}.csv"
        kept = good if good.exists() else CASES / "base" / good.name
        cases += [(finding.rule, row) for row in read_csv(Path(finding.path))] + [("", row) for row in read_csv(kept)]
    cases = cases or [("", row) for row in read_csv(CASES / "base" / f"{name}.csv")]
    faults = [(*cases[number], column, rule) for number, column, rule in judged(name, [row for _, row in cases])]
    told = sorted((case, rule, column, row[column]) for case, row, column, rule in faults)
    assert told == sorted((finding.rule, finding.rule, finding.field, finding.value) for finding in broken[name])


def test_nothing_is_computed_before_it_is_asked_for() -> None:
    def burst(frame: pl.DataFrame) -> pl.DataFrame:
        raise ZeroDivisionError

    frame = pl.LazyFrame(storage.rows("actors")).map_batches(burst)
    judged = cd.judge("actors", frame)
    assert isinstance(judged, pl.LazyFrame)
    with pytest.raises(ZeroDivisionError):
        judged.collect()


def test_a_row_comes_back_as_it_was_with_what_stands_beside_it() -> None:
    beside = {"day": date(2020, 5, 1), "big": 2**62 + 1, "price": Decimal("1.50"), "parts": [1, 2], "rule": "lost"}
    row = storage.rows("places")[0] | {"latitude": "91"}
    with duckdb.connect() as database:
        frame = pl.DataFrame([row | beside, row | dict.fromkeys(beside)])
        database.register("rows", frame.to_arrow())
        given = database.table("rows")
        faults = cd.judge("places", given)
        kept = [name for name in given.columns if name != "rule"]
        assert faults.columns == ["column", "rule", *kept]
        assert faults.types[2:] == given.select(*kept).types
        expected = [("latitude", "coordinate", *fault) for fault in given.select(*kept).fetchall()]
        assert sorted(faults.fetchall(), key=str) == sorted(expected, key=str)
    assert cd.judge("places", frame)["rule"].to_list() == ["coordinate", "coordinate"]


def test_numbers_and_nulls_are_judged_as_what_they_read_as() -> None:
    event = storage.rows("events")[0] | {"end_date": None, "note": None, "deaths_best": None}
    frame = pl.DataFrame([event | {"deaths_low": 9, "deaths_high": high} for high in (7, 9, -1)])
    faults = cd.judge("events", frame).select("column", "rule", "deaths_high").rows()
    assert sorted(faults) == [("deaths_high", "minimum", -1), ("deaths_high", "ordered", 7)]


def test_a_frame_without_a_column_and_what_is_no_frame() -> None:
    frame = pl.DataFrame(storage.rows("actors"))
    with pytest.raises(cd.UnknownValueError, match="unknown column of the frame 'iso3': did you mean 'iso'"):
        cd.judge("actors", frame.rename({"iso3": "iso"}))
    with pytest.raises(cd.UnknownValueError, match="unknown library of frames 'pandas': it is one of polars, duckdb"):
        cd.judge("actors", cd.load("actors"))
    with pytest.raises(cd.UnknownValueError, match="unknown library of frames 'list'"):
        cd.judge("actors", [])
    with pytest.raises(cd.UnknownValueError, match="unknown table 'actor': did you mean 'actors'"):
        cd.judge("actor", frame)  # type: ignore[arg-type]


def test_a_library_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(cd.MissingLibraryError, match=r"narwhals is not installed; .* 'caucasus-data\[scale\]'"):
        cd.judge("actors", pl.DataFrame())
