from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from caucasus_data.citing.fingerprint import fingerprint

CELLS = st.text(alphabet='ab"\\,[{ՀЯ\U0001f600', max_size=3)
ROWS = st.lists(st.fixed_dictionaries({"id": CELLS.filter(bool), "note": CELLS}), min_size=1, max_size=5)


def test_another_machine_gets_the_same() -> None:
    rows = [
        {"event_id": "evt-a", "title": 'A "meeting" in Երևան', "deaths_best": "", "note": "50 % \\ ça"},
        {"event_id": "evt-b", "title": "Встреча", "deaths_best": "3", "note": ""},
    ]
    taken = fingerprint({"events": rows, "actors": [{"actor_id": "armenia"}]})
    assert taken == "40b080357c347e3c43ca1e233415e9dafa6c2bd91a9b27f2115d895bcac1d040"


@given(ROWS, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(rows: list[dict[str, str]], chance: object) -> None:
    mixed = [dict(reversed(row.items())) for row in (*rows, rows[0])]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert fingerprint({"events": mixed}) == fingerprint({"events": rows})


@given(ROWS, st.data())
def test_every_cell_matters(rows: list[dict[str, str]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(["id", "note"]))
    spoilt = [dict(row) for row in rows]
    spoilt[place][column] = data.draw(CELLS)
    as_set = [{tuple(row.items()) for row in some} for some in (rows, spoilt)]
    assume(as_set[0] != as_set[1])
    assert fingerprint({"events": spoilt}) != fingerprint({"events": rows})


def test_table_column_and_number_of_rows_matter_and_a_blank_column_does_not() -> None:
    row = {"row_id": "a", "note": "b"}
    taken = {
        fingerprint(tables)
        for tables in (
            {"citations": [row]},
            {"withdrawn": [row]},
            {"citations": [{"row_id": "a", "locator": "b"}]},
            {"citations": [row, {"row_id": "c"}]},
            {},
        )
    }
    assert len(taken) == 5
    assert fingerprint({"citations": [row | {"weather": ""}]}) == fingerprint({"citations": [row]})
