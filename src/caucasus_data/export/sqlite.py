"""A SQLite database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from caucasus_data.export import sql, views
from caucasus_data.export.content import Cell, Content, Table
from caucasus_data.support.writing import naming

_PAGE: Final = 2048
"""Bytes of a page: a table or index ends in half an empty one, and there are many small ones."""

_REMARKS: Final = frozenset({"locator", "note"})

_TYPES: Final = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "DATE"}


def write(path: Path, content: Content) -> None:
    """Write the tables to a database, with vocabularies, views, indexes and a full-text index."""
    import sqlite3

    with naming(path.name, sqlite3.OperationalError), closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute(f"PRAGMA page_size = {_PAGE}")
        with database:
            database.execute(f"{sql.METADATA} WITHOUT ROWID")
            database.executemany("INSERT INTO metadata VALUES (?, ?)", content.about.items())
            for name, words in content.vocabularies.items():
                database.execute(f"{sql.create_vocabulary(name)} WITHOUT ROWID")
                database.executemany(sql.insert(sql.vocabulary(name), 2), words.items())
            for table in sql.tables(content):
                for statement in sql.create(table, _TYPES, comments=True):
                    database.execute(statement)
                for rows in sql.batches(table):
                    cells = [[*map(_storable, row)] for row in rows]
                    database.executemany(sql.insert(table.name, len(table.columns)), cells)
                for statement in sql.indexes(table):
                    database.execute(statement)
            for _, description, statement in views.create(content):
                database.execute(statement.replace(" AS SELECT", f" AS /* {description} */ SELECT", 1))
            for table in content.tables.values():
                for statement in _full_text(table):
                    database.execute(statement)
        database.execute("VACUUM")


def _storable(cell: Cell) -> str | int | float | None:
    return cell if isinstance(cell, str | int | float | None) else cell.isoformat()


def _full_text(table: Table) -> Iterator[str]:
    """The statements that index the free texts of a table, those of limited length; they are not stored twice.

    A table that joins others, and of which all texts are remarks on a pair of rows, has none.
    """
    texts = [f["name"] for f in table.schema["fields"] if "maxLength" in f.get("constraints", {})]
    if len(table.key) > 1 and _REMARKS.issuperset(texts):
        return
    name, columns = sql.quoted(f"{table.name}_fts"), ", ".join(map(sql.quoted, texts))
    options = f"content = {sql.text(table.name)}, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'"
    yield f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, {options})"
    yield f"INSERT INTO {name} ({name}) VALUES ('rebuild')"  # noqa: S608
