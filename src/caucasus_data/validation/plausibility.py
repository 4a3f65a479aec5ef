"""What rows say of events, amounts, treaties and forecasts, and whether the rows beside them agree: warnings."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from caucasus_data.model.columns import lower_key, upper_key
from caucasus_data.model.series import COUNTED, PARTIES, SERIES
from caucasus_data.support.plain_text import counted
from caucasus_data.validation import hashes
from caucasus_data.validation.between import Sheets
from caucasus_data.validation.finding import Finding

_MEETINGS = ("meeting", "summit")
_NOT_IN_FORCE = ("signature", "announcement")
_SET_AMOUNTS = ("aid_value", "loan_value", "arms_order_value")
"""Amounts that people agree on: round, and of no series, for that reason."""

_NO_DEAD = (
    r"(?i)\bof [0-9][0-9,.]*|\b(?:19|20)[0-9]{2}\b"
    r"|[0-9][0-9,.]* (?:\w+ )?(?:expelled|wounded|injured|displaced|survived|missing|years?)\b"
)
"""Numbers in a note that count no dead."""

_WIDE = 100
"""Times by which estimates of deaths are not apart: those of massacres are twenty."""

_THIRD = 1 / 3
_NEAR = 3
"""Years within which a value has neighbours."""


def plausibility(sheets: Sheets) -> Iterator[Finding]:
    """All of these warnings."""
    yield from _outside_whole(sheets)
    yield from _narrow_deaths(sheets)
    yield from _wide_deaths(sheets)
    yield from _both_sides(sheets)
    yield from _lone_guests(sheets)
    yield from _protests_without_sides(sheets)
    yield from _not_in_force(sheets)
    yield from _odd_values(sheets)
    yield from _turned_round(sheets)
    yield from _beyond_whole(sheets)
    yield from _superseded(sheets)
    yield from _rounded(sheets)
    yield from _overdue(sheets)


def _outside_whole(sheets: Sheets) -> Iterator[Finding]:
    """Events that surely begin before the event of which they are a part, or end after it."""
    sheet = sheets["events"]
    last = pl.when(pl.col("end_date") == "").then("start_date").otherwise("end_date").alias("last")
    spans = sheet.frame.select("event_id", "start_date", last).rename(lambda name: f"whole_{name}")
    parts = (
        sheet.frame.with_row_index("row").filter(pl.col("part_of") != "").select("row", "part_of", "start_date", last)
    )
    both = parts.join(spans, left_on="part_of", right_on="whole_event_id").with_columns(
        early=upper_key(pl.col("start_date")) < lower_key(pl.col("whole_start_date")),
        late=lower_key(pl.col("last")) > upper_key(pl.col("whole_last")),
    )
    for cells in both.filter(pl.col("early") | pl.col("late")).sort("row").iter_rows(named=True):
        side = (
            f"it begins {cells['start_date']}, before {cells['part_of']} of {cells['whole_start_date']}"
            if cells["early"]
            else f"it ends {cells['last']}, after {cells['part_of']} of {cells['whole_last']}"
        )
        hint = "take part_of out, or mend the dates of one of them"
        yield sheet.finding(
            cells["row"], "part_of", "outside-whole", side, "an event within the time of its whole", hint
        )


def _narrow_deaths(sheets: Sheets) -> Iterator[Finding]:
    """Ranges of deaths that leave out a number which a citation of theirs gives."""
    sheet = sheets["events"]
    cited = sheets["citations"].frame.filter(
        pl.col("stance") == "supports", pl.col("field").str.starts_with("deaths_"), pl.col("note") != ""
    )
    numbers = pl.col("note").str.replace_all(_NO_DEAD, "").str.extract_all(r"\b[0-9]{1,3}(?:,[0-9]{3})+\b|\b[0-9]+\b")
    given = cited.select(
        "row_id",
        "field",
        "source_id",
        most=numbers.list.eval(pl.element().str.replace_all(",", "").cast(pl.Int64, strict=False)).list.max(),
    ).filter(pl.col("most").is_not_null())
    events = sheet.frame.with_row_index("row").select("row", pl.col("event_id").alias("row_id"), "^deaths_.*$")
    both = given.join(events, "row_id").with_columns(pl.col("^deaths_.*$").cast(pl.Int64, strict=False))
    highest = pl.coalesce("deaths_high", "deaths_best", "deaths_low")
    wide = both.filter((pl.col("field") != "deaths_low") & (pl.col("most") > highest))
    low = both.filter((pl.col("field") == "deaths_low") & (pl.col("most") < pl.col("deaths_low")))
    for found, column in ((wide, "deaths_high"), (low, "deaths_low")):
        for row, source, most in found.sort("row").select("row", "source_id", "most").iter_rows():
            message = f"{source} gives {most}, by the note of its citation"
            hint = f"give {most}, or cite it as one that contradicts"
            yield sheet.finding(row, column, "narrow-deaths", message, "a range that holds what its sources give", hint)


def _wide_deaths(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["events"]
    low, best, high = (pl.col(f"deaths_{which}").cast(pl.Float64, strict=False) for which in ("low", "best", "high"))
    least = pl.min_horizontal(low, best)
    for row in sheet.frame.select(((least > 0) & (high >= _WIDE * least)).arg_true()).to_series():
        message = f"it is {_WIDE} times the lowest number or more"
        yield sheet.finding(row, "deaths_high", "wide-deaths", message, "a range that one event can have")


def _both_sides(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["participants"]
    numbered = sheet.frame.select("event_id", "actor_id", "role").with_row_index("row")
    began = numbered.filter(pl.col("role") == "initiator")
    for row, *_ in numbered.filter(pl.col("role") == "recipient").join(began, ["event_id", "actor_id"], "semi").rows():
        message = "the actor is initiator of the event as well"
        yield sheet.finding(row, "role", "both-sides", message, "one who began and another to whom it was done")


def _lone_guests(sheets: Sheets) -> Iterator[Finding]:
    """Meetings in which a host has one guest and no part of its own."""
    sheet = sheets["participants"]
    met = sheets["events"].frame.filter(pl.col("type").is_in(_MEETINGS))["event_id"]
    parts = sheet.frame.with_row_index("row").filter(pl.col("event_id").is_in(met.implode()))
    parts = parts.with_columns(
        guests=pl.col("actor_id").filter(pl.col("role") != "host").n_unique().over("event_id"),
        parts=pl.len().over("event_id", "actor_id"),
    )
    alone = (pl.col("role") == "host") & (pl.col("guests") < 2) & (pl.col("parts") == 1)
    for row, host in parts.filter(alone).select("row", "actor_id").iter_rows():
        message = f"{host} gives the place alone, and the meeting has no other two"
        hint = f"enter {host} as party or mediator as well, or who else took part"
        yield sheet.finding(row, "role", "lone-guest", message, "two that met", hint)


def _protests_without_sides(sheets: Sheets) -> Iterator[Finding]:
    """Protests of which nobody is named who called for them, or nobody against whom they go."""
    sheet, parts = sheets["events"], sheets["participants"].frame
    protests = sheet.frame.with_row_index("row").filter(pl.col("type") == "protest", pl.col("note") == "")
    for role, who in (("initiator", "who called for it"), ("recipient", "against whom it goes")):
        named = parts.filter(pl.col("role") == role)["event_id"]
        for row in protests.filter(~pl.col("event_id").is_in(named.implode()))["row"]:
            hint = f"add a row to participants.csv with role {role}, or say in note that no source tells"
            yield sheet.finding(
                row, "event_id", "one-sided-protest", f"nothing says {who}", f"a participant with role {role}", hint
            )


def _not_in_force(sheets: Sheets) -> Iterator[Finding]:
    """Parties to a treaty that are active by an act which does not put it in force."""
    sheet = sheets["memberships"]
    spells = sheet.frame.with_row_index("row").filter(
        pl.col("type") == "party", pl.col("participation") == "active", pl.col("start_basis").is_in(_NOT_IN_FORCE)
    )
    for row, basis in spells.select("row", "start_basis").iter_rows():
        message = f"the party is active from {basis}, which puts no treaty in force"
        hint = "participation is none until the entry into force, which begins a spell of its own"
        yield sheet.finding(row, "participation", "not-in-force", message, "none, or entry_into_force", hint)


def _odd_values(sheets: Sheets) -> Iterator[Finding]:
    """Values of a year that lie apart by a third from those before and after, where these agree.

    A bound does not lie apart where it leaves room for its neighbours, nor they from it.
    The last share of a series is compared with the one before it, unless that is such a value itself.
    """
    sheet = sheets["dependencies"]
    kind = pl.col("indicator").str.extract("_(share|value|volume|price)$")
    values = sheet.frame.with_row_index("row").filter(
        pl.col("value") != "",
        pl.col("period").str.contains("^[0-9]{4}$"),
        kind.is_not_null() & ~pl.col("indicator").is_in(_SET_AMOUNTS),
    )
    values = values.with_columns(year=pl.col("period").cast(pl.Int32), v=pl.col("value").cast(pl.Float64))
    least = pl.when(pl.col("qualifier") == "at_most").then(0.0).otherwise("v")
    most = pl.when(pl.col("qualifier") == "at_least").then(float("inf")).otherwise("v")
    years = values.group_by(*SERIES, "year").agg(least=least.min(), most=most.max()).sort("year")
    sides: dict[str, pl.Expr] = {}
    for side, step in (("before", 1), ("after", -1)):
        year, low, high = (pl.col(c).shift(step).over(SERIES) for c in ("year", "least", "most"))
        near = pl.when((pl.col("year") - year).abs() <= _NEAR)
        sides |= {side: near.then(year), f"least_{side}": near.then(low), f"most_{side}": near.then(high)}
    beside = values.join(years.with_columns(**sides), [*SERIES, "year"]).with_columns(
        low=pl.min_horizontal("least_before", "least_after"), high=pl.max_horizontal("most_before", "most_after")
    )
    above = (pl.col("v") > pl.col("high") * (1 + _THIRD)) & (pl.col("qualifier") != "at_most")
    below = (pl.col("v") < pl.col("low") * (1 - _THIRD)) & (pl.col("qualifier") != "at_least")
    apart = above | below
    agree = pl.col("most_before").is_not_null() & (pl.col("high") <= pl.col("low") * (1 + _THIRD))
    odd = beside.filter(apart & agree, pl.col("after").is_not_null())
    last = beside.filter(apart, kind == "share", pl.col("after").is_null()).join(
        odd.select(*SERIES, before="year"), on=[*SERIES, "before"], how="anti"
    )
    borne_out = sheets["citations"].frame.filter(pl.col("stance") == "supports", pl.col("field").is_in(["", "value"]))
    doubted = pl.concat([odd, last]).filter(
        pl.col("reviewed") == "", ~pl.col("dependency_id").is_in(borne_out["row_id"].implode())
    )
    for cells in doubted.sort("row").iter_rows(named=True):
        years_beside = " and ".join(str(cells[side]) for side in ("before", "after") if cells[side])
        low, high = cells["low"], cells["high"]
        around = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        message = f"it is more than a third away from {around} in {years_beside}"
        hint = "read it again; if it is right, cite a second source of the value, or enter the day in reviewed"
        yield sheet.finding(cells["row"], "value", "odd-value", message, "a value near those beside it", hint)


def _turned_round(sheets: Sheets) -> Iterator[Finding]:
    """Values that stand the other way round as well, in a direction of which there is no other value.

    Two that trade with each other can have the same share in each other once, but then they have series.
    """
    sheet = sheets["dependencies"]
    same = ["indicator", "period", "value", "unit"]
    again = hashes.several(hashes.of(sheet.frame, same)) & (sheet.frame["value"] != "")
    one, other = (f(pl.col("dependent_id"), pl.col("supplier_id")) for f in (pl.min_horizontal, pl.max_horizontal))
    fact = ["one", "other", *same]
    numbered = sheet.frame.with_row_index("row").filter(again).with_columns(one=one, other=other)
    both = numbered.filter(pl.col("dependent_id").n_unique().over(fact) > 1)
    if both.is_empty():
        return
    counts = dict(sheet.frame.group_by(pl.concat_str(PARTIES, separator="/").alias("parties")).len().iter_rows())
    both = both.with_columns(count=pl.concat_str(PARTIES, separator="/").replace_strict(counts))
    for group in both.sort("row").partition_by(fact, maintain_order=True):
        first, *rest = sorted(group.iter_rows(named=True), key=lambda cells: -cells["count"])
        for cells in rest:
            if cells["count"] == 1 and not cells["reviewed"] and cells["dependent_id"] != first["dependent_id"]:
                message = f"{first['dependency_id']} has the same value the other way round"
                hint = "if each leans on the other by as much, enter the day of reading it again in reviewed"
                yield sheet.finding(
                    cells["row"], "dependent_id", "turned-round", message, "who leans, and on whom", hint
                )


_WHOLE = 100
_ROUNDED = 1
"""Percent, and by how much shares that were rounded may come to more."""


def _beyond_whole(sheets: Sheets) -> Iterator[Finding]:
    """Shares of several suppliers in one whole that come to more than it: the greatest of them.

    A union and its members overlap, and of property there are as many wholes as companies.
    """
    sheet = sheets["dependencies"]
    unions = sheets["actors"].frame.filter(pl.col("kind") == "international_organization")["actor_id"]
    shares = sheet.frame.with_row_index("row").filter(
        pl.col("indicator").str.ends_with("_share") & (pl.col("indicator") != "ownership_share"),
        ~pl.col("supplier_id").is_in(unions.implode()),
    )
    whole = ["dependent_id", "indicator", *COUNTED, "period"]
    value = pl.col("value").cast(pl.Float64, strict=False)
    each = shares.select("row", "supplier_id", *whole, v=value).group_by(*whole, "supplier_id").agg(pl.col("v").max())
    sums = each.group_by(whole).agg(pl.col("v").sum(), pl.len()).filter(pl.col("v") > _WHOLE + _ROUNDED)
    for cells in sums.iter_rows(named=True):
        parts = shares.filter(pl.col(column) == cells[column] for column in whole)
        row = parts.sort(value, descending=True, nulls_last=True)["row"][0]
        message = f"with those of {counted(cells['len'] - 1, 'other')} it comes to {cells['v']:g} % of the whole"
        hint = "one of them is wrong, or is a share of something else"
        yield sheet.finding(row, "value", "beyond-whole", message, "shares that come to no more than the whole", hint)


def _superseded(sheets: Sheets) -> Iterator[Finding]:
    """Figures of a part of a year where a later row has more of it, and no note says so."""
    sheet = sheets["dependencies"]
    rows = (
        sheet.frame.with_row_index("row")
        .filter(pl.col("value") != "")
        .with_columns(
            year=pl.col("period").str.slice(0, 4),
            end=upper_key(pl.col("period")),
            first=pl.col("period").str.contains(r"^[0-9]{4}(?:$|-01)"),
        )
    )
    parts = rows.filter(
        pl.col("first"), pl.col("period").str.contains("/", literal=True), ~pl.col("note").str.contains("superseded")
    )
    wholes = rows.filter(pl.col("first")).select(*SERIES, "year", "end", "period", other="dependency_id")
    later = parts.join(wholes, [*SERIES, "year"], suffix="_of_other").filter(
        pl.col("end_of_other") > pl.col("end"),
        pl.col("period_of_other").str.extract(r"([0-9]{4})(?:-[0-9]{2})*$") == pl.col("year"),
    )
    last = later.sort("end_of_other").group_by("row").agg(pl.col("other").last()).sort("row")
    for row, other in last.iter_rows():
        message = f"{other} has more of the year"
        hint = f"end the note with: Part of the year, superseded by {other}."
        yield sheet.finding(row, "period", "superseded", message, "a note that names the later figure", hint)


def _rounded(sheets: Sheets) -> Iterator[Finding]:
    """Measured amounts in whole hundreds of millions that are called exact."""
    sheet = sheets["dependencies"]
    value = pl.col("value").cast(pl.Float64, strict=False)
    exact = sheet.frame.with_row_index("row").filter(
        pl.col("qualifier") == "exact",
        pl.col("unit").str.ends_with("_million"),
        ~pl.col("indicator").is_in(_SET_AMOUNTS),
        (value >= 100) & (value % 100 == 0),
        pl.col("reviewed") == "",
    )
    for row, amount in exact.select("row", "value").iter_rows():
        message = f"{amount} million is round, and called exact"
        hint = "qualifier is about; if the source counts so exactly, enter the day of reading it again in reviewed"
        yield sheet.finding(row, "qualifier", "rounded", message, "about, at_least or at_most", hint)


def _overdue(sheets: Sheets) -> Iterator[Finding]:
    """Forecasts that could be judged by the last day on which a source was read, and are not."""
    sheet, today = sheets["claims"], sheets["sources"].frame["accessed"].max()
    forecasts = sheet.frame.with_row_index("row").filter(
        pl.col("type") == "forecast",
        upper_key(pl.col("resolve_by")) < pl.lit(today),
        (pl.col("status") == "unreviewed") | ((pl.col("status") == "open") & (pl.col("reviewed") == "")),
    )
    for row, day in forecasts.select("row", "resolve_by").iter_rows():
        message = f"its time was up on {day}, and it is not resolved"
        hint = "resolve it; if no evidence is there yet, status is open, with the day of looking in reviewed"
        yield sheet.finding(row, "status", "overdue", message, "how the forecast came out", hint)
