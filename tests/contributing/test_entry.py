from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.contributing.draft import Draft
from caucasus_data.contributing.entry import KINDS, Question, entered, proposed_id
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.tables import TABLES
from caucasus_data.support.writing import write_all
from tests.cases import CASES
from tests.conftest import read_csv


class Person:
    """Somebody at the keyboard: answers each question for a column with the next of the answers laid out for it."""

    def __init__(self, **answers: str | list[str]) -> None:
        self.left = {k: [v] if isinstance(v, str) else list(v) for k, v in answers.items()}
        self.asked: list[Question] = []

    def __call__(self, question: Question) -> str:
        self.asked.append(question)
        assert len(self.asked) < 200, question
        answers = self.left.get(question.field, [])
        return answers.pop(0) if answers else ""

    def problems(self) -> list[str]:
        return [q.problem for q in self.asked if q.problem]


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    shutil.copytree(CASES / "base", tmp_path / "data")
    return tmp_path / "data"


def added(folder: Path, table: str) -> list[dict[str, str]]:
    before = read_csv(CASES / "base" / f"{table}.csv")
    return [row for row in read_csv(folder / f"{table}.csv") if row not in before]


def test_an_event_with_its_source_participants_and_citation(tables: Path) -> None:
    person = Person(
        title=["Police clear the square in Yerevan", "Reuters: police clear square"],
        start_date="2024-06-12", type="crackdown", place_id="plc-yerevan", credibility="2",
        source_id=["+", "", "src-b", ""], publisher="Reuters", url="https://example.org/police", language="en",
        reliability="B", published="2024-06-12", actor_id=["armenia", "pashinyan", ""], role=["initiator", "party"],
        stance="supports",
    )  # fmt: skip
    person.left["type"] = ["crackdown", "news"]
    write_all(entered("event", tables, person))
    (event,) = added(tables, "events")
    (source,) = added(tables, "sources")
    assert event["event_id"] == "evt-2024-police-clear-square-yerevan"
    assert event["source_id"] == source["source_id"] == "src-reuters-reuters-police-clear-square"
    assert [p["actor_id"] for p in added(tables, "participants")] == ["armenia", "pashinyan"]
    assert [c["row_id"] for c in added(tables, "citations")] == [event["event_id"]]
    assert [f for f in cd.validate(tables) if f.severity == "error"] == []
    assert person.problems() == []


def test_a_forecast_is_asked_what_a_fact_is_not(tables: Path) -> None:
    common: dict[str, str | list[str]] = {
        "text": "It rains.",
        "claimant_id": "russia",
        "source_id": ["src-a", ""],
        "made_on": "2024",
        "topic": "border",
    }
    fact = Person(**common | {"type": "fact", "status": "supported", "confidence": "high"})
    entered("claim", tables, fact)
    assert {"likelihood", "criteria", "resolve_by"}.isdisjoint(q.field for q in fact.asked)
    forecast = Person(
        **common | {"type": "forecast", "status": "unreviewed", "resolve_by": "2030", "criteria": "Rain."}
    )
    entered("claim", tables, forecast)
    assert {"likelihood", "criteria", "resolve_by"} <= {q.field for q in forecast.asked}
    assert "confidence" not in {q.field for q in forecast.asked}
    (status,) = [q for q in forecast.asked if q.field == "status"]
    assert "resolved_yes" in status.options
    assert "supported" not in status.options


def test_bad_answers_are_asked_again_with_the_way_to_mend_them(tables: Path) -> None:
    person = Person(
        member_id=["armenai", "armenia"], organization_id="csto", type=["ful", "observer"], participation="active",
        start_date=["12/31/1999", "2001", "2026"], start_basis="admission", end_date="2000", end_basis="de_facto",
        source_id=["src-a", ""], membership_id=["mem-armenia-csto-2003", ""],
    )  # fmt: skip
    person.left["end_date"] = ["2000", "2001"]
    write_all(entered("membership", tables, person))
    problems = person.problems()
    assert any("did you mean 'armenia'" in p for p in problems)
    assert any("did you mean 'full'" in p for p in problems)
    assert any("did you mean '1999-12-31'" in p for p in problems)
    assert any("end_date must not be before start_date" in p for p in problems)
    assert any("is taken" in p for p in problems)
    (row,) = added(tables, "memberships")
    assert (row["start_date"], row["end_date"]) == ("2001", "2001")


