from __future__ import annotations

import pandas as pd
import pytest

import caucasus_data as cd
from caucasus_data.selection import select


def test_actor_keeps_rows_that_name_it_anywhere() -> None:
    rows = select("memberships", actor="armenia")
    assert len(rows) > 0
    assert (rows["member_id"].eq("armenia") | rows["organization_id"].eq("armenia")).all()
    left = cd.load("memberships").drop(rows.index)
    assert not (left["member_id"].eq("armenia") | left["organization_id"].eq("armenia")).any()


def test_actor_keeps_events_in_which_it_took_part() -> None:
    parts = cd.load("participants")
    took_part = set(parts.loc[parts["actor_id"].eq("aliyev"), "event_id"])
    assert took_part
    assert set(select("events", actor="aliyev")["event_id"]) == took_part


def test_actor_keeps_its_own_row() -> None:
    assert "csto" in set(select("actors", actor="csto")["actor_id"])


def test_times_keep_what_may_have_been_then() -> None:
    rows = select("events", since="2020-10", until="2020-11-01")
    assert "evt-2020-karabakh-war" in set(rows["event_id"])
    assert "evt-2020-ceasefire-statement" not in set(rows["event_id"])
    assert (rows["start_date_earliest"] <= pd.Timestamp("2020-11-01")).all()


def test_spells_without_an_end_go_on_and_events_do_not() -> None:
    spell = select(
        "memberships", actor="armenia", since="2026-01-01", where={"organization_id": "eaeu", "type": "full"}
    )
    assert len(spell) == 1
    assert (select("events", since="2026-01-01")["start_date_latest"] >= pd.Timestamp("2026-01-01")).all()


def test_where_compares_whole_cells() -> None:
    rows = select("claims", where={"type": "forecast", "claimant_id": "raia-group"})
    assert set(rows["type"]) == {"forecast"}
    assert set(rows["claimant_id"]) == {"raia-group"}
    assert len(select("events", where={"deaths_best": "not a number"})) == 0


def test_bad_filters_name_the_nearest() -> None:
    with pytest.raises(cd.UnknownValueError, match="unknown column 'typ': did you mean 'type'"):
        select("events", where={"typ": "war"})
    with pytest.raises(cd.UnknownValueError, match="unknown type 'wer': did you mean 'war'"):
        select("events", where={"type": "wer"})
    with pytest.raises(cd.DateError, match="did you mean '2024-12'"):
        select("events", since="2024-13")
    with pytest.raises(cd.CaucasusDataError, match="rows of participants have no date"):
        select("participants", until="2024")


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (None, "2024-04-01", True),  # it began in April, perhaps on the first
        (None, "2024-03-31", False),
        ("2024-06-30", None, True),  # it ended in June, perhaps on the last
        ("2024-07-01", None, False),
        ("2024-05", "2024-05", True),
    ],
)
def test_a_month_may_be_any_of_its_days(since: str | None, until: str | None, kept: bool) -> None:
    rows = select("events", since=since, until=until)
    assert ("evt-2024-tavush-protests" in set(rows["event_id"])) is kept


def test_an_event_of_one_day_is_kept_on_that_day_alone() -> None:
    for day, kept in (("2025-01-13", False), ("2025-01-14", True), ("2025-01-15", False)):
        assert ("evt-2025-us-charter" in set(select("events", since=day, until=day)["event_id"])) is kept


def test_a_spell_without_a_start_may_have_begun_at_any_time() -> None:
    spells = cd.load("memberships")
    undated = set(spells.loc[spells["start_date"].isna(), "membership_id"])
    assert undated
    assert undated <= set(select("memberships", until="1990")["membership_id"])
