"""An old name works for one minor version, and says so; and none outlives that."""

from __future__ import annotations

import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.model import package, renaming
from caucasus_data.model.renaming import RENAMED, Renamed
from caucasus_data.model.tables import TABLES

MADE_UP = (
    Renamed("column", "events.kind_of_event", "type", "0.9.0"),
    Renamed("verb", "search", "find", "0.9.0"),
    Renamed("command", "lookup", "tables", "0.9.0"),
)


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(renaming, "RENAMED", MADE_UP)
    monkeypatch.setattr(package, "VERSION", "0.9.7")
    return monkeypatch


@pytest.mark.parametrize("entry", [*RENAMED, *MADE_UP[:1]])
def test_an_entry_names_what_there_is(entry: Renamed) -> None:
    if entry.kind == "column":
        table, _, old = entry.old.partition(".")
        assert entry.new in TABLES[table].names
        assert old not in TABLES[table].names


def test_no_old_name_outlives_its_minor_version() -> None:
    assert [entry for entry in RENAMED if not entry.known] == []


def test_an_old_column_stands_beside_the_new_one(renamed: pytest.MonkeyPatch) -> None:
    with pytest.warns(FutureWarning, match=r"column events.kind_of_event is now type; .* gone in 0.10.0") as told:
        events = cd.load("events", where={"kind_of_event": "war"})
    assert len(events)
    assert events["kind_of_event"].equals(events["type"])
    assert told[0].filename == __file__
    cd.schema("events").validate(events)


def test_an_old_verb_is_the_new_one(renamed: pytest.MonkeyPatch) -> None:
    with pytest.warns(FutureWarning, match="verb search is now find") as told:
        assert cd.search is cd.find  # type: ignore[attr-defined]
    assert told[0].filename == __file__


def test_an_old_command_runs_the_new_one(renamed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup"]) == 0
    shown = capsys.readouterr()
    assert "participants" in shown.out
    assert shown.err == "caucasus-data: command lookup is now tables; the old name is gone in 0.10.0\n"


def test_an_old_name_is_gone_in_the_next_minor_version(
    renamed: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed.setattr(package, "VERSION", "0.10.0")
    assert "kind_of_event" not in cd.load("events")
    with pytest.raises(AttributeError):
        _ = cd.search  # type: ignore[attr-defined]
    assert main(["lookup"]) == 2
    with pytest.raises(cd.UnknownValueError):
        cd.load("events", where={"kind_of_event": "war"})


def test_a_release_keeps_the_names_that_it_had(renamed: pytest.MonkeyPatch) -> None:
    assert "kind_of_event" not in cd.load("events", version="0.2.0")
