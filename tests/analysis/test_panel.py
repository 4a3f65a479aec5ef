"""Panels against arithmetic done a second, slow and obvious way: day by day, in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations, permutations, product
from typing import Any, get_args

import pandas as pd
import pytest

import caucasus_data as cd
from caucasus_data.analysis.panel import PanelName, Period
from caucasus_data.model.edtf import parse
from caucasus_data.package import storage
from tests.checkout import Checkout
from tests.conftest import Rows
from tests.loading.test_as_of import handed_on, slowly

Cells = dict[str, str]
Spans = Callable[[Cells], Iterator[tuple[date, date]]]
PERIODS = get_args(Period)

SPELLS = [
    ("2020-03", "2020-04"),
    ("2020-03", "2020-03"),
    ("2020-03", "2020-03-10"),
    ("2020-03-31", "2020-03?"),
    ("2020-12-31/2021-01-01", "2021-01"),
    ("2020-12", ""),
    ("", "2020-05"),
    ("", ""),
    ("2019-12", "2020-01"),
    ("2019-11", "2019-12-31"),
    ("2021-12", "2022-01"),
    ("2022-01-01", "2022-01-01"),
    ("2022-01-02", ""),
    ("2021-06-15~", "2021-06-15"),
]


def table_of(name: PanelName, by: Period, **options: Any) -> list[dict[str, Any]]:
    """A panel as plain rows, whose period is a text."""
    frame = cd.panel(name, by=by, **options)
    if by in frame:
        frame[by] = frame[by].astype("str").where(frame[by].notna())
        frame = frame.rename(columns={by: "period"})
    frame = frame.astype("object")
    records: list[dict[str, Any]] = frame.where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]
    return records


def period_of(day: date, by: str) -> str:
    return {"year": f"{day:%Y}", "quarter": f"{day:%Y}Q{(day.month + 2) // 3}", "month": f"{day:%Y-%m}"}[by]


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def extremes(row: Cells) -> Iterator[tuple[date, date]]:
    """The readings of a spell's dates that lie at an edge; all others lie between two of them."""
    start, end = (parse(row[c]) if row[c] else None for c in ("start_date", "end_date"))
    starts = (start.earliest, start.latest) if start else (date.min, date.max)
    ends = (end.earliest, end.latest) if end else (date.max, date.max)
    edges = {*starts, *ends}
    for first, last in product(edges, edges):
        if starts[0] <= first <= starts[1] and ends[0] <= last <= ends[1] and first <= last:
            yield first, last


def every(row: Cells) -> Iterator[tuple[date, date]]:
    """Every reading of a spell's dates, where they are not too many."""
    start, end = (parse(row[c]) if row[c] else None for c in ("start_date", "end_date"))
    starts = days(start.earliest, start.latest) if start else [*days(date(2019, 1, 1), date(2022, 12, 31)), date.max]
    ends = days(end.earliest, end.latest) if end else [date.max]
    yield from ((first, last) for first, last in product(starts, ends) if first <= last)


def spread(rows: Rows, by: str, spans: Spans) -> list[dict[str, Any]]:
    covered = storage.package()["temporal"]
    calendar = days(*(date.fromisoformat(covered[side]) for side in ("start", "end")))
    labels = [period_of(day, by) for day in calendar]
    last_days = dict(zip(labels, calendar, strict=True))
    found = []
    for row in handed_on(rows):
        touched: Counter[str] = Counter()
        readings = list(spans(row))
        for first, last in readings:
            ends = ((day - calendar[0]).days for day in (first, last))
            begins, over = (max(day, 0) for day in ends)
            touched.update({*labels[begins : over + 1]} if last >= calendar[0] else set())
        sides = [any(first < calendar[0] for first, _ in readings), any(last > calendar[-1] for _, last in readings)]
        names = ["membership_id", "member_id", "organization_id", "type", "role", "participation"]
        for period in sorted(touched):
            told = {
                "period": period,
                "held": "surely" if touched[period] == len(readings) else "possibly",
                "at_end": slowly(row, "memberships", last_days[period]),
                "censored": [None, "end", "start", "both"][2 * sides[0] + sides[1]],
            }
            found.append({name: row[name] or None for name in names} | told)
    return found


