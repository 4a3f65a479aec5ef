"""Tables that hold new rows alone, and stand beside the packaged ones; and tables of which many rows are gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import polars as pl

from caucasus_data.validation import hashes, reading
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.packed import Frame, pieces, stacked
from caucasus_data.validation.released import Rows
from caucasus_data.validation.sheet import Sheet, of_file

Sheets = Mapping[str, Sheet]


def beside_packaged(sheets: Sheets, given: Collection[str], packaged: Path) -> dict[str, Sheet]:
    """The tables in whose place new rows alone were given, each with the packaged rows beside them.

    A table has new rows alone where it lacks most of the packaged ones, and is not what is left of them. Whoever gives
    all tables gives a collection of their own.
    """
    alone: dict[str, Sheet] = {}
    if sheets.keys() <= set(given):
        return alone
    for name in sheets.keys() & given:
        sheet, other = sheets[name], reading.read(sheets[name].table, packaged / f"{name}.csv")
        known = _named_in(sheet, other.frame)
        if 2 * len(known) >= len(other.frame):
            continue
        packaged_rows = other.frame.lazy().collect()
        kept = _rows(sheet.frame, known).join(packaged_rows, on=sheet.table.names, how="semi")
        if not 2 * len(kept) > len(sheet.frame):
            frame = stacked(sheet.frame, packaged_rows)
            alone[name] = replace(sheet, frame=frame, lines=pl.concat([sheet.lines, -other.lines]))
    return alone


_ROW_OR_TWO = 2
"""Rows of which each that is gone has a finding of its own."""

_BY_ACCIDENT = 20
"""Rows that are not lost one by one."""

_BLOCK, _FIFTH, _TENTH = 5, 5, 10
"""Rows beyond which a block, or a fifth, is gone at once; and of rows without ids, which come and go, a tenth."""

_FEW = 50
"""Rows without ids that hang on nothing of which none goes unnoticed: those that tell what was looked through."""

_NAMED = 3
"""Rows that a message names."""

_CUT, _CUT_CELL = {"row-length", "unclosed-quote", "unreadable-row"}, {"stray-space", "slip-of-hand"}
"""What the last line of a file that was cut off may be, and what its last cell."""


def shrunk(sheets: Sheets, released: Mapping[str, Rows]) -> Iterator[Finding]:
    """Tables that have lost many of their released rows, while others have theirs: one finding a file.

    Many are most of them, more than twenty, or several with ids that followed each other.

    Args:
        released: The rows of the last release by key, of each table that it had; none of those that are as released.
    """
    gone = set(sheets["withdrawn"].frame["row_id"])
    known = {name: rows for name, rows in released.items() if sheets[name].has(*sheets[name].table.key)}
    lost = {name: _lost(sheets[name], rows) for name, rows in known.items()}
    most = {name for name, rows in known.items() if 2 * len(lost[name]) > len(rows) > _ROW_OR_TWO}
    if {name for name in lost if len(sheets[name].table.key) == 1 and name != "withdrawn"} <= most:
        return  # a collection of its own
    for name, rows in known.items():
        sheet, before, names = sheets[name], [*rows], [key for key in lost[name] if key not in gone]
        run = _longest_run(before, names)
        several = [some for some in (names, run) if _are_many(sheet, len(before), some, block=some is run)]
        if name not in most and not any(2 * _replaced(sheet, rows, some) < len(some) for some in several):
            continue
        if any(
            2 * (sheet.frame[c] == "").sum() > len(sheet.frame)
            for c in sheet.table.key
            if sheet.table.column(c).required
        ):
            continue  # which is told of the column
        message = f"of the {len(before)} rows of the last release {len(before) - len(lost[name])} are left"
        if len(run) > _ROW_OR_TWO:
            message += f", and those from {run[0]} to {run[-1]} are gone"
        elif names:
            message += f"; {', '.join(names[:_NAMED])}{' and others' if len(names) > _NAMED else ''} are gone"
        hint = "put the rows back; one that must go has its id entered in withdrawn.csv"
        found = of_file(sheet.path, 0, "shrunk-table", message, "every row of the last release", "", hint)
        sheet.findings.append(found)
        yield found


def before_the_cut(
    findings: Iterable[Finding], gone: Iterable[Finding], sheets: Mapping[str, Sheet]
) -> Iterator[Finding]:
    """The findings, without the line in which a file was cut off.

    Args:
        gone: Those of the tables that shrank.
    """
    ends = {found.path: sheet.lines.max() for found in gone for sheet in sheets.values() if sheet.path == found.path}
    last = {path: int(end) for path, end in ends.items() if isinstance(end, int)}
    for found in findings:
        behind = found.line - last.get(found.path, found.line + 1)
        if not (behind > 0 and found.rule in _CUT) and not (behind == 0 and found.rule in _CUT_CELL):
            yield found


def _are_many(sheet: Sheet, before: int, names: Sequence[str], *, block: bool) -> bool:
    """Whether so many rows are not lost one by one.

    Those without ids come and go with what they hang on, but not a block of what hangs on several, nor a tenth of all.

    Args:
        block: Whether they followed each other.
    """
    lost = len(names)
    if not sheet.table.column(sheet.table.key[0]).cell.reference and len(sheet.table.key) > 1 and before <= _FEW:
        return lost > 0
    if len(sheet.table.key) > 1:
        several = len({name.partition("/")[0] for name in names}) > _ROW_OR_TWO
        return several and ((block and lost > _BLOCK) or (lost > _BY_ACCIDENT and _TENTH * lost >= before))
    return (block and lost > _ROW_OR_TWO) or lost > _BY_ACCIDENT or (lost > _BLOCK and _FIFTH * lost >= before)


def _longest_run(before: Sequence[str], names: Collection[str]) -> list[str]:
    """The most names that followed each other."""
    runs = (list(run) for among, run in groupby(before, set(names).__contains__) if among)
    return max(runs, key=len, default=[])


def _replaced(sheet: Sheet, released: Rows, names: Sequence[str]) -> int:
    """How many of some rows stand there under another id, or where they have none, have others in their place."""
    key, gone = sheet.table.key, released.frame.filter(released.keys_in_order.is_in(names))
    told = key[:1] if len(key) > 1 else [name for name in gone.columns if name not in key and name in sheet.header]
    new = hashes.rows(hashes.of(sheet.frame, key), hashes.of(released.frame, key), "anti")
    return len(hashes.rows(hashes.of(gone, told), hashes.of(_rows(sheet.frame, new), told), "semi"))


def _lost(sheet: Sheet, released: Rows) -> list[str]:
    """The keys of some rows that a table has not, in the order of those."""
    if not len(released):
        return []
    key = sheet.table.key
    gone = hashes.rows(hashes.of(released.frame, key), hashes.of(sheet.frame, key), "anti")
    return released.keys_in_order.gather(gone).to_list()


def _named_in(sheet: Sheet, other: Frame) -> pl.Series:
    """The rows of a table whose key another has."""
    key = sheet.table.key
    return hashes.rows(hashes.of(sheet.frame, key), hashes.of(other, key), "semi")


def _rows(frame: Frame, rows: pl.Series) -> pl.DataFrame:
    """Some rows of a frame."""
    return pl.concat(
        piece[rows.filter(rows.is_between(start, start + len(piece), closed="left")) - start]
        for start, piece in pieces(frame)
    )
