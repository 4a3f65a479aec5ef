"""Whether actors lived when they are said to have acted: warnings."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from caucasus_data.model.columns import lower_key, upper_key
from caucasus_data.validation.between import Sheets
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import Sheet


def lifetimes(sheets: Sheets) -> Iterator[Finding]:
    """Events, claims and memberships that lie surely outside the life of who takes part in them."""
    yield from _outside_lifetime(sheets)
    yield from _before_founding(sheets)


def _outside_lifetime(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["participants"]
    parts = sheet.frame.select("event_id", "actor_id").with_row_index("row")
    events = sheets["events"].frame.select(
        "event_id", began=upper_key(pl.col("start_date")), begins=lower_key(pl.col("start_date"))
    )
    for row, actor, why in _apart(parts.join(events, "event_id"), sheets, "actor_id"):
        message = f"{actor} {why} the event"
        yield sheet.finding(row, "actor_id", "outside-lifetime", message, "an actor that existed at the time")
    claims = sheets["claims"]
    for row, actor, why in _apart(_dated(claims, "made_on", "claimant_id"), sheets, "claimant_id"):
        message = f"{actor} {why} the claim"
        yield claims.finding(row, "claimant_id", "outside-lifetime", message, "an actor that existed at the time")


def _before_founding(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["memberships"]
    found: dict[int, Finding] = {}
    expected = "a membership within the life of both"
    for column in ("member_id", "organization_id"):
        for row, actor, why in _apart(_dated(sheet, "start_date", column), sheets, column):
            place = "start_date" if row in found else column  # with both at odds it is the date
            found[row] = sheet.finding(row, place, "before-founding", f"{actor} {why} the membership", expected)
    for column in ("member_id", "organization_id"):
        for row, actor, why in _apart(_dated(sheet, "end_date", column), sheets, column):
            message = f"{actor} {why} the end of the membership"
            found.setdefault(row, sheet.finding(row, "end_date", "before-founding", message, expected))
    yield from found.values()


def _dated(sheet: Sheet, date: str, column: str) -> pl.DataFrame:
    """The rows that have a date, each with a column and the days on which it begins at the earliest and the latest."""
    numbered = sheet.frame.with_row_index("row").filter(pl.col(date) != "")
    return numbered.select("row", column, began=upper_key(pl.col(date)), begins=lower_key(pl.col(date)))


def _apart(dated: pl.DataFrame, sheets: Sheets, column: str) -> Iterator[tuple[int, str, str]]:
    """Rows that lie surely outside the life of the actor in a column."""
    lives = sheets["actors"].frame.select(
        pl.col("actor_id").alias(column),
        "start_date",
        "end_date",
        born=lower_key(pl.col("start_date")),
        died=upper_key(pl.col("end_date")),
    )
    lived = dated.join(lives, column)
    early = lived.filter(pl.col("start_date") != "", pl.col("began") < pl.col("born"))
    late = lived.filter(pl.col("end_date") != "", pl.col("begins") > pl.col("died"))
    for row, actor, start in early.select("row", column, "start_date").iter_rows():
        yield row, actor, f"begins in {start}, after"
    for row, actor, end in late.select("row", column, "end_date").iter_rows():
        yield row, actor, f"ended in {end}, before"
