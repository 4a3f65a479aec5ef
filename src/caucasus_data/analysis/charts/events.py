"""Events counted, and events one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from caucasus_data.analysis.charts import spec, theme
from caucasus_data.analysis.charts.spec import Rows, Spec, by, layered, mark, told
from caucasus_data.analysis.charts.theme import moment, records, said
from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.loading.frames import load
from caucasus_data.loading.names import resolve
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

_BY: Final[dict[str, Any]] = {"year": "year", "month": "yearmonth", "day": ""}
_SHOWN: Final = 60


def draw(
    *, actor: str = "", domain: str = "", by: str = "year", as_of: str | None = None, version: str | None = None
) -> Spec:
    """Events by year or month in the colours of their domains, or each with its title by day."""
    if by not in _BY:
        raise UnknownValueError("period", by, _BY)
    rows, title = found(actor, domain, as_of, version)
    if by == "day":
        return _titled(rows, title, as_of)
    return _counted(rows, title, by, as_of)


def found(actor: str, domain: str, as_of: str | None, version: str | None) -> tuple[pd.DataFrame, str]:
    """The events that concern an actor and a domain, with their domain, and a title for them."""
    domains = storage.vocabularies(version)["domain"]["terms"]
    if domain and domain not in domains:
        raise UnknownValueError("domain", domain, domains)
    who = resolve(actor) if actor else None
    rows = load("events", actor=who, as_of=as_of, version=version)
    if domain:
        rows = rows[rows["domain"] == domain]
    names = load("actors", version=version).set_index("actor_id")["name"]
    title = f"{domain.capitalize()} events" if domain else "Events"
    title += f": {names.get(who, who)}" if who else ""
    if rows.empty:
        raise CaucasusDataError(f"no events are in the record for {title}")
    return rows, title


def _counted(rows: pd.DataFrame, title: str, per: str, as_of: str | None) -> Spec:
    length = 4 if per == "year" else 7
    exact = rows["start_date_earliest"].dt.strftime("%Y-%m").str[:length]
    dated = exact == rows["start_date_latest"].dt.strftime("%Y-%m").str[:length]
    counts = rows[dated].groupby([exact[dated], rows["domain"].astype("str")[dated]]).size()
    bars = [
        {"period": f"{p}-01-01T00:00:00" if per == "year" else f"{p}-01T00:00:00", "said": p, "domain": d, "n": n}
        for (p, d), n in counts.items()
    ]
    present = set(rows["domain"].astype("str"))
    first, last = rows["start_date_earliest"].min().year, rows["start_date_latest"].max().year
    colour = theme.colours("domain", theme.DOMAIN, present)
    counted = {
        "x": by("period:T", timeUnit=_BY[per], scale={"nice": False}, title=None, axis={"format": "%Y"}),
        "y": by("n:Q", title=f"events a {per}", axis={"tickCount": 5, "format": "d"}),
        "color": colour,
        "tooltip": [*told("said", "domain"), by("n:Q")],
    }
    each = {
        "x": by("day:T", scale={"nice": False}, title=None, axis={"format": "%Y", "grid": False}),
        "y": by("domain:N", sort=[*theme.DOMAIN], title=None),
        "color": colour,
        "tooltip": told("title", "date", "type", "id"),
    }
    columns = layered(
        bars,
        spec.years(first, last, "period"),
        mark("bar", counted, binSpacing=1),
        width=theme.WIDTH,
        height=200,
    )
    ticks = layered(
        _points(rows),
        spec.years(first, last, "day"),
        mark("tick", each, thickness=1.4, size=11, opacity=0.65),
        width=theme.WIDTH,
        height=15 * len(present),
    )
    left = int((~dated).sum())
    says = f"{len(rows)} events by domain; each tick below is one of them."
    says += f" Dated too roughly for a bar: {left}." if left else ""
    return theme.finished({"vconcat": [columns, ticks], "spacing": 10}, f"{title} by {per}", says, as_of)


def _titled(rows: pd.DataFrame, title: str, as_of: str | None) -> Spec:
    latest = rows.sort_values("start_date_earliest", kind="stable").tail(_SHOWN)
    points = _points(latest)
    colour = theme.colours("domain", theme.DOMAIN, set(latest["domain"].astype("str")))
    y = by("id:N", sort=[p["id"] for p in points], axis=None)
    axis = {"format": "%b %Y" if _years(latest) < 3 else "%Y", "tickCount": 5, "orient": "top"}
    tooltip = told("title", "date", "type", "id")
    dots = {"x": by("day:T", title=None, axis=axis), "y": y, "color": colour, "tooltip": tooltip}
    spans = {"x": by("day:T"), "x2": by("latest"), "y": y, "color": colour}
    dates = {"x": {"value": theme.WIDTH - 324}, "y": y, "text": by("date:N")}
    titles = {"x": {"value": theme.WIDTH - 190}, "y": y, "text": by("title:N")}
    layers = layered(
        points,
        mark("rule", spans, opacity=0.5, strokeWidth=3),
        mark("point", dots, filled=True, size=60, opacity=1),
        mark("text", dates, align="left", color=theme.SOFT),
        mark("text", titles, align="left", limit=420),
        width=theme.WIDTH - 340,
        height=17 * len(points),
    )
    says = f"The latest {len(points)} of {len(rows)}." if len(rows) > len(points) else f"All {len(rows)}."
    return theme.finished(layers, f"{title}, one by one", says, as_of)


def _points(rows: pd.DataFrame) -> Rows:
    return [
        {
            "id": row["event_id"],
            "title": row["title"],
            "date": row["start_date"],
            "type": said(row["type"]),
            "domain": row["domain"],
            "day": moment(row["start_date_earliest"]),
            "latest": moment(row["start_date_latest"]),
        }
        for row in records(rows.dropna(subset="start_date_earliest"))
    ]


def _years(rows: pd.DataFrame) -> int:
    return int(rows["start_date_latest"].max().year - rows["start_date_earliest"].min().year)
