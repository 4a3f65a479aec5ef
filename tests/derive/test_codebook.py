from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.loading.fields import derived, fields
from caucasus_data.model.tables import TABLES
from caucasus_data.model.vocabularies import VOCABULARIES, TableName
from caucasus_data.package import storage
from tests.conftest import Rows

ROOT = Path(__file__).parents[2]
GENERATED_FROM_CASES = ROOT / "docs/rules.md"


@pytest.fixture(scope="module")
def ids(rows: Callable[[str], Rows]) -> dict[str, set[str]]:
    """The ids of each table that has some."""
    return {t.name: {row[t.key[0]] for row in rows(t.name)} for t in TABLES.values() if len(t.key) == 1}


@pytest.mark.parametrize("name", list(TABLES))
def test_examples_name_rows_that_exist(name: str, rows: Callable[[str], Rows], ids: dict[str, set[str]]) -> None:
    table = TABLES[name]
    key = {k: table.column(k).example for k in table.key if table.column(k).required}
    assert any(key.items() <= row.items() for row in rows(name)), key
    for column in table.columns:
        if reference := column.cell.reference:
            assert column.example in set().union(*(ids[t] for t in reference.tables or ids)), column.name


def test_texts_name_rows_that_exist(ids: dict[str, set[str]]) -> None:
    pages = {*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/*.txt")} - {GENERATED_FROM_CASES}
    found = 0
    for path in (*pages, *ROOT.glob("src/**/*.py")):
        named = set(re.findall(r"\b(?:src|evt|mem|dep|clm|plc)(?:-[a-z0-9]+)+", path.read_text("utf-8")))
        found += len(named)
        assert named <= set().union(*ids.values()), path
    assert found > 100


@pytest.mark.parametrize("name", list(TABLES))
def test_entry_explains_every_column_rule_and_word(name: TableName) -> None:
    entry = cd.codebook(name)
    table = TABLES[name]
    for column in table.columns:
        assert f"| `{column.name}` |" in entry
        assert column.description in entry
        for word in column.cell.vocabulary.words if column.cell.vocabulary else ():
            assert f"- `{word}`: " in entry
        line = next(row for row in entry.splitlines() if row.startswith(f"| `{column.name}` |"))
        assert ("required" in line.split(" | ")[1]) is column.required
    for follows in derived(name):
        assert f"| `{follows.field['name']}` | word of" in entry
        assert f"follows from `{follows.of}`, in no file" in entry
    assert f"Key: {', '.join(f'`{k}`' for k in table.key)}." in entry
    for rule in table.rules:
        assert f"- {rule.sentence}." in entry


def test_whole_codebook_defines_each_vocabulary_once() -> None:
    book = cd.codebook()
    for name in VOCABULARIES:
        assert book.count(f"### {name}\n") == 1


def test_event_types_and_indicators_tell_what_hangs_on_them() -> None:
    assert "Domain: diplomatic. PLOVER: CONSULT." in cd.codebook("events")
    assert "Unit percent; basis volume or value; of gas_imports." in cd.codebook("dependencies")


def test_a_notebook_draws_it() -> None:
    for book in (cd.codebook("events"), cd.codebook()):
        assert isinstance(book, str)
        assert book._repr_markdown_() == book
    assert cd.codebook("events").startswith("# events\n")


@pytest.mark.parametrize("name", list(TABLES))
def test_as_a_frame_it_has_a_row_for_each_column(name: TableName) -> None:
    frame, declared = cd.codebook(name, as_frame=True), {f["name"]: f for f in fields(name)}
    assert list(frame) == ["column", "type", "required", "description", "example", "words"]
    assert frame["column"].to_list() == list(declared)
    assert set(declared) <= set(cd.load(name))
    for row in frame.astype("object").where(frame.notna(), None).to_dict("records"):
        field = declared[row["column"]]
        assert row["description"] == field["description"]
        assert row["required"] is bool(field.get("constraints", {}).get("required"))
        assert row["words"] == (", ".join(c["value"] for c in field.get("categories", ())) or None)
        assert not {"`", "[", "#"} & set(row["type"])
    told = dict(zip(frame["column"], frame["type"], strict=True))
    assert all(f"→ {target}" in told[column] for column, target in storage.foreign_keys(name).items())


def test_all_tables_as_a_frame() -> None:
    frame = cd.codebook(as_frame=True)
    assert next(iter(frame)) == "table"
    assert frame["table"].unique().tolist() == list(TABLES)
    assert len(frame) == sum(len(fields(name)) for name in TABLES)
    assert frame["required"].dtype == bool
