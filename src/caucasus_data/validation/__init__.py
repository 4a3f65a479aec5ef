"""The referee: judges tables, and says where they are wrong and how to mend them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data import bundle
from caucasus_data.errors import UnreadableError

if TYPE_CHECKING:
    from caucasus_data.validation.finding import Finding


def validate(path: str | Path | None = None) -> list[Finding]:
    """Judge the tables in a folder.

    Args:
        path: A folder that holds some or all tables as `<table>.csv`; those that are absent are
            taken from the packaged data. The packaged data itself where no folder is given.

    Returns:
        What is wrong, file by file and line by line; empty where nothing is. A row that the folder lacks
        and the packaged data needs is reported where it is needed.

    Raises:
        UnreadableError: The path is not a folder with at least one table, or a file cannot be read.

    Source:
        The declarations in `caucasus_data.model`.

    >>> validate()
    []
    """
    from caucasus_data.model.tables import TABLES
    from caucasus_data.validation import checks, reading

    packaged = bundle.root() / "data"
    folder = packaged if path is None else Path(path)
    given = _csv_files(folder)
    if given.keys().isdisjoint(TABLES):
        raise UnreadableError(f"{folder} holds no table; a table is named like events.csv or actors.csv")
    sheets = {name: reading.read(table, given.get(name, packaged / f"{name}.csv")) for name, table in TABLES.items()}
    findings = [reading.unknown_table(file) for name, file in given.items() if name not in TABLES]
    for sheet in sheets.values():
        findings += [*sheet.findings, *checks.cells_and_rows(sheet), *checks.keys(sheet)]
    for sheet in sheets.values():
        findings += checks.references(sheet, sheets)
    if all(sheet.whole for sheet in sheets.values()):
        findings += checks.between_tables(sheets)
    return sorted(findings)


def _csv_files(folder: Path) -> dict[str, Path]:
    """The CSV files of a folder by the name of their table: what merely looks like one is not passed over."""
    try:
        return {path.stem: path for path in folder.iterdir() if path.suffix.lower() == ".csv"}
    except NotADirectoryError:
        raise UnreadableError(f"{folder} is not a folder; name one that holds tables such as events.csv") from None
    except OSError as error:
        raise UnreadableError(f"cannot read the folder {folder}: {error.strerror}") from error
