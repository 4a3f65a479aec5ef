"""From a name to the actor that bears it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Final

from caucasus_data.errors import AmbiguousNameError, UnknownValueError
from caucasus_data.package import storage
from caucasus_data.support.folding import folded, sounding, words

Bearers = Mapping[str, set[str]]
"""The actors that a name may mean."""

_OFFERED: Final = 3


def resolve(name: str) -> str:
    """Find the actor that a name, a spelling, a capital, an ISO 3166-1 alpha-3 code or an id stands for.

    Args:
        name: A name in any language and script that the table `names` knows, or an actor id. Case, accents,
            the kind of hyphen and a leading "the" do not matter, nor, where no name is just so, the script
            and the way of transliterating. A surname will do where one person alone bears it.

    Returns:
        The `actor_id`.

    Raises:
        UnknownValueError: Nobody bears the name; the error offers the nearest names.
        AmbiguousNameError: Several actors bear it; the error lists them.

    Source:
        data/actors.csv and data/names.csv.

    >>> resolve("Yerevan"), resolve("Kiev"), resolve("Пашинян"), resolve("Aliev")
    ('armenia', 'ukraine', 'pashinyan', 'aliyev')
    >>> resolve("Putn")
    Traceback (most recent call last):
    caucasus_data.errors.UnknownValueError: unknown actor 'Putn': did you mean 'Putin'...
    """
    if isinstance(name, str):
        for alike in (_plain, sounding):
            if actors := _index(alike).get(alike(name)):
                if len(actors) > 1:
                    raise AmbiguousNameError(name, actors)
                return next(iter(actors))
    raise UnknownValueError("actor", name, {s for names in _names() for s in names}, _nearest(str(name)))


@cache
def _names() -> list[Bearers]:
    """All names with their bearers, from weak to strong: bare surnames, other names, labels, ids."""
    surnames, others, labels, ids = (defaultdict[str, set[str]](set) for _ in range(4))
    persons = set()
    for row in storage.rows("actors"):
        ids[row["actor_id"]].add(row["actor_id"])
        labels[row["name"]].add(row["actor_id"])
        if row["iso3"]:
            others[row["iso3"]].add(row["actor_id"])
        if row["kind"] == "person":
            persons.add(row["actor_id"])
    for row in storage.rows("names"):
        if row["actor_id"] in ids:  # and not in places, which have names too
            others[row["name"]].add(row["actor_id"])
    for name, actors in (*labels.items(), *others.items()):
        if of_persons := actors & persons:
            surnames[name.split()[-1]] |= of_persons
    return [surnames, others, labels, ids]


@cache
def _index(alike: Callable[[str], str]) -> Bearers:
    """The bearers of names that are made alike; the strongest name beats all others."""
    index: dict[str, set[str]] = {}
    for names in _names():
        found = defaultdict[str, set[str]](set)
        for name, actors in names.items():
            found[alike(name)] |= actors
        index |= found
    return index


def _nearest(name: str) -> list[str]:
    """Names that have the words of this one, or else are most like it by sound; one for each that may be meant."""
    surnames, others, labels, ids = _names()
    known = [spelling for names in (ids, surnames, others, labels) for spelling in names]
    known.sort(key=lambda spelling: spelling.isascii() is name.isascii())  # in its own letters where there are any
    spelled = {sounding(spelling): spelling for spelling in known}
    asked, bearers = sounding(name), _index(sounding)
    having = [sound for sound in spelled if asked and {*words(asked)} <= {*words(sound)}]
    close = get_close_matches(asked, spelled, n=4 * _OFFERED, cutoff=0.6)
    offered: dict[frozenset[str], str] = {}
    for sound in (*sorted(having, key=lambda sound: (spelled[sound] not in labels, len(sound))), *close):
        offered.setdefault(frozenset(bearers[sound]), spelled[sound])
    return list(offered.values())[:_OFFERED]


def _plain(name: str) -> str:
    return folded(name).removeprefix("the ")
