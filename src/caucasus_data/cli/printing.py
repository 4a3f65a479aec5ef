"""Rows on a terminal, or for another program."""

from __future__ import annotations

import contextlib
import json
import sys
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from caucasus_data.errors import CoverageWarning
from caucasus_data.support.plain_text import counted, printable

if TYPE_CHECKING:
    import pandas as pd


def put(rows: pd.DataFrame, form: str) -> None:
    if form == "csv":
        rows.to_csv(sys.stdout, index=False, lineterminator="\n", float_format="%.15g")
    elif form == "json":
        print(json.dumps(_plain(rows, None).to_dict("records"), ensure_ascii=False, indent=2))
    else:
        table(rows)


def table(rows: pd.DataFrame) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in rows.columns:
        shown.add_column(name.removesuffix("_id"), overflow="fold")
    for row in _plain(rows, "").itertuples(index=False):
        shown.add_row(*(Text(printable(str(cell))) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(shown)
    console.print(counted(len(rows), "row"), highlight=False)


def _plain(rows: pd.DataFrame, blank: str | None) -> pd.DataFrame:
    """The cells as plain objects: days as text, and a stand-in for what is missing."""
    days = {str(c): rows[c].dt.strftime("%Y-%m-%d") for c in rows.select_dtypes("datetime")}
    return rows.assign(**days).astype("object").where(rows.notna(), blank)


@contextlib.contextmanager
def warning_in_a_line() -> Iterator[None]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CoverageWarning)
        yield
    for warning in caught:
        print(f"caucasus-data: {warning.message}", file=sys.stderr)
