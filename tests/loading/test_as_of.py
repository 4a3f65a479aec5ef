from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import pandas as pd
import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.model.edtf import parse
from caucasus_data.model.vocabularies import TableName
from caucasus_data.package import storage
from tests.checkout import Checkout
from tests.conftest import Rows

Cells = dict[str, str]

DAYS = ["1995-07-01", "2003-09-18", "2020-11-09", "2023-09-19", "2024-02-22", "2024-04-15", "2025-01-14"]
DATES = {"actors": 2, "memberships": 2, "names": 2, "events": 1, "claims": 1, "sources": 1}
COLUMNS = {"events": "start_date", "claims": "made_on", "sources": "published"}


def spans(row: Cells, table: str) -> Iterator[tuple[date, date]]:
    """Every first and last day that a row may mean; what does not last goes on from its date."""
    start, end = row[COLUMNS.get(table, "start_date")], row["end_date"] if DATES[table] == 2 else ""
    starts = (parse(start).earliest, parse(start).latest) if start else (date.min, date.max)
    ends = (parse(end).earliest, parse(end).latest) if end else (date.max,)
    return product(starts, ends)


def handed_on(rows: Rows) -> Rows:
    """Memberships without the last day of those whose next spell begins on it."""
    taken = []
    for row in rows:
        later = any(
            other["start_date"] == row["end_date"] and other["member_id"] == row["member_id"]
            for other in rows
            if other["organization_id"] == row["organization_id"]
        )
        known = len(row["end_date"]) == len("2024-02-22") and row["start_date"] < row["end_date"]
        if later and known and row["end_basis"] == "status_change":
            row = row | {"end_date": (date.fromisoformat(row["end_date"]) - timedelta(1)).isoformat()}
        taken.append(row)
    return taken


def slowly(row: Cells, table: str, day: date) -> str | None:
    covered = [first <= day <= last for first, last in spans(row, table)]
    return "surely" if all(covered) else "possibly" if any(covered) else None


def held(table: TableName, day: str) -> list[tuple[Any, ...]]:
    frame = cd.load(table, as_of=day)
    shown = frame[[*storage.key(table), "held"]].astype("object")
    return list(shown.where(shown.notna(), "").itertuples(index=False, name=None))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("table", DATES)
def test_what_has_a_date_of_its_own(rows: Callable[[str], Rows], table: TableName, day: str) -> None:
    known = handed_on(rows(table)) if table == "memberships" else rows(table)
    told = [(*(row[k] for k in storage.key(table)), slowly(row, table, parse(day).latest)) for row in known]
    assert held(table, day) == [row for row in told if row[-1]]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("table", "by", "of"), [("participants", "event_id", "events"), ("citations", "source_id", "sources")]
)
def test_what_has_the_date_of_another_row(
    rows: Callable[[str], Rows], table: TableName, by: str, of: str, day: str
) -> None:
    verdicts = {row[by]: slowly(row, of, parse(day).latest) for row in rows(of)}
    told = [(*(row[k] for k in storage.key(table)), verdicts[row[by]]) for row in rows(table)]
    assert held(table, day) == [row for row in told if row[-1]]


@pytest.mark.parametrize("day", DAYS)
def test_dependencies_are_the_latest_of_their_series(rows: Callable[[str], Rows], day: str) -> None:
    series = ["dependent_id", "supplier_id", "indicator", "unit", "basis", "denominator", "measure", "reporter_id"]
    last: dict[tuple[str, ...], date] = {}
    ends = {row["dependency_id"]: parse(row["period"]).latest for row in rows("dependencies")}
    known = [row for row in rows("dependencies") if ends[row["dependency_id"]] <= parse(day).latest]
    for row in known:
        of = tuple(row[c] for c in series)
        last[of] = max(last.get(of, date.min), ends[row["dependency_id"]])
    told = [row["dependency_id"] for row in known if ends[row["dependency_id"]] == last[tuple(row[c] for c in series)]]
    assert held("dependencies", day) == [(row_id, "surely") for row_id in told]


def test_sources_that_differ_on_the_latest_period_are_both_kept(small: Checkout) -> None:
    cells = {"dependent_id": "armenia", "supplier_id": "russia", "indicator": "trade_share", "unit": "percent"}
    cells |= {"basis": "value", "denominator": "trade_turnover", "method": "reported", "qualifier": "exact"}
    cells |= {"credibility": "2", "source_id": "src-a"}
    for row_id, value, period in (("dep-a", "1", "2020"), ("dep-b", "2", "2021"), ("dep-c", "3", "2021")):
        small.edit("dependencies", row_id, **cells, value=value, period=period)
    small.edit("dependencies", "dep-d", **cells | {"supplier_id": "csto"}, value="9", period="2019")
    small.commit()
    assert held("dependencies", "2021-12-31") == [("dep-b", "surely"), ("dep-c", "surely"), ("dep-d", "surely")]
    assert held("dependencies", "2021-12-30") == [("dep-a", "surely"), ("dep-d", "surely")]


@pytest.mark.parametrize("day", DAYS)
def test_forecasts_wait_for_the_day_that_decided_them(rows: Callable[[str], Rows], day: str) -> None:
    stored = {row["claim_id"]: row for row in rows("claims")}
    frame = cd.load("claims", as_of=day).astype("object")
    for claim in frame.where(frame.notna(), "").to_dict("records"):
        row = stored[claim["claim_id"]]
        told = {c: claim[c] for c in ("status", "confidence", "resolved_on", "resolution_source_id")}
        if row["resolved_on"] and parse(row["resolved_on"]).latest > parse(day).latest:
            assert set(told.values()) == {"unreviewed", ""}
            assert {claim[f"resolved_on_{part}"] for part in ("earliest", "latest", "precision")} == {""}
        else:
            assert told == {c: row[c] for c in told}


