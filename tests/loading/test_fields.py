from __future__ import annotations

from collections.abc import Callable

import pytest

import caucasus_data as cd
from caucasus_data.loading.fields import derived, fields
from caucasus_data.model.vocabularies import EVENT_TYPE, VOCABULARIES, EventType
from caucasus_data.package import storage
from tests.conftest import Rows

VERSIONS = [None, *storage.releases()]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_event_has_the_domain_and_the_category_of_its_type(version: str | None) -> None:
    events = cd.load("events", version=version)
    terms = storage.vocabularies(version)["event_type"]["terms"]
    assert events["domain"].to_list() == [terms[t]["domain"] for t in events["type"]]
    told = events["plover"].astype("object").where(events["plover"].notna(), None)
    assert told.to_list() == [terms[t].get("plover") for t in events["type"]]
    assert events["domain"].cat.categories.to_list() == list(VOCABULARIES["domain"].words)
    assert events["plover"].cat.categories.to_list() == list(VOCABULARIES["plover"].words)


def test_they_stand_beside_the_word_and_in_no_file(rows: Callable[[str], Rows]) -> None:
    names = list(cd.load("events"))
    assert names[names.index("type") :][:3] == ["type", "domain", "plover"]
    assert not {"domain", "plover"} & {*rows("events")[0]}


def test_what_is_declared_of_them() -> None:
    domain, plover = (field for field in fields("events") if field["name"] in ("domain", "plover"))
    assert domain["constraints"]["required"]
    assert "required" not in plover["constraints"]  # an election is nobody's act upon another
    assert [c["value"] for c in plover["categories"]] == plover["constraints"]["enum"]
    assert {d.field["name"]: d.words for d in derived("events")}["domain"] == {
        word: term.domain for word, term in EVENT_TYPE.terms.items() if isinstance(term, EventType)
    }
    assert all(derived(table) == [] for table in cd.tables() if table != "events")


@pytest.mark.parametrize("version", VERSIONS)
def test_scales_are_ordered_as_their_words_stand(version: str | None) -> None:
    scales = {"likelihood", "confidence", "credibility", "reliability"}
    ordered = set()
    for table in cd.tables(version):
        for field in fields(table, version):
            if "categories" in field and cd.load(table, version=version)[field["name"]].dtype.ordered:
                ordered.add(field["vocabulary"])
    assert ordered >= scales
    assert ordered == {name for name, vocabulary in VOCABULARIES.items() if vocabulary.scale} & ordered
    events, sources = cd.load("events", version=version), cd.load("sources", version=version)
    assert set(events.loc[events["credibility"] <= "2", "credibility"]) == {"1", "2"}
    assert set(sources.loc[sources["reliability"] < "C", "reliability"]) == {"A", "B"}
    assert (events["start_date_precision"] <= "month").sum() == events["start_date_precision"].isin(
        ["day", "month"]
    ).sum()


def test_the_descriptor_says_what_is_a_scale() -> None:
    for table in cd.tables():
        for field in storage.schema(table)["fields"]:
            scale = "vocabulary" in field and VOCABULARIES[field["vocabulary"]].scale
            assert field.get("categoriesOrdered", False) is scale
