from __future__ import annotations

import pytest

import caucasus_data as cd
from tests.checkout import Checkout


def test_what_was_compared_is_told(small: Checkout) -> None:
    small.release("0.1.0")
    small.release("0.1.1")
    assert cd.diff("0.1.0").attrs == {"old": "0.1.0", "new": "today"}
    assert cd.diff("0.1.0", "0.1.1").attrs == {"old": "0.1.0", "new": "0.1.1"}
    with pytest.raises(
        cd.CaucasusDataError, match=r"compares a release with .* today's tables; name one: 0\.1\.0, 0\.1\.1"
    ):
        cd.diff(None)  # type: ignore[arg-type]


def test_an_unknown_version_is_named() -> None:
    with pytest.raises(cd.UnknownValueError, match="unknown version 'x'"):
        cd.diff("x")


def test_one_table_is_compared_alone() -> None:
    whole = cd.diff("0.1.0", "0.2.0")
    rows = cd.diff("0.1.0", "0.2.0", table="memberships")
    assert len(rows) == whole["table"].eq("memberships").sum() > 0
    with pytest.raises(cd.UnknownValueError, match="unknown table 'membership': did you mean 'memberships'"):
        cd.diff("0.1.0", table="membership")  # type: ignore[arg-type]


def test_a_table_that_came_later_can_be_compared() -> None:
    assert "table added" in set(cd.diff("0.1.0", "0.3.0", table="places")["change"])


def test_changes_of_what_concerns_an_actor() -> None:
    rows = cd.diff("0.4.0", "0.5.0", actor="ОДКБ")
    events = {
        event
        for version in ("0.4.0", "0.5.0")
        for event in cd.load("events", actor="csto", version=version)["event_id"]
    }
    assert set(rows.loc[rows["table"].eq("events"), "row_id"]) <= events
    assert {"csto", "mem-armenia-csto-2024", "evt-2016-csto-yerevan-summit"} <= set(rows["row_id"])
    assert "sources" not in set(rows["table"])
    both = cd.diff("0.4.0", "0.5.0", actor=["csto", "armenia"])
    assert 0 < len(both) < len(rows)


def test_a_row_that_named_the_actor_before_is_told() -> None:
    gone = cd.diff("0.5.0", "0.1.0", table="memberships", actor="csto")
    assert "removed" in set(gone["change"])


def test_a_table_without_actors_is_not_silently_unchanged() -> None:
    with pytest.raises(cd.CaucasusDataError, match="rows of sources name no actors"):
        cd.diff("0.4.0", "0.5.0", table="sources", actor="csto")
