"""Memberships as they stand on pages: by actor, latest first, with the bars that draw them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final, NamedTuple

from caucasus_data.model import edtf
from caucasus_data.package import storage
from caucasus_data.site.pages import span
from caucasus_data.site.record import Record, Row

_CELLS: Final = (
    *("member_id", "organization_id", "type", "role", "participation"),
    *("start_date", "end_date"),
)
Spells = defaultdict[str, defaultdict[str, list["Spell"]]]
"""The spells of each actor by the heading that they stand below."""


class Spell(NamedTuple):
    """A membership in one of its states: the releases that had it, its bounds, and where its bar lies."""

    row: Row
    other: str
    releases: str
    current: bool
    bounds: dict[str, str]
    bars: list[tuple[float, float, str]]


def all_spells(record: Record) -> Spells:
    """The memberships of each actor and in each, latest first; each state of a row apart."""
    found: Spells = defaultdict(lambda: defaultdict(list))
    first, last = (storage.package(record.version)["temporal"][side] for side in ("start", "end"))
    now = record.releases[-1]
    for states in record.states("memberships", _CELLS).values():
        for row, releases in states:
            bounds = span(row, "start_date", "end_date")
            bars = _bars(row, bounds, date.fromisoformat(first), date.fromisoformat(last))
            member, whole = row["member_id"], row["organization_id"]
            own = {"party": "Treaties", "office": "Offices held"}.get(row["type"], "Seats")
            its = "Who held office in it" if row["type"] == "office" else "Members and parties"
            about = (" ".join(releases), now in releases, bounds, bars)
            found[member][own].append(Spell(row, whole, *about))
            found[whole][its].append(Spell(row, member, *about))
    for groups in found.values():
        for group in groups.values():
            group.sort(key=lambda s: (bool(s.row["end_date"]), _backwards(s.row["start_date"])))
    return found


def _bars(row: Row, bounds: dict[str, str], first: date, last: date) -> list[tuple[float, float, str]]:
    """Where the bar of a spell begins and how long it is, in percent of the record; pale where it is not certain."""
    whole = (last - first).days

    def place(text: str, blank: date) -> float:
        day = date.fromisoformat(text) if text else blank
        return round(100 * min(max((day - first).days / whole, 0), 1), 1)

    end = place(bounds["to_latest"], last)
    certain_end = max(place(bounds["to_earliest"], last), 0)
    start, certain = place(bounds["from_earliest"], first), place(bounds["from_latest"], last if row else first)
    parts = [(start, min(certain, end), "pale"), (certain, certain_end, ""), (max(certain, certain_end), end, "pale")]
    tone = row["participation"].replace("_", "-")
    bars = [(a, round(max(b - a, 0.4), 1), f"{tone} {how}".strip()) for a, b, how in parts if b > a or not how]
    return [bar for bar in bars if bar[0] < 100] or [(99.4, 0.6, tone)]


def _backwards(text: str) -> int:
    return -edtf.parse(text).earliest.toordinal() if text else 0
