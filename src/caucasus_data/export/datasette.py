"""A folder that Datasette serves: the SQLite database, and what is said of its tables and columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from caucasus_data.export import sqlite
from caucasus_data.export.content import Content, Table

_DATABASE: Final = "caucasus-data"
_LABELS: Final = ("name", "title", "text")


def write(path: Path, content: Content) -> None:
    """Write the database and metadata.json."""
    path.mkdir()
    sqlite.write(path / f"{_DATABASE}.db", content)
    about = content.about
    metadata = {
        "title": about["title"],
        "description": about["citation"],
        "license": about["license"],
        "license_url": about["license_url"],
        "databases": {_DATABASE: {"tables": {name: _table(table) for name, table in content.tables.items()}}},
    }
    text = json.dumps(metadata, ensure_ascii=False, indent=2)
    (path / "metadata.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _table(table: Table) -> dict[str, Any]:
    columns = {column.name: column.description for column in table.columns}
    labels = [name for name in _LABELS if name in columns]
    return {"description": table.description, "columns": columns} | ({"label_column": labels[0]} if labels else {})
