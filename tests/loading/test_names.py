from __future__ import annotations

import pytest

import caucasus_data as cd
from caucasus_data.package import storage
from tests.conftest import read_csv


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Yerevan", "armenia"),
        ("yerevan", "armenia"),
        ("Հայաստան", "armenia"),
        ("Artsakh", "nagorno-karabakh"),
        ("ОДКБ", "csto"),
        ("одкб", "csto"),
        ("CSTO", "csto"),
        ("Pashinian", "pashinyan"),
        ("Nikol Pashinyan", "pashinyan"),
        ("Пашинян", "pashinyan"),
        ("Türkiye", "turkey"),
        ("Turkiye", "turkey"),
        ("the Kremlin", "russia"),
        ("azerbaijan", "azerbaijan"),
        ("USA", "united-states"),
        (" Armenia ", "armenia"),
    ],
)
def test_names_lead_to_their_actor(name: str, actor: str) -> None:
    assert cd.resolve(name) == actor


def test_every_actor_is_found_by_its_id_and_its_label() -> None:
    for row in read_csv(storage.csv_path("actors")):
        assert cd.resolve(row["actor_id"]) == row["actor_id"]
        assert cd.resolve(row["name"]) == row["actor_id"]


def test_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(cd.UnknownValueError, match=r"unknown actor 'Pashinjan': did you mean .*Pashin") as caught:
        cd.resolve("Pashinjan")
    assert caught.value.value == "Pashinjan"
    assert cd.resolve(caught.value.nearest[0]) == "pashinyan"


def test_shared_name_lists_its_bearers(monkeypatch: pytest.MonkeyPatch) -> None:
    from caucasus_data.loading import names

    monkeypatch.setattr(names, "_index", lambda: {"aliyev": {"aliyev-ilham", "aliyev-heydar"}})
    with pytest.raises(cd.AmbiguousNameError, match="'aliyev-heydar' or 'aliyev-ilham'"):
        cd.resolve("Aliyev")


@pytest.fixture
def few_names(monkeypatch: pytest.MonkeyPatch) -> None:
    from caucasus_data.loading import names

    actors = [
        {"actor_id": "alpha", "name": "Beta", "kind": "state", "iso3": "ALP"},
        {"actor_id": "gamma", "name": "Nagorno-Karabakh", "kind": "territory", "iso3": ""},
        {"actor_id": "first", "name": "Jean Strasse", "kind": "person", "iso3": ""},
        {"actor_id": "second", "name": "Anna Straße", "kind": "person", "iso3": ""},
        {"actor_id": "third", "name": "Ilham Əliyev", "kind": "person", "iso3": ""},
        {"actor_id": "state", "name": "Great Aliyev", "kind": "state", "iso3": ""},
    ]
    called = [
        {"actor_id": "gamma", "name": "alpha"},
        {"actor_id": "gamma", "name": "Beta"},
        {"actor_id": "third", "name": "Ilham Aliyev"},
        {"actor_id": "alpha", "name": "Əliyev"},
    ]
    monkeypatch.setattr(storage, "rows", {"actors": actors, "names": called}.__getitem__)
    monkeypatch.setattr(names, "_index", names._index.__wrapped__)


@pytest.mark.usefixtures("few_names")
@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("alpha", "alpha"),  # an id beats what somebody else is called
        ("beta", "alpha"),  # a label does too
        ("NAGORNO\u2011KARABAKH", "gamma"),
        ("nagorno\u2013karabakh", "gamma"),
        ("Aliyev", "third"),  # the surname of a person, not the last word of a state's name
        ("əliyev", "alpha"),  # a name beats a surname
        ("ILHAM ALİYEV", "third"),
    ],
)
def test_which_name_counts(name: str, actor: str) -> None:
    assert cd.resolve(name) == actor


@pytest.mark.usefixtures("few_names")
def test_a_surname_of_two_is_no_answer() -> None:
    with pytest.raises(cd.AmbiguousNameError, match="'first' or 'second'"):
        cd.resolve("STRASSE")
