"""The first layers of judgement: single cells, and rows whose cells are sound."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, groupby, islice
from operator import attrgetter

from caucasus_data.errors import did_you_mean
from caucasus_data.model.checks import Check
from caucasus_data.model.row import Column
from caucasus_data.model.rules import BlankUnless, Follows, RequiredWhen, Rule
from caucasus_data.support.plain_text import counted
from caucasus_data.validation.expressions import broken, faulty_cells
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.misplaced import misplaced
from caucasus_data.validation.sheet import AT_MOST, Sheet, rolled_up

MANY = 100_000
"""Faults of a table beyond which nobody asks how its rows came to be so."""


_COLUMN, _RARE = 20, 100
"""Faults alike from which on a column may be wrong as a whole, and rows to each of them where all are accidents."""


def cells_and_rows(sheet: Sheet, sheets: Collection[Sheet], *, each: bool = False) -> Iterator[Finding]:
    """Faults of single cells, and of rows whose cells are sound; of a row that is wrong as a whole, one.

    Args:
        sheets: All of them: a cell that names a row of another has to do with where it stands.
        each: Whether each cell is told of where a column is wrong as a whole.
    """
    faults = faulty_cells(sheet.frame, sheet.table, sheet.absent, sheet.doubtful)
    some = [*islice(faults, MANY)]
    rules = [rule for rule in sheet.table.rules if sheet.absent.isdisjoint(rule.fields)]
    breaches = [*zip(rules, broken(sheet.frame, rules), strict=True)]
    breaking = ((rule, row) for rule, rows in breaches for row in rows[:MANY])
    whole, findings = misplaced(sheet, some, breaking, sheets) if len(some) < MANY else (set(), [])
    whole |= sheet.convicted  # also of rows of which nobody knows what stood there
    yield from findings
    faulty: defaultdict[str, set[int]] = defaultdict(set)
    for column, group in groupby(chain(some, faults), attrgetter("column")):
        own = [(row, check) for _, row, check in group if row not in whole]
        faulty[column.name].update(row for row, _ in own)
        yield from _of_column(sheet, column, own, each=each)
    for rule, rows in breaches:
        excused = whole.union(*(faulty[f] for f in rule.fields)) if rows else whole
        yield from rolled_up([row for row in rows if row not in excused], partial(_of_row, sheet, rule))


_Fault = tuple[int, Check | None]
"""A row, and the check that the cell in it does not pass; none where the cell is blank and must not be."""


def _of_column(sheet: Sheet, column: Column, faults: Sequence[_Fault], *, each: bool) -> Iterator[Finding]:
    """What is wrong in a column: of faults that one act has made, one.

    Such are those of one kind that most of its cells have, and those of many cells that are the same.
    """
    tell = partial(_of_cell, sheet, column)
    alike = set[int]() if each else {row for row, _ in _of_one_act(sheet, column, faults)}
    if alike:
        first, *_ = (tell(fault) for fault in islice((fault for fault in faults if fault[0] in alike), AT_MOST))
        yield replace(first, message=f"{first.message}; so do {counted(len(alike) - 1, 'more cell')}")
    yield from rolled_up([fault for fault in faults if fault[0] not in alike], tell)


def _of_one_act(sheet: Sheet, column: Column, faults: Sequence[_Fault]) -> Sequence[_Fault]:
    if len(faults) <= _COLUMN or _RARE * len(faults) < len(sheet.frame):
        return ()
    cells = sheet.frame[column.name]
    (rule, many), *_ = Counter(map(_rule, faults)).most_common(1)
    if 2 * many >= (len(cells) if rule == _REQUIRED else (cells != "").sum()):
        return [fault for fault in faults if _rule(fault) == rule]
    texts = cells.gather([row for row, _ in faults]).to_list()
    (text, many), *_ = Counter(texts).most_common(1)
    return [fault for fault, cell in zip(faults, texts, strict=True) if cell == text] if many > _COLUMN else ()


_REQUIRED = "required"


def _rule(fault: _Fault) -> str:
    return fault[1].rule if fault[1] else _REQUIRED


def of_causes(sheet: Sheet, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, without those of cells in which, or in one that calls for them, a fault was found before.

    Of several that one cell calls for there is one finding, at that cell.
    """
    reading = defaultdict[tuple[str, str], set[str]](set)
    for rule in sheet.table.rules:
        reading[rule.field, rule.rule].update(rule.fields)
    blamed: defaultdict[int, set[str]] = defaultdict(set)
    strays = {found.line for found in sheet.findings if found.rule == "stray-quote"}
    kept: list[Finding] = []
    for found in findings:
        told = '"' in found.value and found.line in strays
        if not told and blamed[found.line].isdisjoint(reading.get((found.field, found.rule), ())):
            blamed[found.line].add(found.field)
            kept.append(found)
    yield from _of_one_cause(sheet, kept)


def of_one_saving(sheet: Sheet, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, one for all cells that were broken when the file was saved in another encoding."""
    found = [*findings]
    broken = [f for f in found if f.rule == "mojibake"]
    if len(broken) > _COLUMN and _RARE * len(broken) >= len(sheet.frame):
        first, *others = broken
        hint = "take the file as it was before it was saved so, or let caucasus-data fix put the letters back"
        told = replace(first, message=f"{first.message}; so do {counted(len(others), 'more cell')}", hint=hint)
        found = [told if f is first else f for f in found if f is first or f.rule != "mojibake"]
    yield from found


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


def _of_cell(sheet: Sheet, column: Column, fault: _Fault) -> Finding:
    row, check = fault
    name, text = column.name, sheet.frame.item(row, column.name)
    if check is None:
        return sheet.finding(row, name, _REQUIRED, f"{name} is blank", column.description)
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
