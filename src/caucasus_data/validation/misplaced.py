"""Lines that are no rows of facts, and rows whose cells stand in the wrong columns: one finding for the line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from itertools import product

import polars as pl

from caucasus_data.model.row import Column, Table
from caucasus_data.model.rules import Rule
from caucasus_data.support.plain_text import counted
from caucasus_data.validation.expressions import Faulty
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import AT_MOST, Sheet, of_one

_FURTHEST = 3
"""Columns by which cells may have slipped."""


def misplaced(
    sheet: Sheet, faults: Iterable[Faulty], breaches: Iterable[tuple[Rule, int]], sheets: Iterable[Sheet]
) -> tuple[set[int], list[Finding]]:
    """The rows that are wrong as a whole, and the findings that stand for all of their faults.

    From here on the sheet has a row that slipped as it was meant, and blanks in place of what is none.

    Args:
        breaches: Rules that rows break.
    """
    faulty: defaultdict[int, set[str]] = defaultdict(set)
    for column, row, _ in faults:
        faulty[row].add(column.name)
    blamed: defaultdict[int, set[str]] = defaultdict(set)
    for rule, row in breaches:
        if faulty[row].isdisjoint(rule.fields):
            blamed[row].add(rule.field)
    rows = [*faulty][:AT_MOST]
    found = {row: list(sheet.frame.row(row)) for row in sorted(rows)}  # as they lie beside each other
    candidates = {row: found[row] for row in rows}
    if not candidates or sheet.absent:
        return set(), []
    known = _ids_among({cell for cells in candidates.values() for cell in cells}, sheets)
    judged: dict[tuple[str, str], bool] = {}

    def fits(column: Column, cell: str) -> bool:
        if (column.name, cell) not in judged:
            reference = column.cell.reference
            exists = not (cell and reference) or any(cell in known[name] for name in reference.tables or known)
            judged[column.name, cell] = exists and column.accepts(cell)
        return judged[column.name, cell]

    alike: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    meant = {}
    for row, cells in candidates.items():
        whole = (
            _of_a_header(sheet, row, cells)
            or _of_swap(sheet, row, cells, faulty[row] | blamed[row], fits)
            or (faulty[row] and _of_slip(sheet, row, cells, faulty[row], fits))
            or None
        )
        if whole := whole or _of_a_remark(sheet, row, cells, faulty[row]):
            finding, meant[row] = whole
            alike[finding.rule, finding.message].append(finding)
    sheet.put(meant)
    return {*meant}, [f for findings in alike.values() for f in of_one(findings, lambda finding: finding, "row")]


def _ids_among(words: Collection[str], sheets: Iterable[Sheet]) -> dict[str, set[str]]:
    """Those of some words that are ids, by table."""
    wanted = pl.Series([*words], dtype=pl.String).implode()
    keys = {s.table.name: s.frame[s.key] for s in sheets if len(s.table.key) == 1}
    return {name: {*key.filter(key.is_in(wanted))} for name, key in keys.items()}


Fits = Callable[[Column, str], bool]
"""Whether a column may hold a cell, and the row that it names exists."""

Found = tuple[Finding, list[str]]
"""A finding, and the cells as they were meant."""


def _of_a_header(sheet: Sheet, row: int, cells: list[str]) -> Found | None:
    same = [cell.strip().casefold() == name for cell, name in zip(cells, sheet.table.names, strict=True)]
    if 2 * sum(same) <= len(cells):
        return None
    message = "the header stands here once more"
    hint = "take the line out, with the rows below it that stand above already"
    return sheet.finding(row, sheet.key, "repeated-header", message, "a row of facts", hint), [""] * len(cells)


def _of_a_remark(sheet: Sheet, row: int, cells: list[str], faulty: Collection[str]) -> Found | None:
    """A line in which nearly all is at fault that a row must have, its key too.

    Args:
        faulty: The columns in which it is at fault.
    """
    required = {c.name for c in sheet.table.columns if c.required}
    wrong = required.intersection(faulty)
    if sheet.key not in wrong or len(wrong) <= 2 or 3 * len(wrong) < 2 * len(required):
        return None
    message = "the line is a total, a title or a remark, and no row"
    hint = "take the line out; a remark has its place in note"
    place = next((name for name, cell in zip(sheet.table.names, cells, strict=True) if cell), sheet.key)
    return sheet.finding(row, place, "stray-line", message, "a row of facts", hint), [""] * len(cells)


def _wrong(sheet: Sheet, cells: list[str], faulty: Collection[str], fits: Fits) -> list[int]:
    """Where a row is at fault, be it that it names a row which is not there."""
    named = ((c, cell) for c, cell in zip(sheet.table.columns, cells, strict=True) if c.cell.reference)
    strange = {column.name for column, cell in named if not fits(column, cell)}
    return [place for place, name in enumerate(sheet.table.names) if name in faulty or name in strange]


def _of_swap(sheet: Sheet, row: int, cells: list[str], faulty: Collection[str], fits: Fits) -> Found | None:
    """A row of which two cells stand in each other's column."""
    wrong = _wrong(sheet, cells, faulty, fits)
    if len(wrong) != 2 or not all(cells[place] for place in wrong):
        return None
    one, other = wrong
    meant = [*cells]
    meant[one], meant[other] = cells[other], cells[one]
    if not _sound(sheet.table, meant, (), fits):
        return None
    name, second = sheet.table.names[one], sheet.table.names[other]
    message = f"{name} and {second} stand in each other's column"
    hint = f"is {name} {meant[one]!r}, and {second} {meant[other]!r}?"
    return sheet.finding(row, name, "slipped-row", message, "every cell in its column", hint), meant


