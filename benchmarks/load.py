"""How long importing and loading take, beside pandas alone: `python -m benchmarks.load [--quick]`."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

import pandas as pd
from frictionless import Package

import caucasus_data as cd
from benchmarks import growing, page
from benchmarks.process import ROOT, in_turn, ratio
from caucasus_data.loading import frames
from caucasus_data.model.vocabularies import TableName
from caucasus_data.package import storage

RELEASE = "0.1.0"
ROW = "mem-belarus-csto-chair-2023"
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 10,000 rows, and the page is left as it is")
    quick = parser.parse_args().quick
    settings = page.settings("pandas", "pyarrow", "frictionless")
    paragraphs = [settings, *_cold(3 if quick else 9), *_warm(), *_growth(SIZES[:2] if quick else SIZES)]
    if quick:
        print(*paragraphs, sep="\n\n")
    else:
        page.write("load", *paragraphs)


def _cold(times_each: int) -> list[str]:
    path = storage.csv_path("events")
    commands = {
        "`pass`": ("-c", "pass"),
        "`import caucasus_data`": ("-c", "import caucasus_data"),
        '`pd.read_csv("events.csv")`': ("-c", f"import pandas as pd; pd.read_csv({str(path)!r})"),
        '`cd.load("events")`': ("-c", "import caucasus_data as cd; cd.load('events')"),
        "`caucasus-data history ROW`": ("-m", "caucasus_data", "history", ROW),
        "`caucasus-data cite ROW`": ("-m", "caucasus_data", "cite", ROW),
    }
    times = in_turn(times_each, *commands.values())
    bare, imported, read, loaded, history, cite = times
    share = ratio(loaded, read)
    importing = median(one - other for one, other in zip(imported, bare, strict=True))
    goals = [
        page.Goal("import within 15 ms", f"{1000 * importing:.1f} ms", importing <= 0.015),
        page.Goal("import and load within 10 % of pandas", f"{share - 1:+.0%}", share <= 1.1),
        page.Goal("history of a row within 0.3 s", f"{median(history):.2f} s", median(history) <= 0.3),
        page.Goal("a row cited within 0.3 s", f"{median(cite):.2f} s", median(cite) <= 0.3),
    ]
    rows = [(command, f"{1000 * median(seconds):.0f}") for command, seconds in zip(commands, times, strict=True)]
    return ["A process from start to end:", page.table(["process", "ms"], rows), page.goals(goals)]


def _warm() -> list[str]:
    package = Package(str(ROOT / "datapackage.json"))
    rows, again, ages = [], {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for name in cd.tables():
            read, anew, load = _seconds(15, _reader(name), partial(_anew, name), partial(cd.load, name))
            (other,) = _seconds(1, package.get_table_resource(name).to_pandas)
            again[name] = ratio(load, read)
            cells = [f"{1000 * median(s):.1f}" for s in (read, anew, load, other)]
            shares = [f"{ratio(anew, read):.2f}", f"{again[name]:.2f}", f"{median(other) / median(load):.0f}", ""]
            if name in cd.tables(RELEASE):
                path = Path(folder) / f"{name}.csv"
                path.write_bytes(storage.csv_path(name, RELEASE).read_bytes())
                then, old = _seconds(15, _reader(name, path, RELEASE), partial(_anew, name, RELEASE))
                ages[name] = ratio(old, then)
                shares[-1] = f"{ages[name]:.2f}"
            rows.append((name, *cells, *shares))
    slowest, oldest = max(again, key=again.__getitem__), max(ages, key=ages.__getitem__)
    most, eldest = again[slowest], ages[oldest]
    goals = [
        page.Goal("a table loaded again within 1 × pandas", f"{most:.2f} × ({slowest})", most <= 1),
        page.Goal(f"{RELEASE} read within 2 × pandas", f"{eldest:.2f} × ({oldest})", eldest <= 2),
    ]
    told = (
        "Loading, beside `pd.read_csv` with the same dtypes, which knows no bounds of dates, and beside "
        "`Resource.to_pandas` of frictionless, in ms: `anew` parses the file, and `again` finds it as it was. The last "
        f"column is {RELEASE} beside pandas on a file of {RELEASE}."
    )
    header = ["table", "pandas", "anew", "again", "frictionless", "anew × pandas", "again × pandas"]
    return [told, page.table([*header, "× faster than frictionless", RELEASE], rows), page.goals(goals)]


def _anew(table: TableName, version: str | None = None) -> None:
    """Load a table as if for the first time."""
    frames._read.cache_clear()
    cd.load(table, version=version)


def _growth(sizes: Sequence[int]) -> list[str]:
    rows, per_row = [], []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.csv"
            growing.write(path, size)
            times = 9 if size < SIZES[-1] else 3
            paths = {name: path if name == "events" else storage.csv_path(name) for name in cd.tables()}
            with patch.object(storage, "csv_path", lambda table, _, paths=paths: paths[table]):
                read, loads = _seconds(times, _reader("events", path), partial(_anew, "events"))
            load = median(loads)
            per_row.append(load / size)
            rows.append((f"{size:,}", f"{load:.3f}", f"{1e6 * load / size:.2f}", f"{ratio(loads, read):.2f}"))
    growth = per_row[-1] / per_row[1]
    goal = page.Goal("a row of 1,000,000 costs no more than one of 10,000", f"{growth:.2f} ×", growth <= 1.1)
    told = "A table of events that grows:"
    return [told, page.table(["rows", "seconds", "µs per row", "× pandas"], rows), page.goals([goal])]


def _reader(table: str, path: Path | None = None, version: str | None = None) -> Callable[[], Any]:
    """Plain pandas, told all that it can be told."""
    fields = storage.schema(table, version)["fields"]
    days = [f["name"] for f in fields if f["type"] == "date"]
    others = {f["name"]: frames._dtype(f) for f in fields if f["type"] != "date"}
    source = path or storage.csv_path(table)
    return lambda: pd.read_csv(
        str(source), dtype=others, parse_dates=days, date_format="%Y-%m-%d", keep_default_na=False, na_values=[""]
    )


def _seconds(times: int, *actions: Callable[[], Any]) -> list[list[float]]:
    """The seconds of several runs of each action, taken in turn, after one to warm up."""
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(times + 1):
        for action, seconds in zip(actions, taken, strict=True):
            start = perf_counter()
            action()
            seconds.append(perf_counter() - start)
    return [seconds[1:] for seconds in taken]


if __name__ == "__main__":
    main()
