from __future__ import annotations

import copy
import json
import random
import re
from typing import Any

import pytest

from caucasus_data.package.difference import (
    CHANGES,
    STEPS,
    Change,
    Table,
    Tables,
    as_frame,
    as_markdown,
    changes,
    counts,
    said_of,
    step,
    summary,
    tables_of,
)
from tests.checkout import ROOT

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
    {"name": "size", "type": "integer", "constraints": {"minimum": 0}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"], "maxLength": 9}},
    {"name": "of", "type": "string"},
]
OTHER = {"fields": ["of"], "reference": {"resource": "", "fields": ["id"]}}


def table(*rows: str, fields: list[dict[str, Any]] = FIELDS, **declared: Any) -> Table:
    """A table whose rows are written as their cells with blanks between."""
    schema = {"fields": fields, "primaryKey": ["id"], "foreignKeys": [OTHER]} | declared
    names = [f["name"] for f in fields]
    return Table(schema, [dict(zip(names, row.split(" "), strict=True)) for row in rows])


def found(old: Table | None, new: Table | None) -> list[tuple[str, ...]]:
    """Changes without their table."""
    return [c[1:] for c in changes(*({"things": t} if t else {} for t in (old, new)))]


def test_no_change_is_no_change() -> None:
    today = tables_of()
    assert changes(today, today) == []
    assert summary([]) == "no changes"
    assert as_markdown(as_frame([])) == "No changes."


def test_rows_and_cells() -> None:
    assert found(table("a 1 a ", "b 2 a a", "c 3  "), table("b 2 b a", "c  a b", "d 4 a ")) == [
        ("a", "removed", "", "", "", "major"),
        ("b", "changed", "kind", "a", "b", "patch"),
        ("c", "changed", "size", "3", "", "patch"),
        ("c", "changed", "kind", "", "a", "patch"),
        ("c", "changed", "of", "", "b", "minor"),
        ("d", "added", "", "", "", "minor"),
    ]


def test_rows_without_an_id_of_their_own_can_go() -> None:
    key: dict[str, Any] = {"primaryKey": ["id", "size"]}
    assert found(table("a 1 a ", **key), table("a 2 a ", **key)) == [
        ("a/1", "removed", "", "", "", "minor"),
        ("a/2", "added", "", "", "", "minor"),
    ]


def test_tables_come_and_go_with_their_rows() -> None:
    assert found(None, table("a 1 a ")) == [
        ("", "table added", "", "", "", "minor"),
        ("a", "added", "", "", "", "minor"),
    ]
    assert found(table("a 1 a "), None) == [
        ("", "table removed", "", "", "", "major"),
        ("a", "removed", "", "", "", "major"),
    ]


def test_columns_come_and_go_with_their_cells() -> None:
    short, long = table("a 1 a", fields=FIELDS[:3]), table("a 1 a b")
    assert found(short, long) == [
        ("", "column added", "of", "", "", "minor"),
        ("a", "changed", "of", "", "b", "minor"),
    ]
    assert found(long, short)[0] == ("", "column removed", "of", "", "", "major")
    assert found(table(fields=FIELDS[:3]), table()) == [("", "column added", "of", "", "", "minor")]


