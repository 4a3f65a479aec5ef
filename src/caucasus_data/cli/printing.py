"""Rows on a terminal, or for another program."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from caucasus_data.errors import CoverageWarning
from caucasus_data.support.layout import laid_out
from caucasus_data.support.plain_text import counted, printable

if TYPE_CHECKING:
    import pandas as pd

FORMS: Final = ("table", "csv", "json")
_NO_TERMINAL: Final = (160, 24)

Cell: TypeAlias = str | int | float | None
Rows: TypeAlias = Sequence[Sequence[Cell]]


def put(frame: pd.DataFrame, form: str, *, of: int | None = None, none: str = "") -> None:
    """Print a frame in one of `FORMS`; `put_rows` tells how."""
    put_rows([str(column) for column in frame.columns], _cells(frame), form, of=of, none=none)


def put_rows(columns: Sequence[str], rows: Rows, form: str, *, of: int | None = None, none: str = "") -> None:
    """Print rows as a table for people, as CSV or as JSON.

    Args:
        columns: Their names.
        rows: Their cells; what is missing is None.
        form: One of `FORMS`.
        of: How many rows there are, of which these are the first.
        none: What to say where there are none.
    """
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([columns, *([_text(cell) for cell in row] for row in rows)])
    elif form == "json":
        print(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=2))
    else:
        end = counted(len(rows), "row") if of in (None, len(rows)) else f"{len(rows)} of {counted(of, 'row')}"
        if not rows:
            print(f"{end}; {none}" if none else end)
            return
        numbers = [i for i, cells in enumerate(zip(*rows, strict=True)) if not any(isinstance(c, str) for c in cells)]
        texts = [[printable(_text(cell)) for cell in row] for row in rows]
        width, _ = shutil.get_terminal_size(_NO_TERMINAL)
        page([*laid_out(columns, texts, width, right=numbers), end])


def page(lines: Sequence[str]) -> None:
    """Print lines, through the pager where they are more than a terminal shows."""
    text = "\n".join(lines)
    if sys.stdout.isatty() and len(lines) >= shutil.get_terminal_size(_NO_TERMINAL).lines:
        from pydoc import pager

        os.environ.setdefault("LESS", "FRX")  # as git does: colours pass, and a short text is shown and left
        pager(f"{text}\n")
    else:
        print(text)


def _cells(frame: pd.DataFrame) -> Rows:
    """The cells as plain objects: days as text, whole numbers as such, and None for what is missing."""
    days = {str(c): frame[c].dt.strftime("%Y-%m-%d") for c in frame.select_dtypes("datetime")}
    plain = frame.assign(**days).astype("object")
    return [
        [int(c) if isinstance(c, float) and c.is_integer() else c for c in row]
        for row in plain.where(frame.notna(), None).itertuples(index=False)
    ]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


@contextlib.contextmanager
def warning_in_a_line() -> Iterator[None]:
    """Say warnings of what the record covers as the program says its errors."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CoverageWarning)
        yield
    for warning in caught:
        print(f"caucasus-data: {warning.message}", file=sys.stderr)
