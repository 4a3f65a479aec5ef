from __future__ import annotations

import polars as pl
import pytest

from caucasus_data.model.rules import (
    BlankUnless,
    Different,
    Follows,
    NotAfter,
    NotMore,
    Prefixed,
    RequiredWhen,
    Rule,
    When,
    Within,
    ordered,
)
from caucasus_data.validation.expressions import broken

CASES: list[tuple[Rule, list[dict[str, str]], list[dict[str, str]]]] = [
    (
        NotAfter("a", "b"),
        [
            {"a": "2024", "b": "2024-06"}, {"a": "2024-06-12", "b": "2024"}, {"a": "", "b": "1990"}, {"a": "2024", "b": ""},
            {"a": "199X", "b": "1990"}, {"a": "2023-09-19/2023-09-20", "b": "2023-09-19"}, {"a": "2024?", "b": "2024-01-01"},
        ],
        [
            {"a": "2024", "b": "2023-12-31"}, {"a": "2024-06-13", "b": "2024-06-12"}, {"a": "2024-06~", "b": "2024-05"},
            {"a": "2010", "b": "200X"}, {"a": "2023-09-21", "b": "2023-09-19/2023-09-20"}, {"a": "2025", "b": "2024-XX"},
        ],
    ),
    (
        NotMore("a", "b"),
        [{"a": "1", "b": "1"}, {"a": "", "b": "1"}, {"a": "9", "b": "10"}, {"a": "3", "b": ""}],
        [{"a": "2", "b": "1"}, {"a": "10", "b": "9"}],
    ),
    (
        NotMore("a", "b", between="c"),
        [{"a": "2", "b": "1", "c": "1"}, {"a": "1", "b": "2", "c": ""}],
        [{"a": "2", "b": "1", "c": ""}],
    ),
    (
        RequiredWhen("a", When("b")),
        [{"a": "", "b": ""}, {"a": "x", "b": "y"}, {"a": "x", "b": ""}],
        [{"a": "", "b": "y"}],
    ),
    (
        RequiredWhen("a", When("b", ("y", "z"))),
        [{"a": "", "b": "x"}, {"a": "1", "b": "y"}],
        [{"a": "", "b": "y"}, {"a": "", "b": "z"}],
    ),
    (
        RequiredWhen("a", When("b", ("y",), negated=True)),
        [{"a": "", "b": "y"}, {"a": "1", "b": "x"}],
        [{"a": "", "b": "x"}, {"a": "", "b": ""}],
    ),
    (
        BlankUnless("a", When("b", ("y",))),
        [{"a": "", "b": "x"}, {"a": "1", "b": "y"}],
        [{"a": "1", "b": "x"}, {"a": "1", "b": ""}],
    ),
    (
        Different("a", "b"),
        [{"a": "x", "b": "y"}, {"a": "", "b": ""}, {"a": "x", "b": ""}],
        [{"a": "x", "b": "x"}],
    ),
    (
        Follows("a", "b", {"gas": ("percent", "cubic"), "lease": ("",)}),
        [{"a": "percent", "b": "gas"}, {"a": "", "b": "lease"}],
        [{"a": "usd", "b": "gas"}, {"a": "", "b": "gas"}, {"a": "percent", "b": "lease"}],
    ),
    (
        Follows("a", "b", {"gas": ("percent",)}, given="c"),
        [{"a": "", "b": "gas", "c": ""}, {"a": "percent", "b": "gas", "c": "1"}],
        [{"a": "", "b": "gas", "c": "1"}],
    ),
    (
        Prefixed("a", "b", {"evt-": "events", "src-": "sources"}, otherwise="actors"),
        [{"a": "events", "b": "evt-x"}, {"a": "actors", "b": "evtx"}, {"a": "", "b": "evt-x"}, {"a": "events", "b": ""}],
        [{"a": "events", "b": "src-x"}, {"a": "actors", "b": "evt-x"}, {"a": "sources", "b": "armenia"}],
    ),
    (
        Within("a", 0, 100, When("b", ("share",))),
        [{"a": "0", "b": "share"}, {"a": "100", "b": "share"}, {"a": "200", "b": "growth"}, {"a": "", "b": "share"}],
        [{"a": "100.5", "b": "share"}, {"a": "-1", "b": "share"}],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "good", "bad"), CASES, ids=lambda case: case.rule if isinstance(case, Rule) else "")
def test_rule_alone_and_over_a_table(rule: Rule, good: list[dict[str, str]], bad: list[dict[str, str]]) -> None:
    assert [rule.holds(row) for row in good] == [True] * len(good)
    assert [rule.holds(row) for row in bad] == [False] * len(bad)
    assert broken(pl.DataFrame([*good, *bad]), [rule]) == [list(range(len(good), len(good) + len(bad)))]
    assert rule.field in rule.fields
    assert set(rule.fields) <= {"a", "b", "c"}
    assert rule.field in rule.sentence


@pytest.mark.parametrize(
    ("numbers", "faults"),
    [("1,2,3", 0), (",2,3", 0), ("1,,3", 0), ("3,2,1", 2), ("3,,1", 1), ("2,1,3", 1), ("1,3,2", 1), (",,", 0)],
)
def test_three_estimates_are_ordered(numbers: str, faults: int) -> None:
    cells = dict(zip(("low", "best", "high"), numbers.split(","), strict=True))
    assert sum(not rule.holds(cells) for rule in ordered("low", "best", "high")) == faults
