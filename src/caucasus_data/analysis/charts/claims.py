"""The ledger of forecasts: when they were made, when they are due, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from caucasus_data.analysis.charts import theme
from caucasus_data.analysis.charts.spec import Rows, Spec, by, layered, mark, told
from caucasus_data.analysis.charts.theme import moment, records, said, text
from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.loading.frames import load
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

_LONGEST: Final = 92


def draw(*, topic: str = "", as_of: str | None = None, version: str | None = None) -> Spec:
    """The forecasts on a topic, or all, and the likelihoods that claimants gave beside what came of them."""
    topics = storage.vocabularies(version)["topic"]["terms"]
    if topic and topic not in topics:
        raise UnknownValueError("topic", topic, topics)
    rows = load("claims", as_of=as_of, version=version)
    rows = rows[(rows["type"] == "forecast") & rows["made_on_earliest"].notna()]
    if topic:
        rows = rows[rows["topic"] == topic]
    if rows.empty:
        raise CaucasusDataError(f"no forecasts on {said(topic) or 'any topic'} are in the record")
    about = f": {topics[topic]['definition'].rstrip('.')}" if topic else ""
    return ledger(rows, f"Forecasts{about}", as_of=as_of, version=version)


def ledger(rows: pd.DataFrame, title: str, *, as_of: str | None = None, version: str | None = None) -> Spec:
    """Forecasts as lines from the day they were made to the day they are due."""
    import pandas as pd

    names = load("actors", version=version).set_index("actor_id")["name"]
    last = pd.Timestamp(storage.package(version)["temporal"]["end"])
    rows = rows.sort_values("made_on_earliest", kind="stable")
    forecasts = [_forecast(row, names) for row in records(rows)]
    present = {str(status) for status in rows["status"]}
    panels = [_lines(forecasts, present, moment(last))]
    stated = [f for f in forecasts if f["likelihood"]]
    if stated:
        panels.append(_calibration(stated, list(storage.vocabularies(version)["likelihood"]["terms"]), present))
    decided = sum(f["status"] in ("resolved yes", "resolved no") for f in forecasts)
    came = sum(f["status"] == "resolved yes" for f in forecasts)
    says = f"{len(forecasts)} forecasts, {decided} decided, {came} came true. The record ends on {last:%Y-%m-%d}."
    return theme.finished({"vconcat": panels, "spacing": 26}, title, says, as_of)


def _lines(forecasts: Rows, present: set[str], end: str) -> Spec:
    y = by("id:N", sort=[f["id"] for f in forecasts], axis=None)
    x = by("made:T", title=None, axis={"format": "%Y", "orient": "top", "tickCount": 6, "grid": False})
    colour = theme.colours("status", theme.OUTCOME, present)
    seen = {"color": colour, "tooltip": told("text", "claimant", "made_on", "due_by", "status", "likelihood", "id")}
    return layered(
        forecasts,
        mark("rule", {"x": by("made:T")}, rows=[{"made": end}], strokeDash=[3, 3]),
        mark("rule", {"x": x, "x2": by("due"), "y": y, **seen}, strokeWidth=1.5),
        mark("point", {"x": x, "y": y, **seen}, filled=True, size=22),
        mark("tick", {"x": by("due:T"), "y": y, **seen}, thickness=2, size=9),
        mark("point", {"x": by("resolved:T"), "y": y, "color": colour}, filled=True, shape="diamond", size=46),
        mark("text", {"x": {"value": 252}, "y": y, "text": by("short:N")}, align="left", fontSize=10, limit=470),
        width=240,
        height=15 * len(forecasts),
    )


def _calibration(stated: Rows, likelihoods: list[str], present: set[str]) -> Spec:
    """Each likelihood that was given as a dot in the colour of its outcome: too few for rates by claimant."""
    seen: dict[tuple[str, str], int] = {}
    dots = []
    for forecast in sorted(stated, key=lambda f: f["status"]):
        cell = forecast["claimant"], forecast["likelihood"]
        seen[cell] = seen.get(cell, 0) + 1
        dots.append(forecast | {"place": seen[cell]})
    words = [said(word) for word in likelihoods]
    channels = {
        "x": by("likelihood:N", scale={"domain": words}, title=None, axis={"labelAngle": 0}),
        "xOffset": by("place:N"),
        "y": by("claimant:N", title=None, axis={"labelColor": theme.INK, "grid": True}),
        "color": theme.colours("status", theme.OUTCOME, present),
        "tooltip": told("text", "likelihood", "status", "id"),
    }
    heading = {"text": "Likelihoods as given, and what came of them", "fontSize": 12, "color": theme.SOFT, "offset": 8}
    return {
        **mark("point", channels, rows=dots, filled=True, size=64, opacity=1),
        "width": theme.WIDTH - 120,
        "height": {"step": 18},
        "title": heading,
    }


def _forecast(row: dict[str, Any], names: pd.Series[str]) -> dict[str, Any]:
    import pandas as pd

    made = row["made_on_earliest"]
    due = row["resolve_by_latest"] if "resolve_by_latest" in row else row["resolve_by"]
    resolved = row["resolved_on_earliest"] if "resolved_on_earliest" in row else row["resolved_on"]
    claimant = str(names.get(row["claimant_id"], row["claimant_id"]))
    short = f"{claimant}: {row['text']}"
    return {
        "id": row["claim_id"],
        "text": row["text"],
        "short": short if len(short) <= _LONGEST else f"{short[:_LONGEST].rstrip()}…",
        "claimant": claimant,
        "made": moment(made),
        "made_on": row["made_on"],
        "due": moment(made if pd.isna(due) else due),
        "due_by": text(row["resolve_by"]) or "not said",
        "resolved": None if pd.isna(resolved) else moment(resolved),
        "status": said(row["status"]),
        "likelihood": said(text(row["likelihood"])),
    }
