"""Which rows of a release a frame shows, and whether all that it shows of them is what was released."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

from caucasus_data.citing.cells import NOT_AVAILABLE, blank, same, text_of
from caucasus_data.citing.given import origin
from caucasus_data.citing.released import Release, View
from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.loading.as_of import VERDICTS
from caucasus_data.support.plain_text import shorten

if TYPE_CHECKING:
    import pandas as pd

_MERGED = re.compile(r"|[._](?:x|y|left|right)")
"""What pandas, polars and R add to a name that both sides of a merge have, or nothing."""


class Reading(NamedTuple):
    """A name in a frame, taken for that of a column and what a merge added to it."""

    column: str
    suffix: str


class Instance(NamedTuple):
    """A table whose key a frame has; twice, with two suffixes, where it was merged with itself."""

    table: str
    suffix: str


class Pair(NamedTuple):
    """A name in a frame, and a table whose column it is taken for; a key is there for other tables too."""

    name: str
    instance: Instance
    key: bool = False


class Shown(NamedTuple):
    """What a frame shows of a release.

    Attributes:
        rows: Table and id of each row that it names; the release may lack some.
        faults: Where what it shows is not what was released, each as a clause.
        own: Its columns that are none of the release, and that nobody compared.
    """

    rows: list[tuple[str, str]]
    faults: list[str]
    own: list[str]


def shown(frame: pd.DataFrame, release: Release, day: str | None, tables: Sequence[str] | None) -> Shown:
    """Find the rows of a frame, and compare each cell that it has from the release.

    Args:
        frame: Rows of one table, or of several that were merged; in any order, with any columns beside
            the keys. Named levels of the index count as columns.
        release: The release from which they are.
        day: The day in the world for which they were loaded.
        tables: Of which tables the rows are; where it is left out, the columns tell.

    Raises:
        UnknownValueError: There is no such table.
        CaucasusDataError: The columns do not tell of which tables the rows are.
    """
    known = origin(frame)
    return _Comparison(_cells(frame), len(frame), release, day, tables, known.table if known else "").result()


def _cells(frame: pd.DataFrame) -> dict[str, list[list[Any]]]:
    """The cells under each name that is a text; a name may stand there twice."""
    found: dict[str, list[list[Any]]] = {}
    levels = [(name, frame.index.get_level_values(place)) for place, name in enumerate(frame.index.names)]
    columns = [(name, frame.iloc[:, place]) for place, name in enumerate(frame.columns)]
    for name, cells in (*levels, *columns):
        if isinstance(name, str):
            found.setdefault(_folded(name), []).append(cells.tolist())
    return found


def _folded(name: str) -> str:
    return name.strip().casefold()


@dataclass(frozen=True)
class _Comparison:
    cells: dict[str, list[list[Any]]]
    length: int
    release: Release
    day: str | None
    tables: Sequence[str] | None
    home: str
    _compared: dict[Pair, list[tuple[int, Any]]] = field(default_factory=dict)

    def result(self) -> Shown:
        cited = self._named(self.tables) if self.tables is not None else self._told()
        explained = self._explained(cited)
        left = [name for name in self.cells if name not in {pair.name for pair in explained}]
        undated = [name for name in left if name in self._readings and self._readings[name].column in VERDICTS]
        faults = [*self._nameless(cited), *self._not_then(cited)]
        faults += [f"{name} says what held on some day, and as_of does not tell the day" for name in undated]
        faults += [self._clause(pair, *found) for pair in explained for found in self._others(pair)]
        own = [name for name in left if name not in undated]
        return Shown(self._rows(cited), [*dict.fromkeys(faults)], own)

    # of which tables the rows are

    @cached_property
    def _instances(self) -> list[Instance]:
        """The tables whose keys are there."""
        found = []
        named = {self.home, *(self.tables or ())}
        for table in (t for t in self.release.tables if self.release.by_id[t] or t in named):
            first, *rest = self.release.key(table)
            suffixes = [name.removeprefix(first) for name in self.cells if name.startswith(first)]
            found += [
                Instance(table, suffix)
                for suffix in suffixes
                if not suffix[:1].isalnum() and all(f"{k}{suffix}" in self.cells for k in rest)
            ]
        return found

    @cached_property
    def _references(self) -> list[Instance]:
        """Those of them whose keys may be there only because rows of another refer to them."""
        keys = {i: set(self.release.key(i.table)) for i in self._instances}
        return [i for i in keys if any(keys[i] <= self._told_by(j) for j in keys if j.table != i.table)]

    def _told_by(self, instance: Instance) -> set[str]:
        return self.release.told(instance.table)

    def _rows(self, cited: Iterable[Instance]) -> list[tuple[str, str]]:
        return [*dict.fromkeys((i.table, row_id) for i in cited for row_id in self._ids[i] if row_id)]

    def _named(self, tables: Sequence[str]) -> tuple[Instance, ...]:
        for table in tables:
            if table not in self.release.tables:
                raise UnknownValueError("table", str(table), self.release.tables)
            self._refuse_without_key(table)
        return tuple(i for i in self._instances if i.table in tables)

    def _told(self) -> tuple[Instance, ...]:
        """The tables whose rows are shown: those that nothing refers to, and of the others as few as explain all."""
        if self.home in self.release.tables:
            self._refuse_without_key(self.home)
        self._refuse_keyless()
        own = tuple(i for i in self._instances if i not in self._references)
        ways: list[tuple[int, tuple[Instance, ...]]] = []
        for number in range(len(self._references) + 1):
            tried = [own + some for some in combinations(self._references, number)]
            ways += [(self._count(some), some) for some in tried if self._explains_all(some)]
            if right := {frozenset(self._rows(some)): some for count, some in ways if count == 0}:
                if len(right) > 1:
                    said = " or ".join(f"tables={[*dict.fromkeys(i.table for i in some)]}" for some in right.values())
                    raise CaucasusDataError(f"the columns may be of several tables; name those that are meant: {said}")
                return right.popitem()[1]
        return min(ways, key=lambda way: way[0])[1]

    def _refuse_without_key(self, table: str) -> None:
        if table not in [i.table for i in self._instances]:
            lost = ", ".join(k for k in self.release.key(table) if k not in self.cells)
            raise CaucasusDataError(f"the frame lacks {lost}, by which rows of {table} are told apart; keep the key")

    def _refuse_keyless(self) -> None:
        """Refuse what belongs to a table whose key is not there."""
        for name, (column, suffix) in self._readings.items():
            if column in VERDICTS or not _MERGED.fullmatch(suffix) or self._holders(column, self._instances):
                continue
            homes = [t for t, columns in self.release.columns.items() if column in columns]
            keys = " or ".join(f"{', '.join(self.release.key(t))} of {t}" for t in homes)
            there = [i.table for i in self._instances if i not in self._references]
            meant = f"; if {name} is yours, say of which tables the rows are: tables={there}" if there else ""
            raise CaucasusDataError(f"the frame has {name}, and lacks the key that tells of which row: {keys}{meant}")
        if not self._instances:
            raise CaucasusDataError("the frame has no column of any table; keep the key, such as event_id of events")

    def _explains_all(self, cited: tuple[Instance, ...]) -> bool:
        return all(
            self._candidates(name, cited) or not any(self._candidates(name, (i,)) for i in self._instances)
            for name in self._readings
        )

    def _count(self, cited: tuple[Instance, ...]) -> int:
        return self._wrong(self._explained(cited))

    # of which table a column is

    @cached_property
    def _readings(self) -> dict[str, Reading]:
        """The names that are those of columns, or begin like them; the longest beginning counts."""
        known = set(VERDICTS).union(*self.release.columns.values(), *(self._view(i).numbers for i in self._instances))
        found = {}
        for name in self.cells:
            ends = [n for n in range(len(name), 0, -1) if name[:n] in known and not name[n : n + 1].isalnum()]
            if ends:
                found[name] = Reading(name[: ends[0]], name[ends[0] :])
        return found

    def _holders(self, column: str, among: Sequence[Instance]) -> list[Instance]:
        return [i for i in among if column in self._view(i).numbers]

    def _candidates(self, name: str, cited: Sequence[Instance]) -> list[Instance]:
        """The tables among those cited of which a column may be; none where it is the user's own.

        A suffix is that of a merge where programs use it so, where a key has it, where several tables have such a
        column, or where the cells are mostly those of a table that the rows refer to.
        """
        column, suffix = self._readings[name]
        holders = self._holders(column, cited)
        merged = _MERGED.fullmatch(suffix) or suffix in {i.suffix for i in self._instances}
        return holders if merged or len(holders) > 1 or name in self._copies else []

    @cached_property
    def _copies(self) -> set[str]:
        found = set()
        for name, (column, suffix) in self._readings.items():
            filled = sum(not blank(cell) for cells in self.cells[name] for cell in cells)
            for instance in self._holders(column, self._references) if suffix else []:
                if filled and len(self._others(Pair(name, instance))) * 2 <= filled:
                    found.add(name)
        return found

    def _explained(self, cited: tuple[Instance, ...]) -> list[Pair]:
        """The names that are columns of tables, each with its table; by its cells where its name does not tell.

        A column of a key is that of every table that has it to name its rows or others: it says which belong together.
        """
        pairs: list[Pair] = []
        alike: dict[str, list[list[Pair]]] = {}
        for name, (column, suffix) in self._readings.items():
            candidates = [Pair(name, i) for i in self._candidates(name, cited)]
            if any(suffix == i.suffix and column in self.release.key(i.table) for i in cited):
                namers = [i for _, i, _ in candidates if i.suffix == suffix and column in self._told_by(i)]
                pairs += [Pair(name, i, key=True) for i in namers]
            elif candidates:
                alike.setdefault(column, []).append(candidates)
        for choices in alike.values():
            ways = [*product(*choices)]
            apart = [
                way for way in ways if len({pair.instance for pair in way}) == len(way)
            ]  # no column stands there twice
            pairs += min(apart or ways, key=self._wrong)
        return pairs

    def _wrong(self, pairs: Iterable[Pair]) -> int:
        return sum(len(self._others(pair)) for pair in pairs)

    # what a column should hold

    def _view(self, instance: Instance) -> View:
        return self.release.view(instance.table, self.day)

    @cached_property
    def _ids(self) -> dict[Instance, list[str]]:
        """The id of the row of each table in each row of the frame; blank where there is none."""
        found = {}
        for table, suffix in self._instances:
            key, required = self.release.key(table), self.release.required(table)
            texts = {k: [_id_text(cell) for cell in self.cells[f"{k}{suffix}"][0]] for k in key}
            there = [all(cells) for cells in zip(*(texts[k] for k in required), strict=True)]
            joined = ["/".join(cells) for cells in zip(*texts.values(), strict=True)]
            found[Instance(table, suffix)] = [i if t else "" for i, t in zip(joined, there, strict=True)]
        for instance in self._references if self.day else []:  # a row may refer to one that did not hold then
            then, ever = self._view(instance).rows, self.release.by_id[instance.table]
            found[instance] = ["" if i in ever and i not in then else i for i in found[instance]]
        return found

    def _others(self, pair: Pair) -> list[tuple[int, Any]]:
        """The cells under a name that are not those of a table, each with its place."""
        if pair not in self._compared:
            name, instance, key = pair
            column, view = self._readings[name].column, self._view(instance)
            absent = None if key else ""
            expected = [view.rows.get(i, {}).get(column) if i else absent for i in self._ids[instance]]
            self._compared[pair] = [
                (place, cell)
                for cells in self.cells[name]
                for place, (cell, released) in enumerate(zip(cells, expected, strict=True))
                if released is not None and not same(cell, released, number=view.numbers[column])
            ]
        return self._compared[pair]

    # what is to be said

    def _clause(self, pair: Pair, place: int, cell: Any) -> str:
        name, instance, _ = pair
        now = "blank" if blank(cell) else repr(shorten(str(cell)))
        row_id = self._ids[instance][place]
        if not row_id:
            return f"{name} of row {place + 1} is {now}, and there is no id of {instance.table}"
        released = self._view(instance).rows[row_id][self._readings[name].column]
        was = f"was released {f'as {shorten(released)!r}' if released else 'blank'}"
        if self.day:
            was = f"is {repr(shorten(released)) if released else 'blank'} as of {self.day}"
        return f"{name} of {row_id} in {instance.table} is {now}, and {was} in {self.release.version}"

    def _nameless(self, cited: tuple[Instance, ...]) -> Iterator[str]:
        for place in range(self.length):
            if not any(self._ids[i][place] for i in cited):
                keys = " or ".join(", ".join(self.release.key(i.table)) for i in cited)
                yield f"row {place + 1} has no {keys}, by which it could be told apart"

    def _not_then(self, cited: tuple[Instance, ...]) -> Iterator[str]:
        for instance in cited:
            then, ever = self._view(instance).rows, self.release.by_id[instance.table]
            yield from (
                f"{row_id} of {instance.table} did not hold on {self.day}, says {self.release.version}"
                for row_id in self._ids[instance]
                if row_id in ever and row_id not in then
            )


def _id_text(cell: Any) -> str:
    text = text_of(cell)
    return "" if text == NOT_AVAILABLE else text
