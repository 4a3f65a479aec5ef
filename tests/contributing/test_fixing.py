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
