from __future__ import annotations

import csv
import io
import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.contributing.canonical import canonical, difference, in_file_order
from caucasus_data.errors import UnreadableError
from caucasus_data.model.letters import trimmed
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from caucasus_data.support.writing import Rewriting
from caucasus_data.validation import validate
from tests.validation.test_bytes import BYTES, HEADER, by_python

TABLE = TABLES["participants"]
CELL = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\r\n ,\ue00d'), max_size=8)


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
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([TABLE.names, *rows])
    prose = [c.cell.kind == "text" for c in TABLE.columns]
    normal = [[trimmed(nfc(c) if p else c) for c, p in zip(row, prose, strict=True)] for row in rows]
    keys = [{tuple(row[:3]) for row in some if any(map(trimmed, row[:3]))} for some in (rows, normal)]
    assume(len(keys[0]) == len(keys[1]))
    once = canonical(path)
    assert sorted(cells_of(once)) == sorted(row for row in normal if any(row))
    path.write_bytes(once)
    assert canonical(path) == once


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


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
    assert "-" in difference(path, Rewriting(path.read_bytes(), b"a\n"))


def expected(content: bytes) -> list[list[str]] | None:
    """The rows of a file in their normal form and order; None where it is no CSV."""
    rows = by_python(content)
    if rows is None:
        return None
    prose = [c.cell.kind == "text" for c in TABLE.columns]
    normal = [[trimmed(nfc(c) if p else c) for c, p in zip(row, prose, strict=True)] for row in rows]
    return sorted((row for row in normal if any(row)), key=lambda row: row[:3])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("canonical") / "participants.csv"


@given(content=BYTES)
@example(content=HEADER + b'\r\na,b,c,"x\r\ny"\r\n')
@example(content=HEADER + b'\na,b,c,"x\ry"\n')
@example(content=HEADER + "\na,b,c,x\ue00dy\n".encode())
@example(content=HEADER + b"\na,b,c,d\r\ne,f,g,h\ni,j,k,l\nm,n,o,p\n,,,\n")
def test_of_any_bytes_it_changes_nothing_else_or_refuses(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        after = canonical(path)
    except UnreadableError:
        return
    assert cells_of(after) == expected(content)
    path.write_bytes(after)
    assert canonical(path) == after


def test_ends_of_lines_of_either_kind_are_one_finding_and_move_no_cell(data: Path) -> None:
    file = data / "events.csv"
    before = file.read_bytes()
    lines = before.split(b"\n")
    file.write_bytes(b"\n".join([lines[0], *(line + b"\r" for line in lines[1:110]), *lines[110:]]))
    assert [(f.line, f.rule) for f in validate(data) if f.severity == "error"] == [(2, "newline-style")]
    assert canonical(file) == before
    odd = [*lines[:300], lines[300] + b",more", *lines[301:]]
    file.write_bytes(b"\n".join([odd[0], *(line + b"\r" for line in odd[1:110]), *odd[110:]]))
    found = [(f.line, f.rule) for f in validate(data) if f.severity == "error"]
    assert found == [(2, "newline-style"), (301, "row-length")]
    with pytest.raises(UnreadableError, match="mend that first"):
        canonical(file)


def test_a_reader_that_errs_is_found_out(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from caucasus_data.contributing import canonical as module

    monkeypatch.setattr(module, "in_file_order", lambda sheet: in_file_order(sheet)[1:])
    with pytest.raises(UnreadableError, match="programs would not agree on what its cells are"):
        canonical(data / "events.csv")
    monkeypatch.undo()
    monkeypatch.setattr(module, "_quoted", lambda cell: cell)
    with pytest.raises(UnreadableError, match="would not be read as it was written"):
        canonical(data / "events.csv")


def test_what_is_saved_while_it_is_read_stays(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = data / "events.csv"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    def saving(path: Path, rewriting: Rewriting) -> str:
        file.write_bytes(b"saved by an editor")
        return ""

    monkeypatch.setattr("caucasus_data.contributing.canonical.difference", saving)
    assert main(["fmt", str(data)]) == 2
    said = capsys.readouterr().err
    assert "events.csv: another program saved it meanwhile; nothing was written" in said
    assert said.count("\n") == 1
    assert file.read_bytes() == b"saved by an editor"
    assert {p.suffix for p in data.iterdir()} == {".csv"}
