from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_data.errors import UnreadableError
from caucasus_data.model.tables import TABLES
from caucasus_data.validation import validate
from caucasus_data.validation.reading import read

TABLE = TABLES["participants"]
HEADER = ",".join(TABLE.names)


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=10)


@given(rows=st.lists(st.lists(CELL, min_size=len(TABLE.names), max_size=len(TABLE.names)).filter(any), max_size=8))
def test_reading_gives_back_what_was_written(rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(TABLE.names)
    begins = []
    for row in rows:
        begins.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    path = write(tmp_path_factory.mktemp("read") / "participants.csv", text.getvalue())
    sheet = read(TABLE, path)
    assert sheet.findings == []
    by_line = sorted(zip(sheet.lines, sheet.frame.iter_rows(), strict=True))
    assert [list(r) for _, r in by_line] == rows
    assert [line for line, _ in by_line] == begins


@pytest.mark.parametrize(
    ("content", "line", "rule"),
    [
        (f"{HEADER}\nevt-a,armenia,party\n", 2, "row-length"),
        (f"{HEADER}\nevt-a,armenia,party,,,\n", 2, "row-length"),
        (f"{HEADER}\nevt-a,armenia,party,,\n\n", 3, "blank-row"),
        (f"{HEADER}\nevt-a,armenia,party,,\n,,,,\n", 3, "blank-row"),
        (f"{HEADER}\n".replace(",", ";"), 1, "header"),
        (f"{HEADER},\n", 1, "unknown-column"),
        (f"{HEADER}\n".encode().replace(b"note", b"not\xe9"), 1, "encoding"),
        (f"{HEADER},extra\nevt-a,armenia,party,,,\n", 1, "unknown-column"),
        ("event_id,actor_id,role,on_behalf_of\n", 1, "missing-column"),
        ("event_id,actor_id,role,role,on_behalf_of,note\n", 1, "doubled-column"),
        ("actor_id,event_id,role,on_behalf_of,note\n", 1, "column-order"),
        (f"{HEADER}\n".encode() + b"evt-a,arm\xe9nia,party,,\n", 2, "encoding"),
        (b"\xef\xbb\xbf" + f"{HEADER}\n".encode(), 1, "byte-order-mark"),
        (f'{HEADER}\nevt-a,armenia,party,,"open\n', 2, "unclosed-quote"),
        (f'{HEADER}\nevt-a,armenia,party,,"a"b\n', 2, "unreadable-row"),
        (f'{HEADER}\nevt-a,armenia,party,,a"b"\n', 2, "stray-quote"),
        (f"{HEADER}\r\nevt-a,armenia,party,,\r\n", 1, "newline-style"),
        (f"{HEADER}\revt-a,armenia,party,,\r", 1, "newline-style"),
    ],
)
def test_faults_of_the_file(tmp_path: Path, content: bytes | str, line: int, rule: str) -> None:
    sheet = read(TABLE, write(tmp_path / "participants.csv", content))
    fault = next(f for f in sheet.findings if f.rule == rule)
    assert (fault.path, fault.line, fault.severity) == (str(tmp_path / "participants.csv"), line, "error")
    assert fault.message
    assert fault.expected


def test_a_row_of_the_wrong_length_does_not_hide_the_others(tmp_path: Path) -> None:
    path = write(tmp_path / "participants.csv", f"{HEADER}\nevt-a,armenia\nevt-b,russia,host,,\n")
    sheet = read(TABLE, path)
    assert (sheet.frame.rows(), sheet.lines.to_list()) == ([("evt-b", "russia", "host", "", "")], [3])


@pytest.mark.parametrize("content", ["", "\0\0\0", "%PDF-1.4\n", ",".join(map(str, range(100_000)))])
def test_what_is_no_table_at_all_is_one_finding(tmp_path: Path, content: str) -> None:
    sheet = read(TABLE, write(tmp_path / "participants.csv", content))
    assert [f.rule for f in sheet.findings] == ["encoding" if content.startswith("%PDF") else "header"]


def test_a_renamed_column_offers_the_name_that_is_missing(tmp_path: Path) -> None:
    sheet = read(TABLE, write(tmp_path / "participants.csv", "event_id,actor,role,on_behalf_of,note\n"))
    assert [(f.rule, f.hint) for f in sheet.findings] == [
        ("renamed-column", "did you mean 'actor_id'?"),
    ]


def test_unreadable_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"cannot read .*events\.csv: No such file"):
        read(TABLES["events"], tmp_path / "events.csv")


def test_what_follows_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "participants.csv", f"\ufeff{HEADER}\nevt-a,armenia,party,,\n")
    sheet = read(TABLE, path)
    assert [f.rule for f in sheet.findings] == ["byte-order-mark"]
    assert sheet.frame.rows() == [("evt-a", "armenia", "party", "", "")]


def test_a_cell_may_be_long(tmp_path: Path) -> None:
    note = "x" * 200_000
    sheet = read(TABLE, write(tmp_path / "participants.csv", f"{HEADER}\nevt-a,armenia,party,,{note}\n"))
    assert (sheet.findings, sheet.frame.item(0, "note")) == ([], note)


@pytest.mark.parametrize("table", TABLES)
def test_a_file_without_rows_can_be_given_alone(table: str, tmp_path: Path) -> None:
    path = tmp_path / f"{table}.csv"
    path.write_text(f"{','.join(TABLES[table].names)}\n", encoding="utf-8")
    assert validate(path) == []
    path.write_text("", encoding="utf-8")
    assert [found.rule for found in validate(path)] == ["header"]
