from __future__ import annotations

import io
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from tests.conftest import Rows, read_csv, write_csv


@pytest.fixture
def spoiled(data: Path) -> tuple[Path, Rows]:
    """Tables with six slips, of which five can only have been meant in one way."""
    before = read_csv(data / "events.csv")
    rows = [dict(row) for row in before]
    rows[0]["title"] += " "
    rows[1]["type"] = rows[1]["type"].upper()
    rows[2]["note"] = "n/a"
    rows[3]["event_id"] = rows[3]["event_id"].replace("-", "_")
    rows[4]["start_date"] = "/".join(reversed(f"{rows[4]['start_date'][:4]}-01-25".split("-")))
    rows[5]["source_id"] = "src-nowhere-at-all"
    write_csv(data / "events.csv", rows)
    return data, before


def test_what_is_certain_is_put_right_and_the_rest_is_told(
    spoiled: tuple[Path, Rows], capsys: pytest.CaptureFixture[str]
) -> None:
    data, before = spoiled
    assert main(["fix", str(data), "--yes"]) == 1
    out = capsys.readouterr().out
    assert "events.csv:2: title: " in out
    assert "becomes" in out
    assert "5 changes written\n1 fault left to you\n" in out
    after = read_csv(data / "events.csv")
    assert [after[i][k] for i, k in ((0, "title"), (1, "type"), (3, "event_id"))] == [
        before[i][k] for i, k in ((0, "title"), (1, "type"), (3, "event_id"))
    ]
    assert after[2]["note"] == ""
    assert after[4]["start_date"] == f"{before[4]['start_date'][:4]}-01-25"
    assert [f.rule for f in cd.validate(data)] == ["reference"]
    assert after[6:] == before[6:]