def _of_slip(sheet: Sheet, row: int, cells: list[str], faulty: Collection[str], fits: Fits) -> Found | None:
    """A row that is sound once its cells are moved, where as it stands at least two of them are at fault.

    What was lost on the way is looked for among the cells that may be blank first.

    Args:
        faulty: The columns in which it is at fault, but for rows that it names and that are not there.
    """
    wrong = _wrong(sheet, cells, faulty, fits)
    if len(wrong) < 2:
        return None
    for lost, by, place in product((False, True), range(1, _FURTHEST + 1), range(wrong[0], -1, -1)):
        back = [*cells[:place], *[""] * by, *cells[place : len(cells) - by]]
        on = [*cells[:place], *cells[place + by :], *[""] * by]
        gone = range(place, place + by) if lost else ()
        if not any(cells[-by:]) and any(cells[place:]) and _sound(sheet.table, back, gone, fits):
            return _slip(sheet, row, place, by, "left", "a cell is missing before it"), back[: len(cells)]
        if not lost and any(cells[place + by :]) and _sound(sheet.table, on, (), fits):
            return _slip(sheet, row, place, by, "right", "a cell is too many there"), on[: len(cells)]
    return None


def _slip(sheet: Sheet, row: int, place: int, by: int, side: str, hint: str) -> Finding:
    name, far = sheet.table.names[place], counted(by, "column")
    message = f"from {name} on the cells stand {far} too far to the {side}"
    return sheet.finding(row, name, "slipped-row", message, "every cell in its column", hint)


def _sound(table: Table, cells: list[str], lost: Collection[int], fits: Fits) -> bool:
    """Whether cells make a sound row, but for some that are lost."""
    kept = [(c, cell) for place, (c, cell) in enumerate(zip(table.columns, cells, strict=False)) if place not in lost]
    if not all(fits(column, cell) for column, cell in kept):
        return False
    unknown = {table.names[place] for place in lost if place < len(table.names)}
    row = dict(zip(table.names, cells, strict=False))
    return all(rule.holds(row) for rule in table.rules if unknown.isdisjoint(rule.fields))
