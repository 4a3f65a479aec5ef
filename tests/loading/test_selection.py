from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

import caucasus_data as cd


def test_actor_keeps_rows_that_name_it_anywhere() -> None:
    rows = cd.load("memberships", actor="armenia")
    assert len(rows) > 0
    assert (rows["member_id"].eq("armenia") | rows["organization_id"].eq("armenia")).all()
    memberships = cd.load("memberships")
    assert len(rows) == (memberships["member_id"].eq("armenia") | memberships["organization_id"].eq("armenia")).sum()


def test_actor_keeps_events_in_which_it_took_part() -> None:
    parts = cd.load("participants")
    took_part = set(parts.loc[parts["actor_id"].eq("aliyev"), "event_id"])
    assert took_part
    assert set(cd.load("events", actor="aliyev")["event_id"]) == took_part


def test_actor_keeps_what_happened_within_it_and_its_names() -> None:
    assert set(cd.load("events", actor="abkhazia")["within_id"].dropna()) == {"abkhazia"}
    assert set(cd.load("events", actor="abkhazia", version="0.2.0")["place_id"].dropna()) == {"abkhazia"}
    assert "abkhazia" in set(cd.load("names", actor="abkhazia")["actor_id"])


def test_of_several_actors_rows_name_all() -> None:
    both = cd.load("events", actor=["Aliyev", "Пашинян"])
    apart = [set(cd.load("events", actor=name)["event_id"]) for name in ("aliyev", "pashinyan")]
    assert set(both["event_id"]) == apart[0] & apart[1] != set()
    assert len(cd.load("events", actor=[])) == len(cd.load("events"))


def test_actor_keeps_its_own_row() -> None:
    assert "csto" in set(cd.load("actors", actor="csto")["actor_id"])


def test_times_keep_what_may_have_been_then() -> None:
    rows = cd.load("events", since="2020-10", until="2020-11-01")
    assert "evt-2020-karabakh-war" in set(rows["event_id"])
    assert "evt-2020-ceasefire-statement" not in set(rows["event_id"])
    assert (rows["start_date_earliest"] <= pd.Timestamp("2020-11-01")).all()


def test_spells_without_an_end_go_on_and_events_do_not() -> None:
    spell = cd.load(
        "memberships", actor="armenia", since="2026-01-01", where={"organization_id": "eaeu", "type": "full"}
    )
    assert len(spell) == 1
    assert (cd.load("events", since="2026-01-01")["start_date_latest"] >= pd.Timestamp("2026-01-01")).all()


def test_where_compares_whole_cells() -> None:
    rows = cd.load("claims", where={"type": "forecast", "claimant_id": "raia-group"})
    assert set(rows["type"]) == {"forecast"}
    assert set(rows["claimant_id"]) == {"raia-group"}


def test_where_may_name_several_cells_of_a_column() -> None:
    rows = cd.load("actors", where={"kind": ["state", "person"]})
    assert set(rows["kind"]) == {"state", "person"}


def test_where_compares_numbers_as_numbers_and_finds_blanks() -> None:
    dependencies = cd.load("dependencies")
    for cell in ("35", "35.0"):
        rows = cd.load("dependencies", where={"value": cell})
        assert len(rows) == (dependencies["value"] == 35).sum() > 0
    blank = cd.load("memberships", where={"role": ""})
    assert len(blank) == cd.load("memberships")["role"].isna().sum() > 0
    assert len(cd.load("actors", where={"cow": "371"})) == 1


@pytest.mark.parametrize(
    ("asked", "least", "most"), [("100..", 100, float("inf")), ("..5", -float("inf"), 5), ("100..200", 100, 200)]
)
def test_where_takes_a_stretch_of_numbers(asked: str, least: float, most: float) -> None:
    deaths = cd.load("events")["deaths_best"].dropna()
    rows = cd.load("events", where={"deaths_best": asked})
    pd.testing.assert_frame_equal(rows, cd.load("events", where=f"deaths_best={asked}"))
    assert sorted(rows["deaths_best"]) == sorted(deaths[(deaths >= least) & (deaths <= most)]) != []


