"""Columns whose cells stand in other rows than in the last release: one finding a column.

A column that was sorted by itself, or into which a cell was put above all others, is sound in every cell. So may one be
that was filled down, or written in another way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import polars as pl

from caucasus_data.model.row import Table
from caucasus_data.support.plain_text import counted
from caucasus_data.validation import acts
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.released import Rows
from caucasus_data.validation.sheet import Sheet

_LEAST, _MANY = 6, 30
"""Cells that are not moved by hand, one by one, where they are a quarter of all; and where they are fewer."""

_LOST, _TENTH = 2, 10
"""Cells that may be gone where a column slipped, and others in their place: so many, one for each row that is new,
and a tenth of those that moved, which were edited before."""

_BEFORE = "_in the last release"
_SAME, _FILLED = "are all the same", "were filled in from the cell above"


class _Column(NamedTuple):
    """Cells of a column that changed.

    Attributes:
        rows: The rows of the sheet in which they stand.
        now: The cells.
        before: The cells that stood there.
        filled: How many rows have or had a cell there.
        others: How many rows are new or gone, into which cells may have moved.
    """

    name: str
    rows: Sequence[int]
    now: Sequence[str]
    before: Sequence[str]
    filled: int
    others: int

    @property
    def is_moved(self) -> bool:
        """Whether they are all there, in other rows."""
        if len(self.rows) < _LEAST or (4 * len(self.rows) < self.filled and len(self.rows) < _MANY):
            return False
        now, before = Counter(self.now), Counter(self.before)
        lost = max((now - before).total(), (before - now).total())
        few = _LOST + self.others + (len(self.rows) // _TENTH if len(self.rows) >= _MANY else 0)
        return lost <= few and (lost <= _LOST or 4 * lost <= len(self.rows))


def moved(sheet: Sheet, released: Rows) -> list[Finding]:
    """What was found; the sheet has such columns as they were from there on.

    Args:
        released: The rows of the last release; none where the file is as released.
    """
    if not isinstance(sheet.frame, pl.DataFrame) or sheet.absent or not 0 < len(sheet.frame) <= 2 * len(released):
        return []
    names = [name for name in sheet.table.names if name in released.frame.columns]
    before = released.frame.select(names)
    in_file = sheet.frame.with_row_index("row")[sheet.order]
    tail = in_file[-1:] if _is_one_cell(in_file) else in_file[:0]
    beside = _beside(in_file[: len(in_file) - len(tail)], before)
    columns = _by_place(beside, names) if beside is not None and not _are_the_same(beside, before) else []
    altered = list[tuple[_Column, str]]()
    if not columns:
        matched = _matched(in_file, before, sheet.table.key)
        others = len(in_file) + len(before) - 2 * len(matched)
        changed = _changed(matched, [name for name in names if name not in sheet.table.key], others)
        if told := _exchanged(sheet, changed, 2 * len(matched) > len(before)) or _of_key(sheet, in_file, before):
            return [told]
        columns = [column for column in changed if column.is_moved]
        columns = columns if 2 * len(columns) < len(names) else []
        if not columns and beside is not None and _keys_are_the_same(beside, sheet.table.key):
            altered = [*_altered(beside, names, sheet.table)]
        elif not columns and 2 * len(matched) > len(before):  # or it is a collection of its own
            altered = [*_altered(matched, names, sheet.table)]
        if columns or any(how != _FILLED for _, how in altered):  # of a row that is new nobody knows what stood there
            sheet.convicted.update(set(in_file["row"]).difference(matched["row"]))
    found = [_finding(sheet, column, "moved-column", _how(column)) for column in columns]
    found += [_finding(sheet, column, "altered-column", how) for column, how in altered]
    for column in (*columns, *(column for column, _ in altered)):
        _put_back(sheet, column)
    if columns and len(tail) and any(tail.item(0, column.name) for column in columns):
        kept = pl.int_range(len(sheet.frame), eager=True) != tail.item(0, "row")
        sheet.frame, sheet.lines = sheet.frame.filter(kept), sheet.lines.filter(kept)
        sheet.doubtful = None if sheet.doubtful is None else sheet.doubtful.filter(kept)
    _forget_order(sheet)
    return found


def _forget_order(sheet: Sheet) -> None:
    """Work out anew in which order rows stand when it is next asked for."""
    for cached in ("in_order", "order"):
        sheet.__dict__.pop(cached, None)


def _are_the_same(beside: pl.DataFrame, before: pl.DataFrame) -> bool:
    """Whether rows are those of the last release, in whatever order."""
    now, then = (frame.select(before.columns).hash_rows().sort() for frame in (beside, before))
    return bool((now == then).all())


def _is_one_cell(in_file: pl.DataFrame) -> bool:
    """Whether the last line holds nothing but what a column that slipped pushed below the table."""
    return len(in_file) > 0 and sum(cell != "" for cell in in_file.row(-1)[1:]) == 1


def _beside(in_file: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame | None:
    """Rows beside those of the last release that stood in their place, where there are as many."""
    if len(in_file) != len(before):
        return None
    return in_file.hstack(before.rename(lambda name: name + _BEFORE))


def _changed(beside: pl.DataFrame, names: Sequence[str], others: int = 0) -> list[_Column]:
    found = []
    counts = beside.select((pl.col(name) != pl.col(name + _BEFORE)).sum() for name in names).row(0)
    for name, count in zip(names, counts, strict=True):
        if count:
            now, then = pl.col(name), pl.col(name + _BEFORE)
            cells = beside.filter(now != then).select("row", name, name + _BEFORE)
            filled = beside.select(((now != "") | (then != "")).sum()).item()
            rows, here, there = (cells[column].to_list() for column in cells.columns)
            found.append(_Column(name, rows, here, there, filled, others))
    return found


def _by_place(beside: pl.DataFrame, names: Sequence[str]) -> list[_Column]:
    """The columns that moved beside others which stand where they stood, but for a few cells."""
    changed = _changed(beside, names)
    columns = [column for column in changed if column.is_moved]
    others = sum(len(column.rows) for column in changed if column not in columns)
    return columns if 2 * len(columns) < len(names) and others < len(beside) // _LEAST else []


def _matched(in_file: pl.DataFrame, before: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Rows beside those of the last release that have their key."""
    known = in_file.filter(pl.struct(key).is_unique())
    return known.join(before, on=[*key], how="inner", suffix=_BEFORE, maintain_order="left")


