from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from caucasus_data.cli import _parser
from caucasus_data.contributing.answers import RefusedError, as_cell
from caucasus_data.contributing.entry import KINDS, REVIEW, Entry
from caucasus_data.contributing.folder import FaultyRowsError, Folder
from caucasus_data.contributing.lookup import Lookup
from caucasus_data.contributing.proposals import proposed_id
from caucasus_data.contributing.session import Session
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.tables import TABLES
from caucasus_data.support.writing import write_all
from tests.cases import CASES
from tests.conftest import read_csv

EVENT = ("Leaders meet in Yerevan", "2024-06-12", "meeting", "2")
NOBODY = ""


@pytest.fixture(scope="module")
def enter() -> Callable[..., Session]:
    """A session in which some answers were given."""
    lookup = Lookup({table: read_csv(CASES / "base" / f"{table}.csv") for table in TABLES})

    def entering(kind: str, *answers: str) -> Session:
        session = Session(Entry.of(kind, lookup))
        for answer in answers:
            session.answer(answer)
        return session

    return entering


Enter = Callable[..., Session]


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    shutil.copytree(CASES / "base", tmp_path / "data")
    return tmp_path / "data"


def refusal(session: Session, answer: str) -> RefusedError:
    before = session.entry
    with pytest.raises(RefusedError) as caught:
        session.answer(answer)
    assert session.entry is before
    return caught.value


def cells(session: Session, table: str) -> dict[str, str]:
    """What is filled in the last row of a table."""
    row = [row for there, row in session.entry.rows if there.name == table][-1]
    return {column: cell for column, cell in row.items() if cell}


def test_every_kind_can_be_asked_for() -> None:
    (action,) = [a for a in _parser()[1].choices["new"]._actions if a.dest == "kind"]
    assert action.choices == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_proposes_an_id_that_its_table_accepts(kind: str) -> None:
    table = TABLES[KINDS[kind]]
    examples = {c.name: c.example for c in table.columns}
    first = proposed_id(table, examples)
    assert table.column(table.key[0]).accepts(first)
    assert proposed_id(table, examples, {first, f"{first}-2"}) == f"{first}-3"


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_required_is_asked(kind: str, enter: Enter) -> None:
    session = enter(kind)
    table = TABLES[KINDS[kind]]
    while session.entry.question.column and not session.entry.question.ends:
        question = session.entry.question
        assert question.required
        session.answer(
            "2002" if question.column == table.column(table.key[0]) else _some(question.step, question.options)
        )
    assert session.entry.cells(0)[table.key[0]]
    asked = [step.partition(".")[2] for step, _ in session.answers]
    assert len(asked) == len(set(asked)) <= 10


def _some(step: str, options: tuple[str, ...]) -> str:
    """An answer that will do."""
    column = step.partition(".")[2]
    known = {
        "source_id": "src-a", "start_date": "2002", "made_on": "2002", "period": "2002", "value": "5", "language": "en",
        "url": "https://example.org/new", "member_id": "armenia", "organization_id": "csto", "dependent_id": "armenia",
        "supplier_id": "russia", "claimant_id": "russia",
    }  # fmt: skip
    return known.get(column) or next(iter(options), "Some words")


def test_a_forecast_is_asked_what_a_fact_is_not(enter: Enter) -> None:
    fact = enter("claim", "It rains.", "fact", "russia", "src-a", "2024", "border", "supported")
    assert fact.entry.question.step == REVIEW
    forecast = enter("claim", "It rains.", "forecast", "russia", "src-a", "2024", "border")
    assert "resolved_yes" in forecast.entry.question.options
    assert "supported" not in forecast.entry.question.options
    forecast.answer("open")
    assert forecast.entry.question.step == "0.resolve_by"
    forecast.answer("2030")
    assert forecast.entry.question.step == "0.criteria"


def test_what_hangs_on_another_cell_is_asked_once_that_is_given(enter: Enter) -> None:
    session = enter("dependency", "armenia", "russia", "security_guarantee", "2002", "2", "src-a")
    assert session.entry.question.step == REVIEW
    session.answer("indicator gas_import_share")
    assert session.entry.question.step == "0.value"
    session.answer("87.7")
    assert cells(session, "dependencies")["unit"] == "percent"  # the only one that the indicator allows
    assert session.entry.question.options == ("volume", "value")


