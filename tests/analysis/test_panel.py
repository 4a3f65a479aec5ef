"""Panels against arithmetic done a second, slow and obvious way: day by day, in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

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
WIDTH = {"year": 4, "month": 7}

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


def table_of(name: PanelName, by: Period) -> list[dict[str, Any]]:
    frame = cd.panel(name, by=by).astype("object")
    records: list[dict[str, Any]] = frame.where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]
    return records


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
    last_days = {day.isoformat()[: WIDTH[by]]: day for day in calendar}
    found = []
    for row in handed_on(rows):
        touched: Counter[str] = Counter()
        readings = list(spans(row))
        for first, last in readings:
            touched.update({day.isoformat()[: WIDTH[by]] for day in calendar if first <= day <= last})
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


@pytest.mark.parametrize("by", ["year", "month"])
def test_memberships_day_by_day(rows: Callable[[str], Rows], by: Period) -> None:
    assert table_of("memberships", by) == spread(rows("memberships"), by, extremes)


@pytest.mark.parametrize("by", ["year", "month"])
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


def count(rows: Callable[[str], Rows], by: str) -> dict[tuple[Any, ...], int]:
    kinds = {row["actor_id"]: row["kind"] for row in rows("actors")}
    counted: Counter[tuple[Any, ...]] = Counter()
    for event in rows("events"):
        began = parse(event["start_date"])
        periods = {day.isoformat()[: WIDTH[by]] for day in days(began.earliest, began.latest)}
        period = periods.pop() if len(periods) == 1 else None
        facts = storage.vocabularies()["event_type"]["terms"][event["type"]]
        took_part = {row["actor_id"] for row in rows("participants") if row["event_id"] == event["event_id"]}
        sides = sorted(a for a in took_part if kinds[a] in ("state", "international_organization"))
        counted.update((*pair, facts["domain"], facts.get("plover"), period) for pair in combinations(sides, 2))
    return dict(counted)


def counts(by: Period) -> dict[tuple[Any, ...], int]:
    cell = ("actor_a", "actor_b", "domain", "plover", "period")
    return {tuple(row[c] for c in cell): row["events"] for row in table_of("events", by)}


@pytest.mark.parametrize("by", ["year", "month"])
def test_events_one_by_one(rows: Callable[[str], Rows], by: Period) -> None:
    assert counts(by) == count(rows, by)


def test_both_panels_of_events_count_the_same_events() -> None:
    totals = [sum(counts(by).values()) for by in ("year", "month")]
    assert totals[0] == totals[1]


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
    pair = ("armenia", "russia", "diplomatic", "CONSULT")
    assert counts("year") == {(*pair, "2020"): 1, (*pair, "2021"): 1, (*pair, None): 1}
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
    assert table_of("dependencies", "year") == measure(rows("dependencies"))


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
    assert table_of("dependencies", "year") == measure(leaning.rows("dependencies"))
    there, back, bounded = table_of("dependencies", "year")
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
