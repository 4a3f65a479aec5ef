"""For whom somebody acted in an event: what offices held on the day and parents bear out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from caucasus_data.errors import did_you_mean
from caucasus_data.model.columns import lower_key, upper_key
from caucasus_data.validation.between import Sheets
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.packed import Frame

SIDES: Final = ("state", "international_organization", "de_facto_authority")
"""Kinds of actors for which others act."""

ACTING: Final = ("person", "government_body")
"""Kinds of actors that act for others."""

_FIRST, _LAST = "0", "9"
"""What sorts before and after every date."""


def sides(sheets: Sheets) -> Iterator[Finding]:
    """Participants who acted for somebody that is not named, and those for whom no office or parent bears it out."""
    borne = borne_out(sheets)
    yield from _missing(sheets, borne)
    yield from _unfounded(sheets, borne)


def _missing(sheets: Sheets, borne: pl.DataFrame) -> Iterator[Finding]:
    sheet = sheets["participants"]
    kinds = sheets["actors"].frame.select("actor_id", "kind")
    told = sheet.frame.with_row_index("row").cast({"row": pl.Int64})
    silent = told.filter(pl.col("on_behalf_of") == "").join(kinds.filter(pl.col("kind").is_in(ACTING)), "actor_id")
    near = proposed(borne.join(silent, "row", "semi"))
    for row, actor in silent.sort("row").select("row", "actor_id").iter_rows():
        if row in near:
            message = f"{actor} had an office or a parent by which it acted for {' or '.join(near[row])}"
            hint = f"{did_you_mean(near[row])} {actor} itself, where it acted for nobody else"
            yield sheet.finding(row, "on_behalf_of", "missing-side", message, "for whom it acted", hint)


def _unfounded(sheets: Sheets, borne: pl.DataFrame) -> Iterator[Finding]:
    sheet = sheets["participants"]
    told = sheet.frame.with_row_index("row").cast({"row": pl.Int64}).filter(pl.col("on_behalf_of") != "")
    others = told.filter(pl.col("on_behalf_of") != pl.col("actor_id"))
    unfounded = others.join(borne, ["row", "on_behalf_of"], "anti")
    for row, actor, side in unfounded.sort("row").select("row", "actor_id", "on_behalf_of").iter_rows():
        message = f"{actor} had no office of {side} at the time of the event, and is no part of it"
        expected, hint = "a side that an office or a parent bears out", "enter the office in memberships.csv"
        yield sheet.finding(row, "on_behalf_of", "unfounded-side", message, expected, hint)


def borne_out(sheets: Sheets) -> pl.DataFrame:
    """Everyone for whom the participants of events can have acted.

    An office held on some day of the event bears out the body or state that it is in, and all that this one is a
    part of; a parent bears out itself, and all that it is a part of.

    Returns:
        row (of participants), through (the body or parent that bears it out), on_behalf_of, kind (of that one) and
        steps (from the one to the other, by parents).
    """
    actors = sheets["actors"].frame
    parts = sheets["participants"].frame.select("event_id", "actor_id").with_row_index("row").cast({"row": pl.Int64})
    dated = sheets["events"].frame.select(
        "event_id",
        begins=lower_key(pl.col("start_date")),
        ends=upper_key(pl.coalesce(_given("end_date"), "start_date")),
    )
    held = sheets["memberships"].frame.filter(pl.col("type") == "office")
    offices = held.select(
        pl.col("member_id").alias("actor_id"),
        pl.col("organization_id").alias("through"),
        taken=pl.coalesce(lower_key(_given("start_date")), pl.lit(_FIRST)),
        left=pl.coalesce(upper_key(_given("end_date")), pl.lit(_LAST)),
    )
    on_the_day = (pl.col("taken") <= pl.col("ends")) & (pl.col("left") >= pl.col("begins"))
    by_office = parts.join(offices, "actor_id").join(dated, "event_id").filter(on_the_day).select("row", "through")
    parents = actors.filter(pl.col("parent_id") != "").select("actor_id", pl.col("parent_id").alias("through"))
    by_parent = parts.join(parents, "actor_id").select("row", "through")
    return pl.concat([by_office, by_parent]).join(_wholes(actors), "through").unique()


def _given(column: str) -> pl.Expr:
    return pl.when(pl.col(column) != "").then(pl.col(column))


def _wholes(actors: Frame) -> pl.DataFrame:
    """Each actor with itself and all that it is a part of."""
    above = dict(actors.filter(pl.col("parent_id") != "").select("actor_id", "parent_id").iter_rows())
    kinds = dict(actors.select("actor_id", "kind").iter_rows())

    def chain(actor: str) -> Iterator[tuple[str, str, str, int]]:
        here: str | None = actor
        for steps in range(len(kinds)):
            if here is None:
                return
            yield actor, here, kinds.get(here, ""), steps
            here = above.get(here)

    rows = [row for actor in kinds for row in chain(actor)]
    return pl.DataFrame(rows, schema=["through", "on_behalf_of", "kind", "steps"], orient="row")


def proposed(borne: pl.DataFrame) -> dict[int, list[str]]:
    """For each row of participants the state, organization or authority that is nearest to each who bears it out.

    One where offices and parents agree, or where one of several is a state, which is then meant.
    """
    sides = borne.filter(pl.col("kind").is_in(SIDES))
    nearest = sides.filter(pl.col("steps") == pl.col("steps").min().over("row", "through"))
    found: dict[int, dict[str, str]] = {}
    for row, side, kind in nearest.select("row", "on_behalf_of", "kind").unique().sort(pl.all()).iter_rows():
        found.setdefault(row, {})[side] = kind
    states = {row: [side for side, kind in kinds.items() if kind == "state"] for row, kinds in found.items()}
    return {row: states[row] if len(states[row]) == 1 else [*kinds] for row, kinds in found.items()}
