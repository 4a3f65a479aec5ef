"""The full-text index of a version, made from its tables and kept in the user's cache directory.

What is kept carries in its name a digest of all that it was made from, so that it is never out of date: rows that
changed by a letter have another index. Where nothing can be kept, the index is made in memory.
"""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from caucasus_data.errors import CaucasusDataError, UnwritableError
from caucasus_data.package import storage
from caucasus_data.support import folding
from caucasus_data.support.folding import folded, in_one_piece, sounding, words
from caucasus_data.support.writing import replacing

_KEPT: Final = 4
"""How many indexes may lie beside each other: today's, and of some releases."""

T = TypeVar("T")

BETWEEN: Final = "\x1f"
"""Between the columns and the cells of a row; no letter, so that words end there too."""

_TABLES: Final = (
    "CREATE VIRTUAL TABLE texts USING fts5(head, named, rest, content='', columnsize=0, detail=column, "
    "tokenize='unicode61 remove_diacritics 0')",
    "CREATE TABLE rows (id INTEGER PRIMARY KEY, name TEXT, row_id TEXT, date TEXT, is_fact INTEGER, size INTEGER, "
    "columns TEXT, cells TEXT)",
    "CREATE TABLE terms (sounding TEXT, term TEXT, PRIMARY KEY (sounding, term)) WITHOUT ROWID",
)

Cells = list[tuple[str, str]]
"""Columns and what stands in them."""


class Document(NamedTuple):
    """The texts of a row.

    Attributes:
        is_fact: Whether it is a fact, which names its source, and no source or word about another row.
        head: The cells of free text in the columns that a table view shows.
        named: The labels of the rows that it names in these columns.
        rest: All other cells of free text.
    """

    table: str
    row_id: str
    date: str
    is_fact: bool
    head: Cells
    named: Cells
    rest: Cells


def answered(version: str | None, question: Callable[[sqlite3.Connection], T]) -> T:
    """The answer of the index of a version: of the one that is kept, or else of one in memory."""
    path = _path(version)
    if path is not None:
        with suppress(UnwritableError, sqlite3.Error):
            if not path.is_file():
                with replacing(path) as beside:
                    made(version, beside).close()
                _forget_all_but_the_latest(path.parent)
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as index:
                return question(index)
        with suppress(OSError):
            path.unlink()  # what is damaged
    with closing(made(version, ":memory:")) as index:
        return question(index)


def made(version: str | None, place: Path | str) -> sqlite3.Connection:
    """A new index of a version, in a file or in memory.

    Raises:
        CaucasusDataError: The SQLite of this Python has no full-text search.
    """
    index = sqlite3.connect(place)
    try:
        _fill(index, version)
    except BaseException as error:
        index.close()
        if isinstance(error, sqlite3.OperationalError) and "fts5" in str(error):
            raise CaucasusDataError("the SQLite of this Python has no full-text search (FTS5)") from None
        raise
    return index


def _fill(index: sqlite3.Connection, version: str | None) -> None:
    for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", *_TABLES, "BEGIN"):
        index.execute(statement)
    rows, texts = [], []
    foreign: set[str] = set()
    for number, (*about, head, named, rest) in zip(count(1), documents(version)):
        columns, cells = zip(*head, *named, *rest, strict=True)
        parts = [BETWEEN.join([text for _, text in part]) for part in (head, named, rest)]
        rows.append((number, *about, len(parts[0] or parts[2]), BETWEEN.join(columns), BETWEEN.join(cells)))
        texts.append((number, *(part if part.isascii() else folded(part) for part in parts)))
        foreign.update(word for part in parts if not part.isascii() for word in words(in_one_piece(part.casefold())))
    index.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    index.executemany("INSERT INTO texts (rowid, head, named, rest) VALUES (?, ?, ?, ?)", texts)
    index.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, texts, row)")
    terms = [term for (term,) in index.execute("SELECT term FROM vocabulary")]
    spelled = {*zip(sounding("\n".join(terms)).split("\n"), terms, strict=True)}
    spelled |= {(sounding(word), folded(word)) for word in foreign if not word.isascii()}
    index.executemany("INSERT INTO terms VALUES (?, ?)", sorted(spelled))
    index.execute("COMMIT")


def documents(version: str | None) -> Iterator[Document]:
    """Every row of a version that has a text to search, or names a row that has."""
    tables = {name: _lines(name, version) for name in storage.tables(version)}
    labels: dict[str, dict[str, str]] = {name: _labels(name, *lines, version) for name, lines in tables.items()}
    for table, (names, lines) in tables.items():
        declared, references = storage.schema(table, version), storage.foreign_keys(table, version)
        about_rows, key = "row_id" in names, [names.index(k) for k in storage.key(table, version)]
        free, headline = _free(table, version), [] if about_rows else declared["headline"]
        heads = [(c, names.index(c)) for c in headline if c in free]
        naming = [(c, names.index(c), labels[references[c]]) for c in headline if c in references and len(key) == 1]
        others = [(c, names.index(c)) for c in free if c not in headline]
        date = names.index(declared["timeline"][0]) if declared["timeline"] else None
        is_fact = "source_id" in references and not about_rows
        for line in lines:
            head = [(c, line[i]) for c, i in heads if line[i]]
            named = [(c, label[line[i]]) for c, i, label in naming if line[i] in label]
            rest = [(c, line[i]) for c, i in others if line[i]]
            if head or named or rest:
                row_id = "/".join([line[k] for k in key])
                yield Document(table, row_id, "" if date is None else line[date], is_fact, head, named, rest)


def _lines(table: str, version: str | None) -> tuple[list[str], list[list[str]]]:
    """The names of the columns of a table, and its rows."""
    with storage.csv_path(table, version).open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        return next(lines), [*lines]


def _free(table: str, version: str | None) -> list[str]:
    """The columns of free text: all others have a form, a vocabulary or a type of their own."""
    fields = storage.schema(table, version)["fields"]
    return [f["name"] for f in fields if "maxLength" in f.get("constraints", {})]


def _labels(table: str, names: list[str], lines: list[list[str]], version: str | None) -> dict[str, str]:
    """What the rows of a table are called, by their id."""
    free, key = _free(table, version), storage.key(table, version)
    called = next((c for c in storage.schema(table, version)["headline"] if c in free), None)
    if called is None or len(key) > 1:
        return {}
    return {line[names.index(key[0])]: line[names.index(called)] for line in lines}


def _path(version: str | None) -> Path | None:
    """Where the index of a version is kept, or None where there is no telling."""
    from platformdirs import user_cache_path

    digest = hashlib.blake2b(
        f"{sqlite3.sqlite_version} {storage.releases().get(version or '')}".encode(), digest_size=16
    )
    parts = [Path(str(made_by)) for made_by in (__file__, folding.__file__)]
    if version is None:
        parts.append(storage.root() / "datapackage.json")
        parts += [storage.root() / storage.resource(t)[place] for t in storage.tables() for place in ("schema", "path")]
    for path in parts:
        digest.update(path.read_bytes())
    try:
        return user_cache_path("caucasus-data", appauthor=False) / f"search-{digest.hexdigest()}.sqlite"
    except RuntimeError:  # a user without a home
        return None


def _forget_all_but_the_latest(folder: Path) -> None:
    with suppress(OSError):
        kept = sorted(folder.glob("search-*.sqlite"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[_KEPT:]:
            path.unlink()