@pytest.mark.parametrize("by", PERIODS)
def test_memberships_day_by_day(rows: Callable[[str], Rows], by: Period) -> None:
    assert table_of("memberships", by) == spread(rows("memberships"), by, extremes)


@pytest.mark.parametrize("by", PERIODS)
@pytest.mark.parametrize("spans", [extremes, every])
def test_imprecise_memberships_day_by_day(small: Checkout, by: Period, spans: Spans) -> None:
    for number, (start, end) in enumerate(SPELLS):
        small.edit("memberships", f"mem-{number:02}", start_date=start, end_date=end)
    small.commit()
    assert table_of("memberships", by) == spread(small.rows("memberships"), by, spans)


def test_a_spell_within_one_period_is_sure_though_no_day_of_it_is(small: Checkout) -> None:
    small.edit("memberships", "mem-armenia-csto", start_date="2021", end_date="2021")
    small.commit()
    (row,) = table_of("memberships", "year")
    assert (row["period"], row["held"], row["at_end"], row["censored"]) == ("2021", "surely", "possibly", None)
    assert {row["held"] for row in table_of("memberships", "month")} == {"possibly"}


def test_the_end_of_a_period_is_what_as_of_says_of_its_last_day(small: Checkout) -> None:
    for number, (start, end) in enumerate(SPELLS):
        office = {
            "member_id": ("armenia", "russia")[number % 2],
            "type": "office",
            "role": ("Chair", "Acting Chair")[number % 3 % 2],
        }
        small.edit("memberships", f"mem-{number:02}", start_date=start, end_date=end, **office)
    small.commit()
    rows = cd.panel("memberships", by="month").dropna(subset="at_end")
    ends = dict(zip(rows["month"], rows["month"].dt.end_time.dt.date, strict=True))
    ends[rows["month"].max()] = date(2022, 1, 1)
    for month, day in ends.items():
        told = rows.loc[rows["month"] == month, ["membership_id", "at_end"]].values.tolist()
        assert told == cd.load("memberships", as_of=day)[["membership_id", "held"]].values.tolist()


SIDES = ("state", "international_organization", "de_facto_authority")


def acted(part: Cells, sides: bool) -> str:
    return (part["on_behalf_of"] or part["actor_id"]) if sides else part["actor_id"]


def count(rows: Callable[[str], Rows], by: str, *, sides: bool = True, directed: bool = False) -> dict[Any, int]:
    kinds = {row["actor_id"]: row["kind"] for row in rows("actors")}
    parts: defaultdict[str, Rows] = defaultdict(list)
    for row in rows("participants"):
        if not sides or kinds[acted(row, sides)] in SIDES:
            parts[row["event_id"]].append(row)
    counted: Counter[tuple[Any, ...]] = Counter()
    for event in rows("events"):
        began = parse(event["start_date"])
        periods = {period_of(day, by) for day in days(began.earliest, began.latest)}
        period = periods.pop() if len(periods) == 1 else None
        domain = storage.vocabularies()["event_type"]["terms"][event["type"]]["domain"]
        took_part = {acted(part, sides) for part in parts[event["event_id"]]}
        pairs = set(combinations(sorted(took_part), 2))
        if directed:
            begun, met = (
                {acted(part, sides) for part in parts[event["event_id"]] if part["role"] == role}
                for role in ("initiator", "recipient")
            )
            pairs = {(a, b) for a in begun for b in met if a != b} or set(permutations(took_part, 2))
        counted.update((*pair, domain, period) for pair in pairs)
    return dict(counted)


