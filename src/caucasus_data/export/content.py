"""What every format holds: the rows with their types, and what is said of the whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from caucasus_data.citing.edition import citation_text, edition
from caucasus_data.loading.fields import derived
from caucasus_data.loading.fields import fields as declared
from caucasus_data.package import storage

Cell = str | int | float | date | None
Row = tuple[Cell, ...]

_PARSERS: Final[dict[str, Callable[[str], Cell]]] = {
    "string": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
}


def fields(table: str, version: str | None) -> dict[str, str]:
    """The columns of a table, with those that follow from a word, and the Table Schema type of each."""
    return {field["name"]: field["type"] for field in declared(table, version)}


def rows(table: str, version: str | None) -> list[Row]:
    """The rows of a table, each cell of its column's type and None where it is blank."""
    parsers = {name: _PARSERS[kind] for name, kind in fields(table, version).items()}
    told, stored = derived(table, version), storage.rows(table, version)
    for row in stored if told else ():
        row |= {d.field["name"]: d.words.get(row[d.of], "") for d in told}
    return [tuple(parse(row[name]) if row[name] else None for name, parse in parsers.items()) for row in stored]


def about(version: str | None) -> dict[str, str]:
    """What a reader of an exported file must know, by name."""
    described = storage.package(version)
    (licence,) = described["licenses"]
    return {
        "name": described["name"],
        "title": described["title"],
        "version": edition(version),
        "released": described["created"].partition("T")[0],
        "citation": citation_text(version),
        "license": licence["name"],
        "license_url": licence["path"],
    }
