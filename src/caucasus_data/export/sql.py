"""The tables in the words of SQL, as SQLite and DuckDB both take them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter

from caucasus_data.errors import CaucasusDataError
from caucasus_data.export import content
from caucasus_data.loading.fields import fields
from caucasus_data.package import storage

METADATA = 'CREATE TABLE "metadata" ("name" TEXT PRIMARY KEY, "value" TEXT NOT NULL)'


def tables(version: str | None) -> list[str]:
    """The tables, each after those whose rows it names."""
    named = {t: {*storage.foreign_keys(t, version).values()} - {t} for t in storage.tables(version)}
    return [*TopologicalSorter(named).static_order()]


def create(table: str, types: Mapping[str, str], version: str | None) -> Iterator[str]:
    """The statements that declare a table, with the type of a database for each type of Table Schema."""
    schema = storage.schema(table, version)
    key, parts = storage.key(table, version), []
    for field in fields(table, version):
        name, words = field["name"], [_text(c["value"]) for c in field.get("categories", ())]
        required = " NOT NULL" if field.get("constraints", {}).get("required") else ""
        check = f" CHECK ({_name(name)} IN ({', '.join(words)}))" if words else ""
        parts.append(f"{_name(name)} {types[field['type']]}{required}{check}")
    if "primaryKey" in schema:
        parts.append(f"PRIMARY KEY ({', '.join(map(_name, key))})")
    for column, target in storage.foreign_keys(table, version).items():
        (referred,) = storage.key(target, version)
        parts.append(f"FOREIGN KEY ({_name(column)}) REFERENCES {_name(target)} ({_name(referred)})")
    yield f"CREATE TABLE {_name(table)} ({', '.join(parts)})"
    if "primaryKey" not in schema:  # blank parts of a key are the same blank here, and two unknowns in plain SQL
        parts = [f"(COALESCE({_name(column)}, ''))" for column in key]
        yield f"CREATE UNIQUE INDEX {_name(f'{table}_key')} ON {_name(table)} ({', '.join(parts)})"


def insert(table: str, version: str | None) -> str:
    """The statement that adds a row."""
    return f"INSERT INTO {_name(table)} VALUES ({', '.join('?' * len(content.fields(table, version)))})"  # noqa: S608


def batches(table: str, version: str | None) -> Iterator[list[content.Row]]:
    """The rows of a table in batches, each after those that it names."""
    rest, names = content.rows(table, version), [*content.fields(table, version)]
    own = [names.index(c) for c, target in storage.foreign_keys(table, version).items() if target == table]
    key = names.index(storage.key(table, version)[0])
    while own and rest:
        waiting = {row[key] for row in rest}
        ready = [row for row in rest if waiting.isdisjoint(row[column] for column in own)]
        if not ready:
            raise CaucasusDataError(f"{table} cannot be put in order: {rest[0][key]} comes before itself")
        yield ready
        gone = {row[key] for row in ready}
        rest = [row for row in rest if row[key] not in gone]
    if rest:
        yield rest


def _name(name: str) -> str:
    return f'"{name}"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
