"""Rows as schema.org says them, for the head of their pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from caucasus_data.model import edtf
from caucasus_data.package import storage
from caucasus_data.site import words
from caucasus_data.site.record import Record, Row

_KINDS: Final = {
    "state": "Country",
    "person": "Person",
    "territory": "Place",
    "treaty": "Legislation",
    "company": "Corporation",
    "government_body": "GovernmentOrganization",
    "political_party": "PoliticalParty",
}


def described(record: Record, table: str, row: Row, row_id: str) -> dict[str, Any]:
    """A row as JSON-LD."""
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "identifier": row_id,
        "name": words.title(record, table, row),
        **_TABLES[table](record, row),
        "isPartOf": {
            "@type": "Dataset",
            "name": storage.package(record.version)["name"],
            "version": record.edition,
            "license": "https://creativecommons.org/licenses/by/4.0/",
        },
    }
    return {key: value for key, value in about.items() if value}


def _actor(record: Record, row: Row) -> dict[str, Any]:
    kind = _KINDS.get(row["kind"], "Organization")
    names = [n["name"] for n in record.named_by(row["actor_id"], "names", "actor_id")]
    start, end = ("birthDate", "deathDate") if kind == "Person" else ("foundingDate", "dissolutionDate")
    life = {start: _day(row["start_date"]), end: _day(row["end_date"])} if kind != "Country" else {}
    return {"@type": kind, "alternateName": names, **life}


def _membership(_: Record, row: Row) -> dict[str, Any]:
    return {
        "@type": "Role",
        "roleName": row["role"] or words.plain(row["type"]),
        "startDate": _day(row["start_date"]),
        "endDate": _day(row["end_date"]),
    }


def _event(record: Record, row: Row) -> dict[str, Any]:
    place = row.get("place") or record.row("places", row.get("place_id", "")).get("name", "")
    return {
        "@type": "Event",
        "startDate": _day(row["start_date"]),
        "endDate": _day(row["end_date"]),
        "location": {"@type": "Place", "name": place} if place else None,
    }


def _dependency(_: Record, row: Row) -> dict[str, Any]:
    return {
        "@type": "Observation",
        "measuredProperty": row["indicator"],
        "observationDate": _day(row["period"]),
        "value": row["value"],
        "unitText": row["unit"],
    }


def _claim(record: Record, row: Row) -> dict[str, Any]:
    claimant = {"@type": "Thing", "name": words.name(record, row["claimant_id"])}
    return {"@type": "Claim", "datePublished": _day(row["made_on"]), "author": claimant}


def _source(_: Record, row: Row) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "datePublished": _day(row["published"]),
        "publisher": {"@type": "Organization", "name": row["publisher"]},
        "inLanguage": row["language"],
        "url": row["url"] if row["url"].startswith(("https://", "http://")) else "",
    }


def _place(_: Record, row: Row) -> dict[str, Any]:
    point = {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]}
    return {"@type": "Place", "geo": point if row["latitude"] else None}


def _day(text: str) -> str:
    """A date as far as ISO 8601 can say it; what is uncertain stays out."""
    return text if text and edtf.parse(text).precision in ("day", "month", "year") and text[-1].isdigit() else ""


_TABLES: Final[dict[str, Callable[[Record, Row], dict[str, Any]]]] = {
    "actors": _actor,
    "memberships": _membership,
    "events": _event,
    "dependencies": _dependency,
    "claims": _claim,
    "sources": _source,
    "places": _place,
}
