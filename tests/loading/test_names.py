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
        ("Tbilisi", "georgia"),
        ("Tiflis", "georgia"),
        ("Tibilisi", "georgia"),
        ("თბილისი", "georgia"),
        ("Kyiv", "ukraine"),
        ("Kiev", "ukraine"),
        ("Kyv", "ukraine"),
        ("Киев", "ukraine"),
        ("Minsk", "belarus"),
        ("Paris", "france"),
        ("Berlin", "germany"),
        ("Beijing", "china"),
        ("New Delhi", "india"),
        ("Astana", "kazakhstan"),
        ("Tskhinvali", "republic-of-south-ossetia"),
        ("Цхинвали", "republic-of-south-ossetia"),
        ("NKR", "nagorno-karabakh-republic"),
        ("UAE", "united-arab-emirates"),
        ("USSR", "soviet-union"),
        ("Aliev", "aliyev"),
        ("Алиев", "aliyev"),
        ("Zelenskyy", "zelensky"),
        ("ODKB", "csto"),
        ("Nagorno Karabakh", "nagorno-karabakh"),
        ("Нагорный-Карабах", "nagorno-karabakh"),
        ("Aliyev Heydar", "aliyev-heydar"),
    ],
)
def test_names_lead_to_their_actor(name: str, actor: str) -> None:
    assert cd.resolve(name) == actor


def test_every_actor_is_found_by_its_id_and_its_label() -> None:
    for row in read_csv(storage.csv_path("actors")):
        assert cd.resolve(row["actor_id"]) == row["actor_id"]
        assert cd.resolve(row["name"]) == row["actor_id"]


CAPITAL_ALIKE = {"luxembourg", "singapore"}
CAPITAL_OF_MORE = {"belgium", "soviet-union"}  # Brussels stands for the European Union, and Moscow for Russia
NO_CAPITAL_READ = {"egypt", "holy-see", "palestine"}  # Palestine's is contested
ENDED = {"armenian-ssr", "azerbaijani-ssr", "georgian-ssr"}


def test_every_state_is_found_by_its_capital() -> None:
    states = {row["actor_id"] for row in read_csv(storage.csv_path("actors")) if row["kind"] == "state"}
    named = {row["actor_id"] for row in read_csv(storage.csv_path("names")) if row["usage"] == "metonym"}
    assert states - named == CAPITAL_ALIKE | CAPITAL_OF_MORE | NO_CAPITAL_READ | ENDED


@pytest.mark.parametrize(
    ("slip", "meant", "actor"),
    [
        ("Putn", "Putin", "putin"),
        ("Delhi", "New Delhi", "india"),
        ("Tblisi", "Tbilisi", "georgia"),
        ("Bejing", "Beijing", "china"),
        ("Tskinvali", "Tskhinvali", "republic-of-south-ossetia"),
        ("Nikol", "Nikol Pashinyan", "pashinyan"),
        ("Путн", "Путин", "putin"),
        ("Bern", "Berne", "switzerland"),
    ],
)
def test_a_slip_or_a_part_leads_to_the_name_that_was_meant(slip: str, meant: str, actor: str) -> None:
    with pytest.raises(cd.UnknownValueError, match=f"unknown actor '{slip}': did you mean '{meant}'") as caught:
        cd.resolve(slip)
    assert cd.resolve(caught.value.nearest[0]) == actor
    offered = [cd.resolve(name) for name in caught.value.nearest]
    assert len(offered) == len(set(offered))


def test_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(cd.UnknownValueError, match=r"unknown actor 'Pashinjan': did you mean .*Pashin") as caught:
        cd.resolve("Pashinjan")
    assert caught.value.value == "Pashinjan"
    assert cd.resolve(caught.value.nearest[0]) == "pashinyan"


def test_shared_name_lists_its_bearers(monkeypatch: pytest.MonkeyPatch) -> None:
    from caucasus_data.loading import names

    named = [{"actor_id": actor, "name": "Aliyev", "kind": "person"} for actor in ("aliyev-ilham", "aliyev-heydar")]
    monkeypatch.setattr(names, "_packaged", lambda: names.Names(named, []))
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
    monkeypatch.setattr(names, "_packaged", names._packaged.__wrapped__)


@pytest.mark.usefixtures("few_names")
@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("alpha", "alpha"),  # an id beats what somebody else is called
        ("beta", "alpha"),  # a label does too
        ("NAGORNO\u2011KARABAKH", "gamma"),
        ("nagorno\u2013karabakh", "gamma"),
        ("Nagorno Karabakh", "gamma"),
        ("Jean-Strasse", "first"),
        ("Aliyev", "third"),  # the surname of a person, not the last word of a state's name
        ("əliyev", "alpha"),  # a name beats a surname
        ("ILHAM ALİYEV", "third"),
        ("Ильхам Алиев", "third"),
    ],
)
def test_which_name_counts(name: str, actor: str) -> None:
    assert cd.resolve(name) == actor


@pytest.mark.usefixtures("few_names")
def test_a_surname_of_two_is_no_answer() -> None:
    with pytest.raises(cd.AmbiguousNameError, match="'first' or 'second'"):
        cd.resolve("STRASSE")
