"""A folder of JSON Lines, a row a line, which is a Data Package of its own."""

from __future__ import annotations

import json
from pathlib import Path

from caucasus_data.export import content
from caucasus_data.loading.fields import fields
from caucasus_data.package import storage


def write(path: Path, version: str | None) -> None:
    """Write a file for each table of a version, and datapackage.json, which describes them."""
    path.mkdir()
    resources = []
    for table, description in storage.tables(version).items():
        names = [*content.fields(table, version)]
        with (path / f"{table}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for row in content.rows(table, version):
                file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str) + "\n")
        resources.append(
            {
                "name": table,
                "type": "table",
                "path": f"{table}.jsonl",
                "description": description,
                "format": "jsonl",
                "mediatype": "application/jsonl",
                "encoding": "utf-8",
                "schema": storage.schema(table, version) | {"fields": fields(table, version)},
            }
        )
    about = content.about(version)
    told = {"version": about["version"], "citation": about["citation"], "resources": resources}
    text = json.dumps(storage.package(version) | told, ensure_ascii=False, indent=2)
    (path / "datapackage.json").write_text(text + "\n", encoding="utf-8", newline="\n")
