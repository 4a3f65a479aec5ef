"""Dependencies as series: the observations of the same thing, period by period."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from caucasus_data.model.series import COUNTED, PARTIES, SERIES
from caucasus_data.site import words
from caucasus_data.site.record import Record, Row


class Series(NamedTuple):
    """Observations that differ in period and source alone, oldest first."""

    series_id: str
    rows: list[Row]

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def last(self) -> Row:
        return self.rows[-1]

    @property
    def how(self) -> str:
        """What is counted, beside the unit: the words that tell series of one indicator apart."""
        return ", ".join(words.plain(self.first[c]) for c in ("basis", "measure", "denominator") if self.first.get(c))


def all_series(record: Record) -> list[Series]:
    """Every series, in the order of who leans on whom for what."""
    groups: defaultdict[tuple[str, ...], defaultdict[tuple[str, ...], list[Row]]]
    groups = defaultdict(lambda: defaultdict(list))
    for row in record.tables.get("dependencies", {}).values():
        groups[tuple(row[c] for c in PARTIES)][tuple(row.get(c, "") for c in COUNTED)].append(row)
    found = []
    for who in sorted(groups):
        ways = groups[who]
        telling = [n for n in range(len(COUNTED)) if len({way[n] for way in ways}) > 1]
        for way, rows in ways.items():
            parts = [*who, *(way[n] for n in telling if way[n])]
            series_id = "-".join(part.replace("_", "-") for part in parts)
            found.append(Series(series_id, sorted(rows, key=lambda row: words.first_day(row["period"]))))
    return found


def same_series(row: Row) -> tuple[str, ...]:
    """What two observations of one series have in common."""
    return tuple(row.get(c, "") for c in SERIES)


def by_party(series: list[Series], column: str) -> dict[str, list[Series]]:
    """The series of each actor that stands in a column."""
    found: defaultdict[str, list[Series]] = defaultdict(list)
    for one in series:
        found[one.first[column]].append(one)
    return found
