"""Every row of a table of facts is counted once, as read once or as read twice."""

from __future__ import annotations

import pytest

from caucasus_data.derive.review import DATES, THEMES, review
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage


def lines(heads: str) -> list[list[str]]:
    page = review().splitlines()
    start = page.index(heads) + 2
    return [row.strip("| ").split(" | ") for row in page[start : page.index("", start)]]


def test_it_covers_the_tables_that_have_the_column() -> None:
    assert list(THEMES) == [name for name, table in TABLES.items() if "reviewed" in table.names]
    assert set(DATES) < set(THEMES)


@pytest.mark.parametrize("name", THEMES)
def test_it_counts_every_row_once(name: str) -> None:
    rows = storage.rows(name)
    twice = sum(bool(row["reviewed"]) for row in rows)
    counts = next(line[1:] for line in lines("| table | read once | read twice | rows |") if line[0] == name)
    assert counts == [str(len(rows) - twice or ""), str(twice or ""), str(len(rows))]
    themes = lines(f"| {THEMES[name][0]} | read once | read twice | rows |")
    assert sum(int(line[-1]) for line in themes) == len(rows)
