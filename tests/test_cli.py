from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.package import storage
from tests.conftest import Rows, read_csv, write_csv


class Panic(BaseException):
    """What a library in Rust raises when it gives up."""


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def test_tables_counts_rows(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "tables")
    assert status == 0
    counted = {line.split()[0]: int(line.split()[1]) for line in out.splitlines()}
    assert counted == {t: len(cd.load(t)) for t in cd.tables()}


@pytest.mark.parametrize("table", cd.tables())
def test_show_gives_the_rows_as_they_stand(capsys: pytest.CaptureFixture[str], table: str) -> None:
    stored = read_csv(storage.csv_path(table))
    assert list(csv.DictReader(io.StringIO(run(capsys, "show", table, "--as", "csv")[1]))) == stored
    numbers = {f["name"] for f in storage.schema(table)["fields"] if f["type"] in ("number", "integer")}
    for row in stored:
        row |= {n: float(row[n]) for n in numbers if row[n]}
    shown = json.loads(run(capsys, "show", table, "--as", "json")[1])
    assert [{k: "" if v is None else v for k, v in row.items()} for row in shown] == stored


def test_show_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "show", "memberships", "--actor", "Pashinian", "--as", "json")
    rows = json.loads(out)
    assert {r["member_id"] for r in rows} == {"pashinyan"}
    assert "Prime Minister" in {r["role"] for r in rows}


def test_show_as_table_is_readable(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "show", "events", "--actor", "Yerevan", "--from", "2024-06-12", "--to", "2024-06-12")
    assert status == 0
    assert "CSTO" in out
    assert out.rstrip().endswith("rows")
    assert max(map(len, out.splitlines())) <= 160


def test_show_as_table_is_in_order_of_time(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "show", "events", "--actor", "Erdogan")
    dates = re.findall(r"^evt-[a-z0-9-]+ +(\d{4}[-\d]*)", out, flags=re.MULTILINE)
    assert len(dates) > 3
    assert dates == sorted(dates)


def test_show_sources_gives_first_and_further_ones(capsys: pytest.CaptureFixture[str]) -> None:
    event = read_csv(storage.csv_path("events"))[0]
    where = f"event_id={event['event_id']}"
    _, out, _ = run(capsys, "show", "events", "--where", where, "--sources", "--as", "json")
    urls = {s["source_id"]: s["url"] for s in read_csv(storage.csv_path("sources"))}
    cited = [c for c in read_csv(storage.csv_path("citations")) if c["row_id"] == event["event_id"]]
    assert sorted(s["url"] for s in json.loads(out)) == sorted(urls[c["source_id"]] for c in [event, *cited])
    assert run(capsys, "show", "events", "--where", where, "--sources")[0] == 0


def test_panel_for_other_programs(capsys: pytest.CaptureFixture[str]) -> None:
    seats = cd.panel("memberships", by="month")
    shown = list(csv.DictReader(io.StringIO(run(capsys, "panel", "memberships", "--by", "month")[1])))
    assert [row["month"] for row in shown] == seats["month"].astype("str").to_list()
    assert set(shown[0]) == set(seats)
    shares = json.loads(run(capsys, "panel", "dependencies", "--wide", "--as", "json")[1])
    assert len(shares) == len(cd.panel("dependencies", wide=True))
    assert run(capsys, "panel", "events", "--as", "table")[1].rstrip().endswith(f"{len(cd.panel('events'))} rows")


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_network_writes_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"new/graph.{ending}"
    assert run(capsys, "network", "events", "--as-of", "2023-09-19", str(file)) == (0, f"wrote {file}\n", "")
    assert f"<{ending}" in file.read_text(encoding="utf-8")
    status, _, err = run(capsys, "network", "memberships", "--as-of", "1890-01-01", str(file))
    assert status == 0
    assert err.startswith("caucasus-data: 1890-01-01 lies outside ")
    assert err.count("\n") == 1


