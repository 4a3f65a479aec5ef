"""Every conflict-year, dispute and crisis that outside lists count has an event, but for those looked into in vain."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import caucasus_data as cd
from tests.conftest import Rows, read_csv

LISTED = Path(__file__).with_name("conflicts.csv")
"""What the lists count: scheme, number, first and last year, sides, and why no event stands for it; blank where one does."""

SCHEMES = ("cow_mid", "icb_crisis", "ucdp_conflict", "ucdp_dyad")


@cache
def borne() -> dict[tuple[str, str], list[tuple[int, int]]]:
    """First and last year of the events that bear a number."""
    numbers = cd.load("identifiers").merge(cd.load("events"), left_on="row_id", right_on="event_id")
    last = numbers["end_date_latest"].fillna(numbers["start_date_latest"])
    years: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for scheme, value, first, end in zip(
        numbers["scheme"], numbers["value"], numbers["start_date_earliest"], pd.to_datetime(last), strict=True
    ):
        years.setdefault((scheme, value), []).append((first.year, end.year))
    return years


def has_event(row: dict[str, str]) -> bool:
    spans = borne().get((row["scheme"], row["value"]), [])
    return any(first <= int(row["to"]) and last >= int(row["from"]) for first, last in spans)


def listed(scheme: str) -> Rows:
    return [row for row in read_csv(LISTED) if row["scheme"] == scheme]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_list_counts_has_an_event_or_a_reason(scheme: str) -> None:
    assert [row for row in listed(scheme) if has_event(row) == bool(row["reason"])] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_number_of_an_event_is_in_its_list(scheme: str) -> None:
    assert {value for name, value in borne() if name == scheme} <= {row["value"] for row in listed(scheme)}


def test_the_lists_are_in_order() -> None:
    keys = [(row["scheme"], int(row["value"]), int(row["from"])) for row in read_csv(LISTED)]
    assert keys == sorted(set(keys))
