"""Rows that go into a workbook and come back, and the cells because of which they do not."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from caucasus_data.cli import main
from caucasus_data.contributing.canonical import written
from caucasus_data.contributing.workbook import taking
from caucasus_data.contributing.workbook.filling import LISTS, fill
from caucasus_data.contributing.workbook.taking import take
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.tables import TABLES
from caucasus_data.model.vocabularies import EVENT_TYPE
from tests.checkout import ROWS
from tests.conftest import read_csv

ODD = ["=1+1", "+374", "-x", "@SUM(A1)", "007", "1e5", "2024-06-12", "TRUE", "#N/A", "Հայաստան 😀", '"q", ’', "_x0041_"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A few tables, with texts that spreadsheets love to turn into something else."""
    folder = tmp_path / "data"
    folder.mkdir()
    odd = (text for text in ODD if text[0] not in "=+-@#")  # which the referee refuses
    people = [{"actor_id": f"person-{n:02}", "name": t, "kind": "person", "note": t} for n, t in enumerate(odd)]
    actors = sorted([*ROWS["actors"], *(p | {"source_id": "src-a"} for p in people)], key=lambda row: row["actor_id"])
    for name, rows in (ROWS | {"actors": actors}).items():
        blank = dict.fromkeys(TABLES[name].names, "")
        (folder / f"{name}.csv").write_bytes(written(TABLES[name], [blank | row for row in rows]))
    return folder


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workbook."""
    path = tmp_path_factory.mktemp("workbook") / "rows.xlsx"
    fill(path, {}, {name: [dict.fromkeys(TABLES[name].names, "") | row for row in rows] for name, rows in ROWS.items()})
    return path


def filled(folder: Path, path: Path, *more: str) -> Path:
    assert main(["workbook", str(path), "--data", str(folder), *more]) == 0
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


Edit = Callable[[Any], None]


def edited(path: Path, edit: Edit, into: Path) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(into)
    return into


def column(table: str, name: str) -> str:
    return str(get_column_letter(TABLES[table].names.index(name) + 1))


def test_nothing_is_lost_in_the_round_trip(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(folder)
    book = filled(folder, tmp_path / "rows.xlsx")
    assert main(["workbook", str(book), "--into", str(folder)]) == 0
    assert capsys.readouterr().out.endswith("\n0 rows added, 0 changed\n")
    assert files(folder) == before


def test_nothing_is_lost_when_a_spreadsheet_program_saves_it(folder: Path, tmp_path: Path) -> None:
    before = files(folder)
    book = edited(filled(folder, tmp_path / "rows.xlsx"), lambda book: None, tmp_path / "saved.xlsx")
    taken = take(book, folder)
    assert (taken.findings, taken.files, taken.added, taken.changed) == ([], {}, 0, [])
    assert files(folder) == before


def test_no_text_is_turned_into_another_thing(tmp_path: Path) -> None:
    rows = [dict.fromkeys(TABLES["actors"].names, "") | {"actor_id": f"a-{n}", "note": t} for n, t in enumerate(ODD)]
    fill(tmp_path / "rows.xlsx", {"actors": rows}, {})
    reading = taking._Reading(tmp_path / "rows.xlsx")
    assert reading.faults == []
    assert [row for row, _ in reading.rows["actors"]] == rows


def test_an_empty_workbook_offers_words_ids_and_help(folder: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled(folder, tmp_path / "rows.xlsx", "--empty"))
    assert [sheet.title for sheet in book] == ["guide", *TABLES, LISTS]
    assert book[LISTS].sheet_state == "hidden"
    assert [cell.value for cell in book["events"][1]] == list(TABLES["events"].names)
    assert book["events"].max_row == 1
    lists = {column[0].value: [c.value for c in column[1:] if c.value] for column in book[LISTS].iter_cols()}
    assert lists["event_type"] == list(EVENT_TYPE.words)
    assert lists["sources"] == ["src-a", "src-b"]
    offered = {
        str(v.sqref).rstrip("0123456789").partition("2:")[0]: v for v in book["events"].data_validations.dataValidation
    }
    kind = offered[column("events", "type")]
    assert (kind.type, kind.formula1.startswith(f"{LISTS}!$")) == ("list", True)
    assert kind.promptTitle == "type"
    for place, declared in zip(book["events"][1], TABLES["events"].columns, strict=True):
        assert declared.description in place.comment.text
        assert f"For example: {declared.example}" in place.comment.text


def enter(book: Any, table: str, row: int, **cells: object) -> None:
    for name, value in cells.items():
        book[table][f"{column(table, name)}{row}"] = value


NEW = {
    "event_id": "evt-2024-new",
    "title": "New",
    "start_date": "2024",
    "type": "meeting",
    "credibility": "2",
    "source_id": "src-a",
}


def test_rows_are_added_and_changed(
    folder: Path, tmp_path: Path, template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def edit(book: Any) -> None:
        enter(book, "events", 2, **NEW | {"start_date": date(2024, 6, 12), "credibility": 2.0, "deaths_best": 3})
        enter(book, "participants", 2, event_id="evt-2024-new", actor_id="armenia", role="party")
        enter(book, "actors", 7, actor_id="armenia", name="Republic of Armenia", kind="state", source_id="src-a")

    book = edited(template, edit, tmp_path / "rows.xlsx")
    before = read_csv(folder / "events.csv")
    assert main(["workbook", str(book), "--into", str(folder)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[-2:] == ["actors armenia: name 'Armenia' becomes 'Republic of Armenia'", "2 rows added, 1 changed"]
    rows = {row["event_id"]: row for row in read_csv(folder / "events.csv")}
    assert [*rows.values()][:-1] == before
    new = rows["evt-2024-new"]
    assert (new["start_date"], new["credibility"], new["deaths_best"]) == ("2024-06-12", "2", "3")
    assert {row["actor_id"]: row["name"] for row in read_csv(folder / "actors.csv")}["armenia"] == "Republic of Armenia"


@pytest.mark.parametrize(
    ("cells", "name", "said"),
    [
        ({"type": "meating"}, "type", ["value: meating", "hint: ", "meeting"]),
        ({"start_date": "12.06.2024"}, "start_date", ["value: 12.06.2024", "2024-06-12"]),
        ({"source_id": "src-c"}, "source_id", ["value: src-c", "src-"]),
        ({"credibility": ""}, "credibility", ["credibility"]),
        ({"title": "=1+1"}, "title", ["value: =1+1", "title is a formula", "paste it as a value"]),
        ({"title": "#N/A"}, "title", ["title is an error"]),
        ({"title": True}, "title", ["value: True", "title is a truth value"]),
        ({"start_date": datetime(2024, 6, 12, 8, 30)}, "start_date", ["a time of day", "hint: 2024-06-12"]),
        ({"end_date": "2023"}, "end_date", ["value: 2023"]),
        ({"title": date(2024, 3, 4)}, "title", ["title holds a day", "enter it as text"]),
        ({"title": 12345678901234567}, "title", ["title has more digits than a spreadsheet keeps"]),
        ({"title": "a_x000D_b"}, "title", ["title holds a line break"]),
    ],
)
def test_a_fault_names_sheet_cell_value_and_hint(
    folder: Path,
    template: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    cells: dict[str, object],
    name: str,
    said: list[str],
) -> None:
    before = files(folder)
    book = edited(template, lambda b: enter(b, "events", 7, **NEW | cells), tmp_path / "rows.xlsx")
    assert main(["workbook", str(book), "--into", str(folder)]) == 1
    shown = capsys.readouterr().out
    assert f"rows.xlsx:events!{column('events', name)}7: error: " in shown
    assert [text for text in said if text not in shown] == []
    assert shown.endswith("\nnothing was written\n")
    assert files(folder) == before


def test_a_row_that_stands_twice_is_named_at_its_cell(folder: Path, tmp_path: Path, template: Path) -> None:
    def edit(book: Any) -> None:
        enter(book, "events", 5, **NEW)
        enter(book, "events", 9, **NEW)

    taken = take(edited(template, edit, tmp_path / "rows.xlsx"), folder)
    (finding,) = taken.findings
    assert finding.path.endswith("rows.xlsx:events!A9")
    assert (taken.files, finding.severity) == ({}, "error")


@pytest.mark.parametrize(
    ("heading", "said", "hint"),
    [("titel", "events has no column titel", "title"), ("title", "title heads two columns", "")],
)
def test_a_heading_that_is_none_is_named(
    folder: Path, tmp_path: Path, template: Path, heading: str, said: str, hint: str
) -> None:
    def edit(book: Any) -> None:
        book["events"]["Z1"] = heading

    (finding,) = take(edited(template, edit, tmp_path / "rows.xlsx"), folder).findings
    assert (finding.path.rpartition(":")[2], finding.message) == ("events!Z1", said)
    assert hint in finding.hint


def test_columns_may_stand_in_another_order_and_be_left_out(folder: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "events"
    sheet.append(["title", "event_id"])
    sheet.append(["Said in other words", "evt-2020"])
    book.create_sheet("my notes")["A1"] = "not a table"
    book.save(tmp_path / "own.xlsx")
    taken = take(tmp_path / "own.xlsx", folder)
    assert (taken.added, taken.findings) == (0, [])
    assert taken.changed == ["events evt-2020: title 'Something happens in 2020' becomes 'Said in other words'"]
    (rewriting,) = taken.files.values()
    assert rewriting.after.count(b"\n") == len(read_csv(folder / "events.csv")) + 1
    assert b"evt-2020,Said in other words,2020," in rewriting.after


def test_a_cell_without_a_heading_is_named_and_not_passed_over(folder: Path, tmp_path: Path, template: Path) -> None:
    def edit(book: Any) -> None:
        enter(book, "events", 2, event_id="evt-2020", title="In other words")
        book["events"]["B1"] = None

    taken = take(edited(template, edit, tmp_path / "rows.xlsx"), folder)
    (finding,) = taken.findings
    assert (finding.path.rpartition(":")[2], finding.value) == ("events!B2", "In other words")
    assert (finding.message, taken.files) == ("column B of events has no heading", {})


@pytest.mark.parametrize("title", ["Ereignisse", "events (2)"])
def test_a_sheet_that_lost_its_name_is_named_and_not_passed_over(
    folder: Path, tmp_path: Path, template: Path, title: str
) -> None:
    def edit(book: Any) -> None:
        book["events"].title = title

    (finding,) = take(edited(template, edit, tmp_path / "rows.xlsx"), folder).findings
    assert (finding.path.rpartition(":")[2], finding.hint) == (
        f"{title}!A1",
        "name the sheet events, or take it out",
    )


def test_a_sheet_that_breaks_off_is_told_in_a_line(
    folder: Path, tmp_path: Path, template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(template) as whole, zipfile.ZipFile(tmp_path / "rows.xlsx", "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            cut.writestr(name, content[: len(content) // 3] if "worksheets/sheet4" in name else content)
    before = files(folder)
    assert main(["workbook", str(tmp_path / "rows.xlsx"), "--into", str(folder)]) == 2
    assert "is no workbook such as" in capsys.readouterr().err
    assert files(folder) == before


def test_rows_without_a_key_are_refused(folder: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("events").append(["title"])
    book["events"].append(["No id"])
    book.save(tmp_path / "own.xlsx")
    (finding,) = take(tmp_path / "own.xlsx", folder).findings
    assert finding.message == "events has no column event_id, by which its rows are known"


def test_a_file_that_is_there_is_not_written_over(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(folder, tmp_path / "rows.xlsx")
    before = path.read_bytes()
    assert main(["workbook", str(path), "--data", str(folder)]) == 2
    assert "is there already; name another file, or take its rows with --into DIR" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_what_is_no_workbook_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text.xlsx").write_text("a,b\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("x", "y")
    for name in ("text.xlsx", "zip.xlsx"):
        assert main(["workbook", str(tmp_path / name), "--into", str(folder)]) == 2
        assert "is no workbook such as `caucasus-data workbook` writes" in capsys.readouterr().err
    assert main(["workbook", str(tmp_path / "none.xlsx"), "--into", str(folder)]) == 2
    assert "cannot read" in capsys.readouterr().err
    monkeypatch.setattr(taking, "_LARGEST", 10)
    with pytest.raises(CaucasusDataError, match="unpacks to more than 10 bytes"):
        take(filled(folder, tmp_path / "rows.xlsx"), folder)


def test_a_text_that_no_cell_can_hold_is_refused(tmp_path: Path) -> None:
    row = dict.fromkeys(TABLES["actors"].names, "") | {"note": "x" * 32_768}
    with pytest.raises(CaucasusDataError, match="actors, row 2: note is longer than a cell of a workbook may be"):
        fill(tmp_path / "rows.xlsx", {"actors": [row]}, {})
    assert not (tmp_path / "rows.xlsx").exists()


@pytest.mark.parametrize(
    ("name", "value", "shown_as", "said"),
    [
        ("deaths_best", 0.4, "0%", ["deaths_best is shown in percent", "hint: is it 40?"]),
        ("start_date", date(2024, 6, 1), "mmm-yy", ["start_date is shown without a day", "hint: is it 2024-06?"]),
    ],
)
def test_a_cell_is_not_taken_for_other_than_it_is_shown(
    folder: Path,
    template: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: object,
    shown_as: str,
    said: list[str],
) -> None:
    def edit(book: Any) -> None:
        enter(book, "events", 7, **NEW | {name: value})
        book["events"][f"{column('events', name)}7"].number_format = shown_as

    assert main(["workbook", str(edited(template, edit, tmp_path / "rows.xlsx")), "--into", str(folder)]) == 1
    shown = capsys.readouterr().out
    assert [text for text in said if text not in shown] == []
