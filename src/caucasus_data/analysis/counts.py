"""Events as counts: how many in each period, and how many died, by dyad, actor or state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from caucasus_data.analysis.sides import dyads, sides_of
from caucasus_data.loading.coverage import SYSTEMATIC, spells
from caucasus_data.loading.frames import load, read
from caucasus_data.model.edtf import bound_names
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

Unit = Literal["dyad", "actor", "state"]
Theme = Literal["domain", "plover"]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
THEMES: Final[tuple[Theme, ...]] = get_args(Theme)
DEATHS: Final = ("deaths_low", "deaths_best", "deaths_high")
_CODES: Final = ("iso3", "cow", "gw")


def counts(
    by: str,
    frequency: str,
    version: str | None,
    *,
    unit: Unit,
    theme: Theme,
    directed: bool,
    sides: bool,
    balanced: bool,
) -> pd.DataFrame:
    """The panel of events; `panel` tells what it holds."""
    events = _events(by, frequency, version)
    acting = sides_of(version) if sides else load("participants", version=version)[["event_id", "actor_id", "role"]]
    if unit == "dyad":
        pairs, who = dyads(acting, directed=directed), ["actor_a", "actor_b"]
    else:
        if unit == "state":
            actors = load("actors", version=version)
            acting = acting[acting["actor_id"].isin(actors.loc[actors["kind"] == "state", "actor_id"])]
        pairs, who = acting[["event_id", "actor_id"]].drop_duplicates(), ["actor_id"]
    rows = pairs.merge(events, on="event_id")
    cells = [*who, theme, by]
    groups = rows.groupby(cells, observed=True, dropna=False)
    deaths, given = groups[[*DEATHS]], groups["given"].sum()
    whole = deaths.count().eq(given, axis=0).assign(deaths_low=True)  # a least number stays one without them
    counted = deaths.sum(min_count=1).where(whole).assign(events=groups.size()).reset_index()
    counted = counted[[*cells, "events", *DEATHS]]
    if balanced:
        counted = _balanced(counted, who, by, frequency, version)
    for column in ("events", *DEATHS):
        counted[column] = counted[column].astype("Int64")
    if unit == "state":
        codes = load("actors", version=version)[["actor_id", *_CODES]]
        counted = counted.merge(codes, on="actor_id", how="left")
        counted = counted[["actor_id", *_CODES, *(c for c in counted if c not in ("actor_id", *_CODES))]]
    return counted


def _events(by: str, frequency: str, version: str | None) -> pd.DataFrame:
    """The themes, the period and the deaths of each event; deaths that its whole has counted already are left out.

    One number alone is the least and the greatest too.
    """
    events = load("events", version=version).set_index("event_id")
    (earliest, latest, _), (_, ended, _) = bound_names("start_date"), bound_names("end_date")
    began, at_latest = (events[c].dt.to_period(frequency) for c in (earliest, latest))
    last = events[ended].where(events[ended].notna(), events[latest]).dt.to_period(frequency)
    period = began.where(began == at_latest)
    within = events[[*DEATHS]].notna().any(axis=1) & (period == last)
    counts, whole = last == began, events["part_of"]
    while whole.notna().any():
        counts &= ~whole.map(within).eq(True)
        whole = whole.map(events["part_of"])
    told_once = events[[*DEATHS]].where(counts)
    for bound in DEATHS:
        told_once[bound] = told_once[bound].fillna(told_once["deaths_best"])
    told_once["given"] = told_once.notna().any(axis=1)
    return events[[*THEMES]].join(period.rename(by)).join(told_once).reset_index()


def _balanced(counted: pd.DataFrame, who: list[str], by: str, frequency: str, version: str | None) -> pd.DataFrame:
    """All actors or dyads in all domains and periods: no events are 0 where the record looked, and else missing."""
    import pandas as pd

    time = storage.package(version)["temporal"]
    periods = pd.DataFrame({by: pd.period_range(time["start"], time["end"], freq=frequency)})
    domains = pd.DataFrame({"domain": counted["domain"].cat.categories}).astype({"domain": counted["domain"].dtype})
    grid = counted[who].drop_duplicates().merge(domains, how="cross").merge(periods, how="cross")
    full = grid.merge(counted, on=[*who, "domain", by], how="left")
    declared = spells(version, lambda name: read(name, version))
    looked = declared[declared["depth"] == SYSTEMATIC]
    seen = pd.Series(False, index=full.index)
    for area in who:
        for spell in looked.itertuples():
            inside = (full[by].dt.start_time >= spell.first) & (full[by].dt.end_time.dt.normalize() <= spell.last)
            seen |= inside & (full[area] == spell.area_id) & (full["domain"] == spell.domain)
    full["events"] = full["events"].mask(seen & full["events"].isna(), 0)
    return full
