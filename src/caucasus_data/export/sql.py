"""The tables in the words of SQL, as SQLite and DuckDB both take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter

from caucasus_data.errors import CaucasusDataError
from caucasus_data.export.content import Content, Row, Table

METADATA = 'CREATE TABLE "metadata" ("name" TEXT PRIMARY KEY NOT NULL, "value" TEXT NOT NULL)'


def tables(content: Content) -> list[Table]:
    """The tables, each after those whose rows it names."""
    by_name = {str(name): table for name, table in content.tables.items()}
    named = {n: {target for target, _ in t.references.values()} - {n} for n, t in by_name.items()}
    return [by_name[name] for name in TopologicalSorter(named).static_order()]


def vocabulary(name: str) -> str:
    """The name of the table of a vocabulary."""
    return f"words_{name}"


def create_vocabulary(name: str) -> str:
    """The statement that declares the table of a vocabulary."""
    return f'CREATE TABLE {quoted(vocabulary(name))} ("word" TEXT PRIMARY KEY NOT NULL, "definition" TEXT NOT NULL)'


def create_type(name: str, words: Iterable[str]) -> str:
    """The statement that declares the words of a vocabulary as a type, which no other word is of."""
    return f"CREATE TYPE {quoted(name)} AS ENUM ({', '.join(map(text, words))})"


def create(
    table: Table, types: Mapping[str, str], *, comments: bool = False, words_are_types: bool = False
) -> Iterator[str]:
    """The statements that declare a table.

    Args:
        table: The table.
        types: The type of a database for each type of Table Schema.
        comments: Whether what a column holds is said in a comment beside it.
        words_are_types: Whether a vocabulary is a type; otherwise a word refers to the table of its vocabulary.
    """
    parts = []
    for column in table.columns:
        required = " NOT NULL" if column.required else ""
        said = f" /* {column.description.replace('*/', '* /')} */" if comments else ""
        kind = quoted(column.vocabulary) if words_are_types and column.vocabulary else types[column.type]
        parts.append(f"{quoted(column.name)} {kind}{required}{said}")
    if "primaryKey" in table.schema:
        parts.append(f"PRIMARY KEY ({_names(table.key)})")
    for name, target in references(table, words=not words_are_types):
        parts.append(f"FOREIGN KEY ({quoted(name)}) REFERENCES {target}")
    yield f"CREATE TABLE {quoted(table.name)} (\n  {f',{chr(10)}  '.join(parts)}\n)"
    if "primaryKey" not in table.schema:  # blank parts of a key are the same blank here, and two unknowns in plain SQL
        filled = {column.name for column in table.columns if column.required}
        parts = [quoted(name) if name in filled else f"(COALESCE({quoted(name)}, ''))" for name in table.key]
        yield f"CREATE UNIQUE INDEX {quoted(f'{table.name}_key')} ON {quoted(table.name)} ({', '.join(parts)})"


def references(table: Table, *, words: bool) -> Iterator[tuple[str, str]]:
    """The columns that name a row of another table or a word, and the table and column that they name."""
    for name, (target, key) in table.references.items():
        yield name, f"{quoted(target)} ({quoted(key)})"
    for column in table.columns:
        if words and column.vocabulary:
            yield column.name, f'{quoted(vocabulary(column.vocabulary))} ("word")'


def indexes(table: Table) -> Iterator[str]:
    """The statements that declare an index on each reference to a row; the key is one, and words are too few."""
    for column in table.references:
        if column != table.key[0]:
            yield f"CREATE INDEX {quoted(f'{table.name}_{column}')} ON {quoted(table.name)} ({quoted(column)})"


def comment(place: str, said: str) -> str:
    """The statement that says what a table or column holds."""
    return f"COMMENT ON {place} IS {text(said)}"


def insert(table: str, columns: int) -> str:
    """The statement that adds a row."""
    return f"INSERT INTO {quoted(table)} VALUES ({', '.join('?' * columns)})"  # noqa: S608


def batches(table: Table) -> Iterator[list[Row]]:
    """The rows of a table in batches, each after those that it names."""
    rest, names = table.rows, [column.name for column in table.columns]
    own = [names.index(c) for c, (target, _) in table.references.items() if target == table.name]
    key = names.index(table.key[0])
    while own and rest:
        waiting = {row[key] for row in rest}
        ready = [row for row in rest if waiting.isdisjoint(row[column] for column in own)]
        if not ready:
            raise CaucasusDataError(f"{table.name} cannot be put in order: {rest[0][key]} comes before itself")
        yield ready
        gone = {row[key] for row in ready}
        rest = [row for row in rest if row[key] not in gone]
    if rest:
        yield rest


def quoted(name: str) -> str:
    """A name, as SQL wants it."""
    return f'"{name}"'


def text(content: str) -> str:
    """A text, as SQL wants it."""
    return "'" + content.replace("'", "''") + "'"


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))
