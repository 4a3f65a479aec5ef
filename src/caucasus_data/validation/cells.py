"""The first layers of judgement: single cells, and rows whose cells are sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, groupby, islice
from operator import attrgetter

from caucasus_data.errors import did_you_mean
from caucasus_data.model.cells import Check
from caucasus_data.model.row import Column
from caucasus_data.model.rules import BlankUnless, Follows, RequiredWhen, Rule
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
    rules = [rule for rule in sheet.table.rules if sheet.absent.isdisjoint(rule.fields)]
    breaches = [*zip(rules, broken(sheet.frame, rules), strict=True)]
    breaking = ((rule, row) for rule, rows in breaches for row in rows[:MANY])
    whole, findings = misplaced(sheet, some, breaking, sheets) if len(some) < MANY else (set(), [])
    yield from findings
    faulty: defaultdict[str, set[int]] = defaultdict(set)
    for column, group in groupby(chain(some, faults), attrgetter("column")):
        own = [(row, check) for _, row, check in group if row not in whole]
        faulty[column.name].update(row for row, _ in own)
        yield from rolled_up(own, partial(_of_cell, sheet, column))
    for rule, rows in breaches:
        excused = whole.union(*(faulty[f] for f in rule.fields)) if rows else whole
        yield from rolled_up([row for row in rows if row not in excused], partial(_of_row, sheet, rule))


def of_causes(sheet: Sheet, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, without those of cells in which, or in one that calls for them, a fault was found before.

    Of several that one cell calls for there is one finding, at that cell.
    """
    reading = defaultdict[tuple[str, str], set[str]](set)
    for rule in sheet.table.rules:
        reading[rule.field, rule.rule].update(rule.fields)
    blamed: defaultdict[int, set[str]] = defaultdict(set)
    kept: list[Finding] = []
    for found in findings:
        if blamed[found.line].isdisjoint(reading.get((found.field, found.rule), ())):
            blamed[found.line].add(found.field)
            kept.append(found)
    yield from _of_one_cause(sheet, kept)


def _of_one_cause(sheet: Sheet, findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings, those that one cell of a row calls for in one."""
    calling = {(rule.field, rule.rule): _cause(rule) for rule in sheet.table.rules}
    groups: defaultdict[tuple[int, str], list[Finding]] = defaultdict(list)
    for found in findings:
        if caller := calling.get((found.field, found.rule), ""):
            groups[found.line, caller].append(found)
    told = {id(found): key for key, group in groups.items() if len(group) > 1 for found in group}
    for found in findings:
        if id(found) not in told:
            yield found
        elif groups[told[id(found)]][0] is found:
            cause, others = told[id(found)][1], [other.field for other in groups[told[id(found)]]]
            cell = found.row[cause]
            message = f"{cause} is {repr(cell) if cell else 'blank'}, and {', '.join(others)} do not go with it"
            place = sheet.header.index(cause) + 1 if cause in sheet.header else 0
            expected = "cells that go with each other"
            yield replace(found, column=place, field=cause, value=cell, message=message, expected=expected)


def _cause(rule: Rule) -> str:
    """The column that calls for what a rule asks of another."""
    match rule:
        case BlankUnless() | RequiredWhen():
            return rule.when.field
        case Follows():
            return rule.by
        case _:
            return ""


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