@pytest.mark.parametrize("name", ["ОДКБ", "Collective Security Treaty Organization", "csto"])
def test_where_takes_an_actor_by_any_of_its_names(name: str) -> None:
    rows = cd.load("memberships", where={"organization_id": name, "type": "full"})
    assert set(rows["organization_id"]) == {"csto"}
    with pytest.raises(cd.UnknownValueError, match="unknown actor 'Nuto': did you mean 'NATO'"):
        cd.load("memberships", where={"organization_id": "Nuto"})


def test_undated_rows_may_be_of_any_time() -> None:
    sources = cd.load("sources")
    assert sources["published"].isna().any()
    assert len(cd.load("sources", since="1000")) == len(sources)
    assert "mem-armenia-eaeu-2015" in set(cd.load("memberships", since="2900")["membership_id"])


def test_bad_filters_name_the_nearest() -> None:
    with pytest.raises(cd.UnknownValueError, match="unknown column 'typ': did you mean 'type'"):
        cd.load("events", where={"typ": "war"})
    with pytest.raises(cd.UnknownValueError, match="unknown type 'wer': did you mean 'war'"):
        cd.load("events", where={"type": "wer"})
    with pytest.raises(cd.DateError, match="did you mean '2024-12'"):
        cd.load("events", since="2024-13")
    with pytest.raises(cd.UnknownValueError, match="unknown place_id 'plc-yerevn': did you mean 'plc-yerevan'"):
        cd.load("events", where={"place_id": "plc-yerevn"})
    with pytest.raises(cd.UnknownValueError, match="unknown event_id 'evt-2020-karabakh-wars': did you mean"):
        cd.load("events", where={"event_id": "evt-2020-karabakh-wars"})
    with pytest.raises(cd.DateError, match="did you mean '2024-12'"):
        cd.load("events", where={"start_date": "2024-13"})
    with pytest.raises(
        cd.CaucasusDataError,
        match=r"deaths_best holds numbers such as 35 or 87\.5, of which 35\.\. asks for that and more, and not 'many'",
    ):
        cd.load("events", where={"deaths_best": "many"})
    for cell in ("..", "few..many"):
        with pytest.raises(cd.CaucasusDataError, match=r"of which 35\.\. asks for that and more"):
            cd.load("events", where={"deaths_best": cell})
    with pytest.raises(cd.CaucasusDataError, match=r"did you mean 'deaths_best=100\.\.'\?"):
        cd.load("events", where="deaths_best > 100")
    with pytest.raises(cd.CaucasusDataError, match=r"did you mean 'deaths_best=\.\.5'\?"):
        cd.load("events", where="deaths_best<=5")
    with pytest.raises(cd.CaucasusDataError, match="rows of sources name no actors"):
        cd.load("sources", actor="armenia")
    with pytest.raises(cd.CaucasusDataError, match="the time from 2024 to 2020 ends before it starts"):
        cd.load("events", since="2024", until="2020")
    with pytest.raises(cd.CaucasusDataError, match="rows of participants have no date"):
        cd.load("participants", until="2024")


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
    rows = cd.load("events", since=since, until=until)
    assert ("evt-1988-gugark" in set(rows["event_id"])) is kept


def test_an_event_of_one_day_is_kept_on_that_day_alone() -> None:
    for day, kept in (("2025-01-13", False), ("2025-01-14", True), ("2025-01-15", False)):
        assert ("evt-2025-us-charter" in set(cd.load("events", since=day, until=day)["event_id"])) is kept


def test_a_spell_without_a_start_may_have_begun_at_any_time() -> None:
    spells = cd.load("memberships")
    undated = set(spells.loc[spells["start_date"].isna(), "membership_id"])
    assert undated
    assert undated <= set(cd.load("memberships", until="1990")["membership_id"])


@pytest.mark.parametrize("name", ["Aliyev", "Ильхам Алиев", "aliyev"])
def test_an_actor_has_any_of_its_names(name: str) -> None:
    pd.testing.assert_frame_equal(cd.load("claims", actor=name), cd.load("claims", actor="aliyev"))
    assert len(cd.load("claims", actor=name)) > 0


