"""Entries at the keyboard, and over a pipe."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.contributing.draft import Draft
from caucasus_data.contributing.session import Answer
from caucasus_data.support import writing
from tests.cases import CASES
from tests.conftest import read_csv

SOURCE = ("https://example.org/police", "Police clear square", "Reuters", "en", "news", "B")
EVENT = ("Police clear the square in Yerevan", "2024-06-12", "crackd", "2", *SOURCE)
GEORGIA = ("Georgia", "state", "src-a")
NO_MORE, WRITE = "", ""
CONTRIBUTING = Path(__file__).parents[2] / "CONTRIBUTING.md"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    shutil.copytree(CASES / "base", tmp_path / "data")
    return tmp_path / "data"


class Said:
    """What the command said, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def new(tables: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run `caucasus-data new` with some lines at its standard input."""

    def run(kind: str, *lines: str | bytes) -> Said:
        typed = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        return Said(main(["new", kind, "--in", str(tables)]), *capsys.readouterr())

    return run


New = Callable[..., Said]


def added(folder: Path, table: str) -> list[dict[str, str]]:
    before = read_csv(CASES / "base" / f"{table}.csv")
    return [row for row in read_csv(folder / f"{table}.csv") if row not in before]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def test_an_event_with_a_new_source_and_two_participants_takes_as_few_answers_as_contributors_are_told(
    new: New, tables: Path
) -> None:
    answers = (*EVENT, "Armenia", "initiator", "Пашинян", "party", NO_MORE, WRITE)
    said = new("event", *answers)
    assert said.status == 0, said.err
    assert len(answers) == said.out.count(": \n") + said.out.count("write? ") == 16
    assert "a new source and two participants takes 16 answers" in " ".join(CONTRIBUTING.read_text("utf-8").split())
    (event,), (source,) = added(tables, "events"), added(tables, "sources")
    assert event["event_id"] == "evt-2024-police-clear-square-yerevan"
    assert event["type"] == "crackdown"
    assert event["source_id"] == source["source_id"] == "src-reuters-police-clear-square"
    assert {(p["actor_id"], p["on_behalf_of"]) for p in added(tables, "participants")} == {
        ("armenia", ""), ("pashinyan", "armenia"),
    }  # fmt: skip
    assert [f for f in cd.validate(tables) if f.severity == "error"] == []
    assert not [*tables.glob(".*")]


def test_words_are_listed_with_their_meanings_and_rows_are_chosen_by_number(new: New, tables: Path) -> None:
    chosen = ("? paper", "3", "? paper", "00002", "? paper", "2")
    said = new("event", "They talk", "2024", "?", "? truce", "meeting", "2", *chosen, NO_MORE, WRITE, WRITE)
    assert said.status == 0, said.err
    assert "  meeting: Representatives talk in person" in said.out
    assert said.out.count("  ceasefire: Fighting parties agree or declare a truce.") == 2
    assert "  2  src-c: Press · Paper C" in said.out
    assert [event["source_id"] for event in added(tables, "events")] == ["src-c"]


def test_a_cell_that_will_not_do_in_the_review_is_asked_for(new: New, tables: Path) -> None:
    event = ("They talk", "2024", "meeting", "2", "src-a", "Armenia", "host", NO_MORE)
    said = new("event", *event, "source_id paper", "2", "end_date 2023", "2025", "nothing here", WRITE, WRITE)
    assert said.status == 0, said.err
    assert "  2  src-c: Press · Paper C · 2024-02-23 · B" in said.out
    assert [(row["source_id"], row["end_date"]) for row in added(tables, "events")] == [("src-c", "2025")]


def test_an_answer_is_taken_back(new: New, tables: Path) -> None:
    assert new("actor", "<", "Gorgia", "<", *GEORGIA, WRITE).status == 0
    assert [actor["name"] for actor in added(tables, "actors")] == ["Georgia"]


def test_an_entry_broken_off_writes_nothing_and_is_gone_on_with(new: New, tables: Path) -> None:
    before, draft = contents(tables), tables / ".new-actor.json"
    said = new("actor", *GEORGIA[:2])
    assert said.status == 2
    assert said.err == (
        "caucasus-data: the entry was broken off, and nothing was written; the answers are kept in "
        f"{draft}, and the same command goes on with them\n"
    )
    assert contents(tables) == before
    said = new("actor", "perhaps", "yes", GEORGIA[2], WRITE)
    assert said.status == 0, said.err
    assert "2 of 2 answers taken up" in said.out
    assert [actor["actor_id"] for actor in added(tables, "actors")] == ["georgia"]
    assert not draft.exists()


def test_a_draft_may_be_let_go(new: New, tables: Path) -> None:
    new("actor", "Gorgia")
    assert new("actor", "n", *GEORGIA, WRITE).status == 0
    assert [actor["name"] for actor in added(tables, "actors")] == ["Georgia"]
    assert not [*tables.glob(".*")]


def test_ctrl_c_keeps_what_was_answered(
    tables: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = iter(["Georgia"])

    def answer(prompt: str) -> str:
        if line := next(lines, None):
            return line
        raise KeyboardInterrupt

    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["new", "actor", "--in", str(tables)]) == 2
    assert "the entry was broken off, and nothing was written; the answers are kept" in capsys.readouterr().err
    assert json.loads((tables / ".new-actor.json").read_text("utf-8")) == [["0.name", "Georgia"]]


def test_what_the_referee_refuses_is_kept_and_can_be_mended(new: New, tables: Path) -> None:
    before = contents(tables)
    answers = ("armenia", "csto", "full", "active", "admission", "2010", "src-a")
    said = new("membership", *answers, WRITE)
    assert said.status == 2
    assert "memberships.csv:3 would be at fault: the spell" in said.out
    assert "memberships.csv:3 would be at fault: the spell" in said.err
    assert "nothing was written; the answers are kept in" in said.err
    assert contents(tables) == before
    said = new("membership", "y", "start_date 2001", "end_date 2002", "expulsion", WRITE, WRITE)
    assert said.status == 0, said.err
    assert [row["end_date"] for row in added(tables, "memberships")] == ["2002"]


def test_a_fault_of_its_own_loses_nothing(new: New, tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caucasus_data.contributing.folder.in_order", lambda table, rows: 1 / 0)
    said = new("actor", *GEORGIA, WRITE)
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert [answer.text for answer in Draft(tables, "actor").answers] == [*GEORGIA, WRITE]


def test_what_the_referee_doubts_is_told_once_before_it_is_written(new: New, tables: Path) -> None:
    event = ("They talk in Yerevan", "2025", "call", "1", "src-a")  # a year after the source was published
    said = new("event", *event, "Armenia", "party", NO_MORE, WRITE)
    assert said.status == 2
    assert "The referee has doubts; Enter writes it all the same." in said.out
    assert said.err.startswith(
        "caucasus-data: the referee has doubts, and nothing was written; the answers are kept in"
    )
    assert "evt-2025-they-talk-yerevan: start_date 2025 is later than src-a of 2024-01-02" in said.out
    assert added(tables, "events") == []
    assert new("event", "y", WRITE, WRITE).status == 0
    assert len(added(tables, "events")) == 1


def test_two_entries_at_a_time_do_not_overwrite_each_other(
    new: New, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from caucasus_data.cli import asking

    def meanwhile(files: Mapping[Path, writing.Rewriting]) -> None:
        monkeypatch.setattr(asking, "write_all", writing.write_all)
        (tables / "actors.csv").write_bytes((tables / "actors.csv").read_bytes().replace(b"Nikol", b"N."))
        writing.write_all(files)

    monkeypatch.setattr(asking, "write_all", meanwhile)
    said = new("actor", *GEORGIA, WRITE)
    assert said.status == 2
    assert "saved it meanwhile; nothing was written; the answers are kept in" in said.err
    assert said.err.count("\n") == 1
    assert new("actor", "y", WRITE).status == 0
    assert {actor["name"] for actor in added(tables, "actors")} == {"Georgia", "N. Pashinyan"}


HOSTILE: dict[str | bytes, str] = {
    "=HYPERLINK(1)": "begins like a spreadsheet formula",
    "\x1b[31mred": "it is U+001B",
    "a\x00b": "it is U+0000",
    "a\u202eb": "it is U+202E",
    b"\xff\xfe": "that is not text in UTF-8",
    "a" * 100_000: "name is 100000 letters long",
    "": "name must be filled",
    "+ x": "begins like a spreadsheet formula",
    "a(" * 200: "name is 400 characters long",
}


def test_hostile_answers_are_asked_for_again(new: New, tables: Path) -> None:
    told = new("actor", *HOSTILE, *GEORGIA, WRITE)
    assert (told.status, told.err) == (0, "")
    for said in HOSTILE.values():
        assert said in told.out
    assert told.out.replace("\n", "").isprintable()
    assert max(map(len, told.out.splitlines())) < 300
    assert [actor["name"] for actor in added(tables, "actors")] == ["Georgia"]


@pytest.mark.parametrize("lines", [["x" * 2_000_000], ["", "?", "<"] * 500])
def test_where_nobody_answers_it_ends(new: New, lines: list[str]) -> None:
    said = new("actor", *lines)
    assert (said.status, said.err) == (2, "caucasus-data: the entry was broken off, and nothing was written\n")


@pytest.mark.parametrize("content", ["[[", '[["0.name", "="], 3]', "[" * 100_000, '[["a"]]', "\x00", "{}", "7"])
def test_a_draft_that_somebody_spoiled_holds_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / ".new-actor.json").write_text(content, encoding="utf-8")
    assert Draft(tmp_path, "actor").answers == []


def test_answers_that_will_not_do_any_more_are_not_taken_up(new: New, tables: Path) -> None:
    Draft(tables, "actor").keep([Answer("0.name", "Georgia"), Answer("0.kind", "land"), Answer("0.source_id", "src-a")])
    said = new("actor", "y", *GEORGIA[1:], WRITE)
    assert "1 of 3 answers taken up" in said.out
    assert [actor["name"] for actor in added(tables, "actors")] == ["Georgia"]


def test_a_draft_is_not_written_through_a_link(new: New, tables: Path) -> None:
    elsewhere = tables.parent / "elsewhere"
    elsewhere.write_text("mine", encoding="utf-8")
    (tables / ".new-actor.json").symlink_to(elsewhere)
    assert new("actor", "Georgia").status == 2
    assert elsewhere.read_text("utf-8") == "mine"


@pytest.mark.parametrize("kept", ['[["0.name", {"a": 1}]]', '[["0.name", "\\ud800"]]', "[1, 2]", "{"])
def test_what_is_kept_and_no_answer_of_anybody_is_passed_over(new: New, tables: Path, kept: str) -> None:
    (tables / ".new-actor.json").write_text(kept, encoding="utf-8")
    assert new("actor", *GEORGIA, WRITE).status == 0
    assert [actor["name"] for actor in added(tables, "actors")] == ["Georgia"]


def test_a_folder_in_the_place_of_what_is_kept_does_no_harm_to_what_is_written(new: New, tables: Path) -> None:
    (tables / ".new-actor.json").mkdir()
    said = new("actor", *GEORGIA, WRITE)
    assert (said.status, said.err) == (0, "")


def test_a_folder_in_the_place_of_new_content_leaves_no_journal(new: New, tables: Path) -> None:
    (tables / ".actors.csv.new").mkdir()
    before = contents(tables)
    assert new("actor", *GEORGIA, WRITE).status == 2
    assert contents(tables) == before
    assert not (tables / writing.JOURNAL).exists()


def test_an_event_that_is_a_part_of_a_new_one(new: New, tables: Path) -> None:
    event = ("They talk", "2024", "meeting", "2", "src-a", "Armenia", "party", NO_MORE)
    said = new("event", *event, "part_of + They talk for years", "2023", "meeting", "2", "src-a", WRITE, WRITE, WRITE)
    assert said.status == 0, said.err
    assert {(e["event_id"], e["part_of"]) for e in added(tables, "events")} == {
        ("evt-2024-they-talk", "evt-2023-they-talk-years"),
        ("evt-2023-they-talk-years", ""),
    }


def test_two_letters_are_no_words_of_a_source(new: New, tables: Path) -> None:
    said = new("event", "They talk", "2024", "meeting", "2", "b")
    assert said.status == 2
    assert "nothing is called 'b'" in said.out
