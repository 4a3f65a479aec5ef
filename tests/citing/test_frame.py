"""Which tables a frame is of: by its keys, by all its columns, and by its cells where names do not tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from tests.citing.test_shown import by_text, whole

VERSION = "0.2.0"


def cited(frame: Any, **how: Any) -> dict[str, int]:
    return {name: len(table.rows) for name, table in cd.cite(frame, version=VERSION, **how).tables.items()}


def refused(frame: Any, **how: Any) -> str:
    with pytest.raises(cd.CaucasusDataError) as caught:
        cd.cite(frame, version=VERSION, **how)
    return str(caught.value)


def forgetful(frame: pd.DataFrame) -> pd.DataFrame:
    return by_text(frame)


CUT = [
    ("participants", ["actor_id", "role"], "event_id"),
    ("claims", ["source_id", "text"], "claim_id"),
    ("memberships", ["source_id", "role"], "membership_id"),
    ("citations", ["source_id", "locator"], "row_id, stance, field"),
    ("names", ["actor_id", "language"], "name, usage, used_by"),
]


@pytest.mark.parametrize(("table", "columns", "lost"), CUT)
def test_a_frame_that_lost_its_key_is_no_frame_of_another_table(table: str, columns: list[str], lost: str) -> None:
    frame = whole(table)[columns]
    assert refused(frame) == f"the frame lacks {lost}, by which rows of {table} are told apart; keep the key"
    assert refused(forgetful(frame)).startswith(
        f"the frame has {columns[1]}, and lacks the key that tells of which row: "
    )
    assert refused(frame[columns[:1]]).startswith(f"the frame lacks {lost.partition(',')[0]}")


def test_an_empty_table_claims_no_key() -> None:
    said = (
        "the frame has row_id, and lacks the key that tells of which row: row_id, source_id, stance, field of citations"
    )
    assert refused(forgetful(whole("citations")[["row_id", "source_id"]])).startswith(said)
    assert refused(whole("withdrawn")) == "there are no rows to cite"


def test_the_rows_of_another_table_can_be_asked_for() -> None:
    parts = whole("participants")[["actor_id", "role"]].head(20)
    said = "if role is yours, say of which tables the rows are: tables=['actors']"
    assert refused(forgetful(parts)).endswith(said)
    assert cited(parts, tables=["actors"]) == {"actors": parts["actor_id"].nunique()}
    statement = cd.cite(parts, version=VERSION, tables=["actors"]).statement
    assert cd.verify(statement, parts, tables=["actors"]).own == ("role",)
    assert not cd.verify(statement, parts)
    assert refused(parts, tables=["claims"]) == (
        "the frame lacks claim_id, by which rows of claims are told apart; keep the key"
    )
    assert refused(parts, tables=["actor"]) == "unknown table 'actor': did you mean 'actors'?"


def test_a_merge_is_cited_and_checked_for_both() -> None:
    merged = whole("participants").merge(whole("events"), on="event_id").head(50)
    assert cited(merged) == {"events": merged["event_id"].nunique(), "participants": 50}
    statement = cd.cite(merged, version=VERSION).statement
    for column, false in (("title", "Nothing happens"), ("deaths_best", 9), ("start_date_latest", pd.NaT)):
        cells = merged[column].astype("object")
        cells.iloc[7] = false
        assert not cd.verify(statement, merged.assign(**{column: cells}))


def test_a_reference_that_leads_elsewhere_is_a_changed_cell() -> None:
    """Though both rows are as they were released, they do not belong together."""
    events = whole("events").head(2)
    merged = events.assign(source_id=events["source_id"].iloc[::-1].to_list()).merge(whole("sources"), on="source_id")
    assert merged["source_id"].nunique() == 2
    assert refused(merged).startswith("source_id of evt-1988-armenia-supreme-soviet-request in events is ")


def test_what_two_tables_may_have_is_told_by_the_cells_or_asked() -> None:
    claims = whole("claims").dropna(subset=["event_id", "membership_id"]).head(3)
    assert len(claims) > 1
    merged = claims.merge(whole("events")[["event_id", "title"]], on="event_id")
    assert cited(merged).keys() == {"claims", "events"}
    narrow = claims[["claim_id", "event_id", "membership_id"]].assign(end_date=None)
    ends = [whole(t).set_index(f"{t[:-1]}_id")["end_date"] for t in ("events", "memberships")]
    blank = [claims[f"{t}_id"].map(end).isna() for t, end in zip(("event", "membership"), ends, strict=True)]
    undecided = narrow[blank[0] & blank[1]]
    assert len(undecided)
    assert refused(undecided) == (
        "the columns may be of several tables; name those that are meant: "
        "tables=['claims', 'memberships'] or tables=['claims', 'events']"
    )
    assert cited(undecided, tables=["claims", "events"]).keys() == {"claims", "events"}


def test_rows_and_columns_as_series() -> None:
    events = whole("events")
    assert cited(events.iloc[3]) == {"events": 1}
    assert refused(events.iloc[3].replace({events.iloc[3]["title"]: "Nothing"})).startswith("title of evt-")
    assert cited(events.set_index("event_id").iloc[3]) == {"events": 1}
    other = events.set_index("event_id").iloc[3].rename(events["event_id"][4])
    assert refused(other).startswith(f"title of {events['event_id'][4]} in events is ")
    assert refused(events.set_index("title").iloc[3].drop("event_id")).startswith("unknown row of 0.2.0 ")
    assert refused(events.drop(columns="event_id").iloc[3]) == (
        "the frame lacks event_id, by which rows of events are told apart; keep the key"
    )
    assert cited(events["event_id"]) == {"events": len(events)}
    today = cd.load("actors").set_index("actor_id")
    assert "does not tell its rows apart" in refused(today["name"])
    assert refused(whole("participants")["actor_id"]) == (
        "the column actor_id of participants does not tell its rows apart; cite the frame, or the ids as a list"
    )
    assert cited(whole("participants")["actor_id"].to_list()).keys() == {"actors"}


def test_a_panel_of_memberships_shows_its_spells() -> None:
    panel = cd.panel("memberships", by="quarter", version=VERSION).query("member_id == 'armenia'")
    spells = panel["membership_id"].unique()
    assert cited(panel) == {"memberships": len(spells)}
    assert cd.cite(panel).statement == cd.cite(spells, version=VERSION).statement
    assert refused(panel.drop(columns="membership_id")).startswith("a panel shows no rows")


@pytest.mark.parametrize("table", ["events", "dependencies"])
def test_a_panel_of_counts_shows_no_rows(table: Any) -> None:
    panel = cd.panel(table, version=VERSION)
    said = f"a panel shows no rows; cite those of which it was made, such as cite(load('{table}', version='0.2.0'))"
    assert refused(panel) == said
    assert refused(panel.head(2)) == said
    panel.attrs["version"] = "not released yet"
    assert refused(panel).endswith(f"version={cd.versions()['version'].iloc[-1]!r}))")
    assert refused(forgetful(panel.head(20)))


def test_what_was_found_is_cited_by_its_ids() -> None:
    found = cd.find("Lachin", version=VERSION, limit=5)
    assert sum(cited(found).values()) == 5
    assert cited(cd.diff("0.1.0", "0.2.0").query("change == 'changed' and table == 'actors'")).keys() == {"actors"}


def test_a_graph_is_no_list_of_ids() -> None:
    assert "and not <caucasus-data memberships 0.2.0" in refused(cd.network("memberships", version=VERSION))


def test_dates_made_into_timestamps() -> None:
    events = whole("events").query("start_date_precision == 'day' and not start_date.str.contains('[?~]')")
    dated = events.assign(start_date=pd.to_datetime(events["start_date"]))
    statement = cd.cite(events).statement
    assert cd.cite(dated).statement == statement
    assert cd.verify(statement, dated)
    later = dated.assign(start_date=dated["start_date"] + pd.Timedelta(days=1))
    assert not cd.verify(statement, later)
    months = whole("events").query("start_date_precision == 'month'").head(3)
    falsely = months.assign(start_date=pd.to_datetime(months["start_date"].str[:7]))
    assert "-01 00:00:00', and was released as " in refused(falsely)


def test_what_held_is_demanded_as_the_day_gives_it() -> None:
    claims = whole("claims").query("status == 'contradicted'").head(2)
    hidden = claims.assign(status="unreviewed", confidence=None, held="surely")
    statement = cd.cite(claims).statement
    assert not cd.verify(statement, hidden)
    assert not cd.verify(statement, forgetful(hidden))
    assert "confidence of " in refused(hidden.drop(columns="held"))
    assert refused(forgetful(claims.assign(held="surely"))).startswith(
        "held says what held on some day, and as_of does not tell the day"
    )
    then = cd.load("claims", as_of="2020-01-01", version=VERSION)
    assert (then["status"] == "unreviewed").any()
    assert cited(then) == cited(forgetful(then), as_of="2020-01-01") == {"claims": len(then)}
    assert "confidence of " in refused(forgetful(then), as_of="2024-01-01")
    appended = pd.concat([then, cd.load("claims", version=VERSION).query("made_on > '2021'").head(1)])
    assert " of claims did not hold on 2020-01-01, says 0.2.0" in refused(appended, as_of="2020-01-01")
    with pytest.raises(cd.DateError):
        cd.cite(then, as_of="2020")
    wrong = then.assign(held=then["held"].map({"surely": "possibly", "possibly": "surely"}))
    assert not cd.verify(cd.cite(then).statement, wrong)


def test_a_frame_remembers_its_release_and_day() -> None:
    old = cd.load("events", version="0.1.0").head(2)
    assert old.attrs == {"table": "events", "version": "0.1.0", "as_of": None}
    assert cd.cite(old).version == "0.1.0"
    assert cd.cite([old, "armenia"]).version == "0.1.0"
    assert cd.load("names", as_of="2020-01-01").attrs["as_of"] == "2020-01-01"
    with pytest.raises(
        cd.CaucasusDataError, match=r"^the frames are from 0\.1\.0 and 0\.2\.0; cite those of each by themselves$"
    ):
        cd.cite([old, whole("events")])
    old.attrs = {"table": 7, "version": None, "as_of": ["x"]}
    assert cd.cite(old, version="0.1.0").rows == 2


def test_columns_of_ones_own_do_not_matter_and_those_of_a_merge_do() -> None:
    events = whole("events").head(5).assign(title_length=1, weather="fair", value_in_dram=3, start_date_year=1988)
    assert cd.verify(cd.cite(events).statement, events).own == (
        *("title_length", "weather", "value_in_dram", "start_date_year"),
    )
    narrow = whole("events")[["event_id", "source_id", "title"]].head(6)
    merged = narrow.merge(whole("sources")[["source_id", "title"]], on="source_id", suffixes=("", "_of_paper"))
    assert cited(merged).keys() == {"events", "sources"}
    assert "title_of_paper of src-" in refused(merged.assign(title_of_paper=["X", *merged["title_of_paper"][1:]]))


def test_commands_take_the_table_and_the_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.csv"
    cd.load("memberships", as_of="2023-09-19", version=VERSION).head(9).to_csv(file, index=False, na_rep="NA")
    assert main(["cite", str(file), "--version", VERSION]) == 2
    assert "as_of does not tell the day" in capsys.readouterr().err
    assert main(["cite", str(file), "--version", VERSION, "--as-of", "2023-09-19", "--as", "bibtex"]) == 0
    bibtex = capsys.readouterr().out
    assert "caucasus-data 0.2.0 as of 2023-09-19, 9 rows, sha256:" in bibtex
    assert main(["verify", bibtex, str(file)]) == 0
    assert capsys.readouterr().out == "the rows are those that were cited\n"
    parts = tmp_path / "parts.CSV"
    whole("participants")[["actor_id", "role"]].head(9).to_csv(parts, index=False)
    assert main(["cite", str(parts), "--version", VERSION]) == 2
    assert "tables=['actors']" in capsys.readouterr().err
    assert main(["cite", str(parts), "--version", VERSION, "--table", "actors"]) == 0
    assert main(["verify", capsys.readouterr().out, str(parts), "--table", "actors"]) == 0
    assert capsys.readouterr().out == "the rows are those that were cited; not of the dataset, and not compared: role\n"
