from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from caucasus_data.citing.cells import same, text_of

BLANKS = [None, "", float("nan"), pd.NA, pd.NaT, np.datetime64("NaT"), "NA"]


@pytest.mark.parametrize("value", BLANKS)
def test_a_blank_is_a_blank_in_every_library(value: Any) -> None:
    assert same(value, "", number=False)
    assert same(value, "", number=True)
    assert not same(value, "3", number=True)
    assert not same(value, "evt-a", number=False)


@pytest.mark.parametrize(
    ("value", "released"),
    [
        *((35, "35"), (35.0, "35"), ("35.20", "35.2"), (np.float32(87.7), "87.7"), (np.int8(3), "3")),
        *((Decimal("35.20"), "35.2"), ("1e+05", "100000"), (1e5, "100000"), (9007199254740993, "9007199254740993")),
    ],
)
def test_a_number_in_any_notation(value: Any, released: str) -> None:
    assert same(value, released, number=True)


@pytest.mark.parametrize(
    "value",
    [
        *(36, 35.000000000001, "35,0", "٣٥", "3_5", " 35", "35 ", "+35", "0x23", "thirty-five", "35%", "NaN", b"35"),
        *(True, np.bool_(True), [35], np.array([35]), complex(35), float("inf"), np.float32(35.001)),
        pd.Timestamp("2035-01-01"),
    ],
)
def test_what_is_no_such_number(value: Any) -> None:
    assert not same(value, "35", number=True)
    assert not same(value, "", number=True)


def test_truth_is_no_number() -> None:
    assert not same(True, "1", number=True)
    assert not same(np.bool_(True), "1", number=True)
    assert not same(9007199254740992, "9007199254740993", number=True)


DAY = [
    *("2020-11-09", date(2020, 11, 9), datetime(2020, 11, 9), pd.Timestamp("2020-11-09"), "2020-11-09 00:00:00"),
    *(np.datetime64("2020-11-09"), datetime(2020, 11, 9, tzinfo=UTC), "2020-11-09T00:00:00Z", pd.Period("2020-11-09")),
]


@pytest.mark.parametrize("value", DAY)
def test_a_day_is_a_timestamp_and_a_month_is_none(value: Any) -> None:
    assert same(value, "2020-11-09", number=False)
    for released in ("2020-11", "2020", "2020-11-09?", "2020-11-09~", "2020-11-10", "2020-11-XX", ""):
        assert not same(value, released, number=False)


@pytest.mark.parametrize(
    "value",
    [datetime(2020, 11, 9, 1), "2020-11-09 00:01:00", pd.Timestamp("2020-11-09", tz="Asia/Yerevan"), 20201109, 18575],
)
def test_what_is_not_that_day(value: Any) -> None:
    assert not same(value, "2020-11-09", number=False)


def test_years_that_blanks_made_fractions() -> None:
    assert text_of(2020.0) == "2020"
    assert same(2020.0, "2020", number=False)
    assert not same(2020.5, "2020", number=False)
    assert same(pd.Period("2020-06", "M"), "2020-06", number=False)