def test_a_forecast_before_and_after_it_was_decided(small: Checkout) -> None:
    cells = {"text": "It rains in June.", "type": "forecast", "claimant_id": "russia", "source_id": "src-a"}
    cells |= {"made_on": "2020-12", "topic": "energy", "resolve_by": "2021-06-30", "criteria": "It rains."}
    cells |= {"confidence": "high", "status": "resolved_yes", "resolved_on": "2021-06", "resolution_source_id": "src-b"}
    small.edit("claims", "clm-rain", **cells)
    small.commit()
    for day, status in (("2020-12-15", "unreviewed"), ("2021-06-29", "unreviewed"), ("2021-06-30", "resolved_yes")):
        (claim,) = cd.load("claims", as_of=day).to_dict("records")
        assert claim["status"] == status
        assert claim["held"] == ("possibly" if day < "2020-12-31" else "surely")
    assert [f for f in cd.validate() if f.severity == "error"] == []


@pytest.mark.parametrize("table", cd.tables())
def test_frames_keep_their_dtypes_and_say_how_they_held(table: TableName) -> None:
    whole, then = cd.load(table), cd.load(table, as_of="2023-09-19")
    if table in ("withdrawn", "places", "identifiers"):
        pd.testing.assert_frame_equal(then, whole)
        return
    assert list(then) == [*whole, "held"]
    assert then["held"].cat.categories.to_list() == ["surely", "possibly"]
    assert dict(then.drop(columns="held").dtypes) == dict(whole.dtypes)
    assert then.index.equals(pd.RangeIndex(len(then)))


@pytest.mark.parametrize("day", ["2023", "2023-09", "2023-09-19?", "2023-09-XX", "2023-09-18/2023-09-19"])
def test_a_day_is_a_day(day: str) -> None:
    latest = parse(day).latest.isoformat()
    with pytest.raises(cd.DateError, match=f"as_of asks for one day such as '{latest}', and not "):
        cd.load("events", as_of=day)


def test_beyond_what_the_record_covers_it_warns(small: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    message = r"2022-01-02 lies outside 2020-01-01 to 2022-01-01, the time of the events"
    with pytest.warns(cd.CoverageWarning, match=message) as caught:
        cd.load("events", as_of="2022-01-02")
    assert caught[0].filename == __file__
    with pytest.warns(cd.CoverageWarning):
        cd.load("events", as_of="2019-12-31")
    assert len(cd.load("events", as_of="2022-01-01")) == 3
    assert main(["show", "events", "--as-of", "2022-01-02", "--as", "csv"]) == 0
    out, err = capsys.readouterr()
    assert err == f"caucasus-data: {message}\n"
    assert out.splitlines()[0].endswith(",note,held")


def test_of_events_it_warns_of_days_through_which_nobody_looked(small: Checkout) -> None:
    cells = {"area_id": "armenia", "start_date": "2020", "end_date": "2020-06", "depth": "none", "note": ""}
    domains = ("legal", "military", "energy")
    blind = [{"domain": domain, **cells} for domain in domains]
    looked = [{"domain": domain, **cells, "depth": "main_events"} for domain in ("energy", "diplomatic")]
    looked[0]["start_date"] = "2020-02"
    small.write("coverage", sorted([*blind, *looked], key=lambda row: (row["domain"], row["start_date"])))
    small.commit()
    for table in ("events", "participants"):
        with pytest.warns(cd.CoverageWarning) as caught:
            cd.load(table, as_of="2020-06-30")
        message = "nobody looked for what is missing on 2020-06-30: legal or military events of armenia"
        assert [str(warning.message) for warning in caught] == [message]
    with pytest.warns(cd.CoverageWarning, match="energy, legal or military events of armenia"):
        cd.load("events", as_of="2020-01-31")
    with pytest.warns(cd.CoverageWarning, match="coverage does not say what was looked through for 2020-07-01"):
        cd.load("events", as_of="2020-07-01")
    assert len(cd.load("memberships", as_of="2020-07-01")) == 1
    assert set(cd.load("coverage", as_of="2020-01-31")["domain"]) == {"legal", "military", "energy", "diplomatic"}


def test_both_clocks_at_once(small: Checkout) -> None:
    small.release("0.1.0")
    small.edit("memberships", "mem-armenia-csto", end_date="2020-06", end_basis="legal_exit")
    small.edit("events", "evt-2023", start_date="2023")
    small.commit()
    seat = {
        version: cd.load("memberships", as_of="2020-06-15", version=version)["held"][0] for version in (None, "0.1.0")
    }
    assert seat == {None: "possibly", "0.1.0": "surely"}
    assert len(cd.load("memberships", as_of="2020-07-01")) == 0
    assert len(cd.load("events", as_of="2022-12-31")) == 3
    with pytest.warns(cd.CoverageWarning, match="outside 2020-01-01 to 2022-01-01"):
        cd.load("events", as_of="2022-12-31", version="0.1.0")


def test_the_day_that_ends_one_spell_belongs_to_the_next() -> None:
    seat = cd.load("memberships", as_of="2024-02-22").query("member_id == 'armenia' and organization_id == 'csto'")
    assert seat.loc[seat["type"] == "full", "membership_id"].to_list() == ["mem-armenia-csto-2024"]


def test_a_day_is_a_text() -> None:
    with pytest.raises(cd.DateError, match="as_of asks for a text such as '2023-09-19'"):
        cd.load("events", as_of=20230919)  # type: ignore[arg-type]
