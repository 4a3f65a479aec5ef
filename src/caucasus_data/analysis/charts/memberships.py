"""Seats over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from caucasus_data.analysis.charts import spec, theme
from caucasus_data.analysis.charts.spec import Rows, Spec, by, layered, mark, told
from caucasus_data.analysis.charts.theme import moment, records, said, text
from caucasus_data.errors import CaucasusDataError
from caucasus_data.loading.frames import load
from caucasus_data.loading.names import resolve
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

_PANELS: Final = {"Seats": ("party", "office"), "Treaties": ("party",), "Offices": ("office",)}
_ROW: Final = 17
_PALE: Final = 0.32


def draw(*, actor: str = "", organization: str = "", as_of: str | None = None, version: str | None = None) -> Spec:
    """The seats, treaties and offices of an actor, the members of an organization, or the one in the other."""
    if not actor and not organization:
        raise CaucasusDataError("a chart of memberships asks for an actor or an organization")
    rows = load("memberships", as_of=as_of, version=version)
    names = load("actors", version=version).set_index("actor_id")["name"]
    title, lane = [], "member_id"
    if actor:
        member = resolve(actor)
        others = rows[rows["organization_id"] == member]
        rows, lane = rows[rows["member_id"] == member], "organization_id"
        title.append(str(names.get(member, member)))
    if organization:
        whole = resolve(organization)
        rows = rows[rows["organization_id"] == whole]
        title.append(str(names.get(whole, whole)))
    if rows.empty:
        hint = "" if organization or others.empty else f"; did you mean its members: organization={actor!r}?"
        raise CaucasusDataError(f"no memberships of {' in '.join(title)} are in the record{hint}")
    return lanes(rows, lane, " in ".join(title), as_of=as_of, version=version)


def lanes(rows: pd.DataFrame, lane: str, title: str, *, as_of: str | None = None, version: str | None = None) -> Spec:
    """Spells as bars, a lane for each actor that the column `lane` names."""
    import pandas as pd

    names = load("actors", version=version).set_index("actor_id")["name"]
    first, last = (pd.Timestamp(storage.package(version)["temporal"][side]) for side in ("start", "end"))
    first = max(first, rows["start_date_earliest"].min() - pd.DateOffset(years=1)) if len(rows) else first
    bars = _named_fully([bar for spell in records(rows) for bar in _bars(spell, names[spell[lane]], first, last)])
    present = {str(word) for word in rows["participation"]}
    extent = min(262, 14 + 6 * max(map(len, _lanes(bars)), default=0))
    panels = []
    for heading, types in _PANELS.items():
        ours = [b for b in bars if (b["type"] in types) == (heading != "Seats")]
        if ours:
            panels.append(_panel(ours, heading, present, (first, last), extent))
    record = f"Each bar is a spell; pale ends are dates known only roughly. The record ends on {last:%Y-%m-%d}."
    return theme.finished({"vconcat": panels, "spacing": 22}, f"{title}: seats over time", record, as_of)


def _panel(bars: Rows, heading: str, present: set[str], record: tuple[pd.Timestamp, pd.Timestamp], extent: int) -> Spec:
    first, last = record
    order = [name for _, name in sorted({(min(b["start"] for b in bars if b["lane"] == n), n) for n in _lanes(bars)})]
    years = {"format": "%Y", "tickCount": 8, "domain": False}
    lanes = {"labelColor": theme.INK, "minExtent": extent, "labelLimit": 255}
    channels = {
        "x": by("start:T", scale={"nice": False}, title=None, axis=years),
        "x2": by("end"),
        "y": by("lane:N", sort=order, title=None, axis=lanes),
        "color": theme.colours("participation", theme.PARTICIPATION, present),
        "opacity": by("certain:Q", scale=None),
        "tooltip": told("lane", "capacity", "participation", "from", "until", "id"),
    }
    return layered(
        bars,
        spec.years(first.year, last.year, "start"),
        mark("bar", channels, height=9, cornerRadius=1),
        mark("rule", {"x": by("start:T")}, rows=[{"start": moment(last)}], strokeDash=[3, 3]),
        width=theme.WIDTH - 180,
        height=_ROW * len(order),
        title={
            "text": heading,
            "fontSize": 12,
            "color": theme.SOFT,
            "fontWeight": "bold",
            "offset": 4,
            "frame": "bounds",
        },
    )


def _named_fully(bars: Rows) -> Rows:
    """Bars whose lanes say what a seat is, or that of a partner or an observer would look like a member's."""
    last = {bar["lane"]: bar for bar in sorted(bars, key=lambda bar: bar["start"]) if _is_seat(bar)}
    less = {lane: f"{lane}, {bar['capacity']}" for lane, bar in last.items() if bar["type"] != "full"}
    return [bar | {"lane": less.get(bar["lane"], bar["lane"])} if _is_seat(bar) else bar for bar in bars]


def _is_seat(bar: dict[str, Any]) -> bool:
    return bar["type"] not in _PANELS["Seats"]


def _lanes(bars: Rows) -> set[str]:
    return {bar["lane"] for bar in bars}


def _bars(spell: dict[str, Any], lane: str, first: pd.Timestamp, last: pd.Timestamp) -> Rows:
    """A spell as up to three bars: the time that it may have covered, the time that it did, and again what it may."""
    import pandas as pd

    def known(day: Any, otherwise: pd.Timestamp) -> pd.Timestamp:
        return otherwise if pd.isna(day) else min(max(day, first), last)

    ends = known(spell["end_date_latest"], last)
    unknown = pd.isna(spell["start_date_latest"])
    bounds = [
        known(spell["start_date_earliest"], first),
        ends if unknown else known(spell["start_date_latest"], first),
        known(spell["end_date_earliest"], last),
        ends,
    ]
    bounds[2] = max(bounds[1], bounds[2])
    day = pd.Timedelta(days=1)
    capacity = text(spell["role"]) or said(spell["type"])
    about = {
        "lane": lane,
        "id": spell["membership_id"],
        "type": spell["type"],
        "capacity": capacity,
        "participation": said(spell["participation"]),
        "from": text(spell["start_date"]) or "unknown",
        "until": text(spell["end_date"]) or "no end known",
    }
    parts = [(_PALE, bounds[0], bounds[1]), (1, bounds[1], bounds[2]), (_PALE, bounds[2], bounds[3])]
    return [
        about | {"certain": certain, "start": moment(start), "end": moment(end + day)}
        for certain, start, end in parts
        if start < end or (certain == 1 and not unknown)
    ]