@pytest.mark.parametrize(
    ("place", "declared", "change"),
    [
        (1, {"type": "number"}, "column retyped"),
        (0, {"rdfType": "http://id.loc.gov/datatypes/edtf/EDTF"}, "column retyped"),
        (0, {"constraints": {"pattern": "[a-z]+"}}, "column loosened"),
        (0, {"constraints": {"required": True, "pattern": "[a-y]+"}}, "column restricted"),
        (0, {"constraints": {"required": True}}, "column loosened"),
        (1, {"constraints": {"minimum": 1}}, "column restricted"),
        (1, {"constraints": {"minimum": -1}}, "column loosened"),
        (1, {"constraints": {}}, "column loosened"),
        (1, {"constraints": {"minimum": 0, "required": True}}, "column restricted"),
        (2, {"constraints": {"enum": ["a"], "maxLength": 9}}, "column restricted"),
        (2, {"constraints": {"enum": ["a", "b", "c"], "maxLength": 9}}, "column loosened"),
        (2, {"constraints": {"maxLength": 9}}, "column loosened"),
        (2, {"constraints": {"enum": ["a", "b"], "maxLength": 8}}, "column restricted"),
        (3, {"constraints": {"enum": ["a"]}}, "column restricted"),
        (3, {"description": "Said better."}, None),
        (1, {"constraints": {"minimum": 0, "maximum": 9}}, "column restricted"),
        (2, {"constraints": {"enum": ["a", "b"], "maxLength": 9, "minLength": 1}}, "column restricted"),
        (2, {"constraints": {"enum": ["a", "b"], "maxLength": 9, "required": False}}, None),
        (2, {"constraints": {"maxLength": 9}, "categories": ["a", "b"]}, "column loosened"),
        (2, {"constraints": {"maxLength": 9}, "categories": ["a"]}, "column restricted"),
        (3, {"categories": [{"value": "a", "label": "A."}]}, "column restricted"),
        (3, {"constraints": {"unique": True}}, "column restricted"),
        (3, {"constraints": {"jsonSchema": {"minLength": 2}}}, "column restricted"),
    ],
)
def test_declarations(place: int, declared: dict[str, Any], change: str | None) -> None:
    fields = [{**field, **declared} if number == place else field for number, field in enumerate(FIELDS)]
    judged = found(table(), table(fields=fields))
    assert [c[1] for c in judged] == ([change] if change else [])
    assert [c[-1] for c in judged] == ([] if not change else ["minor" if "loosened" in change else "major"])


@pytest.mark.parametrize(
    ("name", "less", "more"),
    [
        ("minimum", 3, 2),
        ("minimum", "2020-01-01", "1988-01-01"),
        ("exclusiveMinimum", 3, 2),
        ("minLength", 3, 2),
        ("maximum", 2, 3),
        ("maximum", "1988-01-01", "2020-01-01"),
        ("exclusiveMaximum", 2, 3),
        ("maxLength", 2, 3),
        ("enum", ["a"], ["a", "b"]),
        ("unique", True, False),
        ("required", True, False),
    ],
)
def test_a_constraint_is_named_with_what_it_was(name: str, less: Any, more: Any) -> None:
    old, new = ([*FIELDS[:3], FIELDS[3] | {"constraints": {name: value}}] for value in (more, less))
    shown = ["{}" if value is False else json.dumps({name: value}) for value in (more, less)]
    assert found(table(fields=old), table(fields=new)) == [("", "column restricted", "of", *shown, "major")]
    assert found(table(fields=new), table(fields=old)) == [("", "column loosened", "of", *shown[::-1], "minor")]


def test_new_words_are_named_as_categories() -> None:
    fields = [*FIELDS[:3], FIELDS[3] | {"categories": [{"value": "a", "label": "A."}]}]
    assert found(table(), table(fields=fields))[0][3:5] == ("{}", '{"categories": ["a"]}')


def test_references_keys_and_order() -> None:
    assert found(table(foreignKeys=[]), table()) == [
        ("", "column restricted", "of", "{}", '{"reference": ""}', "major"),
    ]
    assert found(table(), table(foreignKeys=[]))[0][1] == "column loosened"
    assert found(table(), table(primaryKey=["id", "of"])) == [
        ("", "key changed", "", '["id"]', '["id", "of"]', "major")
    ]
    assert found(table(), table(fields=FIELDS[::-1]))[0][1] == "order changed"
    moved = [*FIELDS[:3], {"name": "note", "type": "string"}, FIELDS[3]]
    assert [c[1] for c in found(table(), table(fields=moved))] == ["column added"]


def test_the_step_is_the_largest_that_any_change_calls_for() -> None:
    removed = Change("things", "a", "removed", "", "", "", "major")
    reordered = Change("things", "", "order changed", "", "", "", "major")
    added = Change("things", "a", "added", "", "", "", "minor")
    mended = Change("things", "a", "changed", "size", "1", "2", "patch")
    assert step([], "0.1.0") == step([mended], "0.1.0") == "patch"
    assert step([mended, added, mended], "1.0.0") == "minor"
    assert step([removed, mended], "0.9.9") == "minor"
    assert step([removed, mended], "1.0.0") == "major"
    assert step([reordered, added], "0.1.0") == "minor"  # before 1.0.0
    assert step([reordered, added], "1.1.0") == "major"
    assert STEPS == ("patch", "minor", "major")


