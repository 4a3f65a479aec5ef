"""From a name to the actor that bears it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from caucasus_data.errors import AmbiguousNameError, UnknownValueError
from caucasus_data.package import storage
from caucasus_data.support.folding import folded


def resolve(name: str) -> str:
    """Find the actor that a name, a spelling, a metonym, an ISO 3166-1 alpha-3 code or an id stands for.

    Args:
        name: A name in any language and script that the table `names` knows, or an actor id. Case,
            accents, the kind of hyphen and a leading "the" do not matter. A surname will do where
            one person alone bears it.

    Returns:
        The `actor_id`.

    Raises:
        UnknownValueError: Nobody bears the name; the error offers the nearest names.
        AmbiguousNameError: Several actors bear it; the error lists them.

    Source:
        data/actors.csv and data/names.csv.

    >>> resolve("Yerevan")
    'armenia'
    >>> resolve("Yeravan")
    Traceback (most recent call last):
    caucasus_data.errors.UnknownValueError: unknown actor 'Yeravan': did you mean 'Yerevan'...
    """
    actors = _index().get(_folded(name)) if isinstance(name, str) else None
    if not actors:
        raise UnknownValueError("actor", name, _spellings())
    if len(actors) > 1:
        raise AmbiguousNameError(name, actors)
    return next(iter(actors))


@cache
def _index() -> dict[str, set[str]]:
    """Actors by folded name: ids beat labels, labels beat other names, and those beat bare surnames."""
    ids, labels, others, surnames = (defaultdict[str, set[str]](set) for _ in range(4))
    persons = set()
    for row in storage.rows("actors"):
        ids[_folded(row["actor_id"])].add(row["actor_id"])
        labels[_folded(row["name"])].add(row["actor_id"])
        if row["iso3"]:
            others[_folded(row["iso3"])].add(row["actor_id"])
        if row["kind"] == "person":
            persons.add(row["actor_id"])
    for row in storage.rows("names"):
        others[_folded(row["name"])].add(row["actor_id"])
    for name, actors in (*labels.items(), *others.items()):
        surnames[name.split()[-1]] |= actors & persons
    return {**{s: a for s, a in surnames.items() if a}, **others, **labels, **ids}


@cache
def _spellings() -> list[str]:
    return sorted({row["name"] for table in ("actors", "names") for row in storage.rows(table)})


def _folded(name: str) -> str:
    return folded(name).removeprefix("the ")
