from __future__ import annotations

import pandas as pd
import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.model.vocabularies import SCHEME, TableName
from caucasus_data.package import storage


@pytest.mark.parametrize("scheme", ["iso3", "cow", "gw", *SCHEME.words])
def test_every_identifier_of_a_table_is_there_once(scheme: str) -> None:
    keys: dict[TableName, str] = {"actors": "actor_id", "events": "event_id", "places": "place_id"}
    for table, column in keys.items():
        own = {row[column]: row for row in storage.rows(table)}
        expected = {
            (row["row_id"], row["value"], row["match"])
            for row in storage.rows("identifiers")
            if row["scheme"] == scheme and row["row_id"] in own
        }
        if scheme in storage.rows(table)[0]:
            expected |= {(row_id, row[scheme], "exact") for row_id, row in own.items() if row[scheme]}
        elif scheme not in SCHEME:
            continue
        frame = cd.crosswalk(scheme, table=table)
        assert [*frame] == [column, "value", "match"]
        found = [(r[column], str(r["value"]), r["match"]) for r in frame.to_dict("records")]
        assert len(found) == len(set(found))
        assert set(found) == expected


def test_numbers_are_numbers_and_codes_with_zeros_are_not() -> None:
    assert cd.crosswalk("vdem")["value"].dtype == cd.crosswalk("cow")["value"].dtype == "int64"
    assert "051" in set(cd.crosswalk("iso_numeric")["value"])


def test_releases_without_identifiers_have_the_codes_of_their_actors() -> None:
    codes = cd.crosswalk("cow", version="0.2.0").set_index("actor_id")["value"]
    assert codes["armenia"] == 371
    assert cd.crosswalk("wikidata", version="0.2.0").empty
    with pytest.raises(cd.UnknownValueError, match="unknown scheme 'vdem': it is one of iso3, cow, gw, wikidata"):
        cd.crosswalk("vdem", version="0.2.0")


def test_what_is_no_scheme_and_what_has_no_ids() -> None:
    with pytest.raises(cd.UnknownValueError, match="unknown scheme 'wikidta': did you mean 'wikidata'"):
        cd.crosswalk("wikidta")
    with pytest.raises(cd.UnknownValueError, match="unknown scheme 'cow'"):
        cd.crosswalk("cow", table="events")
    with pytest.raises(cd.CaucasusDataError, match="rows of participants have no ids that others could bear"):
        cd.crosswalk("wikidata", table="participants")


def test_it_merges_with_a_frame_of_other_data() -> None:
    other = pd.DataFrame({"ccode": [371, 372, 999], "score": [0.4, 0.5, 0.6]})
    merged = other.merge(cd.crosswalk("cow"), left_on="ccode", right_on="value")
    assert merged[["actor_id", "score"]].to_numpy().tolist() == [["armenia", 0.4], ["georgia", 0.5]]


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["crosswalk", "ucdp_conflict", "--table", "events"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head == "event_id,value,match"
    assert "evt-1992-abkhazia-war,392,exact" in lines
