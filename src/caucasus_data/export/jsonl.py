"""A folder of JSON Lines, a row a line, which is a Data Package of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from caucasus_data.export.content import Content, Table
from caucasus_data.loading.fields import fields
from caucasus_data.package import storage


def write(path: Path, content: Content) -> None:
    """Write a file for each table, and datapackage.json, which describes them."""
    path.mkdir()
    for name, table in content.tables.items():
        names = [column.name for column in table.columns]
        with (path / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for row in table.rows:
                file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str) + "\n")
    about = content.about
    resources = [_resource(table) for table in content.tables.values()]
    told = {"version": about["version"], "citation": about["citation"], "resources": resources}
    text = json.dumps(storage.package(content.version) | told, ensure_ascii=False, indent=2)
    (path / "datapackage.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _resource(table: Table) -> dict[str, Any]:
    declared = {f["name"]: f for f in fields(table.name, table.version)}
    columns = [
        declared.get(c.name, {"name": c.name, "type": c.type, "description": c.description}) for c in table.columns
    ]
    of_file = {
        "path": f"{table.name}.jsonl",
        "format": "jsonl",
        "mediatype": "application/jsonl",
        "encoding": "utf-8",
    }
    # an empty file of JSON Lines has no columns, so of an empty table the descriptor itself holds them
    lines = of_file if table.rows else {"data": [[c.name for c in table.columns]]}
    about = {"name": table.name, "type": "table", "description": table.description}
    return about | lines | {"schema": table.schema | {"fields": columns}}
