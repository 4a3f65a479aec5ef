"""Whether actors lived when they are said to have acted: warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from caucasus_data.model.columns import lower_key, upper_key
from caucasus_data.validation.between import Sheets
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import Sheet

_SEVERAL = 3
"""Rows from which on it is sooner the life of the actor that is wrong than each of them."""


class _Stray(NamedTuple):
    """A row that lies outside the life of an actor, and the column that tells of that life."""

    actor: str
    life: str
    finding: Finding


def lifetimes(sheets: Sheets) -> Iterator[Finding]:
    """Events, claims and memberships that lie surely outside the life of who takes part in them.

    Where several lie on one side of a life, one finding, at the actor.
    """
    strays = [*_outside_lifetime(sheets), *_before_founding(sheets)]
    sides = Counter((stray.actor, stray.life) for stray in strays)
    actors = sheets["actors"]
    for (actor, life), rows in sides.items():
        if rows >= _SEVERAL:
            row = actors.frame["actor_id"].index_of(actor) or 0
            message = f"{rows} events, claims and memberships of {actor} lie {_BESIDE[life]} its {life}"
            yield actors.finding(row, life, "outside-lifetime", message, "a life that holds what the actor did")
    yield from (stray.finding for stray in strays if sides[stray.actor, stray.life] < _SEVERAL)


_BESIDE = {"start_date": "before", "end_date": "after"}


def _outside_lifetime(sheets: Sheets) -> Iterator[_Stray]:
    sheet = sheets["participants"]
    parts = sheet.frame.select("event_id", "actor_id").with_row_index("row")
    events = sheets["events"].frame.select(
        "event_id", began=upper_key(pl.col("start_date")), begins=lower_key(pl.col("start_date"))
    )
    expected = "an actor that existed at the time"
    for row, actor, life, why in _apart(parts.join(events, "event_id"), sheets, "actor_id"):
        message = f"{actor} {why} the event"
        yield _Stray(actor, life, sheet.finding(row, "actor_id", "outside-lifetime", message, expected))
    claims = sheets["claims"]
    for row, actor, life, why in _apart(_dated(claims, "made_on", "claimant_id"), sheets, "claimant_id"):
        message = f"{actor} {why} the claim"
        yield _Stray(actor, life, claims.finding(row, "claimant_id", "outside-lifetime", message, expected))


def _before_founding(sheets: Sheets) -> Iterator[_Stray]:
    sheet = sheets["memberships"]
    found: dict[int, _Stray] = {}
    expected = "a membership within the life of both"
    for column in ("member_id", "organization_id"):
        for row, actor, life, why in _apart(_dated(sheet, "start_date", column), sheets, column):
            place = "start_date" if row in found else column  # with both at odds it is the date
            message = f"{actor} {why} the membership"
            found[row] = _Stray(actor, life, sheet.finding(row, place, "before-founding", message, expected))
    for column in ("member_id", "organization_id"):
        for row, actor, life, why in _apart(_dated(sheet, "end_date", column), sheets, column):
            message = f"{actor} {why} the end of the membership"
            finding = sheet.finding(row, "end_date", "before-founding", message, expected)
            found.setdefault(row, _Stray(actor, life, finding))
    yield from found.values()


def _dated(sheet: Sheet, date: str, column: str) -> pl.DataFrame:
    """The rows that have a date, each with a column and the days on which it begins at the earliest and the latest."""
    numbered = sheet.frame.with_row_index("row").filter(pl.col(date) != "")
    return numbered.select("row", column, began=upper_key(pl.col(date)), begins=lower_key(pl.col(date)))


def _apart(dated: pl.DataFrame, sheets: Sheets, column: str) -> Iterator[tuple[int, str, str, str]]:
    """Rows that lie surely outside the life of the actor in a column, and the column that tells of its life."""
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
        yield row, actor, "start_date", f"begins in {start}, after"
    for row, actor, end in late.select("row", column, "end_date").iter_rows():
        yield row, actor, "end_date", f"ended in {end}, before"
