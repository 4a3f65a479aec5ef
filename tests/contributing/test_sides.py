from __future__ import annotations

from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.contributing.sides import propose
from caucasus_data.model.edtf import parse
from tests.conftest import Rows, read_csv, write_csv

SIDES = ("state", "international_organization", "de_facto_authority")


def slowly(tables: dict[str, Rows], part: dict[str, str]) -> set[str]:
    """The sides nearest to the offices on the day and to the parent, one after the other."""
    actors = {row["actor_id"]: row for row in tables["actors"]}
    (event,) = [row for row in tables["events"] if row["event_id"] == part["event_id"]]
    began, ended = parse(event["start_date"]), parse(event["end_date"] or event["start_date"])
    through = [actors[part["actor_id"]]["parent_id"]]
    for spell in tables["memberships"]:
        if spell["type"] == "office" and spell["member_id"] == part["actor_id"]:
            before = bool(spell["end_date"]) and parse(spell["end_date"]).latest < began.earliest
            after = bool(spell["start_date"]) and parse(spell["start_date"]).earliest > ended.latest
            if not before and not after:
                through.append(spell["organization_id"])
    found = set()
    for here in through:
        while here and actors[here]["kind"] not in SIDES:
            here = actors[here]["parent_id"]
        found |= {here} - {""}
    return found


def test_it_proposes_what_offices_on_the_day_and_parents_say(data: Path) -> None:
    names = ("actors", "events", "memberships", "participants")
    tables = {name: read_csv(data / f"{name}.csv") for name in names}
    asked = tables["participants"][::25]
    write_csv(data / "participants.csv", [row | {"on_behalf_of": ""} for row in asked])
    found = propose(data)
    told = {part[:2]: set(part.sides) for part in (*found.filled, *found.open)}
    kinds = {row["actor_id"]: row["kind"] for row in tables["actors"]}
    assert len(told) > 20
    for row in asked:
        if kinds[row["actor_id"]] in ("person", "government_body"):
            sides = slowly(tables, row)
            states = {side for side in sides if kinds[side] == "state"}
            assert told[row["event_id"], row["actor_id"]] == (states if len(states) == 1 else sides), row
        else:
            assert (row["event_id"], row["actor_id"]) not in told


def test_what_is_told_already_stays(data: Path) -> None:
    before = (data / "participants.csv").read_bytes()
    found = propose(data)
    assert found.filled == []
    assert [rewriting.after for rewriting in found.files.values()] == [before]


def test_what_somebody_else_decided_stays_and_what_nothing_decides_is_left(data: Path) -> None:
    rows = read_csv(data / "participants.csv")
    told = next(row for row in rows if (row["actor_id"], row["on_behalf_of"]) == ("pashinyan", "armenia"))
    told["on_behalf_of"] = "azerbaijan"
    offices = [row for row in read_csv(data / "memberships.csv") if row["member_id"] != "aliyev"]
    write_csv(data / "memberships.csv", offices)
    undecided = next(row for row in rows if (row["actor_id"], row["on_behalf_of"]) == ("aliyev", "azerbaijan"))
    undecided["on_behalf_of"] = ""
    write_csv(data / "participants.csv", rows)
    before = (data / "participants.csv").read_bytes()
    found = propose(data)
    assert (undecided["event_id"], "aliyev", ()) in found.open
    assert found.filled == []
    assert [rewriting.after for rewriting in found.files.values()] == [before]


def test_on_the_command_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = read_csv(data / "participants.csv")
    person = next(row for row in rows if (row["actor_id"], row["on_behalf_of"]) == ("pashinyan", "armenia"))
    write_csv(data / "participants.csv", [row | {"on_behalf_of": ""} if row is person else row for row in rows])
    assert main(["sides", str(data)]) == 0
    out = capsys.readouterr().out
    assert f"{person['event_id']}: pashinyan for armenia\n" in out
    assert "\n1 cell written, " in out
    assert read_csv(data / "participants.csv") == rows
    assert main(["sides", str(data / "nowhere")]) == 2


def test_leaders_who_meet_are_their_states() -> None:
    parts = cd.load("participants")
    aliyev, pashinyan = (set(parts.loc[parts["actor_id"] == name, "event_id"]) for name in ("aliyev", "pashinyan"))
    sides = parts[parts["event_id"].isin(aliyev & pashinyan) & parts["actor_id"].isin(["aliyev", "pashinyan"])]
    assert len(aliyev & pashinyan) > 20
    assert set(sides["on_behalf_of"]) == {"armenia", "azerbaijan"}
