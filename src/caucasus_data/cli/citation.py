"""Citing rows: `cite`, `verify`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.citing.citation import FORMATS, cite
from caucasus_data.citing.verification import verify
from caucasus_data.cli.parser import command
from caucasus_data.errors import UnreadableError
from caucasus_data.support.plain_text import printable

if TYPE_CHECKING:
    import pandas as pd

    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
    about = "Cite the dataset, or exactly some rows of it."
    citation = command(commands, "cite", _cite, about, "evt-2020-ceasefire-statement --as bibtex")
    citation.add_argument("rows", metavar="ROW_ID|CSV", nargs="*", help="the whole version where they are left out")
    citation.add_argument("--version", metavar="VERSION", help="this release, instead of the installed version")
    citation.add_argument("--as-of", metavar="DAY", help="the day in the world for which the rows were loaded")
    citation.add_argument("--as", dest="form", choices=FORMATS, default=FORMATS[0], help="default: %(default)s")
    citation.add_argument(
        "--unf", action="store_true", help="the UNF of the rows of each table, instead of the citation"
    )

    about = "Tell whether rows are those that a citation means."
    proof = command(commands, "verify", _verify, about, '"$(cat rows.bib)" rows.csv')
    proof.add_argument("statement", metavar="STATEMENT", help="any text that holds a line such as cite prints")
    proof.add_argument("rows", metavar="ROW_ID|CSV", nargs="+", help="ids, or files as `show --as csv` writes them")
    for verb in (citation, proof):
        verb.add_argument(
            "--table", action="append", dest="tables", metavar="TABLE", help="rows of files are of this table alone"
        )


def _cite(options: argparse.Namespace) -> int:
    rows = _rows(options.rows) if options.rows else None
    citation = cite(rows, version=options.version, as_of=options.as_of, tables=options.tables)
    if options.unf:
        for table, unf in citation.unf.items():
            print(f"{table:<13}{unf}")
    else:
        print(str(getattr(citation, options.form)).rstrip("\n"))
    return 0


def _verify(options: argparse.Namespace) -> int:
    verification = verify(options.statement, _rows(options.rows), tables=options.tables)
    for reason in str(verification).splitlines():
        print(printable(reason))
    return 0 if verification else 1


def _rows(arguments: list[str]) -> list[str | pd.DataFrame]:
    """Row ids as they are, and the rows of CSV files; an id has no dot in it."""
    return [_cells(argument) if "." in argument or Path(argument).is_file() else argument for argument in arguments]


def _cells(path: str) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise UnreadableError(f"cannot read {path} as CSV: {error}") from error
