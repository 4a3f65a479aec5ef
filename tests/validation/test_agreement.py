"""Cells broken at random: the vectorised checks, pydantic and frictionless convict the same ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from frictionless import Resource
from pydantic import ValidationError

from caucasus_data.model.objects import ROWS
from caucasus_data.model.row import Column, Table
from caucasus_data.model.rules import Different
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from caucasus_data.validation import cells, expressions
from caucasus_data.validation.reading import read
from tests.conftest import Rows, write_csv

GARBAGE = [
    "", " ", "x", " x", "x ", "n/a", "-", "=1+1", "+1", "@x", "0", "-1", "7", "1.5", "101", "1e3", "1,234", "87%", "nan", "9999",
    "2024", "2024-13", "2024-02-30", "2024-06-12", "1999", "2999-12-31", "08/11/2020", "2023-09-20/2023-09-19", "199X",
    "office", "full", "forecast", "fact", "resolved_yes", "contested", "percent", "value", "none", "unknown", "exact", "wer",
    "evt-UPPER", "evt-a", "src-a", "mem-a", "dep-a", "clm-a", "armenia", "ARM", "armenia_", "Q0", "Q399", "events",
    "http:/x", "https://example.org", "a\tb", "a\u200bb", "a\nb", "\x1b[31m", "\u0430rmenia", "x" * 121, "y" * 2001, "1.0.0",
]  # fmt: skip
ROWS_PER_TABLE = 400
ROWS_PER_RULE = 12
PLAUSIBLE = {
    "edtf": ["2019", "2020-05", "2020-05-01", "2020-05-01?", "202X", "2020-04/2020-06", "2021-01-01"],
    "day": ["2018-12-31", "2020-05-01"],
    "integer": ["0", "3", "10", "200"],
    "number": ["0", "3", "87.5", "100", "100.1", "-4"],
    "form": ["armenia", "russia", "evt-a", "src-a"],
}
Convicted = set[tuple[int, str, str]]


def spoiled(table: Table, rows: Rows, chance: random.Random) -> Rows:
    """Rows of a table, drawn anew and with about one cell in each replaced by garbage."""
    drawn = [dict(chance.choice(rows)) for _ in range(ROWS_PER_TABLE)]
    for row in drawn:
        for _ in range(chance.choice([0, 1, 1, 2])):
            row[chance.choice(table.names)] = chance.choice(GARBAGE)
    return drawn


def against_rules(table: Table, rows: Rows, chance: random.Random) -> Rows:
    """Rows of sound cells that bear on a rule: for each rule some that keep it and some that break it."""
    drawn = []
    for rule in table.rules:
        for wanted in [True, False] * (ROWS_PER_RULE // 2):
            row = dict(chance.choice(rows))
            for _ in range(10_000):
                row |= {field: plausible(table.column(field), chance) for field in rule.fields}
                if isinstance(rule, Different) and not wanted:
                    row[rule.field] = row[rule.other]
                if rule.holds(row) is wanted:
                    break
            else:
                pytest.fail(f"no row found for {rule}")
            drawn.append(row)
    return drawn


def plausible(column: Column, chance: random.Random) -> str:
    if not column.required and chance.random() < 0.3:
        return ""
    if column.cell.vocabulary:
        return chance.choice(column.cell.vocabulary.words)
    sound = [text for text in PLAUSIBLE.get(column.cell.kind, []) if column.cell.first_fault(text) is None]
    return chance.choice(sound or [column.example])


def by_polars(table: Table, path: Path) -> Convicted:
    sheet = read(table, path)
    assert sheet.findings == []
    rows = {line: row for row, line in enumerate(sorted(sheet.lines))}
    with pytest.MonkeyPatch.context() as patch:  # garbage in several cells is taken for no row at all
        patch.setattr(cells, "misplaced", lambda *_: (set(), []))
        patch.setattr(expressions, "FEW", 0)  # or a few cells would be looked at as pydantic does
        return {(rows[f.line], f.field, f.rule) for f in cells.cells_and_rows(sheet, [sheet], each=True)}


def by_pydantic(table: Table, rows: Rows) -> Convicted:
    convicted: Convicted = set()
    for number, row in enumerate(rows):
        try:
            ROWS[table.name].model_validate(row)
        except ValidationError as error:
            convicted |= {(number, str(e["loc"][0]), e["type"]) for e in error.errors()}
    return convicted


def by_frictionless(table: Table, path: Path) -> set[tuple[int, str]]:
    schema = {
        k: v for k, v in storage.schema(table.name).items() if k not in ("primaryKey", "uniqueKeys", "foreignKeys")
    }
    resource = Resource.from_descriptor(
        {"name": table.name, "path": path.name, "format": "csv", "encoding": "utf-8", "dialect": {"delimiter": ","}}
        | {"schema": schema},
        basepath=str(path.parent),
    )
    report = resource.validate(limit_errors=100_000)
    found = report.flatten(["rowNumber", "fieldName"])
    assert all(name for _, name in found)
    return {(number - 2, name) for number, name in found}


@pytest.mark.parametrize("name", list(TABLES))
def test_the_same_cells_are_convicted(name: str, rows: Callable[[str], Rows], tmp_path: Path) -> None:
    table, chance = TABLES[name], random.Random(name)
    sound = rows(name) or [{c.name: c.example for c in table.columns}]
    drawn = spoiled(table, sound, chance) + against_rules(table, sound, chance)
    path = tmp_path / f"{name}.csv"
    write_csv(path, drawn)
    ours = by_polars(table, path)
    assert ours == by_pydantic(table, drawn)
    assert {(rule.field, rule.rule) for rule in table.rules} <= {(field, rule) for _, field, rule in ours}
    assert len({fault[:2] for fault in ours}) > ROWS_PER_TABLE / 4
    theirs = by_frictionless(table, path)
    kinds = {c.name: c.cell.kind for c in table.columns}
    assert {cell for cell in theirs if drawn[cell[0]][cell[1]].strip()} <= {fault[:2] for fault in ours}
    beyond = {rule.rule for rule in table.rules} | {
        *("invisible-character", "sentinel", "edtf-reversed", "stray-space", "out-of-time", "two-alphabets"),
        "stray-value",
    }
    lenient = {
        "2024",
        "9999",
        "1e3",
        "nan",
        "1,234",
        "87%",
        "+1",
    }  # what frictionless reads as a number, or a day, all the same
    for number, field, rule in sorted(ours):
        text = drawn[number][field]
        typed = kinds[field] in ("day", "integer", "number")
        if rule not in beyond and not (typed and text in lenient):
            assert (number, field) in theirs, (field, text, rule)
