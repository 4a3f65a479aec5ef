"""The ledger of forecasts: when they were made, when they are due, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from caucasus_data.analysis.charts import theme
from caucasus_data.analysis.charts.theme import moment, records, said, text
from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.loading.frames import load
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

_LONGEST: Final = 92


def draw(*, topic: str = "", as_of: str | None = None, version: str | None = None) -> Any:
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


def ledger(rows: pd.DataFrame, title: str, *, as_of: str | None = None, version: str | None = None) -> Any:
    """Forecasts as lines from the day they were made to the day they are due."""
    import altair as alt
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
    return theme.finished(alt.vconcat(*panels, spacing=26), title, says, version, as_of)


def _lines(forecasts: list[dict[str, Any]], present: set[str], end: str) -> Any:
    import altair as alt

    base = alt.Chart(theme.data(forecasts))
    y = alt.Y("id:N", sort=[f["id"] for f in forecasts], axis=None)
    x = alt.X("made:T", title=None, axis=alt.Axis(format="%Y", orient="top", tickCount=6, grid=False))
    colour = theme.colours("status", theme.OUTCOME, present)
    tooltip = [alt.Tooltip(f"{c}:N") for c in ("text", "claimant", "made_on", "due_by", "status", "likelihood", "id")]
    line = base.mark_rule(strokeWidth=1.5).encode(x=x, x2="due:T", y=y, color=colour, tooltip=tooltip)
    made = base.mark_point(filled=True, size=22).encode(x=x, y=y, color=colour, tooltip=tooltip)
    due = base.mark_tick(thickness=2, size=9).encode(x="due:T", y=y, color=colour, tooltip=tooltip)
    resolved = base.mark_point(filled=True, shape="diamond", size=46).encode(x="resolved:T", y=y, color=colour)
    words = base.mark_text(align="left", fontSize=10, limit=470).encode(x=alt.value(252), y=y, text="short:N")
    now = alt.Chart(theme.data([{"made": end}])).mark_rule(strokeDash=[3, 3]).encode(x="made:T")
    return alt.layer(now, line, made, due, resolved, words).properties(width=240, height=15 * len(forecasts))


def _calibration(stated: list[dict[str, Any]], likelihoods: list[str], present: set[str]) -> Any:
    """Each likelihood that was given as a dot in the colour of its outcome: too few for rates by claimant."""
    import altair as alt

    upright = alt.Axis(labelAngle=0)
    seen: dict[tuple[str, str], int] = {}
    dots = []
    for forecast in sorted(stated, key=lambda f: f["status"]):
        cell = forecast["claimant"], forecast["likelihood"]
        seen[cell] = seen.get(cell, 0) + 1
        dots.append(forecast | {"place": seen[cell]})
    title = alt.TitleParams("Likelihoods as given, and what came of them", fontSize=12, color=theme.SOFT, offset=8)
    return (
        alt.Chart(theme.data(dots))
        .mark_point(filled=True, size=64, opacity=1)
        .encode(
            x=alt.X("likelihood:N", scale=alt.Scale(domain=[said(w) for w in likelihoods]), title=None, axis=upright),
            xOffset=alt.XOffset("place:N"),
            y=alt.Y("claimant:N", title=None, axis=alt.Axis(labelColor=theme.INK, grid=True)),
            color=theme.colours("status", theme.OUTCOME, present),
            tooltip=[alt.Tooltip(f"{c}:N") for c in ("text", "likelihood", "status", "id")],
        )
        .properties(width=theme.WIDTH - 120, height=alt.Step(18), title=title)
    )


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
