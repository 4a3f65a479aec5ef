"""What is sound at a glance is sound to every check: or faults would pass unseen."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caucasus_data.model import glance
from caucasus_data.model.cells import Cell
from caucasus_data.model.checks import MaxLength
from caucasus_data.model.stand_ins import IN_WORDS, SENTINELS
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage

CELLS = {column.cell.sound: column for table in TABLES.values() for column in table.columns}
TEXTS = [c for c in CELLS.values() if c.cell.sound_in_file]


def unsound(cell: Cell, text: str) -> str | None:
    return next((c.rule for c in cell.checks if not isinstance(c, MaxLength) and not c.holds(text)), None)


@pytest.mark.parametrize("sound", CELLS, ids=[column.name for column in CELLS.values()])
@settings(max_examples=30)
@given(data=st.data())
def test_what_a_glance_lets_through_is_sound(sound: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(sound, fullmatch=True))
    assert unsound(CELLS[sound].cell, text) is None
    assert CELLS[sound].cell.sound_in_file or not {*',"\r\n'} & {*text}


@pytest.mark.parametrize("column", TEXTS, ids=[column.name for column in TEXTS])
@settings(max_examples=30)
@given(data=st.data())
def test_as_it_stands_in_a_file_too(column: object, data: st.DataObject) -> None:
    cell = CELLS[getattr(column, "cell").sound].cell  # noqa: B009
    line = data.draw(st.from_regex(cell.sound_in_file, fullmatch=True))
    ((text,),) = csv.reader([line])
    assert unsound(cell, text) is None


@pytest.mark.parametrize("sound", CELLS, ids=[column.name for column in CELLS.values()])
def test_no_stand_in_and_no_sign_passes_that_a_check_forbids(sound: str) -> None:
    cell, signs = CELLS[sound].cell, [*map(chr, range(0x3100)), "\ue000", "\ufeff", "\ufffd", "\U000e0061"]
    words = [word for stand_in in SENTINELS + IN_WORDS for word in (stand_in, stand_in.title(), stand_in.upper())]
    tried = [
        *words,
        *(f"a {sign}b c" for sign in signs),
        *(f"{sign}a b" for sign in signs),
        *(f"a b{s}" for s in signs),
    ]
    passed = [text for text in tried if re.fullmatch(sound, text)]
    assert [text for text in passed if unsound(cell, text)] == []


@pytest.mark.parametrize("last", ["2026-01-01", "2026-03-01", "2026-12-01", "2026-12-31", "2028-03-15"])
def test_all_days_to_the_last_pass_at_a_glance_but_those_of_leap_years(last: str) -> None:
    end = date.fromisoformat(last)
    sound = re.compile(glance.past_day(date(2020, 1, 1), end))
    passed = [day for day in (date(2020, 1, 1) + timedelta(n) for n in range(4000)) if sound.fullmatch(str(day))]
    whole = (date(2021, 1, 1) + timedelta(n) for n in range((end - date(2021, 1, 1)).days + 1))
    assert passed == [day for day in whole if (day.month, day.day) != (2, 29)]


@pytest.mark.parametrize("name", ["events", "memberships", "claims", "participants", "citations"])
def test_most_rows_pass_at_a_glance(name: str) -> None:
    table = TABLES[name]
    line = re.compile(",".join(column.sound_in_file for column in table.columns))
    lines = storage.csv_path(name).read_text("utf-8").splitlines()[1:]
    assert sum(line.fullmatch(text) is not None for text in lines) > 0.8 * len(lines)