def test_an_actor_whom_nobody_knows_is_not_silently_nobody() -> None:
    with pytest.raises(cd.UnknownValueError, match="unknown actor 'Alijev': did you mean"):
        cd.load("claims", actor="Alijev")


@pytest.mark.parametrize(
    "day", ["2025-01-14", date(2025, 1, 14), datetime(2025, 1, 14, 23, 59), pd.Timestamp("2025-01-14 08:00", tz="UTC")]
)
def test_a_day_is_a_text_or_any_kind_of_date(day: str | date) -> None:
    (event,) = cd.load("events", since=day, until=day, where={"event_id": "evt-2025-us-charter"})["event_id"]
    assert event == "evt-2025-us-charter"
    pd.testing.assert_frame_equal(cd.load("events", as_of=day), cd.load("events", as_of="2025-01-14"))
    assert len(cd.load("events", where={"start_date": day})) == len(
        cd.load("events", where={"start_date": "2025-01-14"})
    )


@pytest.mark.parametrize("when", [2025, 2025.5, ["2025"], pd.NaT, object()])
@pytest.mark.parametrize("clock", ["since", "until", "as_of"])
def test_what_is_no_date_is_refused(clock: str, when: object) -> None:
    message = f"{clock} asks for a text such as '2023-09-19', a date or a Timestamp, and not "
    with pytest.raises(cd.DateError, match=message):
        cd.load("events", **{clock: when})  # type: ignore[arg-type]


def test_rows_are_numbered_anew() -> None:
    rows = cd.load("events", where={"type": "war"})
    assert rows.index.equals(pd.RangeIndex(len(rows)))
    assert dict(rows.dtypes) == dict(cd.load("events").dtypes)


def test_where_takes_what_show_takes() -> None:
    wars, clashes = (len(cd.load("events", where=f"type={kind}")) for kind in ("war", "clash"))
    assert len(cd.load("events", where=["type=war", "type=clash"])) == wars + clashes
    assert len(cd.load("events", where=["type=war", "type=clash", "credibility=1"])) < wars + clashes


def test_where_finds_a_part_of_a_cell_whatever_its_case_and_accents() -> None:
    titles = cd.load("events", where="title~lachin")["title"]
    assert len(titles) > 0
    assert titles.str.contains("Lachin").all()
    assert len(titles) == cd.load("events")["title"].str.contains("lachin", case=False).sum()
    shusha = set(cd.load("names", where="name~susa")["name"])
    assert "Şuşa" in shusha
    assert len(cd.load("events", where=["title~lachin", "title~shusha"])) > len(titles)
    assert len(cd.load("events", where="note~")) == cd.load("events")["note"].notna().sum()
    assert len(cd.load("events", where="title~=")) == 0


def test_where_knows_what_follows_from_a_word_and_from_a_date() -> None:
    events = cd.load("events")
    assert len(cd.load("events", where={"domain": "energy"})) == (events["domain"] == "energy").sum() > 0
    assert len(cd.load("events", where={"plover": None})) == events["plover"].isna().sum() > 0
    assert len(cd.load("events", where={"start_date_precision": "year"})) > 0
    assert len(cd.load("sources", where={"accessed": date(2026, 11, 22)})) > 0
    with pytest.raises(cd.UnknownValueError, match="unknown domain 'energetic': did you mean 'energy'"):
        cd.load("events", where={"domain": "energetic"})


@pytest.mark.parametrize(
    "where", [5, object(), b"type=war", ["type"], [5], "type", "=war", {"type": object()}, {5: "x"}]
)
def test_a_filter_of_no_form_is_told_in_a_line(where: Any) -> None:
    with pytest.raises(cd.CaucasusDataError) as caught:
        cd.load("events", where=where)
    assert "\n" not in str(caught.value)


def test_rows_that_name_no_actor_say_which_do() -> None:
    with pytest.raises(
        cd.CaucasusDataError, match="rows of sources name no actors; ask for one in actors, memberships"
    ):
        cd.load("sources", actor="Armenia")
    assert len(cd.load("participants", actor="Armenia")) > 0