@pytest.mark.parametrize(
    ("table", "column", "typed", "cell"),
    [
        ("events", "type", "Treaty signed", "treaty_signed"),
        ("events", "type", "mob", "mobilization"),
        ("events", "type", "war", "war"),
        ("events", "start_date", "12 June 2024", "2024-06-12"),
        ("events", "title", "Leaders  meet", "Leaders meet"),
        ("events", "deaths_best", "1,234,567", "1234567"),
        ("actors", "iso3", "arm", "ARM"),
    ],
)
def test_what_is_meant_is_taken(table: str, column: str, typed: str, cell: str) -> None:
    assert as_cell(TABLES[table].column(column), typed) == cell


@pytest.mark.parametrize(
    ("table", "column", "typed", "problem", "offered"),
    [
        ("events", "type", "treaty", "'treaty' is the beginning of several words", "treaty_ratified"),
        ("events", "type", "ceasfire", "'ceasfire' is not among the", "ceasefire"),
        ("events", "type", "truce", "'truce' is not among the", "ceasefire"),
        ("events", "type", "zzz", "lists them", None),
        ("events", "start_date", "12/13/14", "start_date is not", None),
        ("events", "title", "=1+1", "begins like a spreadsheet formula", None),
        ("events", "title", "\x1b[31mred", "an invisible character; it is U\\+001B", None),
        ("events", "title", "a" * 200, "title is 200 characters long; expected at most 120", None),
        ("events", "title", "a" * 20_000, "title is 20000 letters long", None),
        ("events", "type", "a" * 20_000, "type is 20000 letters long", None),
    ],
)
def test_what_will_not_do_is_refused_with_what_would(
    table: str, column: str, typed: str, problem: str, offered: str | None
) -> None:
    with pytest.raises(RefusedError, match=problem) as caught:
        as_cell(TABLES[table].column(column), typed)
    assert offered is None or offered in [found.row_id for found in caught.value.offered]
    assert len(caught.value.problem) < 300


def test_names_are_taken_for_ids(enter: Enter) -> None:
    session = enter("event", *EVENT, "src-a", "Пашинян", "party", "ARM", "host")
    assert [row["actor_id"] for table, row in session.entry.rows if table.name == "participants"] == [
        "pashinyan", "armenia",
    ]  # fmt: skip
    assert [found.row_id for found in refusal(session, "Pashinjan").offered] == ["pashinyan"]
    assert "+ Georgia enters a new one" in refusal(session, "Georgia").problem
    assert "of the kind territory" in refusal(session, "Artsakh").problem
    assert len(refusal(session, "a" * 100_000).problem) < 300


def test_for_whom_a_person_acted_is_proposed_from_the_office_of_the_day(enter: Enter) -> None:
    session = enter("event", *EVENT, "src-a", "pashinyan", "party")
    assert cells(session, "participants")["on_behalf_of"] == "armenia"
    assert session.entry.question.ends
    before_office = enter("event", "They met", "2010", "meeting", "2", "src-a", "pashinyan", "party")
    assert before_office.entry.question.step == "1.on_behalf_of"
    assert not before_office.entry.question.required


def test_a_source_is_found_by_its_address_or_words_and_is_new_where_it_is_not(enter: Enter) -> None:
    for answer in ("http://www.example.org/src-a/#top", "paper a", "src-a"):
        assert cells(enter("event", *EVENT, answer), "events")["source_id"] == "src-a"
    session = enter("event", *EVENT)
    assert [found.row_id for found in refusal(session, "paper").offered] == ["src-a", "src-c"]
    session.answer("https://example.org/new")
    assert session.entry.question.step == "1.title"
    session.answer("A new page")
    assert session.entry.question.proposal == "Press"  # whose other pages stand at this host
    session.answer("")
    assert session.entry.question.proposal == "en"
    assert cells(session, "sources")["accessed"]
    assert cells(session, "events")["source_id"] == cells(session, "sources")["source_id"] == "src-press-new-page"


def test_a_row_of_the_entry_can_be_named_again(enter: Enter) -> None:
    session = enter(
        "event", *EVENT, "src-a", "+ Georgia", "state", "", "host", "Georgia", "party", "georgia", "mediator", ""
    )
    named = [row["actor_id"] for table, row in session.entry.rows if table.name == "participants"]
    assert named == ["georgia"] * 3
    assert [row["source_id"] for table, row in session.entry.rows if table.name == "actors"] == ["src-a"]


