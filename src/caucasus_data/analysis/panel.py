"""Tables as panels: what held, what happened and who leaned on whom, in each year or month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from caucasus_data.errors import CaucasusDataError, one_of
from caucasus_data.loading.as_of import covering, handed_on, series_columns
from caucasus_data.loading.frames import load
from caucasus_data.model.edtf import bound_names
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

PanelName = Literal["memberships", "events", "dependencies"]
Period = Literal["year", "month"]
_FREQUENCIES: Final = {"year": "Y", "month": "M"}
_SIDES: Final = ("state", "international_organization")


def panel(table: PanelName, *, by: Period = "year", version: str | None = None) -> pd.DataFrame:
    """Spread a table over the years or months.

    Args:
        table: `memberships`, `events` or `dependencies`.
        by: `year` or `month`; dependencies are measured over years alone.
        version: A release, as in `load`.

    Returns:
        `memberships`: one row for each spell and each period of which it may have covered a day.
        Only days from the start to the end of the temporal coverage of the version count, so that
        its first and last period are cut. Columns: membership_id, member_id, organization_id,
        period (`2024` or `2024-06`), type, role, participation; held (`surely` where every reading
        of its dates covers some day of the period, else `possibly`); at_end (what
        `load(as_of=...)` says of the last day of the period, missing where the spell was over);
        censored (`start`, `end` or `both`: the side on which the spell goes on, or may go on, beyond
        the coverage; a spell of no known end is cut at its end; missing where neither).

        `events`: counts by dyad, domain, PLOVER category and period, without the zeros. A dyad is an unordered pair of
        states or international organizations that took part, as they were entered: a body or a
        person does not count for its state. An event counts once in each of its dyads, in the
        period in which it began, and apart from the event of which it is a part. Columns: actor_a,
        actor_b (in alphabetical order), domain and plover (categories; plover is missing where an event
        is domestic or nobody's act), period, events (`int64`). What began in
        one of several periods, such as a date of only a year by month, has a missing period, so that
        `panel["period"].isna()` finds what the periods leave out.

        `dependencies`: wide, one row for each dependent, supplier, indicator, unit, basis, denominator,
        measure and reporter that has a number. left_out (`int64`) counts its observations of anything
        but one whole year, which are in no other column. For each year that was observed (`float64`, in the
        row's unit): low_<year> and high_<year>, the least and the greatest number that the sources
        give, missing on a side that an `at_most` or `at_least` leaves open; and asymmetry_<year>
        (from -1 to 1), where the supplier leans on the dependent by the same measure:
        (a - b) / (a + b), a being the middle of low and high of the row, b that of its reverse; 0
        where both lean alike, 1 where only the dependent does.

    Raises:
        UnknownValueError: There is no such panel, period or version.
        AlteredReleaseError: The archive of the version is not the one that was released.

    Source:
        data/<table>.csv; for events data/participants.csv and data/actors.csv too, and the domains of
        schemas/vocabularies.json.

    >>> seats = panel("memberships").query("member_id == 'armenia' and organization_id == 'csto'")
    >>> seats.loc[seats["period"] == "2023", ["type", "participation", "held", "at_end"]].values.tolist()
    [['full', 'active', 'surely', 'surely']]
    """
    one_of("panel", table, _PANELS)
    one_of("period", by, _FREQUENCIES)
    return _PANELS[table](by, version)


def dyads(participants: pd.DataFrame) -> pd.DataFrame:
    """The unordered pairs of the actors of each event: event_id, actor_a and actor_b, each pair once."""
    sides = participants[["event_id", "actor_id"]].drop_duplicates()
    pairs = sides.merge(sides, on="event_id", suffixes=("_a", "_b"))
    pairs = pairs[pairs["actor_id_a"] < pairs["actor_id_b"]]
    return pairs.rename(columns={"actor_id_a": "actor_a", "actor_id_b": "actor_b"})


def _memberships(by: str, version: str | None) -> pd.DataFrame:
    import pandas as pd

    declared = storage.schema("memberships", version)
    spells = handed_on(load("memberships", version=version))
    first, last = (pd.Timestamp(storage.package(version)["temporal"][side]) for side in ("start", "end"))
    calendar = pd.period_range(first, last, freq=_FREQUENCIES[by])
    periods = pd.DataFrame(
        {"period": calendar.astype("str"), "first": calendar.start_time, "last": calendar.end_time.normalize()}
    )
    periods.loc[0, "first"], periods.loc[len(periods) - 1, "last"] = first, last
    (starts, started, _), (ends, ended, _) = bound_names("start_date"), bound_names("end_date")
    beyond = ~(spells[starts] >= first), ~(spells[ended] <= last)
    sides = beyond[0].map({True: "start", False: ""}).str.cat(beyond[1].map({True: "end", False: ""}))
    words = {"start": "start", "end": "end", "startend": "both"}
    spells["censored"] = sides.map(words).astype(pd.CategoricalDtype(list(words.values())))
    rows = spells.merge(periods, how="cross")
    # no reading of the dates has a spell start after its end
    latest_start = rows[[started, ended]].min(axis=1)
    earliest_end = rows[[ends, starts]].max(axis=1).where(rows[ends].notna())
    consistent = rows.assign(**{started: latest_start, ends: earliest_end})
    rows["held"] = covering(consistent, declared, rows["first"], rows["last"])
    rows["at_end"] = covering(rows, declared, rows["last"], rows["last"])
    columns = ["membership_id", "member_id", "organization_id", "period", "type", "role", "participation"]
    return rows.loc[rows["held"].notna(), [*columns, "held", "at_end", "censored"]].reset_index(drop=True)


def _events(by: str, version: str | None) -> pd.DataFrame:
    import pandas as pd

    events, participants, actors = (load(t, version=version) for t in ("events", "participants", "actors"))
    sides = actors.loc[actors["kind"].isin(_SIDES), "actor_id"]
    earliest, latest, _ = bound_names("start_date")
    began, at_latest = (events[c].dt.to_period(_FREQUENCIES[by]) for c in (earliest, latest))
    events = pd.DataFrame(
        {
            "event_id": events["event_id"],
            "domain": events["domain"],
            "plover": events["plover"],
            "period": began.astype("str").where(began == at_latest),
        }
    )
    pairs = dyads(participants[participants["actor_id"].isin(sides)]).merge(events, on="event_id")
    cell = ["actor_a", "actor_b", "domain", "plover", "period"]
    return pairs.groupby(cell, observed=True, dropna=False).size().reset_index(name="events")


def _dependencies(by: str, version: str | None) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    if by != "year":
        raise CaucasusDataError(f"dependencies are measured over years; ask for them by 'year', and not by {by!r}")
    rows = load("dependencies", version=version).dropna(subset="value")
    same = series_columns(rows)
    series = rows.groupby(same, dropna=False, observed=True, sort=False).ngroup()
    panel = rows[same].groupby(series).head(1).reset_index(drop=True)
    earliest, latest, _ = bound_names("period")
    years = rows[earliest].dt.year
    whole = (rows[earliest] == _day(years, 1, 1)) & (rows[latest] == _day(years, 12, 31))
    cells = [series[whole].rename("series"), years[whole].rename("year")]
    low = rows["value"].mask(rows["qualifier"] == "at_most", -np.inf)[whole].groupby(cells).min()
    high = rows["value"].mask(rows["qualifier"] == "at_least", np.inf)[whole].groupby(cells).max()
    lows, highs = (side.replace([-np.inf, np.inf], np.nan).unstack().reindex(panel.index) for side in (low, high))
    leaning = (lows + highs) / 2
    swapped = panel.rename(columns={"dependent_id": "supplier_id", "supplier_id": "dependent_id"})
    reverse = panel.merge(swapped.reset_index(), on=same, how="left")["index"]
    back = leaning.reindex(reverse).set_axis(panel.index)
    asymmetry = ((leaning - back) / (leaning + back)).where((leaning >= 0) & (back >= 0) & (leaning + back > 0))
    panel["left_out"] = (~whole).groupby(series).sum()
    wide = {f"{n}_{y}": s[y] for y in lows for n, s in (("low", lows), ("high", highs), ("asymmetry", asymmetry))}
    return pd.concat([panel, pd.DataFrame(wide, index=panel.index)], axis=1)


def _day(years: pd.Series[int], month: int, day: int) -> pd.Series[Any]:
    import pandas as pd

    return pd.to_datetime(pd.DataFrame({"year": years, "month": month, "day": day}))


_PANELS: Final = {"memberships": _memberships, "events": _events, "dependencies": _dependencies}
