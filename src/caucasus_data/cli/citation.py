"""Citing rows: `cite`, `verify`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from caucasus_data.citing.citation import FORMATS, cite
from caucasus_data.citing.verification import verify
from caucasus_data.errors import UnreadableError
from caucasus_data.support.plain_text import printable

if TYPE_CHECKING:
    import pandas as pd

    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
    citation = commands.add_parser("cite", help="cite the dataset, or exactly some rows of it", allow_abbrev=False)
    citation.add_argument("rows", metavar="ROW_ID|CSV", nargs="*", help="the whole version where they are left out")
    citation.add_argument("--version", metavar="VERSION", help="this release, instead of the installed version")
    citation.add_argument("--as-of", metavar="DAY", help="the day in the world for which the rows were loaded")
    citation.add_argument("--as", dest="form", choices=FORMATS, default=FORMATS[0], help="default: %(default)s")
    citation.add_argument(
        "--unf", action="store_true", help="the UNF of the rows of each table, instead of the citation"
    )
    citation.set_defaults(run=_cite)

    proof = commands.add_parser("verify", help="tell whether rows are those of a citation", allow_abbrev=False)
    proof.add_argument("statement", metavar="STATEMENT", help="any text that holds a line such as cite prints")
    proof.add_argument("rows", metavar="ROW_ID|CSV", nargs="+", help="ids, or files as `show --as csv` writes them")
    proof.set_defaults(run=_verify)
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
    """Row ids as they are, and the rows of CSV files."""
    return [_cells(argument) if argument.lower().endswith(".csv") else argument for argument in arguments]


def _cells(path: str) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except ValueError as error:
        raise UnreadableError(f"cannot read {path} as CSV: {error}") from error