def counts(by: Period, **options: Any) -> dict[tuple[Any, ...], int]:
    told = table_of("events", by, **options)
    return {(row["actor_a"], row["actor_b"], row["domain"], row["period"]): row["events"] for row in told}


@pytest.mark.parametrize("options", [{}, {"directed": True}, {"sides": False}], ids=str)
@pytest.mark.parametrize("by", PERIODS)
def test_events_one_by_one(rows: Callable[[str], Rows], by: Period, options: dict[str, Any]) -> None:
    assert counts(by, **options) == count(rows, by, **options)


def test_actors_count_each_event_once(rows: Callable[[str], Rows]) -> None:
    panel = cd.panel("events", unit="actor", sides=False)
    took_part = {(row["event_id"], row["actor_id"]) for row in rows("participants")}
    assert panel.groupby("actor_id")["events"].sum().to_dict() == Counter(actor for _, actor in took_part)


def test_themes_count_the_same_events() -> None:
    by_domain, by_category = cd.panel("events"), cd.panel("events", theme="plover")
    cell = ["actor_a", "actor_b", "year"]
    sums = [p.groupby(cell, dropna=False)["events"].sum() for p in (by_domain, by_category)]
    assert sums[0].equals(sums[1])


def test_states_have_the_codes_of_other_data(rows: Callable[[str], Rows]) -> None:
    panel = cd.panel("events", unit="state")
    states = {row["actor_id"]: row for row in rows("actors") if row["kind"] == "state"}
    assert set(panel["actor_id"]) <= set(states)
    codes = ["iso3", "cow", "gw"]
    for actor, *told in panel[["actor_id", *codes]].drop_duplicates().itertuples(index=False):
        assert ["" if pd.isna(code) else str(code) for code in told] == [states[actor][c] for c in codes]
    assert str(panel["year"].dtype) == "Int64"
    assert str(cd.panel("events", by="quarter")["quarter"].dtype) == "period[Q-DEC]"
    assert str(cd.panel("events", by="month")["month"].dtype) == "period[M]"


@pytest.fixture
def fighting(small: Checkout) -> Checkout:
    """A war of one year with its battles, one of two years, and a battle whose whole gives no deaths."""
    blank = {"deaths_low": "", "deaths_best": "", "deaths_high": "", "part_of": "", "end_date": ""}
    small.edit(
        "events", "evt-2020", **blank | {"start_date": "2020-09-27", "end_date": "2020-11-10", "deaths_best": "7000"}
    )
    small.edit("events", "evt-2021", **blank | {"start_date": "2020-10-01", "deaths_best": "50", "part_of": "evt-2020"})
    small.edit("events", "evt-2022", **blank | {"start_date": "2021-12", "end_date": "2022-02", "deaths_best": "9"})
    small.edit("events", "evt-2023", **blank | {"start_date": "2022-01-05", "deaths_low": "3", "part_of": "evt-2022"})
    parts = [
        {"event_id": event, "actor_id": actor, "role": "party", "on_behalf_of": "", "note": ""}
        for event in ("evt-2020", "evt-2021", "evt-2022", "evt-2023")
        for actor in ("armenia", "russia")
    ]
    small.write("participants", parts)
    small.commit()
    return small


def test_deaths_count_once(fighting: Checkout) -> None:
    panel = cd.panel("events").groupby("year")[["deaths_low", "deaths_best"]].sum(min_count=1).astype("object")
    told = panel.where(panel.notna(), None).T.to_dict("list")
    assert told == {2020: [7000, 7000], 2021: [None, None], 2022: [3, None]}


def test_a_sum_of_deaths_is_missing_where_an_event_lacks_its_part(fighting: Checkout) -> None:
    known = {"part_of": "", "start_date": "2020-10-01", "deaths_best": ""}
    fighting.edit("events", "evt-2021", **known | {"deaths_low": "20", "deaths_high": "30"})
    fighting.commit()
    assert [table_of("events", "year")[0][f"deaths_{bound}"] for bound in ("low", "best", "high")] == [7020, None, 7030]
    fighting.edit("events", "evt-2021", **known | {"deaths_low": "20", "deaths_high": ""})
    fighting.commit()
    assert [table_of("events", "year")[0][f"deaths_{bound}"] for bound in ("low", "best", "high")] == [7020, None, None]


