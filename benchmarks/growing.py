"""The packaged events, grown to as many rows as are asked for, without a fault."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from caucasus_data.package import storage

Row = dict[str, str]

_FIRST_DAY, _DAYS = date(1992, 1, 1), 12_600  # none of which lies in the future
_LONGEST_TITLE = 120


def events(count: int) -> Iterator[Row]:
    """So many rows of events: the packaged ones first, as they are, and the rest after their likeness."""
    packaged = storage.rows("events")
    yield from packaged[:count]
    dice = random.Random(1992)
    for number in range(len(packaged), count):
        pattern = packaged[number % len(packaged)]
        mark = f" ({number})"
        yield (
            pattern
            | {
                "event_id": f"evt-made-{number:07}",  # behind the packaged ids, which begin with a year
                "title": pattern["title"][: _LONGEST_TITLE - len(mark)].rstrip() + mark,
                "note": pattern["note"] and pattern["note"] + mark,
                **_dates(dice),
            }
        )


def _dates(dice: random.Random) -> Row:
    start = _FIRST_DAY + timedelta(days=dice.randrange(_DAYS))
    later = (start + timedelta(days=dice.randrange(1, 90))).isoformat()
    day, chance = start.isoformat(), dice.random()
    if chance < 0.08:
        return {"start_date": day, "end_date": later}
    forms = {0.09: f"{day}/{later}", 0.10: f"{day}?", 0.13: day[:7], 0.15: day[:4]}
    text = next((form for bound, form in forms.items() if chance < bound), day)
    return {"start_date": text, "end_date": ""}


def line(row: Row) -> str:
    """A row as a line of CSV, with its newline."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(row.values())
    return buffer.getvalue()


def write(path: Path, count: int) -> None:
    """Write a table of events."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for number, row in enumerate(events(count)):
            if number == 0:
                file.write(line(dict(zip(row, row, strict=True))))
            file.write(line(row))


def write_related(folder: Path, count: int, faults: int) -> None:
    """Write so many events, as many participants and as many citations of them, and faults in the participants."""
    blanks = {name: dict.fromkeys(storage.rows(name)[0], "") for name in ("participants", "citations")}
    sources = [row["source_id"] for row in storage.rows("sources")[:2]]
    with ExitStack() as open_files:
        names = ("events", *blanks)
        files = {
            name: open_files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            for name in names
        }
        first = len(storage.rows("events"))  # of the packaged ones the participants are known
        for number, event in enumerate(islice(events(count + first), first, None)):
            role = "partty" if number % (count // faults) == 1 else "party"
            source = sources[event["source_id"] == sources[0]]
            named = {"event_id": event["event_id"], "actor_id": "armenia", "role": role}
            cited = {"row_id": event["event_id"], "source_id": source, "stance": "supports"}
            rows = {
                "events": event,
                "participants": blanks["participants"] | named,
                "citations": blanks["citations"] | cited,
            }
            for name, row in rows.items():
                if number == 0:
                    files[name].write(line(dict(zip(row, row, strict=True))))
                files[name].write(line(row))
