from __future__ import annotations

import pytest

import caucasus_data as cd
from caucasus_data.loading.fields import derived
from caucasus_data.model.tables import TABLES
from caucasus_data.model.vocabularies import VOCABULARIES, TableName


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