@pytest.mark.parametrize("unit", ["dyad", "actor", "state"])
def test_sums_of_deaths_stand_in_order(unit: Any) -> None:
    panel = cd.panel("events", unit=unit)
    for less, more in combinations(("deaths_low", "deaths_best", "deaths_high"), 2):
        both = panel[[less, more]].dropna()
        assert len(both) > 10
        assert (both[less] <= both[more]).all()


def test_no_events_are_zero_only_where_the_record_has_looked(fighting: Checkout) -> None:
    looked = {
        "domain": "military",
        "area_id": "armenia",
        "start_date": "2020",
        "end_date": "2021",
        "depth": "systematic",
        "note": "",
    }
    thin = looked | {"area_id": "russia", "end_date": "2022", "depth": "main_events"}
    fighting.write("coverage", [looked, thin])
    fighting.commit()
    panel, thin_panel = cd.panel("events", balanced=True), cd.panel("events")
    periods = range(2020, int(storage.package()["temporal"]["end"][:4]) + 1)
    assert len(panel) == len(storage.vocabularies()["domain"]["terms"]) * len(periods)
    assert int(panel["events"].sum()) == int(thin_panel["events"].sum())
    found = {(row["domain"], row["period"]): row["events"] for row in table_of("events", "year")}
    for row in table_of("events", "year", balanced=True):
        cell = row["domain"], row["period"]
        zero = 0 if row["domain"] == "military" and row["period"] in ("2020", "2021") else None
        assert row["events"] == found.get(cell, zero), cell


@pytest.mark.parametrize("unit", ["actor", "state", "dyad"])
@pytest.mark.parametrize("by", PERIODS)
def test_a_period_is_zero_only_where_every_day_of_it_was_looked_through(fighting: Checkout, unit: Any, by: Any) -> None:
    cells = {"domain": "legal", "area_id": "russia", "note": ""}
    looked = {"start_date": "2020-12-15", "end_date": "2022-02-28", "depth": "systematic"}
    none = {"start_date": "2020", "end_date": "2020-11", "depth": "none"}
    fighting.write("coverage", [cells | none, cells | looked])
    fighting.commit()
    told = table_of("events", by, unit=unit, balanced=True)
    assert len({(row["period"], row["domain"]) for row in told}) == 7 * {"year": 3, "quarter": 7, "month": 17}[by]
    quarters, months = [f"2021Q{n}" for n in range(1, 5)], [*(f"2021-{n:02}" for n in range(1, 13)), "2022-01"]
    whole = {"year": ["2021"], "quarter": quarters, "month": months}[by]
    zero = {(row.get("actor_id"), row["domain"], row["period"]) for row in told if row["events"] == 0}
    assert zero == {("russia" if unit != "dyad" else None, "legal", period) for period in whole}


def test_balanced_panels_keep_every_count() -> None:
    for unit in ("dyad", "actor", "state"):
        whole, given = cd.panel("events", unit=unit, balanced=True), cd.panel("events", unit=unit)
        assert whole["events"].sum() == given.loc[given["year"].notna(), "events"].sum()


def test_panels_of_events_count_the_same_events() -> None:
    totals = [sum(counts(by).values()) for by in PERIODS]
    assert totals[0] == totals[1] == totals[2]


