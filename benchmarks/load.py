"""How long importing and loading take, beside pandas alone: `python -m benchmarks.load`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

import pandas as pd
from frictionless import Package

import caucasus_data as cd
from benchmarks import growing, page
from benchmarks.process import ROOT, best
from caucasus_data.loading.frames import dtypes
from caucasus_data.package import storage

RELEASE = "0.1.0"
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def main() -> None:
    page.write("load", page.settings("pandas", "pyarrow", "frictionless"), *_cold(), *_warm(), *_growth())


def _cold() -> list[str]:
    path = storage.csv_path("events")
    commands = {
        "`pass`": ("-c", "pass"),
        "`import caucasus_data`": ("-c", "import caucasus_data"),
        '`pd.read_csv("events.csv")`': ("-c", f"import pandas as pd; pd.read_csv({str(path)!r})"),
        '`cd.load("events")`': ("-c", "import caucasus_data as cd; cd.load('events')"),
    }
    bare, imported, read, loaded = times = [*best(commands, 20).values()]
    goals = [
        page.Goal("import within 15 ms", f"{1000 * (imported - bare):.1f} ms", imported - bare <= 0.015),
        page.Goal("import and load within 10 % of pandas", f"{loaded / read - 1:+.0%}", loaded <= 1.1 * read),
    ]
    rows = [(command, f"{1000 * seconds:.0f}") for command, seconds in zip(commands, times, strict=True)]
    return ["A process from start to end:", page.table(["process", "ms"], rows), page.goals(goals)]


def _warm() -> list[str]:
    package = Package(str(ROOT / "datapackage.json"))
    rows, shares, ages = [], {}, {}
    for name in cd.tables():
        read, load, old = _seconds(30, _reader(name), partial(cd.load, name), partial(cd.load, name, version=RELEASE))
        (other,) = _seconds(3, package.get_table_resource(name).to_pandas)
        shares[name], ages[name] = load / read, old / load
        cells = [f"{1000 * s:.1f}" for s in (read, load, old, other)]
        rows.append((name, *cells, f"{shares[name]:.2f}", f"{ages[name]:.2f}", f"{other / load:.0f}"))
    slowest, oldest = max(shares, key=shares.__getitem__), max(ages, key=ages.__getitem__)
    goals = [
        page.Goal(
            "each table within 1.3 × pandas", f"{shares[slowest]:.2f} × ({slowest})", max(shares.values()) <= 1.3
        ),
        page.Goal(f"{RELEASE} within 2 × today's", f"{ages[oldest]:.2f} × ({oldest})", max(ages.values()) <= 2),
    ]
    told = (
        "Loading once more, beside `pd.read_csv` with the same dtypes, which knows no bounds of dates, and beside "
        "`Resource.to_pandas` of frictionless, in ms:"
    )
    header = ["table", "pandas", "`load`", f"`load`, {RELEASE}", "frictionless", "× pandas", f"{RELEASE} × today's"]
    return [told, page.table([*header, "× faster than frictionless"], rows), page.goals(goals)]


def _growth() -> list[str]:
    rows, per_row = [], []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.csv"
            growing.write(path, size)
            times = 9 if size < SIZES[-1] else 3
            with patch.object(storage, "csv_path", return_value=path):
                read, load = _seconds(times, _reader("events", path), partial(cd.load, "events"))
            per_row.append(load / size)
            rows.append((f"{size:,}", f"{load:.3f}", f"{1e6 * load / size:.2f}", f"{load / read:.2f}"))
    growth = per_row[-1] / per_row[1]
    goal = page.Goal("a row of 1,000,000 costs no more than one of 10,000", f"{growth:.2f} ×", growth <= 1.1)
    told = "A table of events that grows:"
    return [told, page.table(["rows", "seconds", "µs per row", "× pandas"], rows), page.goals([goal])]


def _reader(table: str, path: Path | None = None) -> Callable[[], Any]:
    """Plain pandas, told all that it can be told."""
    types = {f["name"]: dtypes(table)[f["name"]] for f in storage.schema(table)["fields"]}
    days = [name for name, dtype in types.items() if dtype == "datetime64[s]"]
    others = {name: dtype for name, dtype in types.items() if name not in days}
    source = path or storage.csv_path(table)
    return lambda: pd.read_csv(
        str(source), dtype=others, parse_dates=days, date_format="%Y-%m-%d", keep_default_na=False, na_values=[""]
    )


def _seconds(times: int, *actions: Callable[[], Any]) -> list[float]:
    """The seconds of the fastest of several runs of each action, taken in turn, after one to warm up."""
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(times + 1):
        for action, seconds in zip(actions, taken, strict=True):
            start = perf_counter()
            action()
            seconds.append(perf_counter() - start)
    return [min(seconds[1:]) for seconds in taken]


if __name__ == "__main__":
    main()
