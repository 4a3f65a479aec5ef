"""The columns of a table: those of its file, and beside a word what the vocabulary tells of it."""

from __future__ import annotations

from typing import NamedTuple

from caucasus_data.package import storage


class Derived(NamedTuple):
    """A column that no file stores, because it follows from another.

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
        told = {fact for facts in terms.values() for fact, text in facts.items() if isinstance(text, str)}
        for fact in sorted(told & set(storage.vocabularies())):
            words = {word: facts[fact] for word, facts in terms.items() if fact in facts}
            found.append(Derived(_field(fact, field, words, vocabularies), field["name"], words))
    return found


def fields(table: str, version: str | None = None) -> list[storage.Descriptor]:
    """What is declared of each column, with those that follow from a column beside it.

    >>> [field["name"] for field in fields("events")][4:7]
    ['type', 'domain', 'plover']
    """
    beside = derived(table, version)
    return [
        field
        for stored in storage.schema(table, version)["fields"]
        for field in (stored, *(d.field for d in beside if d.of == stored["name"]))
    ]


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
