from __future__ import annotations

import csv
import io
import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.contributing.canonical import canonical, difference
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from caucasus_data.validation import validate

TABLE = TABLES["participants"]
CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=8)


def cells_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]


@pytest.mark.parametrize("table", cd.tables())
def test_packaged_tables_are_canonical(table: str) -> None:
    path = Path(str(storage.csv_path(table)))
    assert canonical(path) == path.read_bytes()


@given(rows=st.lists(st.lists(CELL, min_size=len(TABLE.names), max_size=len(TABLE.names)).filter(any), max_size=6))
def test_nothing_is_lost_and_once_is_enough(rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("fmt") / "participants.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([TABLE.names, *rows])
    once = canonical(path)
    trimmed = [[unicodedata.normalize("NFC", cell).strip() for cell in row] for row in rows]
    assert sorted(cells_of(once)) == sorted(trimmed)
    path.write_bytes(once)
    assert canonical(path) == once


def test_whatever_a_spreadsheet_does_to_a_file_is_undone(data: Path) -> None:
    path = data / "events.csv"
    before = path.read_bytes()
    header, *lines = before.decode().splitlines()
    random.Random(1).shuffle(lines)
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([header, *lines, "", ""]).encode())
    assert {f.rule for f in validate(data)} >= {"byte-order-mark", "newline-style", "blank-row"}
    assert canonical(path) == before
    names = header.split(",")
    frame = cd.load("events")[names]
    turned = list(reversed(names))
    rows = [dict(zip(names, row, strict=True)) for row in cells_of(before)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, turned, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    assert canonical(path) == before
    assert len(frame) == len(rows)


def test_check_shows_the_difference_and_writes_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data / "events.csv"
    good = path.read_bytes()
    bad = good.replace(b"\nevt", b"\n evt", 15)
    path.write_bytes(bad)
    assert main(["fmt", "--check", str(data)]) == 1
    assert path.read_bytes() == bad
    shown = capsys.readouterr().out
    assert shown.startswith(f"--- {path}\n+++ {path}\n@@ ")
    assert main(["fmt", str(path)]) == 0
    assert path.read_bytes() == good
    capsys.readouterr()
    assert main(["fmt", "--check", str(data)]) == 0
    assert capsys.readouterr().out == ""
    assert sorted(p.name for p in data.iterdir() if p.suffix != ".csv" and p.name != "releases") == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("event_id,actor_id,role,note,more\na,b,c,d,e\n", "'more' is not a column of participants"),
        ("event_id,actor_id,role,note\na,b,c\n", "the row has 3 cells"),
        ('event_id,actor_id,role,note\na,b,c,"d\n', "a quote is opened and not closed"),
        ("event_id,actor,role,note\na,b,c,d\n", "column actor_id is named 'actor'"),
    ],
)
def test_what_would_be_lost_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, problem: str
) -> None:
    path = tmp_path / "participants.csv"
    path.write_text(content, encoding="utf-8")
    assert main(["fmt", str(path)]) == 2
    assert problem in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == content


def test_no_table_no_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "evnts.csv").write_text("x\n", encoding="utf-8")
    assert main(["fmt", str(tmp_path / "evnts.csv")]) == 2
    assert "evnts.csv is not the file of a table; did you mean 'events.csv'?" in capsys.readouterr().err


def test_a_difference_can_be_shown_of_any_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xff\x1b[31m\n")
    assert "-" in difference(path, b"a\n")