def test_export_says_what_it_wrote(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = run(capsys, "export", "--to", "sqlite", str(tmp_path), "--version", next(iter(storage.releases())))
    assert (status, out) == (0, f"wrote {tmp_path}/caucasus-data.sqlite\n")
    assert [path.name for path in tmp_path.iterdir()] == ["caucasus-data.sqlite"]


def test_describe_is_the_codebook(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "describe", "events")[1] == cd.codebook("events") + "\n"


def test_resolve(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "resolve", "ОДКБ")[1] == "csto\n"


def test_validate_packaged_data(capsys: pytest.CaptureFixture[str]) -> None:
    status, printed, said = run(capsys, "validate")
    assert (status, said) == (0, "")
    assert printed.splitlines()[-1].startswith("no faults found")


def test_validate_says_where_and_why(capsys: pytest.CaptureFixture[str], tmp_path: Path, data: Path) -> None:
    events: Rows = read_csv(data / "events.csv")
    events[2]["type"] = "meating"
    write_csv(tmp_path / "events.csv", events)
    status, out, _ = run(capsys, "validate", str(tmp_path))
    assert status == 1
    assert f"{tmp_path}/events.csv:4:5: error: type is not in the vocabulary event_type [vocabulary]" in out
    assert "hint: did you mean 'meeting'?" in out
    assert out.endswith("1 fault found\n")
    status, out, _ = run(capsys, "validate", str(tmp_path), "--format", "json")
    assert status == 1
    assert json.loads(out)["findings"][0]["line"] == 4
    assert json.loads(out)["summary"]["errors"] == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["show", "evnts"], "unknown table 'evnts': did you mean 'events'?"),
        (["describe", "claim"], "unknown table 'claim': did you mean 'claims'?"),
        (["show", "events", "--actor", "Azerbaijn"], "unknown actor 'Azerbaijn': did you mean 'Azerbaijan'"),
        (["show", "events", "--from", "2024-13"], "'2024-13' is not an EDTF date"),
        (["show", "events", "--to", "yesterday"], "'yesterday' is not an EDTF date"),
        (["show", "events", "--where", "type=wor"], "unknown type 'wor': did you mean 'war'?"),
        (
            ["show", "events", "--where", "typ"],
            "filter 'typ' is not of the form COLUMN=VALUE or COLUMN~TEXT: did you mean 'type=VALUE'?",
        ),
        (["show", "events", "--where", "titel=x"], "unknown column 'titel': did you mean 'title'?"),
        (["show", "events", "--actr", "Yerevan"], "unknown option '--actr': did you mean '--actor'"),
        (["show", "participants", "--sources"], "sources can be asked of rows of actors, memberships, events"),
        (["show", "sources", "--sources"], "not of sources"),
        (["show", "events", "more"], "unexpected argument 'more'"),
        (["validate", "x" * 300], "cannot read xxx"),
        (["show", "events", "--as", "xml"], "invalid choice: 'xml' (choose from"),
        (["show"], "the following arguments are required: TABLE"),
        (["sow"], "invalid choice: 'sow' (choose from"),
        ([], "the following arguments are required: COMMAND"),
        (["panel", "dependencies", "--wide", "--as", "table"], "too wide for a table; ask for --as csv or json"),
        (["panel", "actors"], "unknown panel 'actors': it is one of memberships, events, dependencies"),
        (["network", "events", "events.gefx"], "unknown ending '.gefx': did you mean '.gexf'?"),
        (["export", "--to", "sqlite", ".", "--version", "0.0.9"], "unknown version '0.0.9'"),
        (["resolve", "Erewhon"], "unknown actor 'Erewhon'"),
        (["validate", "no-such-folder"], "cannot read no-such-folder: No such file or directory"),
        (["resolve", "\x1b[31mred"], r"unknown actor '\x1b[31mred'"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], line: str
) -> None:
    status, out, err = run(capsys, *arguments)
    assert status == 2
    assert out == ""
    assert err.count("\n") == 1
    assert line in err
    assert "\x1b" not in err


def test_folder_without_tables(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = run(capsys, "validate", str(tmp_path))
    assert status == 2
    assert "holds no table" in err


def test_reader_that_stops_early_is_no_fault() -> None:
    command = f"{sys.executable} -m caucasus_data show sources --as csv | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.startswith("source_id,title")


def test_other_encodings_do_not_stop_it() -> None:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for command in ("show names --as csv", "describe names", "show names"):
        arguments = [sys.executable, "-m", "caucasus_data", *command.split()]
        done = subprocess.run(arguments, capture_output=True, check=False, env=environment)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "Հայաստան".encode() in done.stdout


def test_a_full_disk_is_one_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "caucasus_data", "tables"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"caucasus-data: [Errno 28]")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version")[1] == f"caucasus-data {cd.__version__}\n"


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("a\n::error::b\x1b[31m"), RecursionError(), KeyError("x"), Panic("p")]
)
def test_an_error_of_its_own_is_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def failing(*_: object) -> None:
        raise error

    monkeypatch.setattr("caucasus_data.cli.referee.validate", failing)
    status, out, err = run(capsys, "validate")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("caucasus-data: stopped by an error of its own, ")
    assert "please report it, with what --debug shows" in err
    assert "\x1b" not in err
    status, _, err = run(capsys, "validate", "--debug")
    assert status == 2
    assert type(error).__name__ in err
    assert "failing" in err
    assert "\x1b" not in err
    assert all(line.startswith(("| ", "caucasus-data: ")) for line in err.splitlines())


def test_out_of_memory_is_a_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("caucasus_data.cli.referee.validate", failing)
    status, _, err = run(capsys, "validate")
    assert (status, err.count("\n")) == (2, 1)
    assert "out of memory" in err


@pytest.mark.parametrize("verb", [["validate"], ["fmt"], ["fix", "--yes"]])
def test_a_file_of_200_gb_of_nothing_is_a_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, verb: list[str]
) -> None:
    with (tmp_path / "events.csv").open("wb") as file:
        file.truncate(200 * 10**9)
    status, out, err = run(capsys, *verb, str(tmp_path))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "it is 200,000,000,000 bytes large" in err


@pytest.mark.parametrize("form", ["text", "json", "github", "markdown", "sarif"])
def test_a_name_that_is_not_utf_8(capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str) -> None:
    folder = Path(os.fsdecode(bytes(tmp_path) + b"/\xff\x1b[31m"))
    folder.mkdir()
    (folder / "evnts.csv").write_text("x\n", encoding="utf-8")
    (folder / "participants.csv").write_text("event_id,actor_id,role,note\n=1,@x,y,z\n", encoding="utf-8")
    status, out, err = run(capsys, "validate", "--format", form, str(folder))
    assert (status, err) == (1, "")
    assert "\x1b" not in out
    out.encode()
    if form in ("json", "sarif"):
        assert json.loads(out)
    if form == "sarif":
        assert "%FF%1B%5B31m" in out
