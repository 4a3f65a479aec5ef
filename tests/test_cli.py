from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.cli import VERBS, _parser, main
from caucasus_data.model.vocabularies import TableName
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
    listed = json.loads(run(capsys, "tables", "--as", "json")[1])
    assert {row["table"]: row["rows"] for row in listed} == counted


@pytest.mark.parametrize("table", cd.tables())
def test_show_gives_the_rows_as_they_stand(capsys: pytest.CaptureFixture[str], table: str) -> None:
    stored = read_csv(storage.csv_path(table))
    assert list(csv.DictReader(io.StringIO(run(capsys, "show", table, "--as", "csv")[1]))) == stored
    numbers = {f["name"] for f in storage.schema(table)["fields"] if f["type"] in ("number", "integer")}
    for row in stored:
        row |= {n: float(row[n]) for n in numbers if row[n]}
    shown = json.loads(run(capsys, "show", table, "--as", "json")[1])
    assert [{k: "" if v is None else v for k, v in row.items()} for row in shown] == stored


@pytest.mark.parametrize("table", ["events", "sources", "withdrawn"])
def test_show_gives_what_follows_from_dates_and_types_where_asked(
    capsys: pytest.CaptureFixture[str], table: TableName
) -> None:
    frame = cd.load(table)
    days = {c: frame[c].dt.strftime("%Y-%m-%d") for c in map(str, frame.select_dtypes("datetime"))}
    cells = frame.assign(**days).astype("object")
    expected = cells.where(cells.notna(), None).to_dict("records")
    assert json.loads(run(capsys, "show", table, "--dates", "--as", "json")[1]) == expected
    header, *lines = csv.reader(io.StringIO(run(capsys, "show", table, "--dates", "--as", "csv")[1]))
    assert header == list(frame)
    column = header.index(next((c for c in header if c.endswith("_precision")), header[0]))
    assert [line[column] for line in lines] == [
        "" if c is None else c for c in (row[header[column]] for row in expected)
    ]
    if table == "events":
        assert {"start_date_earliest", "start_date_latest", "start_date_precision", "domain", "plover"} < set(header)


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


@pytest.mark.parametrize("table", [t for t in cd.tables() if len(cd.load(t))])
def test_a_table_view_begins_with_what_says_which_row_it_is(capsys: pytest.CaptureFixture[str], table: str) -> None:
    _, out, _ = run(capsys, "show", table, "--limit", "3")
    key = storage.key(table)
    row = read_csv(storage.csv_path(table))[0]
    assert out.split()[0] == key[0]
    assert run(capsys, "show", table, "--where", f"{key[0]}={row[key[0]]}")[1].splitlines()[2].startswith(row[key[0]])


def test_rows_can_be_searched_limited_and_shown_by_columns(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["show", "events", "--search", "lachin road", "--columns", "event_id, domain", "--as", "json"]
    rows = json.loads(run(capsys, *wanted)[1])
    assert {row["event_id"] for row in rows} == set(cd.find("lachin road", table="events", limit=None)["row_id"])
    assert {tuple(row) for row in rows} == {("event_id", "domain")}
    assert len(json.loads(run(capsys, *wanted, "--limit", "2")[1])) == 2
    assert run(capsys, *wanted[:-2], "--limit", "2")[1].endswith(f"\n2 of {len(rows)} rows\n")
    assert run(capsys, *wanted, "--limit", "0")[1] == "[]\n"
    key = "Pashinian"
    (name,) = json.loads(run(capsys, "show", "names", "--search", key, "--where", f"name={key}", "--as", "json")[1])
    assert name["actor_id"] == "pashinyan"
    _, out, _ = run(
        capsys, "show", "events", "--search", "charter", "--sources", "--columns", "row_id,url", "--limit", "1"
    )
    assert out.split()[:2] == ["row_id", "url"]


def test_a_part_of_a_cell_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(run(capsys, "show", "events", "--where", "title~LACHIN", "--as", "json")[1])
    assert rows
    assert all("lachin" in row["title"].lower() for row in rows)


def test_domains_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(run(capsys, "show", "events", "--where", "domain=energy", "--as", "json")[1])
    assert len(rows) == (cd.load("events")["domain"] == "energy").sum() > 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--where", "type=war", "--from", "2900"], r"0 rows; \d+ rows without --from 2900\n"),
        (
            ["--where", "type=war", "--where", "credibility=6"],
            r"0 rows; (?:\d+ rows? without --where type=war; )?\d+ rows? without --where credibility=6\n",
        ),
        (
            ["--where", "title=Second war over Nagorno-Karabakh"],
            r"0 rows; \d+ rows without --where .*; did you mean 'title=.*title=Second war over .*'.*\n",
        ),
        (
            ["--where", "title~Lachinn"],
            r"0 rows; \d+ rows without --where title~Lachinn; did you mean 'title~Lachin'.*\n",
        ),
        (
            ["--actor", "Aliyev", "--actor", "Gilauri"],
            r"0 rows; \d+ rows? without --actor Aliyev; \d+ rows? without --actor Gilauri\n",
        ),
        (["--search", "Lachn"], r"0 rows; did you mean 'lachin'\?; \d+ rows without --search Lachn\n"),
    ],
)
def test_no_rows_say_what_is_near(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    status, out, err = run(capsys, "show", "events", *arguments)
    assert (status, err) == (0, "")
    assert re.fullmatch(said, out)
    assert json.loads(run(capsys, "show", "events", *arguments, "--as", "json")[1]) == []


def test_find_as_a_table_and_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "find", "csto", "froz", "--table", "events")
    assert status == 0
    assert out.splitlines()[2].startswith("evt-2024-csto-participation-frozen  events  2024-02-22  title")
    found = json.loads(run(capsys, "find", "Lachin", "--limit", "3", "--as", "json")[1])
    assert [match["row_id"] for match in found] == cd.find("Lachin", limit=3)["row_id"].to_list()
    shown = list(csv.DictReader(io.StringIO(run(capsys, "find", "Lachin", "--limit", "3", "--as", "csv")[1])))
    assert [{k: v or None for k, v in row.items()} for row in shown] == found
    assert run(capsys, "find", "Lachn")[1] == "0 rows; did you mean 'lachin'?\n"


