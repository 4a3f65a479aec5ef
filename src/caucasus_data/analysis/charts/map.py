"""Where events took place, without a border line of ours."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from caucasus_data.analysis.charts import events, theme
from caucasus_data.analysis.charts.spec import Rows, Spec, by, layered, mark, told
from caucasus_data.errors import CaucasusDataError
from caucasus_data.loading.frames import load

if TYPE_CHECKING:
    import pandas as pd

RADIUS_KM: Final = {"exact": 3, "near": 25, "district": 25, "province": 60, "zone": 60, "country": 120}
"""How far from its point a place may be, roughly; a place of no known precision is drawn as a point."""
FRAME: Final = ((40.0, 51.0), (38.0, 44.0))
"""East and north: the South Caucasus and what lies close."""
_LABELS: Final = 24


def draw(*, actor: str = "", domain: str = "", as_of: str | None = None, version: str | None = None) -> Spec:
    """The places of events in and around the South Caucasus: how many there, and how closely the place is known."""
    rows, title = events.found(actor, domain, as_of, version)
    places = counted(rows, version)
    (west, east), (south, north) = FRAME
    there = [p for p in places if west <= p["longitude"] <= east and south <= p["latitude"] <= north]
    if not there:
        raise CaucasusDataError("no events there have coordinates; today's tables have them from 0.3.0 on")
    x = by("longitude:Q", scale={"domain": [west, east], "nice": False}, title=None, axis=_degrees("E"))
    y = by("latitude:Q", scale={"domain": [south, north], "nice": False}, title=None, axis=_degrees("N"))
    most = max(p["n"] for p in there)
    legend = {"title": "events", "symbolType": "circle", "values": _steps(most)}
    rings = {"x": x, "y": y, "size": by("reach:Q", scale=None, legend=None)}
    size = by("n:Q", scale={"domain": [0, most], "range": [10, 500]}, legend=legend)
    dots = {"x": x, "y": y, "size": size, "tooltip": [*told("place"), by("n:Q"), *told("precision", "latest")]}
    labels = {"x": x, "y": y, "text": by("place:N")}
    seen: Spec = {"color": theme.BLUE, "clip": True}
    layers = layered(
        there,
        mark("circle", rings, **seen, opacity=0.08),
        mark("circle", dots, **seen, opacity=0.62, stroke=theme.PAPER, strokeWidth=1),
        mark("text", labels, rows=_spread(there), align="left", dx=9, fontSize=10.5, clip=True),
        width=theme.WIDTH,
        height=round(theme.WIDTH * (north - south) / ((east - west) * 0.755)),  # the cosine of 41 degrees north
        resolve={"scale": {"size": "independent"}},
    )
    elsewhere = len(rows) - sum(p["n"] for p in there)
    says = f"{len(rows) - elsewhere} events here, {elsewhere} elsewhere or at no place with coordinates. "
    says += "Pale rings: how far off a place may be. No line is a border."
    return theme.finished(layers, f"{title} by place", says, as_of)


def counted(rows: pd.DataFrame, version: str | None = None) -> Rows:
    """The places of events that have coordinates, with how many events they saw, most first."""
    if "latitude" not in rows:
        return []
    places = {place["place_id"]: place for place in theme.records(load("places", version=version))}
    (west, east), _ = FRAME
    per_degree = theme.WIDTH / (east - west) / (111.3 * 0.755)  # pixels a kilometre
    events: defaultdict[str, Rows] = defaultdict(list)
    located = rows.dropna(subset=["latitude", "longitude"]).sort_values("start_date_earliest", kind="stable")
    for event in theme.records(located):
        events[event["place_id"]].append(event)
    found = []
    for place_id, ours in sorted(events.items()):
        place, last = places[place_id], ours[-1]
        precision = theme.text(place["precision"])
        found.append(
            {
                "id": place_id,
                "place": place["name"],
                "latitude": float(place["latitude"]),
                "longitude": float(place["longitude"]),
                "precision": precision or "not graded",
                "reach": 3.1416 * (RADIUS_KM.get(precision, 0) * per_degree) ** 2,
                "n": len(ours),
                "latest": f"{last['start_date']}: {last['title']}",
            }
        )
    return sorted(found, key=lambda p: -p["n"])


def _spread(places: Rows) -> Rows:
    """The places with most events whose labels do not run into one another."""
    kept: Rows = []
    for place in places:
        near = (k for k in kept if abs(k["latitude"] - place["latitude"]) < 0.17)
        if not any(k["longitude"] < _reaches(place) and place["longitude"] < _reaches(k) for k in near):
            kept.append(place)
        if len(kept) == _LABELS:
            break
    return kept


def _reaches(place: dict[str, Any]) -> float:
    """The longitude at which the label of a place ends, roughly."""
    return float(place["longitude"]) + 0.3 + 0.1 * len(place["place"])


def _steps(most: int) -> list[int]:
    return [n for n in (1, 10, 50, 100, 500) if n <= most]


def _degrees(side: str) -> Spec:
    return {"labelExpr": f"datum.value + '° {side}'", "tickCount": 6, "gridOpacity": 0.6}
