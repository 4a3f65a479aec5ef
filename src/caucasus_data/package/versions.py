"""The releases of the dataset, and what became of a row through all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from caucasus_data.errors import UnknownValueError
from caucasus_data.package import storage
from caucasus_data.package.difference import CHANGES, TODAY, Change, Table, Tables, changes, keyed, summary, tables_of

if TYPE_CHECKING:
    import pandas as pd


def versions() -> pd.DataFrame:
    """List the releases of the dataset that `load`, `diff` and `history` know, oldest first.

    Returns:
        version, released (`datetime64[s]`), rows (of all tables together), sha256 (of the archive) and
        summary (what changed since the release before). Empty where nothing was released yet.

    Raises:
        AlteredReleaseError: An archive is not the one that was released.

    Source:
        data/releases/SHA256SUMS and the archives beside it.

    >>> versions().columns.to_list()
    ['version', 'released', 'rows', 'sha256', 'summary']
    """
    import pandas as pd

    dtypes = {"version": "str", "released": "datetime64[s]", "rows": "int64", "sha256": "str", "summary": "str"}
    return pd.DataFrame(listed(), columns=list(dtypes)).astype(dtypes)


class Listed(NamedTuple):
    """A release, as `versions` lists it."""

    version: str
    released: str
    rows: int
    sha256: str
    summary: str


def listed() -> list[Listed]:
    """What `versions` tells."""
    digests = storage.releases()
    return [
        Listed(version, _released(version), sum(len(t.rows) for t in tables.values()), digests[version], summary(found))
        for version, tables, found in _steps([*digests])
        if version is not None
    ]


def history(row_id: str) -> pd.DataFrame:
    """Tell what became of a row in each release and in today's tables.

    Args:
        row_id: Id of a row of any table, also one that was withdrawn; where the key of a table has several
            columns, their cells joined by `/`.

    Returns:
        A row per change, oldest first: version (`today` for what is not released yet), released
        (`datetime64[s]`), row_id, change (category), column, old and new (cells as text). Where the row was
        withdrawn, the change `withdrawn` gives the reason and the id that stands for it now, and the
        life of the row with that id is told as well, as is that of rows for which this one stands now, however many
        times they were renamed. Where a row took the place of another in the same release, the cells that changed
        between the two are told as its changes.

    Raises:
        UnknownValueError: No release and no table of today has such a row; the error names the nearest.
        AlteredReleaseError: An archive is not the one that was released.

    Source:
        data/releases/<version>.zip, data/*.csv and data/withdrawn.csv.

    >>> history("armenia")["change"].iloc[0]
    'added'
    """
    import pandas as pd

    frame = pd.DataFrame(told(row_id), columns=list(Told._fields))
    texts = dict.fromkeys(("version", "row_id", "column", "old", "new"), "str")
    words = pd.CategoricalDtype([*CHANGES, "withdrawn"])
    return frame.mask(frame == "").astype({**texts, "released": "datetime64[s]", "change": words})


class Told(NamedTuple):
    """A change of a row, as `history` tells it."""

    version: str
    released: str | None
    row_id: str
    change: str
    column: str
    old: str
    new: str


def told(row_id: str) -> list[Told]:
    """What `history` tells."""
    row_id = str(row_id)  # an id alone is asked for, and anything else is unknown
    points = [*storage.releases(), None]
    with ThreadPoolExecutor() as pool:  # for it takes long to unpack them one by one
        list(pool.map(storage.home, points))
    renamings = _renamings(points)
    lives = _lives(row_id, renamings)
    before: Tables = {}
    life: list[Told] = []
    for version, tables, found in _steps(points, lives):
        when = version or TODAY, version and _released(version)
        own = [c for c in found if c.row_id in lives]
        own += [c for gone, heir in renamings for c in _renamed(gone, heir, own, before, tables)]
        own.sort(key=lambda c: lives.index(c.row_id))
        before = tables
        life += [Told(*when, c.row_id, *cells) for c in own for cells in _told(c, tables)]
    if not row_id or all(told.row_id != row_id for told in life):
        known = {name for table in tables_of().values() for name in keyed(table)}  # the withdrawn among them
        raise UnknownValueError("row", row_id, sorted(known - {""}))
    return life


def _steps(
    points: list[str | None], among: Collection[str] | None = None
) -> Iterator[tuple[str | None, Tables, list[Change]]]:
    """The tables of each release, None being today's, and what changed since the one before.

    Args:
        among: Keys of the rows that are asked for; all where they are left out.
    """
    before: Tables = {}
    for version in points:
        after = tables_of(version, among)
        yield version, after, changes(before, after)
        before = after


def _renamings(points: list[str | None]) -> list[tuple[str, str]]:
    """The ids that were replaced, each with what took its place, as the releases came to know of them."""
    withdrawn = (row for p in points if "withdrawn" in storage.tables(p) for row in storage.rows("withdrawn", p))
    return [*dict.fromkeys((row["row_id"], row["replaced_by"]) for row in withdrawn if row["replaced_by"])]


def _lives(row_id: str, renamings: list[tuple[str, str]]) -> list[str]:
    """The ids that a row has had and was to have, from the first to the last."""
    lives = {row_id}
    for old, new in ((0, 1), (1, 0)):
        reached = [row_id]
        for life in reached:  # which grows meanwhile
            reached += {pair[new] for pair in renamings if pair[old] == life}.difference(reached)
        lives.update(reached)
    order = [*chain.from_iterable(renamings), row_id]
    return sorted(lives, key=order.index)


def _renamed(gone: str, heir: str, own: list[Change], before: Tables, after: Tables) -> Iterator[Change]:
    """The cells that changed where a row was removed and another added in its place."""
    removed, added = ([c.table for c in own if (c.row_id, c.change) == w] for w in ((gone, "removed"), (heir, "added")))
    for table in (t for t in removed if t in added):
        key = storage.key_of(after[table].schema)
        old, new = keyed(before[table])[gone], keyed(after[table])[heir]
        taken = {table: Table(before[table].schema, [old | {k: new[k] for k in key}])}
        yield from (c for c in changes(taken, {table: Table(after[table].schema, [new])}) if c.change == "changed")


def _told(change: Change, tables: Tables) -> list[tuple[str, str, str, str]]:
    """A change of a row as `history` tells it: one that enters its id in `withdrawn` by why, and what stands for it."""
    if change.table != "withdrawn" or change.change != "added":
        return [(change.change, change.column, change.old, change.new)]
    row = next(row for row in tables["withdrawn"].rows if row["row_id"] == change.row_id)
    return [("withdrawn", column, "", row[column]) for column in ("reason", "replaced_by") if row[column]]


def _released(version: str) -> str:
    return str(storage.package(version)["created"]).partition("T")[0]
