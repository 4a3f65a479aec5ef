"""How long it takes to find 1,000 faults in 1,000,000 rows: `python -m benchmarks.validate [--quick]`."""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks import growing, page
from benchmarks.engines import Place
from benchmarks.faults import OF_CELLS, OF_LINES, judged, sow
from benchmarks.process import ROOT, Ran, in_turn, ratio, run
from caucasus_data.package import storage

ROWS, FAULTS, PAIRS, RELATED_PAIRS = 1_000_000, 1000, 7, 5
FLOOR, OURS, FRICTIONLESS = "pyarrow, which only reads", "caucasus-data", "frictionless"
LIBRARIES = ("polars", "pydantic", "pyarrow", "pandas", "pandera", "frictionless")


class Result(NamedTuple):
    """What an engine took, how many faults it found at their place, and how much it reported elsewhere."""

    ran: Ran
    found: int
    elsewhere: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows, and the page is left as it is")
    part = 10 if parser.parse_args().quick else 1
    rows, faults = ROWS // part, FAULTS // part
    with tempfile.TemporaryDirectory() as folder:
        results, pairs = _results(Path(folder), rows, faults)
        paragraphs = [page.settings(*LIBRARIES), *_faults(results, *pairs, rows, faults)]
        paragraphs += [*_related(Path(folder), rows, faults), *_large(Path(folder), 5 * rows, faults), *_cold()]
    if rows == ROWS:
        page.write("validate", *paragraphs)
    else:
        print(*paragraphs, sep="\n\n")


def _results(folder: Path, rows: int, faults: int) -> tuple[dict[str, Result], tuple[list[float], list[float]]]:
    """What became of each engine, and the seconds of ours and of the floor, pair by pair."""
    path = folder / "rows" / "events.csv"
    path.parent.mkdir()
    sown = sow(path, growing.events(rows), rows, faults, len(storage.rows("events")))
    package = _package(folder / "package", path)
    engine = ("-m", "benchmarks.engines")
    floors, ours = zip(
        *((run(*engine, "pyarrow", str(path)), run(*engine, "ours", str(path))) for _ in range(PAIRS)), strict=True
    )
    ran = {
        FLOOR: _middle(floors),
        OURS: _middle(ours),
        "pandera on pandas": run(*engine, "pandera", str(path)),
        "pydantic, row by row": run(*engine, "pydantic", str(path)),
        FRICTIONLESS: run(
            *("-m", "frictionless", "validate", "datapackage.json", "--json", "--limit-errors", str(100 * faults)),
            folder=package,
            ends=1,
        ),
    }
    lines = _lines(path)
    places: dict[str, set[Place]] = {}
    for name, process in ran.items():
        if name == FRICTIONLESS:
            reported = _errors(json.loads(process.output))
        else:
            reported = [(number, column) for number, column in json.loads(process.output)]
        places[name] = {(n if name == OURS else lines[n - 1], column) for n, column in reported}
    results = {name: Result(ran[name], *judged(sown, places[name])) for name in ran}
    return results, ([r.seconds for r in ours], [r.seconds for r in floors])


def _middle(runs: Sequence[Ran]) -> Ran:
    return sorted(runs, key=lambda ran: ran.seconds)[len(runs) // 2]


def _package(folder: Path, events: Path) -> Path:
    """The Data Package with other events."""
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("releases"))
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    shutil.copy(events, folder / "data" / "events.csv")
    descriptor = storage.package()
    resources = [
        {k: v for k, v in resource.items() if resource["name"] != "events" or k not in ("bytes", "hash")}
        for resource in descriptor["resources"]
    ]
    text = json.dumps(descriptor | {"resources": resources})
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return folder


