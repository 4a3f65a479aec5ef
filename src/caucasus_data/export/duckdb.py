"""A DuckDB database."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from caucasus_data.export import content, sql
from caucasus_data.export.arrow import as_arrow
from caucasus_data.support.extras import extra
from caucasus_data.support.writing import naming

_TYPES: Final = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}


def write(path: Path, version: str | None) -> None:
    """Write the tables of a version to a database."""
    with extra("export"):
        import duckdb
        import pyarrow  # noqa: F401
    with naming(path.name, duckdb.OperationalError), duckdb.connect(path) as database:
        database.execute(sql.METADATA)
        database.executemany("INSERT INTO metadata VALUES (?, ?)", [*content.about(version).items()])
        for table in sql.tables(version):
            for statement in sql.create(table, _TYPES, version):
                database.execute(statement)
            for rows in sql.batches(table, version):
                database.register("batch", as_arrow(table, rows, version))
                database.execute(f'INSERT INTO "{table}" SELECT * FROM batch')  # noqa: S608
