"""What the record must hold, whatever else is added to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

import caucasus_data as cd
from caucasus_data.package import storage
from tests.conftest import read_csv
from tests.held import in_packaged_rows, not_yet_held


def neighbours(spells: pd.DataFrame) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each spell and the next, in the order of their start."""
    rows: Iterable[Any] = spells.sort_values("start_date_earliest").to_dict("records")
    return pairwise(rows)


def test_armenias_seat_in_the_csto_is_full_and_left_empty_by_armenia() -> None:
    spells = cd.load("memberships").query("member_id == 'armenia' and organization_id == 'csto'")
    now = spells[spells["end_date"].isna()]
    assert now[["type", "participation"]].to_numpy().tolist() == [["full", "suspended_by_member"]]


def test_the_eaeu_has_five_members() -> None:
    spells = cd.load("memberships").query("organization_id == 'eaeu' and type == 'full'")
    assert sorted(spells.loc[spells["end_date"].isna(), "member_id"]) == [
        "armenia", "belarus", "kazakhstan", "kyrgyzstan", "russia",
    ]  # fmt: skip


def test_spells_of_one_membership_do_not_overlap() -> None:
    spells = cd.load("memberships")
    capacity = spells["role"].fillna(spells["type"].astype("str"))
    for _, group in spells.groupby(["member_id", "organization_id", capacity]):
        for before, after in neighbours(group):
            assert before["end_date_earliest"] <= after["start_date_latest"], after["membership_id"]


@pytest.mark.parametrize(
    "role",
    [
        "President",
        "Prime Minister",
        "Minister of Foreign Affairs",
        "Minister of Defence",
        "Secretary of State",
        "Secretary of the Security Council",
        "Speaker",
    ],
)
def test_one_office_has_one_holder_at_a_time(role: str) -> None:
    spells = cd.load("memberships").query("role == @role").dropna(subset="start_date")
    assert len(spells) > 1
    for _, holders in spells.groupby("organization_id"):
        for before, after in neighbours(holders):
            assert before["end_date_earliest"] <= after["start_date_latest"], after["membership_id"]


def test_events_rest_on_two_sources_where_they_can() -> None:
    supports = cd.load("citations").query("stance == 'supports'")
    events = cd.load("events")
    assert events["event_id"].isin(supports["row_id"]).mean() >= 0.6


def test_parts_do_not_begin_before_their_whole() -> None:
    events = cd.load("events").set_index("event_id")
    parts = events.dropna(subset="part_of")
    assert len(parts) > 0
    wholes = events.loc[parts["part_of"], "start_date_earliest"].set_axis(parts.index)
    assert (parts["start_date_latest"] >= wholes).all()


def test_shares_of_one_whole_do_not_exceed_it() -> None:
    """Sources differ, so the lowest share that any of them gives each supplier must still fit.

    Members of a union have a part in its share, and are suppliers of their own.
    """
    rows = cd.load("dependencies").query(
        "unit == 'percent' and indicator != 'trade_growth' and denominator != 'equity'"
        " and supplier_id not in ['eaeu', 'european-union']"
    )
    whole = ["dependent_id", "indicator", "basis", "denominator", "period"]
    lowest = rows.groupby([*whole, "supplier_id"], observed=True)["value"].min()
    assert (lowest.groupby(whole, observed=True).sum() <= 100).all()


def test_forecasts_that_were_looked_at_say_whose_terms_they_have() -> None:
    forecasts = cd.load("claims").query("type == 'forecast' and status != 'unreviewed'")
    assert forecasts["resolution_terms"].notna().all()


def test_forecasts_whose_time_is_over_are_resolved_or_say_why_not() -> None:
    """Over by the last day on which a source was read; docs/forecasts.md asks for the reason."""
    waiting = cd.load("claims").query("type == 'forecast' and status in ['open', 'unreviewed']")
    over = waiting[waiting["resolve_by_latest"] < cd.load("sources")["accessed"].max()]
    assert (over["status"] == "open").all()
    assert over["note"].notna().all()


def test_places_lie_in_states_and_territories() -> None:
    kinds = cd.load("actors").set_index("actor_id")["kind"].astype("str")
    assert set(kinds[cd.load("places")["within_id"].dropna()]) <= {"state", "territory"}


def test_events_with_a_place_stand_on_the_map() -> None:
    events = cd.load("events").dropna(subset="place_id")
    assert events["latitude"].notna().mean() >= 0.97


def test_counts_say_whose_they_are() -> None:
    counted = cd.load("dependencies").dropna(subset="value")
    statistics = counted[counted["indicator"].astype("str").str.contains("trade|export|import_|remittance|fdi")]
    assert statistics["reporter_id"].notna().mean() > 0.9


def test_money_is_not_exact_to_a_round_number() -> None:
    """A sum by contract or decree may be; what is counted is not."""
    rows = cd.load("dependencies").query("qualifier == 'exact'")
    counted = rows[~rows["indicator"].isin(["aid_value", "loan_value", "arms_order_value"])]
    money = counted[counted["unit"].astype("str").str.endswith("_million")]
    assert not (money["value"] % 100 == 0).any()


def test_states_have_the_codes_by_which_others_know_them() -> None:
    states = cd.load("actors").query("kind == 'state'").set_index("actor_id")
    never_coded = ["armenian-ssr", "azerbaijani-ssr", "georgian-ssr"]
    outside_both_lists, too_small_for_gleditsch_and_ward = ["holy-see", "palestine"], ["liechtenstein"]
    coded = states.drop([*never_coded, *outside_both_lists])
    assert coded["cow"].notna().all()
    assert coded["gw"].drop(too_small_for_gleditsch_and_ward).notna().all()
    assert states.drop([*never_coded, "soviet-union"])["iso3"].notna().all()


def test_sources_are_read_before_they_are_used_and_after_they_were_published() -> None:
    sources = cd.load("sources")
    assert (sources["published_earliest"].isna() | (sources["published_earliest"] <= sources["accessed"])).all()


def test_no_row_is_later_than_the_day_on_which_its_source_was_read() -> None:
    accessed = cd.load("sources").set_index("source_id")["accessed"]
    events = cd.load("events")
    assert (events["start_date_earliest"] <= events["source_id"].map(accessed)).all()


def test_rules_of_judgement_hold_but_for_those_on_the_list() -> None:
    broken, listed = in_packaged_rows(), not_yet_held()
    more = {rule: count for rule, count in broken.items() if count > listed.get(rule, 0)}
    assert not more, "`caucasus-data validate` says where"
    assert all(broken[rule] for rule in listed), "a rule that all rows keep leaves the list: `python -m tests.held`"


@pytest.mark.parametrize("table", cd.tables())
def test_rows_stand_in_the_order_of_their_key(table: str) -> None:
    keys = [tuple(row[k] for k in storage.key(table)) for row in read_csv(storage.csv_path(table))]
    assert keys == sorted(keys)
