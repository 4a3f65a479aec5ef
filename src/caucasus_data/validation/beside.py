"""Tables that hold new rows alone, and stand beside the packaged ones; and tables of which most rows are gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from caucasus_data.validation import hashes, reading
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.packed import Frame, stacked
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
        kept = known.join(other.frame.lazy().collect(), on=sheet.table.names, how="semi")
        if 2 * len(known) < len(other.frame) and not 2 * len(kept) > len(sheet.frame):
            frame = stacked(sheet.frame, other.frame.lazy().collect())
            alone[name] = replace(sheet, frame=frame, lines=pl.concat([sheet.lines, -other.lines]))
    return alone


_FEW = 2  # rows of which to lose most is to lose a row or two, which has a finding of its own


def shrunk(sheets: Sheets, released: Mapping[str, Mapping[str, object]]) -> Iterator[Finding]:
    """Tables that have lost most of their released rows, while others have theirs: one finding a file.

    Args:
        released: The rows of the last release by key, of each table that it had; none of those that are as released.
    """
    left = {
        name: _left(sheets[name], rows) for name, rows in released.items() if sheets[name].has(*sheets[name].table.key)
    }
    lost = [name for name, rows in left.items() if 2 * rows < len(released[name]) and len(released[name]) > _FEW]
    with_ids = [name for name in left if len(sheets[name].table.key) == 1 and name != "withdrawn"]
    if set(with_ids) <= set(lost):  # a collection of its own
        return
    for name in lost:
        sheet, before = sheets[name], len(released[name])
        message = f"of the {before} rows of the last release {left[name]} are left"
        hint = "put the rows back; one that must go has its id entered in withdrawn.csv"
        found = of_file(sheet.path, 0, "shrunk-table", message, "every row of the last release", "", hint)
        sheet.findings.append(found)
        yield found


def _left(sheet: Sheet, released: Mapping[str, object]) -> int:
    """How many of some rows a table has."""
    if not released:
        return 0
    key, before = sheet.table.key, pl.Series([*released], dtype=pl.String).implode()
    names = sheet.frame[key[0]] if len(key) == 1 else sheet.frame.select(pl.concat_str(key, separator="/")).to_series()
    return names.filter(names.is_in(before)).n_unique()


def _named_in(sheet: Sheet, other: Frame) -> pl.DataFrame:
    """The rows of a table whose key another has."""
    key = sheet.table.key
    rows = hashes.rows(hashes.of(sheet.frame, key), hashes.of(other, key), "semi")
    return sheet.frame.select(pl.all().gather(rows))
