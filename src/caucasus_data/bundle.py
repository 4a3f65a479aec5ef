"""Where the Data Package lies: at the root of a checkout, or inside the installed wheel."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from caucasus_data.errors import UnknownValueError

Descriptor = dict[str, Any]


@cache
def root() -> Path:
    """The folder that holds datapackage.json, data/ and schemas/.

    A checkout comes first: an editable install leaves a frozen copy of the bundle behind.
    """
    checkout = Path(__file__).parents[2]
    if (checkout / "pyproject.toml").is_file() and (checkout / "datapackage.json").is_file():
        return checkout
    return Path(__file__).parent / "_bundle"


@cache
def package() -> Descriptor:
    """The Data Package descriptor (datapackage.json)."""
    return _read(root() / "datapackage.json")


def resource(table: str) -> Descriptor:
    """The resource of a table in the Data Package descriptor.

    Raises:
        UnknownValueError: There is no such table; the error names the nearest.

    >>> resource("events")["path"]
    'data/events.csv'
    """
    resources: dict[str, Descriptor] = {r["name"]: r for r in package()["resources"]}
    if table not in resources:
        raise UnknownValueError("table", str(table), resources)
    return resources[table]


@cache
def schema(table: str) -> Descriptor:
    """The Table Schema of a table (schemas/<table>.schema.json)."""
    return _read(root() / resource(table)["schema"])


def key(table: str) -> list[str]:
    """The columns that together identify a row of a table."""
    declared = schema(table)
    columns: list[str] = declared.get("primaryKey") or declared["uniqueKeys"][0]
    return columns


def foreign_keys(table: str) -> dict[str, str]:
    """The columns of a table that name a row of another, and of which."""
    references = {k["fields"][0]: k["reference"]["resource"] for k in schema(table).get("foreignKeys", [])}
    return {column: target or table for column, target in references.items()}


def csv_path(table: str) -> Path:
    """The CSV file of a table."""
    return root() / str(resource(table)["path"])


def tables() -> dict[str, str]:
    """The tables of the dataset.

    Returns:
        Name of each table and what a row of it is, in the order of the codebook.

    Source:
        datapackage.json.

    >>> list(tables())[:3]
    ['actors', 'memberships', 'events']
    """
    return {r["name"]: r["description"] for r in package()["resources"]}


def _read(path: Path) -> Descriptor:
    loaded: Descriptor = json.loads(path.read_text(encoding="utf-8"))
    return loaded
