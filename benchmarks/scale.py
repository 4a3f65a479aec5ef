"""How long it takes to judge 20,000,000 rows where they lie: `python -m benchmarks.scale [--rows N] [LIBRARY ...]`.

It asks for the extras `export` and `scale`; PySpark is installed beside them, and has Java from the system
(Debian's `openjdk-17-jre-headless`).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.faults import OF_CELLS, Place
from benchmarks.process import run
from caucasus_data.package import storage

FAULTS = 1000
BEYOND = {
    "a key that stands already",
    "a fact that stands already",
    "a place that is nowhere",
    "a part of no event",
    "a source that is not there",
}
"""Kinds of faults that neither a cell nor a row shows."""

Fault = tuple[int, str]
"""The number of a row, and a column."""


def polars(path: Path) -> Iterable[Fault]:
    import polars as pl

    import caucasus_data as cd

    found = cd.judge("events", pl.scan_parquet(path)).select("line", "column")
    return found.collect(engine="streaming").iter_rows()


def duckdb(path: Path) -> Iterable[Fault]:
    import duckdb

    import caucasus_data as cd

    return cd.judge("events", duckdb.read_parquet(str(path))).select("line", "column").fetchall()


def pyspark(path: Path) -> Iterator[Fault]:
    from pyspark.sql import SparkSession

    import caucasus_data as cd

    os.environ["PYSPARK_PYTHON"] = sys.executable
    local = SparkSession.builder.master("local[*]").config("spark.driver.memory", "6g")
    session = local.config("spark.ui.enabled", "false").getOrCreate()
    found = cd.judge("events", session.read.parquet(str(path))).select("line", "column").collect()
    return ((row["line"], row["column"]) for row in found)


LIBRARIES: dict[str, Callable[[Path], Iterable[Fault]]] = {"polars": polars, "duckdb": duckdb, "pyspark": pyspark}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "libraries", metavar="LIBRARY", nargs="*", help=f"of {', '.join(LIBRARIES)}; all of them otherwise"
    )
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)  # for a process of its own
    given = parser.parse_args()
    if given.path:
        found = [*LIBRARIES[given.libraries[0]](given.path)]
        print(json.dumps({"found": found, "megabytes": _of_children()}))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        sown = write(path, given.rows)
        print("| library | rows | seconds | MB | faults found | reported elsewhere |\n|---|---|---|---|---|---|")
        for library in given.libraries or LIBRARIES:
            ran = run("-m", "benchmarks.scale", library, "--path", str(path))
            told: dict[str, Any] = json.loads(ran.output.splitlines()[-1])
            places = {(line, column) for line, column in told["found"]}
            megabytes = ran.megabytes + told["megabytes"]
            counts = f"{len(places & sown):,} of {len(sown):,} | {len(places - sown):,}"
            print(f"| {library} | {given.rows:,} | {ran.seconds:.0f} | {megabytes:,.0f} | {counts} |", flush=True)


def write(path: Path, rows: int) -> set[Fault]:
    """Write events grown to so many rows, and give back where the faults are."""
    import duckdb
    import pyarrow as pa

    patterns = storage.rows("events")
    apart, kinds = rows // FAULTS, cycle(kind for name, kind in OF_CELLS.items() if name not in BEYOND)
    spoiled, sown = list[dict[str, Any]](), set[Fault]()
    for line in range(apart - 1, rows, apart):
        row = patterns[line % len(patterns)] | {"event_id": f"evt-made-{line:08}", "end_date": ""}
        column, spoil = next(kinds)
        spoiled.append({"line": line, **row, **spoil(row, Place(row, line))})
        sown.add((line, column))
    later = "CAST(day + CAST(line % 90 AS INT) AS VARCHAR)"
    made = {
        "event_id": "printf('evt-made-%08d', line)",
        "title": "rtrim(left(title, 100)) || ' (' || line || ')'",
        "start_date": "CAST(day AS VARCHAR)",
        "end_date": f"CASE WHEN line % 12 = 0 THEN {later} ELSE '' END",
    }
    columns = ", ".join(f"{made.get(name, name)} AS {name}" for name in patterns[0])
    with duckdb.connect() as database:
        numbered = [{"number": number} | row for number, row in enumerate(patterns)]
        database.register("patterns", pa.Table.from_pylist(numbered))
        database.register("spoiled", pa.Table.from_pylist(spoiled))
        database.execute(
            f"""COPY (
                SELECT line, {columns} FROM (
                    SELECT range AS line, DATE '1992-01-01' + CAST(hash(range) % 12000 AS INT) AS day
                    FROM range({rows}) WHERE range % {apart} <> {apart - 1}
                ) JOIN patterns ON number = line % {len(patterns)}
                UNION ALL BY NAME FROM spoiled
            ) TO '{path}' (FORMAT parquet)"""  # noqa: S608
        )
    return sown


def _of_children() -> float:
    """Megabytes that the processes have taken which this one began: Java's, that is."""
    peak = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:  # it has ended
            continue
        if told["PPid"].strip() == str(os.getpid()):
            peak += int(told.get("VmHWM", "0 kB").split()[0])
    return peak * 1024 / 1e6


if __name__ == "__main__":
    main()
