"""Days on which rows were read, beside those of the last release: warnings."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import polars as pl

from caucasus_data.model import addresses
from caucasus_data.package import storage
from caucasus_data.validation.between import Released, Sheets
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.released import Rows
from caucasus_data.validation.sheet import Sheet

_DAYS = ("accessed", "reviewed")

_SINCE = "blank, or the day on which somebody else read the row as it is"


def reviews(sheets: Sheets, released: Released) -> Iterator[Finding]:
    """All of these warnings, of tables that changed."""
    changed = {name: rows for name, rows in released.items() if rows}
    day = str(storage.package(storage.last_release())["created"])[:10] if changed else ""
    cited = {*sheets["citations"].frame.select("row_id", "source_id").iter_rows()} if changed else set()
    for name, before in changed.items():
        for column in _DAYS:
            if column in before.frame.columns and sheets[name].has(sheets[name].key, column):
                yield from _earlier(sheets[name], before, column)
        if name == "sources" and sheets[name].has(sheets[name].key, "url", "accessed"):
            yield from _at_other_addresses(sheets[name], before)
        if "reviewed" in before.frame.columns and sheets[name].has(sheets[name].key, "reviewed"):
            yield from _stale(sheets[name], before, day, cited)


def _earlier(sheet: Sheet, before: Rows, column: str) -> Iterator[Finding]:
    """Rows of which the day lies before that of the last release."""
    read = before.frame.select(sheet.key, was=column)
    numbered = sheet.frame.select(sheet.key, column).with_row_index("row").filter(pl.col(column) != "")
    for row, was in numbered.join(read, sheet.key).filter(pl.col(column) < pl.col("was")).select("row", "was").rows():
        message = f"{column} was {was} in the last release"
        yield sheet.finding(row, column, "earlier-day", message, "the day of the last release, or a later one")


def _at_other_addresses(sheet: Sheet, before: Rows) -> Iterator[Finding]:
    """Sources that have another address, and the day on which they were read at the old one."""
    read = before.frame.select(sheet.key, "accessed", was="url")
    numbered = sheet.frame.select(sheet.key, "accessed", "url").with_row_index("row")
    page = addresses.page(pl.col("url")) != addresses.page(pl.col("was"))
    for row, was in numbered.join(read, [sheet.key, "accessed"]).filter(page).select("row", "was").rows():
        message, hint = (
            f"url was {was} in the last release, and accessed has not changed",
            "accessed is the day of reading",
        )
        yield sheet.finding(row, "url", "moved-address", message, "the address at which it was read", hint)


def _stale(sheet: Sheet, before: Rows, day: str, cited: Collection[tuple[str, str]]) -> Iterator[Finding]:
    """Rows that changed and have the day on which somebody read them as they were: at the cell that did, if it is one.

    Args:
        day: That of the release.
        cited: Each row with each of its further sources; one that stood first and is one of these is no change.
    """
    read = before.frame.select(sheet.key, "reviewed")
    numbered = sheet.frame.select(sheet.key, "reviewed").with_row_index("row")
    earlier = numbered.filter((pl.col("reviewed") != "") & (pl.col("reviewed") < day))
    for row, key, _ in earlier.join(read, on=[sheet.key, "reviewed"], how="semi").iter_rows():
        old, new = before[key], sheet.cells(row)
        same = ("reviewed", "note", "source_id") if (key, old["source_id"]) in cited else ("reviewed", "note")
        changed = [c for c in new if c not in same and new[c] != old.get(c, new[c])]
        if len(changed) == 1:
            was = f"was {old[changed[0]]!r}" if old[changed[0]] else "was blank"
            message = f"{changed[0]} {was} in the last release, and the row was read before"
            hint = f"if it is meant, reviewed is {_SINCE}"
            yield sheet.finding(row, changed[0], "stale-review", message, "what somebody read", hint)
        elif changed:
            message = f"{', '.join(changed)} changed since the last release, and the row was read before"
            yield sheet.finding(row, "reviewed", "stale-review", message, _SINCE)