def test_a_row_that_contradicts_the_tables_is_not_written(tables: Path) -> None:
    person = Person(
        member_id="armenia", organization_id="csto", type="full", participation="active", start_date="2010",
        start_basis="admission", source_id=["src-a", ""],
    )  # fmt: skip
    with pytest.raises(
        CaucasusDataError, match=r"nothing was written: .*memberships\.csv:3 would be at fault: the spell"
    ):
        entered("membership", tables, person)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_proposes_an_id_that_its_table_accepts(kind: str) -> None:
    table = TABLES[KINDS[kind]]
    cells = {c.name: c.example for c in table.columns}
    assert table.column(table.key[0]).accepts(proposed_id(table, cells))


def typed(lines: list[str]) -> Iterator[str]:
    yield from lines


def test_on_the_command_line(tables: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["Georgia", "state", "", "GEO", "372", "372", "1991-04-09", "", "src-a", "", "georgia", ""]
    lines = typed(answers)
    monkeypatch.setattr("builtins.input", lambda prompt="": next(lines))
    assert main(["new", "actor", "--in", str(tables)]) == 0
    assert "wrote " in capsys.readouterr().out
    assert [a["iso3"] for a in added(tables, "actors")] == ["GEO"]


def test_an_entry_broken_off_writes_nothing(
    tables: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Georgia\n"))
    before = {p.name: p.read_bytes() for p in tables.iterdir()}
    assert main(["new", "actor", "--in", str(tables)]) == 2
    assert "the entry was broken off, and nothing was written" in capsys.readouterr().err
    assert {p.name: p.read_bytes() for p in tables.iterdir()} == before


def actor(name: str) -> Iterator[str]:
    return typed([name, "state", "", "", "", "", "", "1991-04-09", "", "src-a", "", "", ""])


def test_two_entries_at_a_time_do_not_overwrite_each_other(
    tables: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def answering(lines: Iterator[str], meanwhile: bool) -> None:
        def answer(prompt: str = "") -> str:
            nonlocal meanwhile
            line = next(lines)
            if meanwhile and line == "state":
                meanwhile = False
                other = actor("Georgia")
                monkeypatch.setattr("builtins.input", lambda prompt="": next(other))
                assert main(["new", "actor", "--in", str(tables)]) == 0
                monkeypatch.setattr("builtins.input", answer)
            return line

        monkeypatch.setattr("builtins.input", answer)

    answering(actor("Turkey"), meanwhile=True)
    assert main(["new", "actor", "--in", str(tables)]) == 2
    said = capsys.readouterr().err
    draft = tables / ".new-actor.json"
    assert f"saved it meanwhile; nothing was written; the answers are kept in {draft}" in said
    assert said.count("\n") == 1
    assert [a["name"] for a in added(tables, "actors")] == ["Georgia"]
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    again = typed(["y"])
    monkeypatch.setattr("builtins.input", lambda prompt="": next(again))
    assert main(["new", "actor", "--in", str(tables)]) == 0
    assert [a["name"] for a in added(tables, "actors")] == ["Georgia", "Turkey"]
    assert not draft.exists()


def test_answers_kept_are_given_until_one_will_not_do(tmp_path: Path) -> None:
    draft = Draft(tmp_path, "actor")
    ask = draft.asking(Person(name=["", "Armenia"], kind="state"), again=False)
    ask(Question("name", "", ""))
    ask(Question("name", "", "", problem="name must be filled"))
    ask(Question("kind", "", ""))
    draft.keep()
    person = Person(kind="person", note="x")
    ask = Draft(tmp_path, "actor").asking(person, again=True)
    assert ask(Question("name", "", "")) == "Armenia"
    assert ask(Question("kind", "", "")) == "state"
    assert ask(Question("kind", "", "", problem="no such kind")) == "person"
    assert ask(Question("note", "", "")) == "x"
    draft.path.write_text('[["a"], 3]', encoding="utf-8")
    assert Draft(tmp_path, "actor").asking(person, again=True)(Question("note", "", "")) == ""
