from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.contributing import proposal
from caucasus_data.contributing.proposal import as_json, as_markdown, propose
from caucasus_data.derive.code_owners import readers
from caucasus_data.model.tables import TABLES
from caucasus_data.package import difference, storage
from caucasus_data.validation.report.markdown import code
from tests.conftest import read_csv, write_csv

PACKAGED = storage.root() / "data"


def test_the_same_rows_are_no_change(data: Path) -> None:
    found = propose(PACKAGED, data)
    assert (found.changes, found.not_compared, found.calls_for) == ([], [], None)
    assert found.least == found.after
    assert as_markdown(found).endswith("\n\nNo row is added, changed or removed.")
    assert json.loads(as_json(found))["calls_for"] is None


def test_rows_come_change_and_go(data: Path) -> None:
    names = read_csv(data / "names.csv")
    gone, changed = names.pop(1), names[0]
    write_csv(data / "names.csv", [changed | {"note": "seen <again>"}, *names[1:], changed | {"name": "Aa|bb @all"}])
    found = propose(PACKAGED, data)
    assert [c.change for c in found.changes].count("added") == 1
    assert found.calls_for == "minor"
    assert found.least == difference.raised(found.after, "minor")
    shown = as_markdown(found)
    assert "\n| `names` | 1 | 1 | 1 |\n" in shown
    assert f"After {found.after} this calls for a **minor** step, to {found.least} at least" in shown
    assert "\n1 row added:\n" in shown
    assert "<code>Aa&#124;bb <!-- -->&#64;all</code>" in shown
    assert "\n1 row removed:\n" in shown
    assert gone["actor_id"] in shown
    was = code(changed["note"])
    assert f"| `note` | {was} | <code>seen &#60;again&#62;</code> |" in shown
    told = json.loads(as_json(found))
    assert {c["change"] for c in told["changes"]} == {"added", "changed", "removed"}
    assert told["least"] == found.least


def test_a_corrected_cell_is_a_patch(data: Path) -> None:
    events = read_csv(data / "events.csv")
    events[0]["title"] = "Said better"
    write_csv(data / "events.csv", events)
    assert propose(PACKAGED, data).calls_for == "patch"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_shown_with_its_key_and_its_source(table: str, tmp_path: Path) -> None:
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
    names = TABLES[table].names
    (tmp_path / f"new/{table}.csv").write_text(",".join(names) + "\n" + ",".join("abc" for _ in names) + "\n")
    shown = as_markdown(propose(tmp_path / "old", tmp_path / "new"))
    assert "\nThe file is added.\n\n1 row added:\n" in shown
    header = next(line for line in shown.splitlines() if line.startswith(f"| {TABLES[table].key[0]} "))
    assert ("source_id" in header) == ("source_id" in names)
    assert shown.splitlines()[-1].count("<code>abc</code>") == header.count("|") - 1


def test_a_table_that_cannot_be_read_is_left_out_and_named(data: Path) -> None:
    with (data / "names.csv").open("a", encoding="utf-8") as file:
        file.write('"never closed\n')
    events = read_csv(data / "events.csv")
    write_csv(data / "events.csv", [*events, events[0]])
    (data / "actors.csv").write_bytes(b"PK\x03\x04")
    (data / "claims.csv").unlink()
    os.mkfifo(data / "claims.csv")
    (data / "sources.csv").unlink()
    (data / "sources.csv").symlink_to(PACKAGED / "sources.csv")
    found = propose(PACKAGED, data)
    assert found.changes == []
    assert found.not_compared == ["actors", "events", "claims", "sources", "names"]
    shown = as_markdown(found)
    assert "(the findings say why): `actors`, `events`, `claims`, `sources`, `names`.\n" in shown
    assert shown.endswith("No row is added, changed or removed elsewhere.")


def test_a_file_that_is_gone_takes_its_rows_along(data: Path) -> None:
    (data / "citations.csv").unlink()
    found = propose(PACKAGED, data)
    assert found.calls_for == "minor"  # before 1.0.0
    shown = as_markdown(found)
    assert "\nThe file is removed.\n" in shown
    rows = len(read_csv(PACKAGED / "citations.csv"))
    assert f"\n… and {rows - proposal.AT_MOST} more." in shown


def test_much_is_counted_rather_than_shown(data: Path) -> None:
    """Whatever people wrote, the text stays within what a comment and a summary hold, and the table in its bounds."""
    events = read_csv(data / "events.csv")
    more = [events[0] | {"event_id": f"evt-{n}-x", "title": "<b>|`&" * 5000} for n in range(500)]
    write_csv(data / "events.csv", [*({**e, "title": "**x** | y\n" * 90} for e in events), *more])
    shown = as_markdown(propose(PACKAGED, data))
    assert len(shown) < 200_000
    assert "\n500 rows added:\n" in shown
    assert "\n… and 480 more.\n" in shown
    assert f"\n{len(events)} cells changed:\n" in shown
    html = MarkdownIt("commonmark").enable("table").render(shown)
    assert "<b>" not in html
    assert html.count("<table>") == 3
    assert html.count("<tr>") == html.count("</tr>") == 2 + 2 * (1 + proposal.AT_MOST)


def test_on_the_command_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", str(PACKAGED), str(data)]) == 0
    assert capsys.readouterr().out == as_markdown(propose(PACKAGED, data)) + "\n"
    assert main(["changes", str(PACKAGED), str(data), "--as", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == []
    assert main(["changes", str(PACKAGED), str(data / "events.csv")]) == 2
    assert "events.csv: it is no folder\n" in capsys.readouterr().err
    with pytest.raises(cd.UnreadableError):
        propose(Path("no-such-folder"), data)


def test_a_second_reader_is_told_the_languages_and_who_reads_them(data: Path, tmp_path: Path) -> None:
    (tmp_path / "readers.csv").write_text("github,tables,languages\n@ani,events,hy ru\n", encoding="utf-8")
    events, sources = (
        read_csv(data / "events.csv"),
        {s["source_id"]: s["language"] for s in read_csv(data / "sources.csv")},
    )
    russian = next(event for event in events if sources[event["source_id"]] == "ru")
    english = next(event for event in events if sources[event["source_id"]] == "en")
    russian["note"] = english["note"] = "Read again."
    russian["reviewed"], english["reviewed"] = "", "2026-11-29"
    write_csv(data / "events.csv", events)
    shown = as_markdown(propose(PACKAGED, data), readers(tmp_path / "readers.csv"))
    told = "\nFor a second reader:\n\n- 1 row from sources in <code>{}</code>{}\n- 1 row from sources in <code>{}</code>{}\n"
    by_ani = ", read by <code>ani</code>"
    assert told.format("ru", by_ani, "en", "") in shown or told.format("en", "", "ru", by_ani) in shown
    assert "@ani" not in shown
    assert "\nA second reading is recorded in 1 of 2 rows. Whoever has read one again enters the day" in shown


def test_a_list_of_readers_that_is_none_is_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "readers.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for name in ("readers.csv", "nowhere.csv"):
        assert main(["changes", str(PACKAGED), str(data), "--readers", str(tmp_path / name)]) == 2
        assert f"{name}: " in capsys.readouterr().err