def _lines(path: Path) -> list[int]:
    """The line on which each record begins, for a reader to which a quote that is not closed goes on and on."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        return [1, *(reader.line_num + 1 for _ in reader)]


def _errors(report: dict[str, Any]) -> list[Place]:
    errors = [error for task in report["tasks"] if task["name"] == "events" for error in task["errors"]]
    return [(error["rowNumber"], error.get("fieldName", "")) for error in errors if "rowNumber" in error]


def _faults(results: dict[str, Result], seconds: list[float], floors: list[float], rows: int, faults: int) -> list[str]:
    floor, slowest, ours = results[FLOOR].ran.seconds, results[FRICTIONLESS].ran.seconds, results[OURS]
    kinds, columns = len(OF_CELLS) + len(OF_LINES), len(storage.schema("events")["fields"])
    share = ratio(seconds, floors)
    shares = {FLOOR: 1.0, OURS: share}
    header = ["engine", "seconds", "× floor", "× faster than frictionless", "MB", "faults found", "reported elsewhere"]
    table = [
        [
            name,
            f"{ran.seconds:.2f}",
            f"{shares.get(name, ran.seconds / floor):.1f}",
            f"{slowest / ran.seconds:.0f}" if name != FLOOR else "",
            f"{ran.megabytes:.0f}",
            f"{found:,}" if name != FLOOR else "",
            f"{elsewhere:,}" if name != FLOOR else "",
        ]
        for name, (ran, found, elsewhere) in results.items()
    ]
    goals = [
        page.Goal(
            "every fault found, and nothing else", f"{ours.found:,}", (ours.found, ours.elsewhere) == (faults, 0)
        ),
        page.Goal("at most 2.2 × the floor", f"{share:.1f} ×", share <= 2.2),
        page.Goal(
            "40 × faster than frictionless",
            f"{slowest / ours.ran.seconds:.0f} ×",
            slowest >= 40 * ours.ran.seconds,
        ),
        page.Goal("less than 1,200 MB", f"{ours.ran.megabytes:.0f} MB", ours.ran.megabytes < 1200),
    ]
    told = (
        f"{faults:,} faults of {kinds} kinds in {rows:,} rows of events with {columns} columns. Each engine runs in a "
        "process of its own, of which the whole is timed, imports included. A fault counts as found where the engine "
        "names its line and column, or its line and no column."
    )
    return [told, page.table(header, table), page.goals(goals)]


def _related(folder: Path, rows: int, faults: int) -> list[str]:
    """What three tables take that name each other's rows."""
    tables = folder / "related"
    tables.mkdir()
    growing.write_related(tables, rows, faults)
    engine = ("-m", "benchmarks.engines")
    pairs = [(run(*engine, "pyarrow", str(tables)), run(*engine, "ours", str(tables))) for _ in range(RELATED_PAIRS)]
    floor, ours = (_middle(runs) for runs in zip(*pairs, strict=True))
    found = len(json.loads(ours.output))
    share = ratio([one.seconds for _, one in pairs], [one.seconds for one, _ in pairs])
    goals = [
        page.Goal("every fault found, and nothing else", f"{found:,}", found == faults),
        page.Goal("at most 3.5 × the floor", f"{share:.1f} ×", share <= 3.5),
    ]
    told = (
        f"Events, participants and citations that name each other, {rows:,} rows of each, with {faults:,} faults in "
        "the participants:"
    )
    measured = [(FLOOR, floor), (OURS, ours)]
    table = [[name, f"{one.seconds:.2f}", f"{one.megabytes:.0f}"] for name, one in measured]
    return [told, page.table(["engine", "seconds", "MB"], table), page.goals(goals)]


def _large(folder: Path, rows: int, faults: int) -> list[str]:
    """What a file takes that is too large to lie in memory cell by cell."""
    path = folder / "large" / "events.csv"
    path.parent.mkdir()
    sown = sow(path, growing.events(rows), rows, faults, len(storage.rows("events")))
    ran = run("-m", "benchmarks.engines", "ours", str(path))
    found, elsewhere = judged(sown, {(number, column) for number, column in json.loads(ran.output)})
    goals = [
        page.Goal("every fault found, and nothing else", f"{found:,}", (found, elsewhere) == (faults, 0)),
        page.Goal("less than 1,500 MB", f"{ran.megabytes:.0f} MB", ran.megabytes < 1500),
    ]
    told = f"{rows:,} rows of events, a file of {path.stat().st_size / 1e6:,.0f} MB, with as many faults:"
    table = page.table(["engine", "seconds", "MB"], [[OURS, f"{ran.seconds:.1f}", f"{ran.megabytes:.0f}"]])
    return [told, table, page.goals(goals)]


def _cold() -> list[str]:
    """How long it takes to judge the packaged tables, from the start of a process to its end."""
    commands = ("-m", "caucasus_data", "validate"), ("-m", "frictionless", "validate", "datapackage.json")
    ours, others = in_turn(PAIRS, *commands)
    share = ratio(ours, others)
    goal = page.Goal("at most 0.27 of the time of frictionless", f"{share:.2f}", share <= 0.27)
    told = "The packaged tables, from a cold start to the verdict:"
    rows = [(OURS, f"{median(ours):.2f}"), (FRICTIONLESS, f"{median(others):.2f}")]
    return [told, page.table(["engine", "seconds"], rows), page.goals([goal])]


if __name__ == "__main__":
    main()
