"""FollowTheMoney entities, judged by its own library where that is installed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import caucasus_data as cd
from caucasus_data.export.ftm import SCHEMAS
from caucasus_data.model.vocabularies import ACTOR_KIND
from caucasus_data.package import storage

Entities = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cd.export("ftm", tmp_path_factory.mktemp("ftm"))


@pytest.fixture(scope="module")
def entities(folder: Path) -> Entities:
    lines = (folder / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    return {entity["id"]: entity for entity in map(json.loads, lines)}


def statements(folder: Path) -> list[dict[str, str]]:
    with (folder / "statements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect=csv.unix_dialect))


def test_every_kind_of_actor_but_a_place_has_a_schema() -> None:
    assert set(SCHEMAS) == set(ACTOR_KIND.words) - {"territory"}


def test_every_actor_membership_and_event_is_an_entity_under_its_id(entities: Entities) -> None:
    actors = [row["actor_id"] for row in storage.rows("actors") if row["kind"] != "territory"]
    spells = [row["membership_id"] for row in storage.rows("memberships")]
    events = [row["event_id"] for row in storage.rows("events")]
    posts = [entity["id"] for entity in entities.values() if entity["schema"] == "Position"]
    assert sorted(entities) == sorted([*actors, *spells, *events, *posts])
    offices = {row["membership_id"] for row in storage.rows("memberships") if row["type"] == "office"}
    assert {i for i in spells if entities[i]["schema"] == "Occupancy"} <= offices
    assert {entities[i]["schema"] for i in set(spells) - offices} == {"Membership"}


def test_every_statement_names_a_source_and_stands_in_its_entity(folder: Path, entities: Entities) -> None:
    told = statements(folder)
    sources = {row["source_id"] for row in storage.rows("sources")}
    assert {statement["origin"] for statement in told} <= sources
    values = {(i, prop, v) for i, e in entities.items() for prop, vs in e["properties"].items() for v in vs}
    assert {(s["entity_id"], s["prop"], s["value"]) for s in told} == values
    assert len(told) == len(values) == len({statement["id"] for statement in told})


def test_an_oldest_release_is_exported_too(tmp_path: Path) -> None:
    written = cd.export("ftm", tmp_path, version="0.1.0")
    assert '"schema": "Event"' in (written / "entities.ftm.json").read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore")
def test_the_library_takes_every_entity_and_statement(folder: Path, entities: Entities) -> None:
    followthemoney = pytest.importorskip("followthemoney")
    from followthemoney.statement.serialize import read_csv_statements

    lost, astray = [], []
    for entity in entities.values():
        proxy = followthemoney.EntityProxy.from_dict(entity, cleaned=False)
        missing = [prop for prop in proxy.schema.required if prop not in entity["properties"]]
        assert (proxy.schema.validate(entity), missing) == (None, [])
        for prop, values in entity["properties"].items():
            lost += [(entity["id"], prop, value) for value in values if not proxy.get(prop)]
            if wanted := proxy.schema.get(prop).range:
                schemas = [followthemoney.model.get(entities[value]["schema"]) for value in values]
                astray += [(entity["id"], prop) for schema in schemas if not schema.is_a(wanted)]
    assert (lost, astray) == ([], [])
    with (folder / "statements.csv").open("rb") as file:
        read = list(read_csv_statements(file))
    assert [s.id for s in read] == [s.generate_key() for s in read]
    assert [s.prop_type for s in read] == [s["prop_type"] for s in statements(folder)]
