"""A SQLite database."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

from caucasus_data.export import content, sql
from caucasus_data.support.writing import naming

_TYPES: Final = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "DATE"}


def write(path: Path, version: str | None) -> None:
    """Write the tables of a version to a database."""
    import sqlite3

    with naming(path.name, sqlite3.OperationalError), closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with database:
            database.execute(sql.METADATA)
            database.executemany("INSERT INTO metadata VALUES (?, ?)", content.about(version).items())
            for table in sql.tables(version):
                for statement in sql.create(table, _TYPES, version):
                    database.execute(statement)
                for rows in sql.batches(table, version):
                    database.executemany(sql.insert(table, version), [[*map(_storable, row)] for row in rows])


def _storable(cell: content.Cell) -> str | int | float | None:
    return cell if isinstance(cell, str | int | float | None) else cell.isoformat()
