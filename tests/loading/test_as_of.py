from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import pandas as pd
import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.loading.as_of import handed_on as handed_on_frame
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
    """Every first and last day that a row may mean, of which none ends before it begins; what does not last goes on."""
    start, end = row[COLUMNS.get(table, "start_date")], row["end_date"] if DATES[table] == 2 else ""
    starts = (parse(start).earliest, parse(start).latest) if start else (date.min, date.max)
    ends = (parse(end).earliest, parse(end).latest) if end else (date.max,)
    for first, last in product({*starts, *ends}, {*starts, *ends}):
        if starts[0] <= first <= starts[1] and ends[0] <= last <= ends[-1] and first <= last:
            yield first, last


def handed_on(rows: Rows) -> Rows:
    """Memberships without the last day of those in whose place the next begins on it."""
    begun = {(*place, row["start_date"].rstrip("?~")) for row in rows for place in places(row)}
    taken = []
    for row in rows:
        day = row["end_date"].rstrip("?~")
        later = any((*place, day) in begun for place in places(row))
        start = parse(row["start_date"]).earliest if row["start_date"] else date.min
        if later and len(day) == len("2024-02-22") and start < date.fromisoformat(day):
            row = row | {"end_date": (date.fromisoformat(day) - timedelta(1)).isoformat()}
        taken.append(row)
    return taken


def places(row: Cells) -> Iterator[tuple[str, ...]]:
    """What a membership fills: a member's place in an organization, or an office, whoever holds it."""
    yield "member", row["member_id"], row["organization_id"], str(row["type"] == "office")
    if row["type"] == "office":
        yield "office", row["organization_id"], row["role"].removeprefix("Acting ")


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
    further = ["held", "held_why", *(["period_age"] if table == "dependencies" else [])]
    assert list(then) == [*whole, *further]
    assert then["held"].cat.categories.to_list() == ["surely", "possibly"]
    assert then["held_why"].cat.categories.to_list() == ["start unknown", "start vague", "end vague"]
    assert (then["held_why"].notna() == (then["held"] == "possibly")).all()
    assert dict(then.drop(columns=further).dtypes) == dict(whole.dtypes)
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
    assert out.splitlines()[0].endswith(",note,held,held_why")


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


def seats_of(day: str) -> pd.DataFrame:
    return cd.load("memberships", as_of=day)


def test_a_spell_of_unknown_start_hands_on_too(small: Checkout) -> None:
    about = {"end_date": "2020-04-21", "end_basis": "status_change"}
    small.edit("memberships", "mem-a", type="observer", start_date="", start_basis="unknown", **about)
    small.edit("memberships", "mem-b", type="full", start_date="2020-04-21", end_date="", end_basis="")
    small.remove("memberships", "mem-armenia-csto")
    small.commit()
    assert [held("memberships", f"2020-04-{day}") for day in (20, 21)] == [[("mem-a", "surely")], [("mem-b", "surely")]]


def test_georgia_has_one_seat_in_the_energy_community_on_the_day_of_its_accession() -> None:
    seats = seats_of("2017-04-21").query("member_id == 'georgia' and organization_id == 'energy-community'")
    assert seats["type"].to_list() == ["full"]


def test_nobody_is_twice_in_an_organization_or_an_office_on_a_day_of_handover(rows: Callable[[str], Rows]) -> None:
    """Of all days that end one spell and begin another in its place, none is in both."""
    begun: dict[tuple[str, ...], str] = {}
    for row in rows("memberships"):
        begun |= {(*place, row["start_date"]): row["membership_id"] for place in places(row)}
    known = [row for row in rows("memberships") if len(row["end_date"]) == len("2024-02-22")]
    pairs = [
        (row["membership_id"], begun[*place, row["end_date"]], row["end_date"])
        for row in known
        for place in places(row)
        if begun.get((*place, row["end_date"]), row["membership_id"]) != row["membership_id"]  # as of a single day
    ]
    assert len(pairs) > 300
    spells = handed_on_frame(cd.load("memberships"))
    last = dict(zip(spells["membership_id"], spells["end_date_latest"].dt.strftime("%Y-%m-%d"), strict=True))
    assert all(last[before] < day for before, _, day in pairs)


@pytest.mark.parametrize(
    ("day", "organization", "office", "holder"),
    [
        ("2021-01-20", "united-states", "President", "biden"),
        ("2000-05-07", "russia", "President", "putin"),
        ("2019-01-14", "armenia", "Prime Minister", "pashinyan"),
        ("1998-04-24", "russia", "Prime Minister", "kiriyenko"),
    ],
)
def test_an_office_changes_hands_at_the_beginning_of_a_day(
    day: str, organization: str, office: str, holder: str
) -> None:
    seats = seats_of(day).query("organization_id == @organization")
    there = seats[seats["role"].isin([office, f"Acting {office}"])]
    assert there[["member_id", "role"]].values.tolist() == [[holder, office]]


