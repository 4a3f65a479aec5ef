"""The columns of a table: those of its file, and those that follow from a word or from the place that it names."""

from __future__ import annotations

from typing import Final, NamedTuple

from caucasus_data.package import storage

OF_PLACE: Final = ("within_id", "latitude", "longitude")
"""What a table that names places holds of each."""


class Derived(NamedTuple):
    """A column that no file stores, because it follows from the word in another.

    Attributes:
        field: What it holds, in the terms of Table Schema.
        of: The column that it follows from.
        words: Its cell for each word of that column; a word that is not there leaves it blank.
    """

    field: storage.Descriptor
    of: str
    words: dict[str, str]


def derived(table: str, version: str | None = None) -> list[Derived]:
    """The columns that follow from the words of a table, as the domain of an event follows from its type.

    >>> [(d.of, d.field["name"], d.words["call"]) for d in derived("events")]
    [('type', 'domain', 'diplomatic'), ('type', 'plover', 'CONSULT')]
    """
    vocabularies = storage.vocabularies(version)
    found = []
    for field in storage.schema(table, version)["fields"]:
        terms = vocabularies[field["vocabulary"]]["terms"] if "vocabulary" in field else {}
        told = {fact: None for facts in terms.values() for fact in facts}
        for fact in (fact for fact in told if fact in storage.vocabularies()):  # what has words of its own
            words = {word: facts[fact] for word, facts in terms.items() if fact in facts}
            found.append(Derived(_field(fact, field, words, vocabularies), field["name"], words))
    return found


def fields(table: str, version: str | None = None) -> list[storage.Descriptor]:
    """What is declared of each column, with those that follow from a column beside it.

    >>> [field["name"] for field in fields("events")][4:]
    ['type', 'domain', 'plover', 'place_id', 'within_id', 'latitude', 'longitude', 'deaths_low', ...]
    """
    beside = following(table, version)
    stored: list[storage.Descriptor] = storage.schema(table, version)["fields"]
    return [field for declared in stored for field in (declared, *beside.get(declared["name"], ()))]


def following(table: str, version: str | None = None) -> dict[str, list[storage.Descriptor]]:
    """What is declared of the columns that follow from a column, by that column.

    >>> [field["name"] for field in following("events")["place_id"]]
    ['within_id', 'latitude', 'longitude']
    """
    beside: dict[str, list[storage.Descriptor]] = {}
    for follows in derived(table, version):
        beside.setdefault(follows.of, []).append(follows.field)
    for column in (c for c, target in storage.foreign_keys(table, version).items() if target == "places"):
        of_place = {field["name"]: field for field in storage.schema("places", version)["fields"]}
        beside[column] = [of_place[name] | {"constraints": {}} for name in OF_PLACE]
    return beside


def _field(
    name: str, of: storage.Descriptor, words: dict[str, str], vocabularies: storage.Descriptor
) -> storage.Descriptor:
    known = vocabularies.get(name) or storage.vocabularies()[name]  # releases before 0.3.0 do not define PLOVER's
    always = of.get("constraints", {}).get("required") and len(words) == len(of["categories"])
    return {
        "name": name,
        "type": "string",
        "description": known["description"],
        "example": words.get(of["example"], next(iter(words.values()))),
        "constraints": ({"required": True} if always else {}) | {"enum": [*known["terms"]]},
        "vocabulary": name,
        "categories": [{"value": word, "label": facts["definition"]} for word, facts in known["terms"].items()],
    }
