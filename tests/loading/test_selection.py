from __future__ import annotations

import pandas as pd
import pytest

import caucasus_data as cd
from caucasus_data.loading.selection import select


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


def test_actor_keeps_what_happened_within_it_and_its_names() -> None:
    assert set(select("events", actor="abkhazia")["within_id"].dropna()) == {"abkhazia"}
    assert set(select("events", actor="abkhazia", version="0.2.0")["place_id"].dropna()) == {"abkhazia"}
    assert "abkhazia" in set(select("names", actor="abkhazia")["actor_id"])


def test_actor_keeps_its_own_row() -> None:
    assert "csto" in set(select("actors", actor="csto")["actor_id"])


def test_times_keep_what_may_have_been_then() -> None:
    rows = select("events", since="2020-10", until="2020-11-01")
    assert "evt-2020-karabakh-war" in set(rows["event_id"])
    assert "evt-2020-ceasefire-statement" not in set(rows["event_id"])
    assert (rows["start_date_earliest"] <= pd.Timestamp("2020-11-01")).all()


def test_spells_without_an_end_go_on_and_events_do_not() -> None:
    spell = select(
        "memberships", actor="armenia", since="2026-01-01", where=[("organization_id", "eaeu"), ("type", "full")]
    )
    assert len(spell) == 1
    assert (select("events", since="2026-01-01")["start_date_latest"] >= pd.Timestamp("2026-01-01")).all()


def test_where_compares_whole_cells() -> None:
    rows = select("claims", where=[("type", "forecast"), ("claimant_id", "raia-group")])
    assert set(rows["type"]) == {"forecast"}
    assert set(rows["claimant_id"]) == {"raia-group"}


def test_where_may_name_several_cells_of_a_column() -> None:
    rows = select("actors", where=[("kind", "state"), ("kind", "person")])
    assert set(rows["kind"]) == {"state", "person"}


def test_where_compares_numbers_as_numbers_and_finds_blanks() -> None:
    dependencies = cd.load("dependencies")
    for cell in ("35", "35.0"):
        rows = select("dependencies", where=[("value", cell)])
        assert len(rows) == (dependencies["value"] == 35).sum() > 0
    blank = select("memberships", where=[("role", "")])
    assert len(blank) == cd.load("memberships")["role"].isna().sum() > 0
    assert len(select("actors", where=[("cow", "371")])) == 1


def test_undated_rows_may_be_of_any_time() -> None:
    sources = cd.load("sources")
    assert sources["published"].isna().any()
    assert len(select("sources", since="1000")) == len(sources)
    assert "mem-armenia-eaeu-2015" in set(select("memberships", since="2900")["membership_id"])


def test_bad_filters_name_the_nearest() -> None:
    with pytest.raises(cd.UnknownValueError, match="unknown column 'typ': did you mean 'type'"):
        select("events", where=[("typ", "war")])
    with pytest.raises(cd.UnknownValueError, match="unknown type 'wer': did you mean 'war'"):
        select("events", where=[("type", "wer")])
    with pytest.raises(cd.DateError, match="did you mean '2024-12'"):
        select("events", since="2024-13")
    with pytest.raises(cd.UnknownValueError, match="unknown place_id 'plc-yerevn': did you mean 'plc-yerevan'"):
        select("events", where=[("place_id", "plc-yerevn")])
    with pytest.raises(cd.UnknownValueError, match="unknown event_id 'evt-2020-karabakh-wars': did you mean"):
        select("events", where=[("event_id", "evt-2020-karabakh-wars")])
    with pytest.raises(cd.DateError, match="did you mean '2024-12'"):
        select("events", where=[("start_date", "2024-13")])
    with pytest.raises(cd.CaucasusDataError, match=r"deaths_best holds numbers such as 35 or 87\.5, not 'many'"):
        select("events", where=[("deaths_best", "many")])
    with pytest.raises(cd.CaucasusDataError, match="rows of sources name no actors"):
        select("sources", actor="armenia")
    with pytest.raises(cd.CaucasusDataError, match="the time from 2024 to 2020 ends before it starts"):
        select("events", since="2024", until="2020")
    with pytest.raises(cd.CaucasusDataError, match="rows of participants have no date"):
        select("participants", until="2024")


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (None, "1988-03-01", True),  # it began in March, perhaps on the first
        (None, "1988-02-29", False),
        ("1988-12-31", None, True),  # it ended in December, perhaps on the last
        ("1989-01-01", None, False),
        ("1988-05", "1988-05", True),
    ],
)
def test_a_month_may_be_any_of_its_days(since: str | None, until: str | None, kept: bool) -> None:
    rows = select("events", since=since, until=until)
    assert ("evt-1988-gugark" in set(rows["event_id"])) is kept


def test_an_event_of_one_day_is_kept_on_that_day_alone() -> None:
    for day, kept in (("2025-01-13", False), ("2025-01-14", True), ("2025-01-15", False)):
        assert ("evt-2025-us-charter" in set(select("events", since=day, until=day)["event_id"])) is kept


def test_a_spell_without_a_start_may_have_begun_at_any_time() -> None:
    spells = cd.load("memberships")
    undated = set(spells.loc[spells["start_date"].isna(), "membership_id"])
    assert undated
    assert undated <= set(select("memberships", until="1990")["membership_id"])
