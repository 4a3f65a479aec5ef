"""The pages of actors: seats, offices, ties, dependencies, claims and events."""

from __future__ import annotations

from typing import Any, Final

from caucasus_data.site import rows, words
from caucasus_data.site.citations import Citations
from caucasus_data.site.pages import Pages, folder
from caucasus_data.site.record import Record
from caucasus_data.site.series import Series, by_party
from caucasus_data.site.spells import Spells

SHOWN: Final = 10
"""How many rows of a kind stand on the page of an actor; the page that has all of them is beside it."""
_GROUPS: Final = ("Seats", "Treaties", "Offices held", "Members and parties", "Who held office in it")


def write_actors(pages: Pages, citations: Citations, spells: Spells, series: list[Series], charts: set[str]) -> None:
    """Write the page of each actor."""
    record = pages.record
    leaning, leant_on = by_party(series, "dependent_id"), by_party(series, "supplier_id")
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
    spells: Spells,
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
    lists = [
        ("Events", "events", sorted(events.values(), key=lambda e: words.first_day(e["start_date"]), reverse=True))
    ]
    lists += [
        (heading, "claims", sorted(found, key=lambda c: words.first_day(c["made_on"]), reverse=True))
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