@pytest.mark.parametrize("columns", [60, 100, 160, 250])
def test_width_follows_the_terminal_in_a_pipe_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = run(capsys, "show", "events", "--actor", "Yerevan", "--from", "2024-06", "--to", "2024-06")
    lines = out.splitlines()
    assert 0.7 * columns < max(map(len, lines)) <= columns
    assert all(line == line.rstrip() for line in lines)


def test_addresses_are_whole(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    _, out, _ = run(capsys, "show", "events", "--where", "event_id=evt-2025-us-charter", "--sources")
    urls = {
        row["url"]
        for row in json.loads(
            run(capsys, "show", "events", "--where", "event_id=evt-2025-us-charter", "--sources", "--as", "json")[1]
        )
    }
    assert urls <= set(out.split())


def test_whole_numbers_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["show", "dependencies", "--where", "value=35", "--columns", "dependency_id,value"]
    assert {line.split()[1] for line in run(capsys, *wanted)[1].splitlines()[2:-1]} == {"35"}
    assert {row["value"] for row in csv.DictReader(io.StringIO(run(capsys, *wanted, "--as", "csv")[1]))} == {"35"}
    assert '"value": 35\n' in run(capsys, *wanted, "--as", "json")[1]


def test_diff_tells_when_it_runs_backwards(capsys: pytest.CaptureFixture[str]) -> None:
    _, forwards, err = run(capsys, "diff", "0.1.0", "0.2.0", "--as", "csv")
    assert err == ""
    _, backwards, err = run(capsys, "diff", "0.2.0", "0.1.0", "--as", "csv")
    assert err.startswith("caucasus-data: 0.2.0 came after 0.1.0, so that this runs backwards")
    assert err.count("\n") == 1
    assert forwards.count(",added,") == backwards.count(",removed,")
    assert run(capsys, "diff", "0.2.0", "0.2.0") == (0, "0 rows\n", "")


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
    acts = list(csv.DictReader(io.StringIO(run(capsys, "panel", "events", "--theme", "plover")[1])))
    assert len(acts) == len(cd.panel("events", theme="plover"))


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
        (["show", "events", "--where", "titel=x"], "unknown column 'titel': did you mean 'title'"),
        (["show", "events", "--actr", "Yerevan"], "unknown option '--actr': did you mean '--actor'"),
        (["show", "participants", "--sources"], "sources can be asked of rows of actors, memberships, events"),
        (["show", "sources", "--sources"], "not of sources"),
        (["show", "events", "more"], "unexpected argument 'more'"),
        (["validate", "x" * 300], "cannot read xxx"),
        (["show", "events", "--as", "xml"], "invalid choice: 'xml' (choose from"),
        (["show"], "the following arguments are required: TABLE"),
        (["sow"], "unknown command 'sow': did you mean 'show'?"),
        (["shwo", "events"], "unknown command 'shwo': did you mean 'show'?"),
        (["show", "events", "--columns", "titel"], "unknown column 'titel': did you mean 'title'"),
        (["show", "events", "--dates"], "--dates is for rows as csv or json, and not for a table"),
        (["show", "events", "--dates", "--sources", "--as", "csv"], "--dates is for rows, and not for their sources"),
        (["show", "events", "--limit", "-1"], "--limit asks for a number of rows such as 20, and not -1"),
        (["show", "events", "--limit", "many"], "argument --limit: invalid int value: 'many'"),
        (["show", "events", "--search", "?"], "find asks for a word such as 'Lachin', and not '?'"),
        (["find", "--table", "evnts", "Lachin"], "unknown table 'evnts': did you mean 'events'?"),
        (["find", "!"], "find asks for a word such as 'Lachin', and not '!'"),
        (["find"], "the following arguments are required: TEXT"),
        (["cite", "no-such.csv"], "cannot read no-such.csv: No such file or directory"),
        (["cite", "folder/no-such.txt"], "cannot read folder/no-such.txt: No such file or directory"),
        (["verify", "x", "no-such.csv"], "cannot read no-such.csv: No such file or directory"),
        ([], "a command is missing: `caucasus-data --help` lists them, `caucasus-data tables` is a start"),
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


COMMANDS = sorted(_parser()[1].choices)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_a_sentence_and_an_example_that_parses(capsys: pytest.CaptureFixture[str], command: str) -> None:
    parser, commands = _parser()
    about, example = commands.choices[command].description, commands.choices[command].epilog
    assert about
    assert about[0].isupper()
    assert about.endswith(".")
    assert example
    assert example.startswith(f"example: caucasus-data {command}")
    options = parser.parse_args(shlex.split(example.removeprefix("example: caucasus-data ")))
    assert options.command == command
    status, out, _ = run(capsys, command, "--help")
    assert status == 0
    assert " ".join(about.split()) in " ".join(out.split())
    assert " ".join(example.split()) in " ".join(out.split())


READS = ["cite", "describe", "diff", "find", "history", "panel", "resolve", "show", "tables", "validate", "versions"]


@pytest.mark.parametrize("command", [command for command in READS if command != "validate"])
def test_examples_that_only_read_run(capsys: pytest.CaptureFixture[str], command: str) -> None:
    example = _parser()[1].choices[command].epilog
    assert example
    status, out, err = run(capsys, *shlex.split(example.removeprefix("example: caucasus-data ")))
    assert (status, err) == (0, "")
    assert out.count("\n") > 0


def on_a_terminal(*arguments: str, **environment: str) -> tuple[int, str]:
    """What a terminal of 100 columns and 24 lines shows of a command."""
    screen, slave = pty.openpty()
    settings = {"PATH": os.environ["PATH"], "COLUMNS": "100", "LINES": "24", "TERM": "xterm", "LANG": "C.UTF-8"}
    started = subprocess.Popen(
        [sys.executable, "-m", "caucasus_data", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=settings | environment,
    )
    os.close(slave)
    shown = b""
    with contextlib.suppress(OSError):  # the end of what a terminal shows
        while part := os.read(screen, 65536):
            shown += part
    os.close(screen)
    return started.wait(), shown.decode("utf-8").replace("\r\n", "\n")


def test_long_output_goes_to_the_pager_of_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    long, short = ["show", "events", "--limit", "30"], ["show", "events", "--limit", "1"]
    status, shown = on_a_terminal(*long, PAGER="sed s/^/paged:/")
    assert status == 0
    assert {line[:6] for line in shown.splitlines()} == {"paged:"}
    assert "paged:" not in on_a_terminal(*short, PAGER="sed s/^/paged:/")[1]
    assert "paged:" not in run(capsys, *long)[1]


def test_describe_draws_markdown_without_anchors(capsys: pytest.CaptureFixture[str]) -> None:
    status, shown = on_a_terminal("describe", "events", PAGER="cat")
    assert status == 0
    assert "\x1b[" in shown
    assert "event_type" in shown
    assert "(#" not in shown
    assert "](" not in shown
    assert "[event_type](#event_type)" in run(capsys, "describe", "events")[1]  # in a pipe it is Markdown itself


@pytest.mark.parametrize("command", ["tables", "show events", "show events --as csv", "versions", "describe events"])
def test_a_closed_output_is_no_fault(command: str) -> None:
    line = f"{shlex.quote(sys.executable)} -m caucasus_data {command} >&-"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_tables_needs_no_pandas() -> None:
    code = "import sys; from caucasus_data.cli import main; main(['tables']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"pandas", "numpy", "polars", "rich"} & set(done.stderr.split()) == set()


def test_folder_without_tables(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = run(capsys, "validate", str(tmp_path))
    assert status == 2
    assert "holds no table" in err


def test_reader_that_stops_early_is_no_fault() -> None:
    for form, first in (("csv", "source_id,title"), ("table", "source_id"), ("json", "[")):
        command = f"{sys.executable} -m caucasus_data show sources --as {form} | head -n 1"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
        assert done.stderr == ""
        assert done.stdout.startswith(first)


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


@pytest.mark.parametrize("home", VERBS)
def test_each_verb_is_looked_for_where_it_is_declared(home: str) -> None:
    assert tuple(_parser([home])[1].choices) == VERBS[home]
