from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st
from undate import Undate, UndateInterval

from caucasus_data.errors import DateError
from caucasus_data.model.edtf import DAY_PATTERN, PATTERN, lower_key, nearest, parse, upper_key

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


def plain(day: date, parts: int) -> str:
    return "-".join(day.isoformat().split("-")[:parts])


PLAIN = st.builds(plain, DAYS, st.integers(1, 3))
UNSPECIFIED = st.builds(
    lambda day, form: {"decade": f"{day.year // 10}X", "century": f"{day.year // 100}XX"}.get(
        form, f"{plain(day, 2)}-XX" if form == "day" else f"{day.year}-XX" + ("-XX" if form == "month-day" else "")
    ),
    DAYS,
    st.sampled_from(["decade", "century", "day", "month", "month-day"]),
)
SINGLE = st.one_of(PLAIN, st.builds(str.__add__, PLAIN, st.sampled_from("?~")), UNSPECIFIED)
PAIRS = st.tuples(PLAIN, PLAIN).filter(lambda p: parse(p[0]).earliest <= parse(p[1]).latest)
ANY = st.one_of(SINGLE, PAIRS.map("/".join))


@given(SINGLE)
def test_bounds_are_those_of_undate(text: str) -> None:
    oracle = Undate.parse(text.rstrip("?~"), "EDTF")
    assert (str(oracle.earliest), str(oracle.latest)) == (
        parse(text).earliest.isoformat(),
        parse(text).latest.isoformat(),
    )


@given(PAIRS)
def test_interval_bounds_are_those_of_undate(pair: tuple[str, str]) -> None:
    ours = parse("/".join(pair))
    first, second = Undate.parse(pair[0], "EDTF"), Undate.parse(pair[1], "EDTF")
    assert str(first.earliest) == ours.earliest.isoformat()
    assert str(second.latest) == ours.latest.isoformat()
    assert ours.precision == "interval"


@given(ANY)
def test_bounds_are_those_of_edtf(text: str) -> None:
    oracle: Any = parse_edtf(text)
    low, high = oracle.lower_strict(), oracle.upper_strict()
    assert (date(*low[:3]), date(*high[:3])) == (parse(text).earliest, parse(text).latest)


@given(SINGLE)
def test_doubts_are_those_of_edtf(text: str) -> None:
    oracle: Any = parse_edtf(text)
    assert parse(text).uncertain == bool(getattr(oracle, "is_uncertain", False))
    assert parse(text).approximate == bool(getattr(oracle, "is_approximate", False))


@given(st.text("0123456789X-/?~ ", max_size=12))
def test_what_we_accept_the_libraries_accept(text: str) -> None:
    try:
        parse(text)
    except DateError:
        return
    assert parse_edtf(text) is not None


@given(PLAIN, PLAIN)
def test_reversed_intervals_are_refused_as_by_undate(first: str, second: str) -> None:
    reversed_ = parse(first).earliest > parse(second).latest
    if reversed_:
        with pytest.raises(DateError, match="ends before it starts"):
            parse(f"{first}/{second}")
        with pytest.raises(ValueError, match="invalid"):
            UndateInterval(Undate.parse(first, "EDTF"), Undate.parse(second, "EDTF"))


@given(ANY, ANY)
def test_keys_order_as_days_do(first: str, second: str) -> None:
    assert (lower_key(first) <= upper_key(second)) == (parse(first).earliest <= parse(second).latest)


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    assert re.fullmatch(DAY_PATTERN, day.isoformat())
    assert parse(day.isoformat())[1:4] == (day, day, "day")


def test_leap_days() -> None:
    for year in range(1000, 3000):
        leap = (date(year, 2, 28) + timedelta(days=1)).day == 29
        assert bool(re.fullmatch(PATTERN, f"{year}-02-29")) is leap


@pytest.mark.parametrize(
    "text",
    [
        "", "24", "0999", "3000", "2024-13", "2024-00", "2024-06-31", "2021-02-29", "1900-02-29", "2024-6-1", "2024/06/12",
        "12.06.2024", "June 2024", "2024-06-12T00:00", " 2024", "2024\n", "2024%", "2024?~", "2024-1X", "202X?", "20X4", "XXXX",
        "2024-XX-12", "2024/", "/2024", "../2024", "2024/2025/2026", "2024?/2025", "198X/1990", "45454", "٢٠٢٤",
    ],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(DateError, match="is not an EDTF date"):
        parse(text)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("2024-13", "2024-12"),
        ("2024-6-1", "2024-06-01"),
        ("2023/02/30", "2023-02-28"),
        ("25.06.2024", "2024-06-25"),
        ("soon", ""),
    ],
)
def test_nearest(slip: str, meant: str) -> None:
    assert nearest(slip) == ([meant] if meant else [])
    if meant:
        parse(meant)