def test_changes_lead_from_one_set_of_tables_to_the_other() -> None:
    """Random edits of the packaged tables, and their changes applied to the tables as they were."""
    chance, old = random.Random(7), tables_of()
    new: Tables = {name: Table(t.schema, copy.deepcopy(t.rows)) for name, t in old.items()}
    for name, (schema, rows) in new.items():
        column = schema["fields"][-1]["name"]
        for row in chance.sample(rows, len(rows) // 10):
            row[column] += " again"
        for row in chance.sample(rows, len(rows) // 20):
            rows.remove(row)
        key = schema["fields"][0]["name"]
        rows += [row | {key: f"{row[key]}-{name}-new"} for row in chance.sample(rows, len(rows) // 20)]

    def keyed(tables: Tables) -> dict[tuple[str, str], dict[str, str]]:
        keys = {n: t.schema.get("primaryKey") or t.schema["uniqueKeys"][0] for n, t in tables.items()}
        return {(n, "/".join(r[k] for k in keys[n])): dict(r) for n, t in tables.items() for r in t.rows}

    rebuilt, target = keyed(old), keyed(new)
    told = changes(old, new)
    for change in told:
        place = change.table, change.row_id
        match change.change:
            case "added":
                assert place not in rebuilt
                rebuilt[place] = target[place]
            case "removed":
                del rebuilt[place]
            case _:
                assert rebuilt[place][change.column] == change.old != change.new
                rebuilt[place][change.column] = change.new
    assert rebuilt == target
    assert sum(counts(told).values()) == len({(c.table, c.row_id) for c in told})


def test_frame() -> None:
    frame = as_frame(changes({"things": table("a 1 a ")}, {"things": table("a 1 a b")}))
    assert list(frame) == ["table", "row_id", "change", "column", "old", "new"]
    assert frame["change"].cat.categories.to_list() == list(CHANGES)
    assert frame["old"].isna().to_list() == [True]
    assert frame["new"].to_list() == ["b"]
    assert set(as_frame([]).drop(columns="change").dtypes.astype("str")) == {"str"}


def test_markdown_quotes_what_people_wrote() -> None:
    rows = [
        Change("things", "", "column restricted", "kind", "{}", '{"enum": ["a"]}', "major"),
        Change("things", "a", "removed", "", "", "", "major"),
        Change("things", "b", "changed", "note", "", "**@all** `x` ``y``\n# z", "patch"),
        Change("others", "", "table added", "", "", "", "minor"),
    ]
    assert as_markdown(as_frame(rows)).splitlines() == [
        "### things",
        "",
        '- `kind` column restricted: `{}` became `{"enum": ["a"]}`',
        "- `a` removed",
        r"- `b` `note` was blank, is ``` **@all** `x` ``y``\n# z ```",
        "",
        "### others",
        "",
        "- table added",
    ]
    assert [said_of(row) for row in rows[:2]] == ["things kind column restricted", "things a removed"]
    assert summary(rows) == "1 row changed, 1 row removed, 1 table added, 1 column restricted"


def test_the_page_on_versions_tells_of_every_change_and_its_step() -> None:
    whole = table("a 1 a ", "b 2 b ")
    key: dict[str, Any] = {"primaryKey": ["id", "size"]}
    pairs = [
        (None, whole),
        (whole, None),
        (whole, table("a 1 b b", "c 1 a ", primaryKey=["id"])),
        (whole, table("a 1 a ", "b 2 b ", **key)),
        (table("a 1 a ", **key), table(**key)),
        (table(), table(fields=FIELDS[::-1])),
        (table(), table(fields=FIELDS[:3])),
        (table(fields=FIELDS[:3]), table()),
        (table(), table(fields=[*FIELDS[:3], FIELDS[3] | {"type": "integer"}])),
        (table(), table(fields=[*FIELDS[:3], FIELDS[3] | {"constraints": {"unique": True}}])),
        (table(), table(foreignKeys=[])),
    ]
    seen = {(change[1], change[-1]) for pair in pairs for change in found(*pair)}
    page = (ROOT / "docs/versioning.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z ]+)`.*\| ([a-z]+) \|$", page, re.MULTILINE)) == seen
    assert {change for change, _ in seen} == set(CHANGES)