def test_going_back_takes_answers_back_one_by_one(enter: Enter) -> None:
    session = enter("event", *EVENT, "https://example.org/new")
    assert session.back()
    assert [table.name for table, _ in session.entry.rows] == ["events"]
    while session.back():
        pass
    assert session.entry.question.step == "0.title"
    assert session.answers == []


def test_an_end_before_the_start_is_refused_at_once(enter: Enter) -> None:
    session = enter("event", *EVENT, "src-a", NOBODY)
    assert (
        "end_date must not be before start_date: expected 2024-06-12 or later"
        in refusal(session, "end_date 2023").problem
    )
    session.answer("end_date 2024-06-13")
    assert "end_date must not be before" in refusal(session, "start_date 2025").problem
    session.answer("end_date -")
    session.answer("start_date 2025")
    assert "must be filled" in refusal(session, "title -").problem


def test_rows_are_changed_by_number_or_column_in_the_review(enter: Enter) -> None:
    session = enter("event", *EVENT, "src-a", "armenia", "host", "russia", "party", NOBODY)
    entry = session.entry
    number = {(place.part, place.column.name): str(n) for n, place in enumerate(entry.places, 1)}
    assert (0, "reviewed") not in number
    assert (1, "event_id") not in number
    session.answer(number[2, "role"])
    assert session.entry.question.proposal == "party"
    session.answer("mediator")
    assert cells(session, "participants") == {
        "event_id": "evt-2024-leaders-meet-yerevan", "actor_id": "russia", "role": "mediator",
    }  # fmt: skip
    session.answer("title Leaders talk")
    assert cells(session, "participants")["event_id"] == "evt-2024-leaders-talk"
    assert "is taken" in refusal(session, "event_id evt-2020-war").problem
    assert "is taken" in refusal(session, "event_id evt-2019-clash").problem  # that of a row which was withdrawn
    session.answer("event_id evt-2024-talk")
    session.answer("title Leaders talk again")
    assert cells(session, "participants")["event_id"] == "evt-2024-talk"
    session.answer("note Day not stated.")
    assert cells(session, "events")["note"] == "Day not stated."
    assert [found.row_id for found in refusal(session, "role host").offered] == [number[1, "role"], number[2, "role"]]
    assert "did you mean 'place_id'" in refusal(session, "plac_id").problem
    session.answer(f"{number[2, 'actor_id']} -")
    assert [row["actor_id"] for table, row in session.entry.rows if table.name == "participants"] == ["armenia"]
    session.answer("citations")
    assert session.entry.question.proposal == ""  # a further source is not the first one
    session.answer("src-b")
    session.answer("supports")
    assert cells(session, "citations")["row_id"] == "evt-2024-talk"
    session.answer("")
    assert session.entry.done


def test_a_source_that_nothing_names_any_more_is_not_written(enter: Enter) -> None:
    session = enter("event", *EVENT, "https://example.org/new", "Page", "Press", "en", "news", "B", NOBODY)
    session.answer("source_id src-a")
    assert [table.name for table, _ in session.entry.rows] == ["events"]


def test_a_row_that_contradicts_the_tables_is_not_written(enter: Enter, tables: Path) -> None:
    session = enter("membership", "armenia", "csto", "full", "active", "admission", "2010", "src-a")
    folder = Folder(tables)
    with pytest.raises(FaultyRowsError, match=r"memberships\.csv:3 would be at fault: the spell"):
        folder.grown(session.entry.rows)
    session.answer("start_date 2001")
    session.answer("end_date 2002")
    session.answer("expulsion")
    write_all(folder.grown(session.entry.rows).files)
    before = read_csv(CASES / "base" / "memberships.csv")
    (row,) = [row for row in read_csv(tables / "memberships.csv") if row not in before]
    assert (row["membership_id"], row["start_date"], row["end_basis"]) == ("mem-armenia-csto-2001", "2001", "expulsion")


def test_tables_with_faults_are_to_be_mended_first(tables: Path) -> None:
    (tables / "events.csv").write_text("event_id\nx\n", encoding="utf-8")
    with pytest.raises(CaucasusDataError, match="mend the tables first: "):
        Folder(tables)
