from __future__ import annotations

import pytest
from pydantic import ValidationError

from caucasus_data.model.objects import ROWS
from caucasus_data.model.tables import TABLES
from caucasus_data.model.vocabularies import (
    BASIS,
    DENOMINATOR,
    DOMAINS,
    EVENT_TYPE,
    INDICATOR,
    MEASURE,
    PLOVER,
    TABLE_NAMES,
    UNIT,
    VOCABULARIES,
    EventType,
    Indicator,
)

ALL = list(TABLES)


def test_tables_are_those_of_the_design() -> None:
    assert tuple(TABLES) == TABLE_NAMES
    for table in TABLES.values():
        assert table.names[-1] == "note"


@pytest.mark.parametrize("name", ALL)
def test_every_table_refers_to_columns_that_it_has(name: str) -> None:
    table = TABLES[name]
    used = {*table.key, *table.headline, *table.timeline, *(f for rule in table.rules for f in rule.fields)}
    assert used <= set(table.names)
    assert table.description


@pytest.mark.parametrize("name", ALL)
def test_every_example_is_a_cell_that_the_column_takes(name: str) -> None:
    for column in TABLES[name].columns:
        assert column.cell.first_fault(column.example) is None, column.name


def test_references_lead_to_tables_with_one_key() -> None:
    for table in TABLES.values():
        for column in table.columns:
            if column.cell.reference and column.cell.reference.table:
                target = TABLES[column.cell.reference.table]
                assert len(target.key) == 1
                wanted, found = column.cell.checks[-1], target.column(target.key[0]).cell.checks[-1]
                assert wanted.constraints() == found.constraints()


@pytest.mark.parametrize("name", list(VOCABULARIES))
def test_every_word_is_defined(name: str) -> None:
    vocabulary = VOCABULARIES[name]
    assert vocabulary.description.endswith(".")
    for word, term in vocabulary.terms.items():
        assert term.definition.endswith((".", "%.")), word


def test_event_types_have_a_domain_and_a_plover_category() -> None:
    for word, term in EVENT_TYPE.terms.items():
        assert isinstance(term, EventType)
        assert term.domain in DOMAINS, word
        assert term.plover == "" or term.plover in PLOVER, word
    covered = {t.plover for t in EVENT_TYPE.terms.values() if isinstance(t, EventType)}
    assert covered >= set(PLOVER.words)


def test_indicators_allow_words_that_exist() -> None:
    used: dict[str, set[str]] = {"units": set(), "bases": set(), "denominators": set(), "measures": set()}
    for term in INDICATOR.terms.values():
        assert isinstance(term, Indicator)
        for what, words in used.items():
            words.update(getattr(term, what))
    assert used["units"] == set(UNIT.words)
    assert used["bases"] == set(BASIS.words)
    assert used["denominators"] == set(DENOMINATOR.words)
    assert used["measures"] == set(MEASURE.words)


def test_a_row_gives_all_its_faults_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        ROWS["events"].model_validate(
            {
                "event_id": "evt-example",
                "title": " stray",
                "start_date": "2024-02-30",
                "end_date": "2023",
                "type": "war",
                "deaths_low": "5",
                "deaths_high": "3",
                "credibility": "1",
                "colour": "red",
            }
        )
    assert {(e["loc"][0], e["type"]) for e in caught.value.errors()} == {
        ("title", "stray-space"),
        ("start_date", "edtf"),
        ("deaths_high", "ordered"),
        ("source_id", "required"),
        ("colour", "unknown-column"),
    }


def test_a_row_takes_values_as_well_as_cells() -> None:
    cells = {
        "event_id": "evt-a",
        "title": "A",
        "start_date": "2024",
        "type": "war",
        "credibility": "1",
        "source_id": "src-a",
    }
    row = ROWS["events"].model_validate(cells | {"deaths_best": "12", "note": ""})
    again = ROWS["events"].model_validate(cells | {"deaths_best": 12})
    assert row == again
    assert row.model_dump()["deaths_best"] == 12
    with pytest.raises(ValidationError, match="valid dictionary or instance"):
        ROWS["events"].model_validate(12)


def test_a_column_without_its_declaration_is_refused() -> None:
    from caucasus_data.model.row import Row, table

    class Bare(Row):
        bare_id: str

    with pytest.raises(TypeError, match="column bare_id needs one cell, a description and an example"):
        table("bare", key=("bare_id",), caution="that it has cells", headline=("bare_id",))(Bare)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_warns_of_a_conclusion(name: str) -> None:
    caution = TABLES[name].caution
    assert caution.startswith(("that ", "who ", "where "))
    assert not caution.endswith(".")
