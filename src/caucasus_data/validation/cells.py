"""The first layers of judgement: single cells, and rows whose cells are sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter

from caucasus_data.errors import did_you_mean
from caucasus_data.model.cells import Check
from caucasus_data.model.row import Column
from caucasus_data.model.rules import Rule
from caucasus_data.validation.expressions import broken, faulty_cells
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import Sheet, rolled_up


def cells_and_rows(sheet: Sheet) -> Iterator[Finding]:
    """Faults of single cells, and of rows whose cells are sound."""
    faulty: defaultdict[str, set[int]] = defaultdict(set)
    for column, group in groupby(faulty_cells(sheet.frame, sheet.table, sheet.absent), attrgetter("column")):
        faults = [(row, check) for _, row, check in group]
        faulty[column.name].update(row for row, _ in faults)
        yield from rolled_up(faults, partial(_of_cell, sheet, column))
    for rule in sheet.table.rules:
        if sheet.absent.isdisjoint(rule.fields):
            excused = set().union(*(faulty[f] for f in rule.fields))
            rows = [row for row in broken(sheet.frame, rule) if row not in excused]
            yield from rolled_up(rows, partial(_of_row, sheet, rule))


def _of_cell(sheet: Sheet, column: Column, fault: tuple[int, Check | None]) -> Finding:
    row, check = fault
    name, text = column.name, sheet.frame.item(row, column.name)
    if check is None:
        return sheet.finding(row, name, "required", f"{name} is blank", column.description)
    replacement = check.replacement(text)
    if replacement is not None and not column.accepts(replacement):
        replacement = None
    hint = check.hint(text) or (did_you_mean([replacement]) if replacement else "")
    message = f"{name} {check.problem(text)}"
    return sheet.finding(row, name, check.rule, message, check.expected, hint, replacement)


def _of_row(sheet: Sheet, rule: Rule, row: int) -> Finding:
    cells = sheet.cells(row)
    read = ", ".join(f"{f} is {cells[f]!r}" if cells[f] else f"{f} is blank" for f in rule.fields)
    return sheet.finding(row, rule.field, rule.rule, f"{rule.sentence}, and here {read}", rule.expected(cells))
