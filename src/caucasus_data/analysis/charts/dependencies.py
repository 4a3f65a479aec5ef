"""Who leans on whom, by supplier and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from caucasus_data.analysis.charts import theme
from caucasus_data.analysis.charts.theme import moment, records, said, text
from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.loading.as_of import series_columns
from caucasus_data.loading.frames import load
from caucasus_data.loading.names import resolve
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

_OTHERS: Final = "others"


def draw(*, dependent: str = "", indicator: str = "", as_of: str | None = None, version: str | None = None) -> Any:
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


def series(rows: pd.DataFrame, *, as_of: str | None = None, version: str | None = None) -> Any:
    """Observations of one dependent and indicator as points, with lines through years that follow one another."""
    import altair as alt

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
    chart = alt.vconcat(*panels).resolve_scale(color="independent")
    return theme.finished(chart, f"{who}: {said(indicator)}", says, version, as_of)


def _panel(observations: list[dict[str, Any]], unit: str, shades: dict[str, str]) -> Any:
    import altair as alt

    observations = [o | {"shade": o["supplier"] if o["supplier"] in shades else _OTHERS} for o in observations]
    base = alt.Chart(theme.data(observations))
    drawn = {o["shade"] for o in observations}
    tones = shades | {_OTHERS: theme.GREY}
    scale = alt.Scale(domain=[s for s in tones if s in drawn], range=[c for s, c in tones.items() if s in drawn])
    colour = alt.Color("shade:N", scale=scale, legend=alt.Legend(title=None, columns=4))
    first, last = (int(f(o[side][:4] for o in observations)) for f, side in ((min, "from"), (max, "to")))
    span = alt.Scale(nice=False)
    ticks = alt.Axis(format="%Y", grid=False, tickCount={"interval": "year", "step": max(1, (last - first) // 8)})
    x = alt.X("middle:T", scale=span, title=None, axis=ticks)
    y = alt.Y("value:Q", title=said(unit), scale=alt.Scale(zero=True))
    tooltip = [alt.Tooltip(f"{c}:N") for c in ("supplier", "period", "stated", "method", "about", "id")]
    line = base.mark_line(strokeWidth=2).encode(x=x, y="mean(value):Q", color=colour, detail="run:N")
    bar = base.mark_rule(strokeWidth=5, opacity=0.35).encode(x=x, y="low:Q", y2="high:Q", color=colour)
    spell = base.mark_rule(strokeWidth=1).encode(x=alt.X("from:T"), x2="to:T", y=y, color=colour)
    shape = alt.Shape(
        "qualifier:N",
        scale=alt.Scale(
            domain=["exact", "about", "at least", "at most"],
            range=["circle", "diamond", "triangle-up", "triangle-down"],
        ),
        legend=None
        if {o["qualifier"] for o in observations} == {"exact"}
        else alt.Legend(title=None, orient="bottom", symbolFillColor=theme.SOFT),
    )
    dots = base.mark_point(filled=True, size=46, opacity=1).encode(x=x, y=y, color=colour, shape=shape, tooltip=tooltip)
    frame = theme.years(first, last, "middle")
    return alt.layer(frame, bar, spell, line, dots).properties(width=theme.WIDTH, height=240)


def _observations(rows: pd.DataFrame, names: pd.Series[str]) -> list[dict[str, Any]]:
    """Observations with the middle of their period, what sources give for it, and the run of years they stand in."""
    same = series_columns(rows)
    key = rows.groupby(same, dropna=False, observed=True, sort=False).ngroup()
    ranges = rows.groupby([key, rows["period"]])["value"]
    rows = rows.assign(series=key, low=ranges.transform("min"), high=ranges.transform("max"))
    observations = []
    for name, ours in rows.sort_values("period_earliest", kind="stable").groupby("series", sort=False):
        run, before = 0, None
        for row in records(ours):
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