def test_events_that_no_period_can_claim(small: Checkout) -> None:
    for year, began in (("2020", "2020"), ("2021", "2021-03"), ("2022", "2021-12-31/2022-01-01")):
        small.edit("events", f"evt-{year}", start_date=began)
    parts = [
        {"event_id": f"evt-{year}", "actor_id": actor, "role": role, "on_behalf_of": "", "note": ""}
        for year in ("2020", "2021", "2022")
        for actor, role in (("armenia", "host"), ("armenia", "party"), ("russia", "party"))
    ]
    small.write("participants", parts)
    small.commit()
    pair = ("armenia", "russia", "diplomatic")
    assert counts("year") == {(*pair, "2020"): 1, (*pair, "2021"): 1, (*pair, None): 1}
    assert counts("quarter") == {(*pair, "2021Q1"): 1, (*pair, None): 2}
    assert counts("month") == {(*pair, "2021-03"): 1, (*pair, None): 2}


SERIES = ("dependent_id", "supplier_id", "indicator", "unit", "basis", "denominator", "measure", "reporter_id")


def middle(low: float | None, high: float | None) -> float | None:
    return None if low is None or high is None else (low + high) / 2


def measure(rows: Rows) -> list[dict[str, Any]]:
    observed: defaultdict[tuple[str, ...], defaultdict[str, Rows]] = defaultdict(lambda: defaultdict(list))
    left_out: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        if not row["value"]:
            continue
        series = tuple(row[c] for c in SERIES)
        span = parse(row["period"])
        year = days(span.earliest, span.latest)[0].isoformat()[:4]
        in_year = days(date(int(year), 1, 1), date(int(year), 12, 31))
        exact = days(span.earliest, span.latest) == in_year
        observed[series][year if exact else ""].append(row)
        left_out[series] += not exact

    def side(series: tuple[str, ...], year: str, open_by: str, pick: Callable[[list[float]], float]) -> float | None:
        found = observed[series][year] if series in observed else []
        if not found or any(row["qualifier"] == open_by for row in found):
            return None
        return pick([float(row["value"]) for row in found])

    measured = []
    for series in list(observed):
        line: dict[str, Any] = {name: cell or None for name, cell in zip(SERIES, series, strict=True)}
        line["left_out"] = left_out[series]
        for year in sorted({y for years in list(observed.values()) for y, found in years.items() if y and found}):
            low, high = side(series, year, "at_most", min), side(series, year, "at_least", max)
            back = (series[1], series[0], *series[2:])
            a, b = middle(low, high), middle(side(back, year, "at_most", min), side(back, year, "at_least", max))
            line |= {f"low_{year}": low, f"high_{year}": high, f"asymmetry_{year}": None}
            if a is not None and b is not None and min(a, b) >= 0 and a + b > 0:
                line[f"asymmetry_{year}"] = (a - b) / (a + b)
        measured.append(line)
    return measured


def test_dependencies_one_by_one(rows: Callable[[str], Rows]) -> None:
    assert table_of("dependencies", "year", wide=True) == measure(rows("dependencies"))


def test_dependencies_are_long_unless_asked_for_wide() -> None:
    def measured(row: dict[str, Any], ending: str = "") -> tuple[Any, ...]:
        return tuple(row[f"{name}{ending}"] for name in ("low", "high", "asymmetry"))

    long, wide = table_of("dependencies", "year"), table_of("dependencies", "year", wide=True)
    years = [name.removeprefix("low_") for name in wide[0] if name.startswith("low_")]
    across = {
        (*(row[name] for name in SERIES), year): measured(row, f"_{year}")
        for row in wide
        for year in years
        if measured(row, f"_{year}") != (None, None, None)
    }
    assert {(*(row[name] for name in SERIES), row["period"]): measured(row) for row in long} == across
    assert len(long) == len(across) > 100


