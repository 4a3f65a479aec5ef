"""Every office has a holder on every day, but for the days whose gap was looked into and explained."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import caucasus_data as cd
from tests.conftest import read_csv

DAY = timedelta(days=1)
SURVEYED = date(2026, 6, 30)
"""Last day that the record of offices covers."""

REVIEWED = Path(__file__).with_name("office_gaps.csv")
"""Gaps that remain: office, first and last day without a holder, and why."""


class Seat(NamedTuple):
    """An office of a body, as `memberships.role` names it."""

    organization: str
    role: str


class Office(NamedTuple):
    """A chain of holders, from the founding of the office or 1991, in one seat or in its forerunners too."""

    organization: str
    role: str
    since: date = date(1991, 1, 1)
    until: date = SURVEYED
    forerunners: tuple[Seat, ...] = ()

    def __str__(self) -> str:
        return f"{self.organization} {self.role}"

    def seats(self) -> set[Seat]:
        """The seats whose holders, deputies standing in among them, make up the chain."""
        named = {Seat(self.organization, self.role), *self.forerunners}
        return named | {Seat(seat.organization, f"Acting {seat.role}") for seat in named}


HIGH_REPRESENTATIVE = "High Representative for Foreign Affairs and Security Policy"
FOREIGN, DEFENCE = "Minister of Foreign Affairs", "Minister of Defence"

OFFICES = (
    Office("armenia", "President", date(1991, 11, 11)),
    Office("armenia", "Prime Minister", forerunners=(Seat("armenian-ssr", "Prime Minister"),)),
    Office("armenia", FOREIGN),
    Office("armenia", DEFENCE, date(1991, 12, 5)),
    Office(
        "armenia-national-assembly",
        "Speaker",
        forerunners=(Seat("armenia-supreme-council", "Chairman of the Supreme Council"),),
    ),
    Office("azerbaijan", "President", date(1991, 8, 30)),
    Office("azerbaijan", "Prime Minister", forerunners=(Seat("azerbaijani-ssr", "Prime Minister"),)),
    Office("azerbaijan", FOREIGN, forerunners=(Seat("azerbaijani-ssr", FOREIGN),)),
    Office("azerbaijan", DEFENCE, date(1991, 9, 5)),
    Office(
        "azerbaijan-national-assembly",
        "Speaker",
        forerunners=(Seat("azerbaijan-supreme-soviet", "Chairman of the Supreme Soviet"),),
    ),
    Office("georgia", "President", date(1991, 4, 14), forerunners=(Seat("georgia", "Head of State"),)),
    Office("georgia", "Prime Minister", forerunners=(Seat("georgia", "State Minister"),)),
    Office("georgia", FOREIGN),
    Office("georgia", DEFENCE, date(1991, 9, 15)),
    Office(
        "georgia-parliament",
        "Speaker",
        forerunners=(
            Seat("georgia-parliament", "Chairman of the Supreme Council"),
            Seat("georgia-parliament", "Chairman"),
        ),
    ),
    Office("russia", "President", date(1991, 7, 10)),
    Office("russia", "Prime Minister", date(1991, 11, 6)),
    Office("russia", FOREIGN),
    Office("turkey", "President"),
    Office("turkey", "Prime Minister", until=date(2018, 7, 9)),
    Office("turkey", FOREIGN),
    Office("iran", "President"),
    Office("iran", FOREIGN),
    Office("united-states", "President"),
    Office("united-states", "Secretary of State"),
    Office("france", "President"),
    Office("france", "Prime Minister"),
    Office("france", FOREIGN),
    Office("european-commission", "President"),
    Office("european-council", "President", date(2009, 12, 1)),
    Office(
        "european-union",
        HIGH_REPRESENTATIVE,
        date(1999, 5, 1),
        forerunners=(Seat("european-union", "High Representative for Common Foreign and Security Policy"),),
    ),
    Office("united-nations", "Secretary-General"),
    Office("nato", "Secretary General"),
    Office("csto", "Secretary General", date(2003, 4, 28)),
    Office("osce", "Secretary General", date(1993, 6, 15)),
    Office("council-of-europe", "Secretary General"),
)


class Spell(NamedTuple):
    """A spell in office: the bounds of its start and of its end."""

    start_earliest: date
    start_latest: date
    end_earliest: date
    end_latest: date
    row: str


@cache
def spells(office: Office) -> list[Spell]:
    """Spells of an office that reach its first day and have a known start, in the order of their start."""
    rows = cd.load("memberships").query("type == 'office'").dropna(subset="start_date")
    seats = office.seats()
    rows = rows[[seat in seats for seat in zip(rows["organization_id"], rows["role"], strict=True)]]
    bounds = ["start_date_earliest", "start_date_latest", "end_date_earliest", "end_date_latest"]
    days = (rows[column].fillna(pd.Timestamp(SURVEYED)).dt.date for column in bounds)
    chain = sorted(Spell(*spell) for spell in zip(*days, rows["membership_id"], strict=True))
    return [spell for spell in chain if spell.end_latest >= office.since]


def gaps(office: Office) -> set[tuple[str, str]]:
    """First and last day of every stretch on which no spell of an office can have run."""
    found = set()
    held = office.since - DAY
    for spell in spells(office):
        if spell.start_earliest > held + DAY:
            found.add((str(held + DAY), str(spell.start_earliest - DAY)))
        held = max(held, spell.end_latest)
    if held < office.until:
        found.add((str(held + DAY), str(office.until)))
    return found


@pytest.mark.parametrize("office", OFFICES, ids=str)
def test_no_day_without_a_holder_but_the_reviewed(office: Office) -> None:
    reviewed = {(row["from"], row["to"]) for row in read_csv(REVIEWED) if row["office"] == str(office)}
    assert gaps(office) == reviewed


@pytest.mark.parametrize("office", OFFICES, ids=str)
def test_no_two_holders_on_a_day_but_that_of_the_handover(office: Office) -> None:
    for before, after in pairwise(spells(office)):
        assert before.end_earliest <= after.start_latest, after.row


def test_every_reviewed_gap_is_of_an_office_and_has_a_reason() -> None:
    rows = read_csv(REVIEWED)
    assert {row["office"] for row in rows} <= {str(office) for office in OFFICES}
    assert all(row["reason"] for row in rows)
    assert [(row["office"], row["from"]) for row in rows] == sorted({(row["office"], row["from"]) for row in rows})
