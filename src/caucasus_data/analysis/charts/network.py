"""The ties of one actor: where it has a seat, what binds it, and on whom it leans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from caucasus_data.analysis.charts import theme
from caucasus_data.analysis.charts.spec import Rows, Spec, by, layered, mark, told
from caucasus_data.analysis.charts.theme import records, said, text
from caucasus_data.errors import CaucasusDataError
from caucasus_data.loading.frames import load
from caucasus_data.loading.names import resolve
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

_STEP: Final = 18
_ALIGNED: Final[dict[int, Any]] = {-1: "right", 1: "left"}
_LEANS: Final = "leans on"


def draw(*, actor: str = "", as_of: str | None = None, version: str | None = None) -> Spec:
    """An actor between its seats or members on one side, and its treaties and suppliers on the other."""
    if not actor:
        raise CaucasusDataError("a chart of a network asks for an actor")
    who = resolve(actor)
    day = as_of or str(storage.package(version)["temporal"]["end"])
    names = load("actors", version=version).set_index("actor_id")["name"]
    left, right = _ties(who, day, names, version)
    if not left and not right:
        raise CaucasusDataError(f"no ties of {names.get(who, who)} on {day} are in the record")
    height = _STEP * max(len(left), len(right), 4)
    ends = [
        tie | {"x": side, "y": (place + 0.5) / len(ties), "x0": 0, "y0": 0.5}
        for side, ties in ((-1, left), (1, right))
        for place, tie in enumerate(ties)
    ]
    kinds = {tie["tie"] for tie in ends}
    tones = {said(w): c for w, c in theme.PARTICIPATION.items()} | {_LEANS: theme.ORANGE}
    tones = {kind: tone for kind, tone in tones.items() if kind in kinds}
    colour = by("tie:N", scale={"domain": [*tones], "range": [*tones.values()]}, legend={"title": None})
    x = by("x:Q", scale={"domain": [-1, 1]}, axis=None)
    y = by("y:Q", scale={"domain": [1, 0]}, axis=None)
    tooltip = told("name", "tie", "says", "id")
    lines = {"x": x, "y": y, "x2": by("x0"), "y2": by("y0"), "color": colour, "tooltip": tooltip}
    dots = {"x": x, "y": y, "color": colour, "tooltip": tooltip}
    words = {"x": x, "y": y, "text": by("label:N"), "tooltip": tooltip}
    labels = [
        {**mark("text", words, align=align, dx=9 * side, limit=330), "transform": [{"filter": f"datum.x == {side}"}]}
        for side, align in _ALIGNED.items()
    ]
    middle = [{"x": 0, "y": 0.5, "name": str(names.get(who, who))}]
    named = {"fontSize": 14, "fontWeight": "bold", "dy": -16}
    name = {"x": x, "y": y, "text": by("name:N")}
    layers = layered(
        ends,
        mark("rule", lines, strokeWidth=1.4, opacity=0.7),
        mark("point", dots, filled=True, size=42, opacity=1),
        *labels,
        mark("point", {"x": x, "y": y}, rows=middle, filled=True, size=120, opacity=1, color=theme.INK),
        mark("text", name, rows=middle, **named, stroke=theme.PAPER, strokeWidth=5),
        mark("text", name, rows=middle, **named),
        width=300,
        height=height,
    )
    says = "Seats or members to the left; treaties, and on whom it leans, to the right."
    return theme.finished(layers, f"{names.get(who, who)}: ties", says, day)


def _ties(who: str, day: str, names: pd.Series[str], version: str | None) -> tuple[Rows, Rows]:
    """What stands on each side: seats or else members, and treaties with suppliers."""
    spells = load("memberships", as_of=day, version=version).query("type != 'office'")
    own = spells[spells["member_id"] == who]
    seats = [_spell(row, names[row["organization_id"]]) for row in records(own.query("type != 'party'"))]
    if not seats:
        of = spells[spells["organization_id"] == who]
        seats = [_spell(row, names[row["member_id"]]) for row in records(of)]
    treaties = [_spell(row, names[row["organization_id"]]) for row in records(own.query("type == 'party'"))]
    leans = load("dependencies", as_of=day, version=version).query("dependent_id == @who", local_dict={"who": who})
    suppliers = [
        {
            "id": " ".join(rows["dependency_id"]),
            "name": names[supplier],
            "label": f"{names[supplier]}: {_few(rows)}",
            "tie": _LEANS,
            "says": ", ".join(dict.fromkeys(said(word) for word in rows["indicator"])),
        }
        for supplier, rows in leans.groupby("supplier_id", sort=False)
    ]
    return _sorted(seats), [*_sorted(treaties), *_sorted(suppliers)]


def _few(rows: pd.DataFrame) -> str:
    words = list(dict.fromkeys(said(word) for word in rows["indicator"]))
    return f"{', '.join(words[:2])}{f' and {len(words) - 2} more' if len(words) > 2 else ''}"


def _spell(row: dict[str, Any], name: str) -> dict[str, Any]:
    since = f"since {row['start_date']}" if text(row["start_date"]) else "since an unknown day"
    kind = "" if row["type"] in ("full", "party") else f" ({said(row['type'])})"
    return {
        "id": row["membership_id"],
        "name": name,
        "label": f"{name}{kind}",
        "tie": said(row["participation"]),
        "says": f"{said(row['type'])}, {since}",
    }


def _sorted(ties: Rows) -> Rows:
    return sorted(ties, key=lambda tie: (tie["tie"], tie["name"]))
