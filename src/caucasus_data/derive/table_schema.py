"""Table Schema and Data Package (version 2) of the declared tables."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

from caucasus_data.model import package
from caucasus_data.model.cells import Kind
from caucasus_data.model.edtf import parse
from caucasus_data.model.row import Column, Table
from caucasus_data.model.tables import TABLES

Json = dict[str, Any]

_TYPES: dict[Kind, str] = {
    "text": "string",
    "form": "string",
    "word": "string",
    "edtf": "string",
    "day": "date",
    "integer": "integer",
    "number": "number",
}
EDTF_TYPE = "http://id.loc.gov/datatypes/edtf/EDTF"


def table_schema(table: Table) -> Json:
    """The Table Schema of a table, with its rules in words beside what Table Schema can express."""
    unique = all(table.column(k).required for k in table.key)
    references = [
        {
            "fields": [c.name],
            "reference": {"resource": target if target != table.name else "", "fields": list(TABLES[target].key)},
        }
        for c in table.columns
        if c.cell.reference and (target := c.cell.reference.table)
    ]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(c) for c in table.columns],
        **({"primaryKey": list(table.key)} if unique else {"uniqueKeys": [list(table.key)]}),
        **({"foreignKeys": references} if references else {}),
        "missingValues": [""],
        "rules": [rule.sentence for rule in table.rules],
        "caution": table.caution,
        "headline": list(table.headline),
        "timeline": list(table.timeline),
        "lasting": table.lasting,
    }


def _field(column: Column) -> Json:
    cell = column.cell
    field: Json = {"name": column.name, "type": _TYPES[cell.kind], "description": column.description}
    field["example"] = column.example
    if cell.reference and len(cell.reference.tables) > 1:
        field["refersTo"] = list(cell.reference.tables)  # a foreign key has one table
    if cell.kind == "edtf":
        field["rdfType"] = EDTF_TYPE
    constraints = ({"required": True} if column.required else {}) | cell.constraints()
    if constraints:
        field["constraints"] = constraints
    if cell.separator:
        field["separator"] = cell.separator
    if cell.vocabulary:
        field["vocabulary"] = cell.vocabulary.name
        field["categories"] = [
            {"value": word, "label": term.definition} for word, term in cell.vocabulary.terms.items()
        ]
        if cell.vocabulary.scale:
            field["categoriesOrdered"] = True
    return field


def data_package(root: Path) -> Json:
    """The Data Package descriptor of the tables in root/data, with the size and hash of each file."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": package.NAME,
        "title": package.TITLE,
        "description": package.DESCRIPTION,
        **({"homepage": package.REPOSITORY} if package.REPOSITORY else {}),
        "version": package.VERSION,
        "created": f"{package.RELEASED}T00:00:00Z",
        "keywords": list(package.KEYWORDS),
        "licenses": list(package.LICENSES),
        "contributors": list(package.CONTRIBUTORS),
        "sources": list(package.SOURCES),
        "temporal": _coverage(root / "data" / "events.csv"),
        "resources": [_resource(root, table) for table in TABLES.values()],
    }


def _resource(root: Path, table: Table) -> Json:
    path = f"data/{table.name}.csv"
    content = (root / path).read_bytes()
    return {
        "name": table.name,
        "type": "table",
        "path": path,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": f"schemas/{table.name}.schema.json",
    }


def _coverage(events: Path) -> Json:
    """First and last day on which an event of the table can have begun."""
    with events.open(encoding="utf-8", newline="") as file:
        dates = [parse(row["start_date"]) for row in csv.DictReader(file)]
    return {"start": min(d.earliest for d in dates).isoformat(), "end": max(d.earliest for d in dates).isoformat()}
