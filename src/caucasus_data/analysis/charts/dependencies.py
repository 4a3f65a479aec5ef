"""Who leans on whom, by supplier and year."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from caucasus_data.analysis.charts import spec, theme
from caucasus_data.analysis.charts.spec import Rows, Spec, by, layered, mark, told
from caucasus_data.analysis.charts.theme import moment, records, said, text
from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.loading.as_of import series_columns
from caucasus_data.loading.frames import load
from caucasus_data.loading.names import resolve
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

_OTHERS: Final = "others"
_SHAPES: Final = {"exact": "circle", "about": "diamond", "at least": "triangle-up", "at most": "triangle-down"}


def draw(*, dependent: str = "", indicator: str = "", as_of: str | None = None, version: str | None = None) -> Spec:
    """The observations of an indicator of a dependent: a colour a supplier, a panel a unit."""
    if not dependent:
        raise CaucasusDataError("a chart of dependencies asks for a dependent and an indicator")
    who = resolve(dependent)
    rows = load("dependencies", as_of=as_of, version=version).dropna(subset=["value", "period_earliest"])
    rows = rows[rows["dependent_id"] == who]
    measured = sorted(set(rows["indicator"].astype("str")))
    if indicator not in measured:
        raise UnknownValueError(f"indicator with numbers of {who}", indicator, measured)
    return series(rows[rows["indicator"] == indicator], as_of=as_of, version=version)


def series(rows: pd.DataFrame, *, as_of: str | None = None, version: str | None = None) -> Spec:
    """Observations of one dependent and indicator as points, with lines through years that follow one another."""
    names = load("actors", version=version).set_index("actor_id")["name"]
    indicator, who = str(rows["indicator"].iloc[0]), names[rows["dependent_id"].iloc[0]]
    suppliers = [names[s] for s in rows["supplier_id"].value_counts().index]
    shades = dict(zip(suppliers, theme.SERIES[:-1], strict=False))  # beyond these, readers cannot tell colours apart
    panels = [
        _panel(_observations(ours, names), str(unit), shades)
        for unit, ours in rows.groupby("unit", observed=True, sort=False)
    ]
    meaning = storage.vocabularies(version)["indicator"]["terms"][indicator]["definition"]
    says = f"{meaning} Bars join sources that differ; a gap is a year without a source."
    chart = {"vconcat": panels, "resolve": {"scale": {"color": "independent"}}}
    return theme.finished(chart, f"{who}: {said(indicator)}", says, as_of)


def _panel(observations: Rows, unit: str, shades: dict[str, str]) -> Spec:
    observations = [o | {"shade": o["supplier"] if o["supplier"] in shades else _OTHERS} for o in observations]
    drawn = {o["shade"] for o in observations}
    tones = {s: c for s, c in (shades | {_OTHERS: theme.GREY}).items() if s in drawn}
    first, last = (int(f(o[side][:4] for o in observations)) for f, side in ((min, "from"), (max, "to")))
    years = {"format": "%Y", "grid": False, "tickCount": {"interval": "year", "step": max(1, (last - first) // 8)}}
    x = by("middle:T", scale={"nice": False}, title=None, axis=years)
    y = by("value:Q", title=said(unit), scale={"zero": True})
    colour = by(
        "shade:N",
        scale={"domain": [*tones], "range": [*tones.values()]},
        legend={"title": None, "columns": 4},
    )
    exact = {o["qualifier"] for o in observations} == {"exact"}
    shape = by(
        "qualifier:N",
        scale={"domain": [*_SHAPES], "range": [*_SHAPES.values()]},
        legend=None if exact else {"title": None, "orient": "bottom", "symbolFillColor": theme.SOFT},
    )
    tooltip = told("supplier", "period", "stated", "method", "about", "id")
    points = {"x": x, "y": y, "color": colour, "shape": shape, "tooltip": tooltip}
    ranges = {"x": x, "y": by("low:Q"), "y2": by("high"), "color": colour}
    spells = {"x": by("from:T"), "x2": by("to"), "y": y, "color": colour}
    runs = {"x": x, "y": by("value:Q", aggregate="mean"), "color": colour, "detail": by("run:N")}
    return layered(
        observations,
        spec.years(first, last, "middle"),
        mark("rule", ranges, strokeWidth=5, opacity=0.35),
        mark("rule", spells, strokeWidth=1),
        mark("line", runs, strokeWidth=2),
        mark("point", points, filled=True, size=46, opacity=1),
        width=theme.WIDTH,
        height=240,
    )


def _observations(rows: pd.DataFrame, names: pd.Series[str]) -> Rows:
    """Observations with the middle of their period, what sources give for it, and the run of years they stand in."""
    same = series_columns(rows)
    key = rows.groupby(same, dropna=False, observed=True, sort=False).ngroup()
    ranges = rows.groupby([key, rows["period"]])["value"]
    rows = rows.assign(series=key, low=ranges.transform("min"), high=ranges.transform("max"))
    found: defaultdict[int, Rows] = defaultdict(list)
    for row in records(rows.sort_values("period_earliest", kind="stable")):
        found[row["series"]].append(row)
    observations = []
    for name, ours in found.items():
        run, before = 0, None
        for row in ours:
            first, last = row["period_earliest"], row["period_latest"]
            whole = (last - first).days in (364, 365)
            if not whole or before is None or first.year - before > 1:
                run += 1
            before = first.year if whole else None
            observations.append(
                {
                    "id": row["dependency_id"],
                    "supplier": names[row["supplier_id"]],
                    "period": row["period"],
                    "middle": moment(first + (last - first) / 2),
                    "from": moment(last if whole else first),
                    "to": moment(last),
                    "value": row["value"],
                    "stated": f"{row['value']:g} {said(row['unit'])}",
                    "low": row["low"],
                    "high": row["high"],
                    "qualifier": said(row["qualifier"]) if text(row["qualifier"]) else "exact",
                    "method": said(row["method"]),
                    "about": ", ".join(said(row[c]) for c in ("basis", "measure", "reporter_id") if text(row.get(c))),
                    "run": f"{name}#{run}",
                }
            )
    return observations
