"""The layers of judgement: cells, rows, keys, and what holds between tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from caucasus_data.derive.expressions import BLANK, FIRST_CHECK, SOUND, broken, judged_name, verdict
from caucasus_data.errors import did_you_mean, nearest
from caucasus_data.model.rules import Follows, Rule
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.reading import Sheet

Sheets = Mapping[str, Sheet]


def cells_and_rows(sheet: Sheet) -> Iterator[Finding]:
    """Faults of single cells, and of rows whose cells are sound."""
    table, frame = sheet.table, sheet.frame
    verdicts = frame.select(verdict(c) for c in table.columns)
    for column in table.columns:
        judged = verdicts[judged_name(column.name)]
        for row in (judged != SOUND).arg_true():
            value = frame.item(row, column.name)
            if judged[row] == BLANK:
                yield sheet.finding(row, column.name, "required", f"{column.name} is blank", column.description)
            else:
                check = column.cell.checks[judged[row] - FIRST_CHECK]
                message = f"{column.name} {check.problem(value)}"
                yield sheet.finding(row, column.name, check.rule, message, check.expected, check.hint(value))
    if table.rules:
        faults = frame.hstack(verdicts).select(broken(table, rule) for rule in table.rules)
        for rule, fault in zip(table.rules, faults.iter_columns(), strict=True):
            for row in fault.arg_true():
                yield _rule_finding(sheet, rule, row)


def _rule_finding(sheet: Sheet, rule: Rule, row: int) -> Finding:
    cells = dict(zip(sheet.frame.columns, sheet.frame.row(row), strict=True))
    read = ", ".join(f"{f} is {cells[f]!r}" if cells[f] else f"{f} is blank" for f in rule.fields)
    expected = rule.expected(cells) if isinstance(rule, Follows) else rule.sentence
    return sheet.finding(row, rule.field, rule.rule, f"{rule.sentence}; here {read}", expected)


def keys(sheet: Sheet) -> Iterator[Finding]:
    """Keys that stand twice: every row of them but the first."""
    first_lines: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(sheet.frame.select(sheet.table.key).iter_rows()):
        line = first_lines.setdefault(key, sheet.lines[row])
        if line != sheet.lines[row]:
            message = f"{' + '.join(sheet.table.key)} stands already on line {line}"
            yield sheet.finding(row, sheet.table.key[0], "duplicate-key", message, "a key that no other row has")


def references(sheet: Sheet, sheets: Sheets) -> Iterator[Finding]:
    """Cells that name a row which does not exist."""
    for column in sheet.table.columns:
        reference = column.cell.reference
        if reference is None:
            continue
        targets = [sheets[reference.table]] if reference.table else _with_ids(sheets)
        if not all(target.whole for target in targets):
            continue  # rows that could not be read would seem to be missing
        known = pl.concat([target.frame[target.table.key[0]].rename("id") for target in targets])
        cells = sheet.frame[column.name]
        for row in ((cells != "") & ~cells.is_in(known.implode())).arg_true():
            value = cells[row]
            if column.cell.first_fault(value):
                continue
            where = reference.table or "any table"
            yield sheet.finding(
                row,
                column.name,
                "reference",
                f"{column.name} names {value!r}, which is not in {where}",
                f"the id of a row of {where}",
                did_you_mean(nearest(value, known, 1)),
            )


def _with_ids(sheets: Sheets) -> list[Sheet]:
    """The tables whose rows have an id that other rows may name."""
    return [s for s in sheets.values() if len(s.table.key) == 1 and s.table.name != "withdrawn"]


def between_tables(sheets: Sheets) -> Iterator[Finding]:
    """What no single table shows."""
    yield from _territories_take_no_part(sheets)
    yield from _citations_add_a_source(sheets)
    yield from _citations_name_a_column(sheets)
    yield from _doubted_claims_are_contradicted(sheets)
    yield from _withdrawn_ids_stay_out(sheets)


def _territories_take_no_part(sheets: Sheets) -> Iterator[Finding]:
    territories = _where(sheets["actors"], "kind", "territory")
    sheet = sheets["participants"]
    for row in sheet.frame["actor_id"].is_in(territories.implode()).arg_true():
        message = f"{sheet.frame.item(row, 'actor_id')} is a territory, and a place takes no part in an event"
        yield sheet.finding(row, "actor_id", "territory-participant", message, "a state, body, person or organization")


def _citations_add_a_source(sheets: Sheets) -> Iterator[Finding]:
    own: set[tuple[str, str]] = set()
    for sheet in _with_ids(sheets):
        if "source_id" in sheet.table.names and sheet.table.name != "sources":
            own.update(sheet.frame.select(sheet.table.key[0], "source_id").iter_rows())
    sheet = sheets["citations"]
    for row, pair in enumerate(sheet.frame.select("row_id", "source_id").iter_rows()):
        if pair in own:
            message = f"{pair[1]} is the first source of {pair[0]} already"
            yield sheet.finding(row, "source_id", "own-source", message, "a source other than the row's own")


def _citations_name_a_column(sheets: Sheets) -> Iterator[Finding]:
    names: dict[str, tuple[str, ...]] = {}
    for sheet in _with_ids(sheets):
        names |= dict.fromkeys(sheet.frame[sheet.table.key[0]], sheet.table.names)
    sheet = sheets["citations"]
    for row, (cited, field) in enumerate(sheet.frame.select("row_id", "field").iter_rows()):
        columns = names.get(cited, ())
        if field and columns and field not in columns:
            message = f"{field} is not a column of the table of {cited}"
            hint = did_you_mean(nearest(field, columns, 1))
            yield sheet.finding(row, "field", "cited-column", message, ", ".join(columns), hint)


def _doubted_claims_are_contradicted(sheets: Sheets) -> Iterator[Finding]:
    citations, claims = sheets["citations"].frame, sheets["claims"]
    contradicted = set(citations.filter(pl.col("stance") == "contradicts")["row_id"])
    doubted = claims.frame["status"].is_in(["contradicted", "contested"])
    for row in doubted.arg_true():
        if claims.frame.item(row, "claim_id") not in contradicted:
            message = "the status says that a source disagrees, and no citation with stance contradicts names it"
            yield claims.finding(row, "status", "uncited-contradiction", message, "a row in citations.csv")


def _withdrawn_ids_stay_out(sheets: Sheets) -> Iterator[Finding]:
    gone = set(sheets["withdrawn"].frame["row_id"])
    for sheet in _with_ids(sheets):
        key = sheet.table.key[0]
        for row in sheet.frame[key].is_in(gone).arg_true():
            message = f"{sheet.frame.item(row, key)} was withdrawn, and an id is never used again"
            yield sheet.finding(row, key, "withdrawn-id", message, "a new id")


def _where(sheet: Sheet, column: str, value: str) -> pl.Series:
    return sheet.frame.filter(pl.col(column) == value)[sheet.table.key[0]]
