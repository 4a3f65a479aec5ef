"""CODEOWNERS: who is asked to read what changes in which table, from one list of readers."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Final

from caucasus_data.errors import CaucasusDataError, one_of
from caucasus_data.model import codes
from caucasus_data.model.tables import TABLES

READERS: Final = ".github/readers.csv"
"""One reader a line: the name on the forge, the tables (or `all`) and the languages, each parted by spaces."""

_NAME: Final = re.compile(r"@[A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)?")


def code_owners(readers: Path) -> str:
    """The file, from the list of readers.

    Raises:
        CaucasusDataError: A line of the list names what there is not.
    """
    by_table: dict[str, list[str]] = {name: [] for name in TABLES}
    with readers.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            place = f"{READERS}:{line}"
            if not _NAME.fullmatch(row["github"]):
                raise CaucasusDataError(f"{place}: {row['github']!r} is no name such as @reader or @group/readers")
            if unknown := [tag for tag in row["languages"].split() if not codes.is_language(tag)]:
                raise CaucasusDataError(f"{place}: {unknown[0]!r} is no language tag such as hy")
            tables = row["tables"].split()
            for name in TABLES if tables == ["all"] else [one_of("table", table, TABLES) for table in tables]:
                by_table[name].append(row["github"])
    lines = (f"/data/{name}.csv {' '.join(names)}\n" for name, names in by_table.items() if names)
    return f"# Made by `python -m caucasus_data.derive` from {READERS}.\n{''.join(lines)}"
