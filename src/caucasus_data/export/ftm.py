"""FollowTheMoney: actors, memberships, offices and events as entities, each value a statement with its source."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple

from caucasus_data.export.content import Content
from caucasus_data.model import edtf
from caucasus_data.model.codes import COUNTRIES
from caucasus_data.package import storage

Row = dict[str, str]

SCHEMAS: Final = {
    "state": "PublicBody",
    "government_body": "PublicBody",
    "person": "Person",
    "company": "Company",
    "international_organization": "Organization",
    "de_facto_authority": "Organization",
    "political_party": "Organization",
    "armed_group": "Organization",
    "organization": "Organization",
    "treaty": "Organization",
}
"""The schema of each kind of actor; a territory is none. The kind itself stands in `classification`."""

_NAMES: Final = {"former": "previousName", "metonym": "weakAlias", "contested": "weakAlias"}
_COLUMNS: Final = (
    *("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang"),
    *("original_value", "external", "first_seen", "last_seen", "id"),
)
_TYPES: Final = {
    **dict.fromkeys(("name", "alias", "previousName", "weakAlias"), "name"),
    **dict.fromkeys(("startDate", "endDate", "birthDate", "deathDate", "retrievedAt"), "date"),
    **dict.fromkeys(("incorporationDate", "dissolutionDate"), "date"),
    **dict.fromkeys(("member", "organization", "holder", "post", "involved", "organizer", "parent"), "entity"),
    **dict.fromkeys(("description", "notes"), "text"),
    "country": "country",
    "wikidataId": "identifier",
    "sourceUrl": "url",
    "location": "address",
}


class Statement(NamedTuple):
    """A value of an entity, and the source in which it was read."""

    entity: str
    schema: str
    prop: str
    value: str
    origin: str


def write(path: Path, content: Content) -> None:
    """Write entities.ftm.json, an entity a line; statements.csv; and dataset.json, which says what they are of."""
    path.mkdir()
    statements = {s[:1] + s[2:4]: s for s in reversed([*_Entities(content.version)])}
    name = content.about["name"]
    entities: dict[str, dict[str, object]] = {}
    with (path / "statements.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, dialect=csv.unix_dialect)
        written.writerow(_COLUMNS)
        for entity, schema, prop, value, origin in reversed(statements.values()):
            key = hashlib.sha1(f"{name}.{entity}.{prop}.{value}".encode(), usedforsecurity=False).hexdigest()
            kind = _TYPES.get(prop, "string")
            written.writerow([entity, entity, prop, kind, schema, value, name, origin, "", "", "f", "", "", key])
            told = entities.setdefault(entity, {"id": entity, "schema": schema, "properties": defaultdict(list)})
            told["properties"][prop].append(value)  # type: ignore[index]
    lines = (json.dumps({**told, "datasets": [name]}, ensure_ascii=False) + "\n" for told in entities.values())
    (path / "entities.ftm.json").write_text("".join(lines), encoding="utf-8", newline="\n")
    about = json.dumps(content.about, ensure_ascii=False, indent=2)
    (path / "dataset.json").write_text(about + "\n", encoding="utf-8", newline="\n")


class _Entities:
    """The statements of a version."""

    def __init__(self, version: str | None) -> None:
        self._version = version

    def __iter__(self) -> Iterator[Statement]:
        for actor in self._actors.values():
            yield from self._actor(actor)
        for membership in self._rows("memberships"):
            yield from self._membership(membership)
        for event in self._rows("events"):
            yield from self._event(event)

    def _rows(self, table: str) -> list[Row]:
        return storage.rows(table, self._version) if table in storage.tables(self._version) else []

    def _by(self, table: str, column: str) -> defaultdict[str, list[Row]]:
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._rows(table):
            found[row[column]].append(row)
        return found

    @cached_property
    def _actors(self) -> dict[str, Row]:
        return {row["actor_id"]: row for row in self._rows("actors") if row["kind"] in SCHEMAS}

    @cached_property
    def _sources(self) -> dict[str, Row]:
        return {row["source_id"]: row for row in self._rows("sources")}

    @cached_property
    def _places(self) -> dict[str, str]:
        return {row["place_id"]: row["name"] for row in self._rows("places")}

    @cached_property
    def _cited(self) -> dict[str, list[str]]:
        cited = self._by("citations", "row_id")
        return {i: [c["source_id"] for c in rows if c["stance"] == "supports"] for i, rows in cited.items()}

    @cached_property
    def _names(self) -> defaultdict[str, list[Row]]:
        return self._by("names", "actor_id")

    @cached_property
    def _participants(self) -> defaultdict[str, list[Row]]:
        return self._by("participants", "event_id")

    @cached_property
    def _wikidata(self) -> dict[str, Row]:
        rows = (r for r in self._rows("identifiers") if (r["scheme"], r["match"]) == ("wikidata", "exact"))
        return {row["row_id"]: row for row in rows}

    def _entity(self, entity: str, schema: str, row: Row, facts: dict[str, str]) -> Iterator[Statement]:
        """The facts of a row, and the sources that bear it out."""
        first = row["source_id"]
        for prop, value in facts.items():
            if value:
                yield Statement(entity, schema, prop, value, first)
        for source_id in (first, *self._cited.get(row.get("membership_id") or row.get("event_id") or entity, ())):
            source = self._sources[source_id]
            told = {"sourceUrl": source["url"], "publisher": source["publisher"], "retrievedAt": source["accessed"]}
            yield from (Statement(entity, schema, prop, value, source_id) for prop, value in told.items() if value)

    def _actor(self, row: Row) -> Iterator[Statement]:
        actor_id, schema = row["actor_id"], SCHEMAS[row["kind"]]
        born, gone = ("birthDate", "deathDate") if schema == "Person" else ("incorporationDate", "dissolutionDate")
        facts = {
            "name": row["name"],
            "classification": row["kind"],
            "country": COUNTRIES.get(row["iso3"], "").lower(),
            "parent": row["parent_id"] if row["parent_id"] in self._actors else "",
            born: day(row["start_date"]),
            gone: day(row["end_date"]),
            "notes": row["note"],
        }
        yield from self._entity(actor_id, schema, row, facts)
        for name in self._names[actor_id]:
            yield Statement(actor_id, schema, _NAMES.get(name["usage"], "alias"), name["name"], name["source_id"])
        if actor_id in self._wikidata:
            known = self._wikidata[actor_id]
            yield Statement(actor_id, schema, "wikidataId", known["value"], known["source_id"])

    def _membership(self, row: Row) -> Iterator[Statement]:
        held, holder = row["organization_id"], row["member_id"]
        spell = {
            "startDate": day(row["start_date"]),
            "endDate": day(row["end_date"]),
            "recordId": row["membership_id"],
            "status": row["participation"],
            "description": row["note"],
        }
        if row["type"] == "office" and self._actors[holder]["kind"] == "person":
            post = f"{held}-{re.sub(r'[^a-z0-9]+', '-', row['role'].lower()).strip('-')}"
            name = f"{row['role']}, {self._actors[held]['name']}"
            country = COUNTRIES.get(self._actors[held]["iso3"], "").lower()
            yield from self._entity(post, "Position", row, {"name": name, "organization": held, "country": country})
            yield from self._entity(row["membership_id"], "Occupancy", row, {"holder": holder, "post": post, **spell})
        else:
            facts = {"member": holder, "organization": held, "role": row["role"] or row["type"], **spell}
            yield from self._entity(row["membership_id"], "Membership", row, facts)

    def _event(self, row: Row) -> Iterator[Statement]:
        facts = {
            "name": row["title"],
            "startDate": day(row["start_date"]),
            "endDate": day(row["end_date"]),
            "keywords": row["type"],
            "location": self._places.get(row.get("place_id", ""), row.get("place", "")),
            "recordId": row["event_id"],
            "notes": row["note"],
        }
        yield from self._entity(row["event_id"], "Event", row, facts)
        for part in self._participants[row["event_id"]]:
            prop = "organizer" if part["role"] == "host" else "involved"
            yield Statement(row["event_id"], "Event", prop, part["actor_id"], row["source_id"])


def day(date: str) -> str:
    """An EDTF date as FollowTheMoney holds it: as far as first and last day agree, and blank where they do not.

    >>> day("2024-06?"), day("2023-09-19/2023-09-20"), day("198X")
    ('2024-06', '2023-09', '')
    """
    if not date:
        return ""
    parsed = edtf.parse(date)
    bounds = zip(*(bound.isoformat().split("-") for bound in (parsed.earliest, parsed.latest)), strict=True)
    return "-".join(first for first, _ in takewhile(lambda pair: pair[0] == pair[1], bounds))
