from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from caucasus_data.support.layout import laid_out

ID = "evt-2024-a-long-name-of-a-row"
TITLE = "Pashinyan says that Armenia has in practice frozen its participation"


def test_what_fits_stands_in_a_line() -> None:
    assert laid_out(["id", "n"], [["a", "1"], ["bc", "20"]], 80, right=[1]) == [
        "id   n",
        "──  ──",
        "a    1",
        "bc  20",
    ]


def test_cells_wrap_at_words() -> None:
    lines = laid_out(["id", "title", "type"], [[ID, TITLE, "statement"]], 60)
    assert max(map(len, lines)) <= 60
    assert lines[2].startswith(f"{ID}  Pashinyan says")
    assert lines[2].endswith("statement")
    assert " ".join(" ".join(line.split()) for line in lines[2:]).replace("statement ", "") == f"{ID} {TITLE}"


def test_a_word_is_broken_after_a_hyphen_or_stroke_where_it_must() -> None:
    lines = laid_out(["id", "type"], [["a", "participation_suspended"]], 20)
    assert [line.split()[-1] for line in lines[2:]] == ["participation_", "suspended"]


def test_an_id_is_never_broken() -> None:
    for width in range(1, 120):
        assert any(ID in line for line in laid_out(["id", "title"], [[ID, TITLE]], width))


def test_an_address_is_never_broken_though_it_stand_out() -> None:
    address = "https://example.org/" + "a-very/long_address/" * 9
    for width in (20, 60, 100, 400):
        lines = laid_out(["id", "title", "url"], [["a", TITLE, address]], width)
        assert sum(address in line for line in lines) == 1


def test_where_there_is_no_room_cells_stand_below_each_other() -> None:
    rows = [[ID, TITLE, "statement", ""], ["b", "War", "war", "x"]]
    assert laid_out(["event_id", "title", "type", "note"], rows, 36) == [
        f"event_id  {ID}",
        "title     Pashinyan says that",
        "          Armenia has in practice",
        "          frozen its participation",
        "type      statement",
        "",
        "event_id  b",
        "title     War",
        "type      war",
        "note      x",
        "",
    ]


@pytest.mark.parametrize("text", ["Հայաստանի Հանրապետություն", "საქართველო", "北京 外交部", "Şuşa", "e\u0301cole"])
def test_columns_line_up_in_every_script(text: str) -> None:
    lines = laid_out(["id", "name", "end"], [["a", text, "|"], ["b", "short", "|"]], 80)
    assert {cell_len(line.rpartition("|")[0]) for line in lines[2:]} == {cell_len(lines[0].rpartition("end")[0])}


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=60),
            min_size=3,
            max_size=3,
        ),
        max_size=4,
    ),
    st.integers(min_value=1, max_value=90),
)
def test_no_letter_is_lost_and_no_blank_left_at_an_end(rows: list[list[str]], width: int) -> None:
    lines = laid_out(["one", "two", "three"], rows, width)
    assert all(line == line.rstrip() for line in lines)
    shown = "".join("".join(line.split()) for line in lines)
    for letter in {c for row in rows for cell in row for c in cell if not c.isspace()}:
        assert shown.count(letter) >= sum(cell.count(letter) for row in rows for cell in row)
