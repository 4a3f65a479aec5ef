"""From a name to the actor that bears it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Final

from caucasus_data.errors import AmbiguousNameError, UnknownValueError
from caucasus_data.package import storage
from caucasus_data.support.folding import folded, sounding, words

_OFFERED: Final = 3


class Names:
    """Who bears which name, among rows that have a label and may have other names.

    Args:
        rows: Rows with an id, a `name` and perhaps a kind and an `iso3`.
        names: Rows of the table `names`; those of others than these rows are passed over.
        key: The column of the ids.
    """

    def __init__(
        self, rows: Iterable[Mapping[str, str]], names: Iterable[Mapping[str, str]], key: str = "actor_id"
    ) -> None:
        surnames, others, labels, ids = (defaultdict[str, set[str]](set) for _ in range(4))
        persons = set()
        for row in rows:
            ids[row[key]].add(row[key])
            labels[row["name"]].add(row[key])
            if row.get("iso3"):
                others[row["iso3"]].add(row[key])
            if row["kind"] == "person":
                persons.add(row[key])
        for row in names:
            if row["actor_id"] in ids:
                others[row["name"]].add(row["actor_id"])
        for name, bearers in (*labels.items(), *others.items()):
            if of_persons := bearers & persons:
                surnames[name.split()[-1]] |= of_persons
        self._by_strength = surnames, others, labels, ids
        self._indexes: dict[Callable[[str], str], dict[str, set[str]]] = {}

    @property
    def known(self) -> set[str]:
        """Every name and id."""
        return {name for names in self._by_strength for name in names}

    def bearers(self, name: str) -> set[str]:
        """Those who bear a name; where none is just so, those whose name sounds alike; of several, whose id does."""
        for alike in (_plain, sounding):
            if found := self._index(alike).get(alike(name)):
                return {bearer for bearer in found if sounding(bearer) == sounding(name)} or found
        return set()

    def nearest(self, name: str) -> list[str]:
        """Names that have the words of this one, or else are most like it by sound; one for each that may be meant."""
        surnames, others, labels, ids = self._by_strength
        known = [spelling for names in (ids, surnames, others, labels) for spelling in names]
        known.sort(key=lambda spelling: spelling.isascii() is name.isascii())  # in its own letters where there are any
        spelled = {sounding(spelling): spelling for spelling in known}
        asked, bearers = sounding(name), self._index(sounding)
        having = [sound for sound in spelled if asked and {*words(asked)} <= {*words(sound)}]
        close = get_close_matches(asked, spelled, n=4 * _OFFERED, cutoff=0.6)
        offered: dict[frozenset[str], str] = {}
        for sound in (*sorted(having, key=lambda sound: (spelled[sound] not in labels, len(sound))), *close):
            offered.setdefault(frozenset(bearers[sound]), spelled[sound])
        return list(offered.values())[:_OFFERED]

    def _index(self, alike: Callable[[str], str]) -> dict[str, set[str]]:
        """The bearers of names that are made alike; the strongest name beats all others."""
        if alike not in self._indexes:
            index: dict[str, set[str]] = {}
            for names in self._by_strength:
                found = defaultdict[str, set[str]](set)
                for name, bearers in names.items():
                    found[alike(name)] |= bearers
                index |= found
            self._indexes[alike] = index
        return self._indexes[alike]


def resolve(name: str) -> str:
    """Find the actor that a name, a spelling, a capital, an ISO 3166-1 alpha-3 code or an id stands for.

    Args:
        name: A name in any language and script that the table `names` knows, or an actor id. Case, accents,
            hyphens for spaces and a leading "the" do not matter, nor, where no name is just so, the script
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
    names = _packaged()
    actors = names.bearers(name) if isinstance(name, str) else set()
    if len(actors) > 1:
        raise AmbiguousNameError(name, actors)
    if not actors:
        raise UnknownValueError("actor", name, names.known, names.nearest(str(name)))
    return next(iter(actors))


@cache
def _packaged() -> Names:
    return Names(storage.rows("actors"), storage.rows("names"))


def _plain(name: str) -> str:
    return " ".join(folded(name).replace("-", " ").split()).removeprefix("the ")