def _of_key(sheet: Sheet, in_file: pl.DataFrame, before: pl.DataFrame) -> Finding | None:
    """What is told of a column of the key without which nearly all rows are as released, and few with it."""
    as_released, few = _alike(in_file, before, before.columns), len(before) // _TENTH
    for name in sheet.table.key:
        alike = _alike(in_file, before, [column for column in before.columns if column != name])
        is_moved = _alike(in_file, before, [name]) >= len(before) - few
        many = max(_LEAST, len(before) // (_LEAST if is_moved else _LOST))
        if alike >= len(before) - few and alike - as_released > many:
            return _put_back_key(sheet, before, name)
    return None


def _alike(in_file: pl.DataFrame, before: pl.DataFrame, columns: Sequence[str]) -> int:
    """How many rows have in some columns what one of the last release has, each of which counts once."""
    now, then = (Counter(frame.select(columns).hash_rows()) for frame in (in_file, before))
    return (now & then).total()


def _put_back_key(sheet: Sheet, before: pl.DataFrame, name: str) -> Finding:
    """What is told of a column of the key, for which the sheet has the rows of the last release from there on."""
    was = before[name]
    row = int((sheet.frame[name].head(len(was)) != was.head(len(sheet.frame))).arg_max() or 0)
    message = f"most cells of {name} are not those that stood there in the last release"
    hint = "take the column from the last release, and sort and fill rows as a whole"
    found = sheet.finding(row, name, "moved-column", message, "every cell as and where it was", hint)
    sheet.findings.append(found)
    sheet.lost |= {*sheet.frame[name]}
    absent = (column for column in sheet.table.names if column not in before.columns)
    sheet.frame = before.with_columns(pl.lit("").alias(column) for column in absent).select(sheet.table.names)
    sheet.lines, sheet.doubtful = pl.int_range(2, len(before) + 2, eager=True), None
    for names in (sheet.convicted, sheet.misnamed, sheet.nameless, sheet.unnamed):
        names.clear()
    _forget_order(sheet)
    return found


def _exchanged(sheet: Sheet, changed: Sequence[_Column], same: bool) -> Finding | None:
    """What is told of two columns of which each has the cells of the other, but for a tenth.

    Args:
        same: Whether most rows are those of the last release.
    """
    for one, other in combinations([c for c in changed if same and len(c.rows) >= _MANY], 2):
        there = dict(zip(other.rows, zip(other.now, other.before, strict=True), strict=True))
        cells = zip(one.rows, one.now, one.before, strict=True)
        alike = sum(there.get(row) == (before, now) for row, now, before in cells)
        most = 4 * len(one.rows) >= one.filled and _TENTH * alike > (_TENTH - 1) * max(len(one.rows), len(other.rows))
        if most:
            told = _finding(sheet, one, "moved-column", f"stand in the place of those of {other.name}")
            exchanged = sheet.frame.rename({one.name: other.name, other.name: one.name})
            sheet.frame = exchanged.select(sheet.table.names)
            return told
    return None


def _altered(beside: pl.DataFrame, names: Sequence[str], table: Table) -> Iterator[tuple[_Column, str]]:
    """The columns of which one act changed many cells, or several that follow each other, and what it did."""
    for column in _changed(beside, [name for name in names if name not in table.key]):
        whole = len(column.rows) >= acts.MANY and beside[column.name].n_unique() == 1
        sound = whole and table.column(column.name).accepts(column.now[0])  # or it is told of as such
        if how := _SAME if sound else acts.act(column.now, column.before):
            yield column, how
            continue
        now, then = (beside[name].to_list() for name in (column.name, column.name + _BEFORE))
        if rows := [row for run in acts.filled(now, then) for row in run]:
            places, (here, there) = beside["row"].gather(rows).to_list(), ([c[r] for r in rows] for c in (now, then))
            yield column._replace(rows=places, now=here, before=there), _FILLED


def _keys_are_the_same(beside: pl.DataFrame, key: Sequence[str]) -> bool:
    return bool(beside.select(pl.all_horizontal((pl.col(k) == pl.col(k + _BEFORE)).all() for k in key)).item())


def _how(column: _Column) -> str:
    how = "stand in other rows than in the last release"
    if column.now[1:] == column.before[:-1]:
        how = "slipped down by a row"
    elif column.now[:-1] == column.before[1:]:
        how = "slipped up by a row"
    elif [*column.now] == sorted(column.now):
        how = "were sorted without the other columns"
    return how


def _finding(sheet: Sheet, column: _Column, rule: str, how: str) -> Finding:
    message = f"{counted(len(column.rows), 'cell')} of {column.name} {how}"
    hint = "take the column from the last release, and sort and fill rows as a whole"
    found = sheet.finding(column.rows[0], column.name, rule, message, "every cell as and where it was", hint)
    sheet.convicted.discard(column.rows[0])
    sheet.unnamed.discard(column.rows[0])
    return found


def _put_back(sheet: Sheet, column: _Column) -> None:
    cells = sheet.frame[column.name].to_list()
    for row, cell in zip(column.rows, column.before, strict=True):
        cells[row] = cell
    if isinstance(sheet.frame, pl.DataFrame):
        sheet.frame = sheet.frame.with_columns(pl.Series(column.name, cells, dtype=pl.String))
