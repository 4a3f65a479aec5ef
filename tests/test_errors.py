from __future__ import annotations

import copy
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import caucasus_data as cd
from caucasus_data.errors import (
    AmbiguousNameError,
    MissingLibraryError,
    Options,
    UnknownValueError,
    did_you_mean,
    nearest,
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["events", "actors"], "unknown table 'evnts': did you mean 'events'?"),
        (["war", "clash"], "unknown table 'evnts': it is one of war, clash"),
        ([], "unknown table 'evnts': there is none yet"),
        ([f"word-{i}" for i in range(50)], "unknown table 'evnts': nothing among 50 is like it"),
    ],
)
def test_unknown_value_offers_what_there_is(options: list[str], message: str) -> None:
    error = UnknownValueError("table", "evnts", options)
    assert str(error) == message
    assert error.value == "evnts"


def test_ambiguous_name_offers_its_bearers_in_order() -> None:
    assert str(AmbiguousNameError("Aliyev", {"b", "a"})) == "'Aliyev' names several actors; ask for 'a' or 'b'"


def test_nearest_passes_over_case() -> None:
    assert nearest("ARMENIA", ["Armenia", "Albania"])[0] == "Armenia"
    assert nearest("x", ["Armenia"]) == []


def test_one_word_and_several_find_the_same_among_thousands() -> None:
    places = ("yerevan", "baku", "tbilisi", "goris")
    words = [
        f"evt-{year}-{place}-{what}" for year in range(1900, 2000) for place in places for what in ("war", "talks")
    ]
    several = Options(words)
    for asked in ("evt-1950-yerevn-talks", "EVT-1999-baku-wra", "xqz", "evt-1923"):
        assert nearest(asked, words) == several.nearest(asked, 3)


def test_a_part_of_words_that_are_not_alike_names_them() -> None:
    error = UnknownValueError("indicator", "gas", [f"{n}_share_of_imports" for n in ("grain", "gas", "natural_gas")])
    assert str(error).endswith("did you mean 'gas_share_of_imports' or 'natural_gas_share_of_imports'?")
    assert UnknownValueError("indicator", "ga", ["gas_share_of_imports"]).nearest == []


@given(
    value=st.text("abcd", max_size=8), words=st.sets(st.text("abcd", min_size=1, max_size=8)), count=st.integers(1, 3)
)
def test_nearest_is_what_difflib_finds(value: str, words: set[str], count: int) -> None:
    assert nearest(value, words, count) == get_close_matches(value, words, count)


def test_questions() -> None:
    assert did_you_mean([]) == ""
    assert did_you_mean(["a"]) == "did you mean 'a'?"
    assert did_you_mean(["a", "b", "c"]) == "did you mean 'a', 'b' or 'c'?"


@pytest.mark.parametrize(
    "error",
    [
        UnknownValueError("table", "x", ["y"]),
        AmbiguousNameError("x", ["y", "z"]),
        MissingLibraryError("networkx", "graph"),
    ],
)
def test_errors_cross_into_another_process_and_back(error: Exception) -> None:
    assert str(copy.copy(error)) == str(error)  # by the way that pickle takes


WRONG: list[Any] = [["events"], {"events": 1}, 5, 0.2, object(), b"events", ("events",)]
VERBS: list[Callable[[Any], object]] = [
    *(cd.load, cd.schema, cd.codebook, cd.panel, cd.network, cd.resolve, cd.diff, cd.history),
    lambda value: cd.load("events", version=value),
    lambda value: cd.load("events", actor=value),
    lambda value: cd.tables(version=value),
    lambda value: cd.panel("events", by=value),
    lambda value: cd.diff("0.1.0", value),
    lambda value: cd.export(value, "nowhere"),
    lambda value: cd.export("jsonl", "nowhere", version=value),
]


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("verb", VERBS)
def test_what_is_no_text_is_unknown_and_no_riddle(verb: Callable[[Any], object], value: object) -> None:
    with pytest.raises(cd.UnknownValueError, match=r"^unknown .*[^\n]*$"):
        verb(value)
