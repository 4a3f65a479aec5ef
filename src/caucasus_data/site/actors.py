"""The pages of actors: seats, offices, ties, dependencies, claims and events."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, Final, NamedTuple

from caucasus_data.model import edtf
from caucasus_data.package import storage
from caucasus_data.site import rows
from caucasus_data.site.citations import Citations
from caucasus_data.site.pages import Pages, folder, span
from caucasus_data.site.record import Record, Row
from caucasus_data.site.series import Series

SHOWN: Final = 12
"""How many rows of a kind stand on the page of an actor; the page that has all of them is beside it."""
_CELLS: Final = (
    *("member_id", "organization_id", "type", "role", "participation"),
    *("start_date", "end_date"),
)
_GROUPS: Final = ("Seats", "Treaties", "Offices it holds", "Members and parties", "Who held office in it")


class Spell(NamedTuple):
    """A membership in one of its states: the releases that had it, its bounds, and where its bar lies."""

    row: Row
    other: str
    releases: str
    current: bool
    bounds: dict[str, str]
    bars: list[tuple[float, float, str]]


def write_actors(pages: Pages, citations: Citations, series: list[Series], charts: set[str]) -> None:
    """Write the page of each actor."""
    record = pages.record
    spells = _spells(record)
    leaning, leant_on = _by(series, "dependent_id"), _by(series, "supplier_id")
    for actor_id in record.tables["actors"]:
        parts = _sections(record, actor_id, spells, leaning, leant_on)
        now = [(group, [s for s in items if s.current]) for group, items in parts["spells"]]
        now = [(group, items) for group, items in now if items]
        longest = [items for _, items in [*now, *parts["lists"]]] + [parts["leaning"], parts["leant_on"]]
        cut = any(len(items) > SHOWN for items in longest)
        names = record.named_by(actor_id, "names", "actor_id")
        context = parts | {"names": names, "chart": actor_id in charts, "cut": cut, "releases": record.releases}
        own = context | ({"spells": now} if cut else {})
        rows.write(pages, citations, "actors", actor_id, "actor.html", limit=SHOWN, clock=not cut, **own)
        if cut:
            place = f"actors/{folder(actor_id)}/all"
            heading = pages.title("actors", actor_id)
            pages.write(place, "actor_all.html", heading=heading, row_id=actor_id, limit=None, clock=True, **context)


def _sections(
    record: Record,
    actor_id: str,
    spells: defaultdict[str, defaultdict[str, list[Spell]]],
    leaning: dict[str, list[Series]],
    leant_on: dict[str, list[Series]],
) -> dict[str, Any]:
    claims = {
        "What it claimed": record.named_by(actor_id, "claims", "claimant_id"),
        "What is claimed of it": record.named_by(actor_id, "claims", "subject_id"),
    }
    events = {
        p["event_id"]: record.row("events", p["event_id"])
        for column in ("actor_id", "on_behalf_of")
        for p in record.named_by(actor_id, "participants", column)
    }
    lists = [("Events", "events", sorted(events.values(), key=lambda e: _first(e["start_date"]), reverse=True))]
    lists += [
        (heading, "claims", sorted(found, key=lambda c: _first(c["made_on"]), reverse=True))
        for heading, found in claims.items()
    ]
    lists.append(("Parts of it", "actors", record.named_by(actor_id, "actors", "parent_id")))
    lists.append(("Places in it", "places", record.named_by(actor_id, "places", "within_id")))
    return {
        "spells": [(group, spells[actor_id][group]) for group in _GROUPS if spells[actor_id][group]],
        "leaning": leaning.get(actor_id, []),
        "leant_on": leant_on.get(actor_id, []),
        "lists": [(heading, found) for heading, _, found in lists if found],
        "tables": {heading: table for heading, table, _ in lists},
    }


def _spells(record: Record) -> defaultdict[str, defaultdict[str, list[Spell]]]:
    """The memberships of each actor and in each, latest first; each state of a row apart."""
    found: defaultdict[str, defaultdict[str, list[Spell]]] = defaultdict(lambda: defaultdict(list))
    first, last = (storage.package(record.version)["temporal"][side] for side in ("start", "end"))
    now = record.releases[-1]
    for states in record.states("memberships", _CELLS).values():
        for row, releases in states:
            bounds = span(row, "start_date", "end_date")
            bars = _bars(row, bounds, date.fromisoformat(first), date.fromisoformat(last))
            member, whole = row["member_id"], row["organization_id"]
            own = {"party": "Treaties", "office": "Offices it holds"}.get(row["type"], "Seats")
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


def _by(series: list[Series], column: str) -> dict[str, list[Series]]:
    found: defaultdict[str, list[Series]] = defaultdict(list)
    for one in series:
        found[one.first[column]].append(one)
    return found


def _first(text: str) -> str:
    return edtf.parse(text).earliest.isoformat() if text else ""


def _backwards(text: str) -> int:
    return -edtf.parse(text).earliest.toordinal() if text else 0
