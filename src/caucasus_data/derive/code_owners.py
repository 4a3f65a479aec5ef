"""CODEOWNERS: who is asked to read what changes in which table, from one list of readers."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Final, NamedTuple

from caucasus_data.errors import CaucasusDataError, UnreadableError, one_of
from caucasus_data.model.languages import is_language
from caucasus_data.model.tables import TABLES

READERS: Final = ".github/readers.csv"
"""One reader a line: the name on the forge, the tables (or `all`) and the languages, each parted by spaces."""

_NAME: Final = re.compile(r"@[A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)?")


class Reader(NamedTuple):
    """Who reads changes of some tables, and sources in some languages."""

    name: str
    tables: tuple[str, ...]
    languages: tuple[str, ...]


def readers(path: Path) -> list[Reader]:
    """The list of readers.

    Raises:
        UnreadableError: It cannot be read.
        CaucasusDataError: A line of it names what there is not.
    """
    try:
        lines = [*csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
        listed = [(row["github"], row["tables"], row["languages"]) for row in lines]
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise UnreadableError(f"cannot read readers in {path}: {error}") from error
    return [_reader(f"{READERS}:{number}", *cells) for number, cells in enumerate(listed, 2)]


def _reader(place: str, name: str, tables: str, languages: str) -> Reader:
    if not _NAME.fullmatch(name):
        raise CaucasusDataError(f"{place}: {name!r} is no name such as @reader or @group/readers")
    if unknown := [tag for tag in languages.split() if not is_language(tag)]:
        raise CaucasusDataError(f"{place}: {unknown[0]!r} is no language tag such as hy")
    named = [*TABLES] if tables == "all" else [one_of("table", table, TABLES) for table in tables.split()]
    return Reader(name, tuple(named), tuple(languages.split()))


def code_owners(path: Path) -> str:
    """The file, from the list of readers."""
    known = readers(path)
    owners = {table: [reader.name for reader in known if table in reader.tables] for table in TABLES}
    lines = (f"/data/{table}.csv {' '.join(names)}\n" for table, names in owners.items() if names)
    return f"# Made by `python -m caucasus_data.derive` from {READERS}.\n{''.join(lines)}"
