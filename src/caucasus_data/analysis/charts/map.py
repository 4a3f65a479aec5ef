"""Where events took place, without a border line of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from caucasus_data.analysis.charts import events, theme
from caucasus_data.errors import CaucasusDataError
from caucasus_data.loading.frames import load

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

RADIUS_KM: Final = {"exact": 3, "near": 25, "district": 25, "province": 60, "zone": 60, "country": 120}
"""How far from its point a place may be, roughly; a place of no known precision is drawn as a point."""
FRAME: Final = ((40.0, 51.0), (38.0, 44.0))
"""East and north: the South Caucasus and what lies close."""
_LABELS: Final = 24


def draw(*, actor: str = "", domain: str = "", as_of: str | None = None, version: str | None = None) -> Any:
    """The places of events in and around the South Caucasus: how many there, and how closely the place is known."""
    import altair as alt

    rows, title = events.found(actor, domain, as_of, version)
    places = counted(rows, version)
    (west, east), (south, north) = FRAME
    there = [p for p in places if west <= p["longitude"] <= east and south <= p["latitude"] <= north]
    if not there:
        raise CaucasusDataError("no events there have coordinates; today's tables have them from 0.3.0 on")
    x = alt.X("longitude:Q", scale=alt.Scale(domain=[west, east], nice=False), title=None, axis=_degrees("E"))
    y = alt.Y("latitude:Q", scale=alt.Scale(domain=[south, north], nice=False), title=None, axis=_degrees("N"))
    base = alt.Chart(theme.data(there))
    tooltip = [alt.Tooltip(c) for c in ("place:N", "n:Q", "precision:N", "latest:N")]
    reach = base.mark_circle(color=theme.BLUE, opacity=0.08, clip=True).encode(
        x=x, y=y, size=alt.Size("reach:Q", scale=None, legend=None)
    )
    most = max(p["n"] for p in there)
    legend = alt.Legend(title="events", symbolType="circle", values=_steps(most))
    size = alt.Size(
        "n:Q",
        scale=alt.Scale(domain=[0, most], range=[10, 500]),
        legend=legend,
    )
    dots = base.mark_circle(color=theme.BLUE, opacity=0.62, stroke=theme.PAPER, strokeWidth=1, clip=True).encode(
        x=x, y=y, size=size, tooltip=tooltip
    )
    labels = (
        alt.Chart(theme.data(_spread(there)))
        .mark_text(align="left", dx=9, fontSize=10.5, clip=True)
        .encode(x=x, y=y, text="place:N")
    )
    layers = alt.layer(reach, dots, labels).resolve_scale(size="independent")
    height = round(theme.WIDTH * (north - south) / ((east - west) * 0.755))  # the cosine of 41 degrees north
    elsewhere = len(rows) - sum(p["n"] for p in there)
    says = f"{len(rows) - elsewhere} events here, {elsewhere} elsewhere or at no place with coordinates. "
    says += "Pale rings: how far off a place may be. No line is a border."
    layers = layers.properties(width=theme.WIDTH, height=height)
    return theme.finished(layers, f"{title} by place", says, version, as_of)


def counted(rows: pd.DataFrame, version: str | None = None) -> list[dict[str, Any]]:
    """The places of events that have coordinates, with how many events they saw, most first."""
    if "latitude" not in rows:
        return []
    places = load("places", version=version).set_index("place_id")
    (west, east), _ = FRAME
    per_degree = theme.WIDTH / (east - west) / (111.3 * 0.755)  # pixels a kilometre
    found = []
    for place_id, ours in rows.dropna(subset=["latitude", "longitude"]).groupby("place_id"):
        place: Any = places.loc[place_id]
        radius = RADIUS_KM.get(str(place["precision"]), 0) * per_degree
        last = ours.sort_values("start_date_earliest", kind="stable").iloc[-1]
        found.append(
            {
                "id": place_id,
                "place": place["name"],
                "latitude": float(place["latitude"]),
                "longitude": float(place["longitude"]),
                "precision": theme.text(place["precision"]) or "not graded",
                "reach": 3.1416 * radius**2,
                "n": len(ours),
                "latest": f"{last['start_date']}: {last['title']}",
            }
        )
    return sorted(found, key=lambda p: -p["n"])


def _spread(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The places with most events whose labels do not run into one another."""
    kept: list[dict[str, Any]] = []
    for place in places:
        near = (
            k
            for k in kept
            if abs(k["latitude"] - place["latitude"]) < 0.17 and abs(k["longitude"] - place["longitude"]) < 1.3
        )
        if not any(near):
            kept.append(place)
        if len(kept) == _LABELS:
            break
    return kept


def _steps(most: int) -> list[int]:
    return [n for n in (1, 10, 50, 100, 500) if n <= most]


def _degrees(side: str) -> alt.Axis:
    import altair as alt

    return alt.Axis(labelExpr=f"datum.value + '° {side}'", tickCount=6, gridOpacity=0.6)
