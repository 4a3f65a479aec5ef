"""Each of the six states stands to each body in a membership row, or in a reviewed list of those to which it never did."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import caucasus_data as cd
from caucasus_data.package import storage
from tests.conftest import read_csv

STATES = ("armenia", "azerbaijan", "georgia", "iran", "russia", "turkey")
BODIES = (
    "aiib", "asian-development-bank", "brics", "bsec", "cica", "cis", "collective-security-treaty",
    "council-of-europe", "council-of-europe-assembly", "csto", "d-8", "eaeu", "eastern-partnership", "ebrd", "eco",
    "energy-community", "eu-agreement", "eurasec", "euro-atlantic-partnership-council",
    "european-political-community", "francophonie", "g20", "guam", "icc", "ilo", "imf", "interpol", "nato",
    "non-aligned-movement", "north-atlantic-cooperation-council", "oic", "organization-of-turkic-states", "osce",
    "partnership-for-peace", "sco", "turksoy", "unesco", "united-nations", "who", "world-bank", "wto",
)  # fmt: skip
COUNTED_AS = {
    "ankara-agreement-1963": "eu-agreement",
    "cepa": "eu-agreement",
    "eu-armenia-pca": "eu-agreement",
    "eu-azerbaijan-pca": "eu-agreement",
    "eu-georgia-association-agreement": "eu-agreement",
    "eu-georgia-pca": "eu-agreement",
    "eu-russia-pca": "eu-agreement",
    "rome-statute": "icc",
}
REVIEWED = read_csv(Path(__file__).with_name("membership_matrix.csv"))
UNSIGNED = {"armenia-azerbaijan-peace-text"}


def cells_with_a_row() -> set[tuple[str, str]]:
    cells = set()
    for row in read_csv(storage.csv_path("memberships")):
        if row["type"] != "office":
            cells.add((row["member_id"], COUNTED_AS.get(row["organization_id"], row["organization_id"])))
        if row["instrument"].startswith("Partnership for Peace"):
            cells.add((row["member_id"], "partnership-for-peace"))
    return cells


def test_every_cell_has_a_row_or_was_reviewed_and_none_has_both() -> None:
    reviewed = [(entry["state"], entry["organization"]) for entry in REVIEWED]
    assert len(reviewed) == len(set(reviewed))
    assert set(product(STATES, BODIES)) - cells_with_a_row() == set(reviewed)


def test_never_rests_on_a_source_and_not_found_says_what_was_lacking() -> None:
    sources = set(cd.load("sources")["source_id"])
    for entry in REVIEWED:
        assert entry["verdict"] in {"never", "not_found"}
        assert entry["source_id"] in sources if entry["verdict"] == "never" else entry["reason"], entry


def test_every_signed_treaty_has_two_parties() -> None:
    actors, rows = cd.load("actors"), cd.load("memberships")
    parties = rows.groupby("organization_id")["member_id"].nunique()
    treaties = set(actors.loc[actors["kind"] == "treaty", "actor_id"])
    assert {treaty for treaty in treaties if parties.get(treaty, 0) < 2} == UNSIGNED


def test_no_treaty_binds_from_its_signature() -> None:
    rows = cd.load("memberships").query("type == 'party' and participation == 'active' and start_basis == 'signature'")
    assert set(rows["organization_id"]) == set()