def test_a_spell_of_one_day_keeps_it(small: Checkout) -> None:
    for row_id, member, day, end in (
        ("a", "armenia", "2020", "2020-04-21"),
        ("b", "russia", "2020-04-21", "2020-04-21"),
    ):
        office = {"member_id": member, "type": "office", "role": "Chair", "start_date": day}
        small.edit("memberships", f"mem-{row_id}", **office, end_date=end, end_basis="term_end")
    small.remove("memberships", "mem-armenia-csto")
    small.commit()
    assert held("memberships", "2020-04-21") == [("mem-b", "surely")]


def test_no_reading_ends_before_it_begins(small: Checkout) -> None:
    small.edit("memberships", "mem-a", start_date="2020", end_date="2020-03-31", end_basis="legal_exit")
    small.edit("memberships", "mem-b", start_date="2020-03-01", end_date="2020", end_basis="legal_exit")
    small.edit("memberships", "mem-c", member_id="russia", start_date="", start_basis="unknown", end_date="2020-03-01")
    small.remove("memberships", "mem-armenia-csto")
    small.commit()
    assert held("memberships", "2020-03-01") == [("mem-a", "possibly"), ("mem-b", "surely"), ("mem-c", "surely")]
    assert held("memberships", "2020-03-31") == [("mem-a", "surely"), ("mem-b", "possibly")]


def test_why_a_row_is_only_possible(small: Checkout) -> None:
    spells = {
        "mem-a": ("", "", "start unknown"),
        "mem-b": ("2020-06", "", "start vague"),
        "mem-c": ("2019", "2020-06", "end vague"),
        "mem-d": ("2020-06", "2020-06", "end vague"),
        "mem-e": ("", "2020-06", "end vague"),
        "mem-f": ("", "2021", "start unknown"),
        "mem-g": ("2019", "2021", None),
    }
    for row_id, (start, end, _) in spells.items():
        small.edit("memberships", row_id, start_date=start, end_date=end)
    small.remove("memberships", "mem-armenia-csto")
    small.commit()
    told = cd.load("memberships", as_of="2020-06-15").set_index("membership_id")["held_why"].astype("object")
    assert told.where(told.notna(), None).to_dict() == {row_id: why for row_id, (*_, why) in spells.items()}


def test_what_is_only_of_unknown_start_can_be_kept() -> None:
    actors = cd.load("actors", as_of="2023-09-19")
    kept = actors[(actors["held"] == "surely") | (actors["held_why"] == "start unknown")]
    assert len(kept) > 5 * len(actors.query("held == 'surely'")) / 2
    assert kept["start_date"].isna().any()
    participants = cd.load("participants", as_of="2023-09-19")
    assert (participants["held_why"].notna() == (participants["held"] == "possibly")).all()


def test_the_age_of_an_observation_is_in_years() -> None:
    then = date(2024, 2, 29)
    frame = cd.load("dependencies", as_of=then)
    for ended, age in zip(frame["period_latest"].dt.date, frame["period_age"], strict=True):
        assert age == pytest.approx((then - ended).days / 365.2425, abs=0.02)
    years = cd.load("dependencies", as_of="2023-12-31").set_index("period_latest")["period_age"]
    assert [set(years[f"{year}-12-31"]) for year in (2023, 2022, 2021)] == [{0}, {1}, {2}]


def test_old_observations_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    day = "2026-06-01"
    every, young = cd.load("dependencies", as_of=day), cd.load("dependencies", as_of=day, max_age=10)
    assert 0 < len(young) < len(every)
    pd.testing.assert_frame_equal(young, every[every["period_age"] <= 10].reset_index(drop=True))
    assert main(["show", "dependencies", "--as-of", day, "--max-age", "2"]) == 0
    out = capsys.readouterr().out
    assert "period_age" in out
    assert "held_why" not in out  # of which nothing is known
    assert main(["show", "dependencies", "--as-of", day, "--max-age", "0"]) == 0
    assert "rows without --max-age 0.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("table", "options", "words"),
    [
        ("dependencies", {"max_age": 10}, "say which: as_of='2024-02-22'"),
        ("events", {"max_age": 10, "as_of": "2024-02-22"}, "max_age is for dependencies, and events have no age"),
        ("dependencies", {"max_age": -1, "as_of": "2024-02-22"}, "a number of years such as 10, and not -1"),
        ("dependencies", {"max_age": "10", "as_of": "2024-02-22"}, "a number of years such as 10, and not '10'"),
        ("dependencies", {"max_age": float("nan"), "as_of": "2024-02-22"}, "such as 10, and not nan"),
    ],
)
def test_an_age_is_asked_of_dependencies_on_a_day(table: TableName, options: dict[str, Any], words: str) -> None:
    with pytest.raises(cd.CaucasusDataError, match=words):
        cd.load(table, **options)


def test_a_day_is_a_text() -> None:
    with pytest.raises(cd.DateError, match="as_of asks for a text such as '2023-09-19'"):
        cd.load("events", as_of=20230919)  # type: ignore[arg-type]
