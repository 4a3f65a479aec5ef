"""The first layers of judgement: single cells, and rows whose cells are sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import chain, groupby, islice
from operator import attrgetter

from caucasus_data.errors import did_you_mean
from caucasus_data.model.cells import Check
from caucasus_data.model.row import Column, Table
from caucasus_data.model.rules import Rule
from caucasus_data.validation.expressions import broken, faulty_cells
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.misplaced import misplaced
from caucasus_data.validation.sheet import Sheet, rolled_up

MANY = 100_000
"""Faults of a table beyond which nobody asks how its rows came to be so."""


def cells_and_rows(sheet: Sheet, sheets: Collection[Sheet]) -> Iterator[Finding]:
    """Faults of single cells, and of rows whose cells are sound; of a row that is wrong as a whole, one.

    Args:
        sheets: All of them: a cell that names a row of another has to do with where it stands.
    """
    faults = faulty_cells(sheet.frame, sheet.table, sheet.absent, sheet.doubtful)
    some = [*islice(faults, MANY)]
    whole, findings = misplaced(sheet, some, sheets) if len(some) < MANY else (set(), [])
    yield from findings
    faulty: defaultdict[str, set[int]] = defaultdict(set)
    for column, group in groupby(chain(some, faults), attrgetter("column")):
        own = [(row, check) for _, row, check in group if row not in whole]
        faulty[column.name].update(row for row, _ in own)
        yield from rolled_up(own, partial(_of_cell, sheet, column))
    rules = [rule for rule in sheet.table.rules if sheet.absent.isdisjoint(rule.fields)]
    for rule, rows in zip(rules, broken(sheet.frame, rules), strict=True):
        excused = whole.union(*(faulty[f] for f in rule.fields)) if rows else whole
        yield from rolled_up([row for row in rows if row not in excused], partial(_of_row, sheet, rule))


def of_causes(table: Table, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, without those of cells in which, or in one that calls for them, a fault was found before."""
    reading = defaultdict[tuple[str, str], set[str]](set)
    for rule in table.rules:
        reading[rule.field, rule.rule].update(rule.fields)
    blamed: defaultdict[int, set[str]] = defaultdict(set)
    for found in findings:
        if blamed[found.line].isdisjoint(reading.get((found.field, found.rule), ())):
            blamed[found.line].add(found.field)
            yield found


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