@pytest.fixture
def leaning(small: Checkout) -> Checkout:
    """Dependencies in both directions, by several sources, bounded, of no number and of half a year."""
    cells = {"indicator": "trade_share", "unit": "percent", "basis": "value", "denominator": "trade_turnover"}
    cells |= {"method": "reported", "credibility": "2", "source_id": "src-a", "note": ""}
    observed = [
        ("armenia", "russia", "36", "2020", "exact"),
        ("armenia", "russia", "40", "2020", "about"),
        ("russia", "armenia", "2", "2020~", "exact"),
        ("armenia", "russia", "30", "2021", "at_least"),
        ("russia", "armenia", "1", "2021", "exact"),
        ("armenia", "russia", "0", "2022", "exact"),
        ("russia", "armenia", "0", "2022-01/2022-12", "exact"),
        ("armenia", "russia", "33", "2022-01/2022-06", "exact"),
        ("armenia", "csto", "3", "2019-11", "at_most"),
        ("armenia", "csto", "4", "2021", "at_most"),
    ]
    for number, (dependent, supplier, value, period, qualifier) in enumerate(observed):
        ends = {"dependent_id": dependent, "supplier_id": supplier}
        small.edit("dependencies", f"dep-{number}", **cells, **ends, value=value, period=period, qualifier=qualifier)
    blank = dict.fromkeys(("value", "unit", "basis", "denominator", "method", "qualifier"), "")
    small.edit("dependencies", "dep-none", **cells | blank | {"indicator": "security_guarantee"}, period="2020")
    small.edit("dependencies", "dep-none", dependent_id="armenia", supplier_id="csto")
    small.commit()
    return small


def test_asymmetry_of_what_leans_both_ways(leaning: Checkout) -> None:
    assert table_of("dependencies", "year", wide=True) == measure(leaning.rows("dependencies"))
    there, back, bounded = table_of("dependencies", "year", wide=True)
    assert (there["low_2020"], there["high_2020"], there["left_out"]) == (36, 40, 1)
    assert there["asymmetry_2020"] == -back["asymmetry_2020"] == (38 - 2) / (38 + 2)
    assert {there[c] for c in ("high_2021", "asymmetry_2021", "asymmetry_2022")} == {None}
    assert (bounded["low_2021"], bounded["high_2021"], bounded["left_out"]) == (None, 4, 1)


def test_panels_of_nothing(small: Checkout) -> None:
    for table in ("events", "dependencies"):
        assert cd.panel(table).empty


def test_panels_of_a_release(small: Checkout) -> None:
    small.release("0.1.0")
    small.edit("memberships", "mem-armenia-csto", end_date="2020-06", end_basis="legal_exit")
    small.commit()
    assert [len(cd.panel("memberships", version=version)) for version in ("0.1.0", None)] == [3, 1]


@pytest.mark.parametrize(
    ("table", "options", "message"),
    [
        ("events", {"unit": "dyads"}, "unknown unit 'dyads': did you mean 'dyad'?"),
        ("memberships", {"balanced": True}, "a panel of memberships has no balanced, which is for events"),
        ("events", {"theme": "domains"}, "unknown theme 'domains': did you mean 'domain'?"),
        (
            "events",
            {"theme": "plover", "balanced": True},
            "what was looked through is told by domain; balance by that, and not by plover",
        ),
        ("events", {"wide": True}, "a panel of events has no wide, which is for dependencies"),
        ("events", {"unit": "actor", "directed": True}, "a count by actor has no direction; ask for it by dyad"),
    ],
)
def test_what_panels_do_not_offer(table: PanelName, options: dict[str, Any], message: str) -> None:
    with pytest.raises(cd.CaucasusDataError) as caught:
        cd.panel(table, **options)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("table", "by", "message"),
    [
        ("membership", "year", "unknown panel 'membership': did you mean 'memberships'?"),
        ("claims", "year", "unknown panel 'claims': it is one of memberships, events, dependencies"),
        ("events", "moth", "unknown period 'moth': did you mean 'month'?"),
        ("dependencies", "month", "dependencies are measured over years; ask for them by 'year', and not by 'month'"),
    ],
)
def test_what_there_is_no_panel_of(table: Any, by: Any, message: str) -> None:
    with pytest.raises(cd.CaucasusDataError) as caught:
        cd.panel(table, by=by)
    assert str(caught.value) == message
