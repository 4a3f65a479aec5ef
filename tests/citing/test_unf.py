"""The examples of the published specification of the UNF, and what it says of rows and columns."""

from __future__ import annotations

import pytest

from caucasus_data.citing.unf import of_column, of_table


@pytest.mark.parametrize(
    ("cells", "numeric", "expected"),
    [
        (["1.23456789"], True, "UNF:6:vcKELUSS4s4k1snF4OTB9A=="),
        (["1.23456789", "", "0"], True, "UNF:6:Do5dfAoOOFt4FSj0JcByEw=="),
        ([str(n) for n in range(1, 21)], True, "UNF:6:/FIOZM/29oC3TK/IE52m2A=="),
        (["a", "b", "c"], False, "UNF:6:FWBO/a1GcxDnM3fNLdzrHw=="),
    ],
)
def test_published_examples(cells: list[str], numeric: bool, expected: str) -> None:
    assert of_column(cells, numeric=numeric) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("35.2", "35.20"), ("0.1", "0.10000001"), ("1", "1.0"), ("12345678", "12345681")]
)
def test_numbers_count_to_seven_digits(one: str, other: str) -> None:
    assert of_column([one], numeric=True) == of_column([other], numeric=True)
    assert of_column([one], numeric=False) != of_column([other], numeric=False)


def test_texts_count_to_128_characters_of_any_script() -> None:
    long = "Հ" * 128
    assert of_column([long], numeric=False) == of_column([f"{long}X"], numeric=False)
    assert of_column([long], numeric=False) != of_column([long[1:]], numeric=False)


FIELDS = {"fields": [{"name": "period", "type": "string"}, {"name": "value", "type": "number"}]}
ROWS = [{"period": "2023", "value": "35.2"}, {"period": "2024?", "value": ""}]


def test_the_order_of_rows_counts_and_that_of_columns_does_not() -> None:
    taken = of_table(FIELDS, ROWS)
    assert of_table({"fields": FIELDS["fields"][::-1]}, ROWS) == taken
    assert of_table(FIELDS, ROWS[::-1]) != taken
    assert of_table(FIELDS, [ROWS[0], {"period": "2024~", "value": ""}]) != taken


def test_a_table_is_the_vector_of_its_columns() -> None:
    columns = [
        of_column([row["period"] for row in ROWS], numeric=False),
        of_column([row["value"] for row in ROWS], numeric=True),
    ]
    assert of_table(FIELDS, ROWS) == of_column(sorted(columns), numeric=False)
    assert of_table({"fields": FIELDS["fields"][:1]}, ROWS) == columns[0]
