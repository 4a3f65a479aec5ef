"""Citing rows: `cite`, `verify`."""

from __future__ import annotations

import argparse
import io
import os
import sys
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
    citation.add_argument(
        "rows",
        metavar="ROW_ID|CSV",
        nargs="*",
        help="ids, or files as `show --as csv` writes them, - being what is piped in; the whole version where they are "
        "left out",
    )
    citation.add_argument("--version", metavar="VERSION", help="this release, instead of the installed version")
    citation.add_argument("--as-of", metavar="DAY", help="the day in the world for which the rows were loaded")
    citation.add_argument("--as", dest="form", choices=FORMATS, default=FORMATS[0], help="default: %(default)s")
    citation.add_argument(
        "--unf", action="store_true", help="the UNF of the rows of each table, instead of the citation"
    )

    about = "Tell whether rows are those that a citation means."
    proof = command(commands, "verify", _verify, about, "rows.bib rows.csv")
    proof.add_argument(
        "statement",
        metavar="STATEMENT|FILE",
        help="any text that holds a line such as cite prints, or a file of it, - being what is piped in",
    )
    proof.add_argument("rows", metavar="ROW_ID|CSV", nargs="+", help="as cite takes them")
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
    verification = verify(_statement(options.statement), _rows(options.rows), tables=options.tables)
    for reason in str(verification).splitlines():
        print(printable(reason))
    return 0 if verification else 1


def _statement(given: str) -> str:
    """The text that was given or that stands in a file: the citation of some hundred rows is too long for a shell."""
    if given != "-" and not _is_file(given):
        return given
    return _content(given).decode("utf-8", errors="replace")


def _rows(arguments: list[str]) -> list[str | pd.DataFrame]:
    """Row ids as they are, and the rows of CSV files and pipes; an id has no dot in it."""
    return [_cells(given) if given == "-" or "." in given or _is_file(given) else given for given in arguments]


def _is_file(given: str) -> bool:
    """Whether there is a file or a pipe of that name; a path object of a long text could not be asked."""
    return os.path.exists(given) and not os.path.isdir(given)  # noqa: PTH110, PTH112


def _content(given: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if given == "-" else Path(given).read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot read {given}: {error.strerror}") from error


def _cells(path: str) -> pd.DataFrame:
    import pandas as pd

    content = io.BytesIO(_content(path))
    try:
        return pd.read_csv(content, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except ValueError as error:
        raise UnreadableError(f"cannot read {path} as CSV: {error}") from error
