"""A DuckDB database."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from caucasus_data.export import sql, views
from caucasus_data.export.arrow import as_arrow
from caucasus_data.export.content import Content
from caucasus_data.support.extras import extra
from caucasus_data.support.writing import naming

_TYPES: Final = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}


def write(path: Path, content: Content) -> None:
    """Write the tables to a database, with vocabularies, views, and comments on tables and columns."""
    with extra("export"):
        import duckdb
        import pyarrow  # noqa: F401
    with naming(path.name, duckdb.Error), duckdb.connect() as database:
        # each index fills blocks of its own: at their usual size the file would be four times as large
        database.execute(f"ATTACH {sql.text(str(path))} AS export (BLOCK_SIZE 16384); USE export")
        database.begin()
        database.execute(sql.METADATA)
        database.executemany("INSERT INTO metadata VALUES (?, ?)", [*content.about.items()])
        for name, words in content.vocabularies.items():
            database.execute(sql.create_type(name, words))
            database.execute(sql.create_vocabulary(name))
            database.executemany(sql.insert(sql.vocabulary(name), 2), [*words.items()])
        for table in sql.tables(content):
            for statement in sql.create(table, _TYPES, words_are_types=True):  # a foreign key is an index here
                database.execute(statement)
            for rows in sql.batches(table):
                database.register("batch", as_arrow(table, rows))
                database.execute(f"INSERT INTO {sql.quoted(table.name)} SELECT * FROM batch")  # noqa: S608
            database.execute(sql.comment(f"TABLE {sql.quoted(table.name)}", table.description))
            for column in table.columns:
                place = f"COLUMN {sql.quoted(table.name)}.{sql.quoted(column.name)}"
                database.execute(sql.comment(place, column.description))
        for name, description, statement in views.create(content):
            database.execute(statement)
            database.execute(sql.comment(f"VIEW {sql.quoted(name)}", description))
        database.commit()