def test_nothing_is_written_without_a_word(
    spoiled: tuple[Path, Rows], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, _ = spoiled
    content = (data / "events.csv").read_bytes()
    assert main(["fix", str(data)]) == 1
    assert "nothing was written; --yes writes without asking" in capsys.readouterr().out
    terminal = io.StringIO("n\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    assert main(["fix", str(data)]) == 1
    assert (data / "events.csv").read_bytes() == content


def test_clean_tables_are_left_alone(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = (data / "events.csv").read_bytes()
    assert main(["fix", str(data)]) == 0
    assert capsys.readouterr().out == "no faults left\n"
    assert (data / "events.csv").read_bytes() == content


def spoil(data: Path, table: str, column: str, text: str) -> int:
    """Put a text into the last row that has a cell there, and tell its line."""
    rows = read_csv(data / f"{table}.csv")
    hosts = {row.get("event_id") for row in rows if row.get("actor_id") == "armenia"}  # or a key would stand twice
    place = max(n for n, row in enumerate(rows) if row[column] and row.get("event_id", "none") not in hosts)
    rows[place][column] = text
    write_csv(data / f"{table}.csv", rows)
    return place + 2


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("events", "start_date", "2011\u201312"),
        ("events", "start_date", "2011/12"),
        ("events", "start_date", "2011.12"),
        ("events", "start_date", "2011 12"),
        ("events", "start_date", "2001-2"),
        ("events", "start_date", "May June 2020"),
        ("events", "start_date", "05/06/2020"),
        ("participants", "actor_id", "Ilham Heydar Aliyev"),
        ("participants", "actor_id", "georgia and georgia"),
        ("events", "place_id", "The city of Yerevan"),
        ("events", "source_id", "src-Reuters says so"),
        ("actors", "parent_id", "Government of Nowhere"),
        ("events", "part_of", "EVT-NOWHERE"),
        ("sources", "author", "Null"),
        ("sources", "author", "Na"),
        ("sources", "author", "None"),
        ("names", "name", "\u0090\u00d0\u00bb\u00d0\u00b8\u00d0\u00b5\u00d0\u00b2\u00d0\u0090"),
    ],
)
def test_what_has_more_than_one_reading_is_left_alone(
    data: Path, capsys: pytest.CaptureFixture[str], table: str, column: str, text: str
) -> None:
    line = spoil(data, table, column, text)
    before = (data / f"{table}.csv").read_bytes()
    found = [f for f in cd.validate(data) if (Path(f.path).stem, f.line) == (table, line) and f.severity == "error"]
    assert found
    assert [f.replacement for f in found] == [None] * len(found)
    assert main(["fix", "--yes", str(data)]) == 1
    assert (data / f"{table}.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("table", "column", "text", "mended"),
    [
        ("events", "start_date", "2020 9 November", "2020-11-09"),
        ("events", "start_date", "2020 November 9", "2020-11-09"),
        ("events", "start_date", "9 November 2020", "2020-11-09"),
        ("events", "start_date", "November 2020", "2020-11"),
        ("events", "start_date", "2020\u201311\u201309", "2020-11-09"),
        ("events", "start_date", "25.12.2020", "2020-12-25"),
        ("participants", "actor_id", "Armenia", "armenia"),
        ("participants", "actor_id", " armenia", "armenia"),
        ("participants", "actor_id", "\u0430rmenia", "armenia"),
        ("names", "name", "voil\u00c3\u00a0", "voil\u00e0"),
        ("names", "name", "\u00e2\u0080\u009cVesti\u00e2\u0080\u009d", "\u201cVesti\u201d"),
        ("sources", "author", "n/a", ""),
        ("sources", "author", "\u200bAni Avetisyan", "Ani Avetisyan"),
    ],
)
def test_what_has_one_reading_is_put_right(data: Path, table: str, column: str, text: str, mended: str) -> None:
    line = spoil(data, table, column, text)
    main(["fix", "--yes", str(data)])
    assert read_csv(data / f"{table}.csv")[line - 2][column] == mended


def test_a_change_that_would_not_mend_is_taken_back(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = read_csv(data / "events.csv")
    lasting = next(number for number, row in enumerate(rows) if row["end_date"][8:] and row["start_date"][8:])
    rows[lasting]["end_date"] = "1 January 1801"  # one reading, and before the start
    rows[lasting + 1]["title"] += " "
    write_csv(data / "events.csv", rows)
    assert main(["fix", "--yes", str(data)]) == 1
    out = capsys.readouterr().out
    assert "1 change written\n1 fault left to you\n" in out
    after = read_csv(data / "events.csv")
    assert after[lasting]["end_date"] == "1 January 1801"
    assert after[lasting + 1]["title"] == rows[lasting + 1]["title"].strip()


def test_what_is_saved_while_it_waits_for_the_answer_stays(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(data, "participants", "actor_id", " armenia")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: (data / "participants.csv").write_bytes(b"saved") and "y")
    assert main(["fix", str(data)]) == 2
    assert "another program saved it meanwhile; nothing was written" in capsys.readouterr().err
    assert (data / "participants.csv").read_bytes() == b"saved"


def test_a_carriage_return_in_a_cell_outlives_the_mending_of_another(data: Path) -> None:
    rows = read_csv(data / "events.csv")
    rows[5]["note"] = "one\rtwo\r\nthree\ue00d"
    rows[9]["title"] += " "
    write_csv(data / "events.csv", rows)
    text = (data / "events.csv").read_bytes().decode()
    text = (
        text.replace("one\rtwo\r\nthree\ue00d", '"one\rtwo\r\nthree\ue00d"')
        .replace('""one', '"one')
        .replace('\ue00d""', '\ue00d"')
    )
    (data / "events.csv").write_bytes(text.encode())
    main(["fix", "--yes", str(data)])
    after = read_csv(data / "events.csv")
    assert after[5]["note"] == "one\rtwo\r\nthree\ue00d"
    assert after[9]["title"] == rows[9]["title"].strip()


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("voil\u00c3\u00a0", "voil\u00e0"),
        ("\u00e2\u0080\u009cVesti\u00e2\u0080\u009d", "\u201cVesti\u201d"),
        ("Yerevan  \u00a0Brandy", "Yerevan Brandy"),
        ("Ku\u0308tahya", "K\u00fctahya"),
        ("Press &amp; Co.", "Press & Co."),
    ],
)
def test_letters_of_which_there_is_one_reading_are_put_right(data: Path, broken: str, whole: str) -> None:
    line = spoil(data, "names", "name", broken)
    assert main(["fix", "--yes", str(data)]) in (0, 1)  # the row may stand out of order now
    assert read_csv(data / "names.csv")[line - 2]["name"] == whole


def test_what_is_only_doubted_is_mended_too_where_it_is_certain(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = read_csv(data / "sources.csv")
    place = next(i for i, row in enumerate(rows) if "?" not in row["url"] and "#" not in row["url"])
    address = rows[place]["url"]
    rows[place]["url"] = f"{address}?utm_source=x"
    write_csv(data / "sources.csv", rows)
    assert main(["fix", str(data), "--yes"]) == 0
    assert "1 change written" in capsys.readouterr().out
    assert read_csv(data / "sources.csv")[place]["url"] == address
