"""What changed between two releases: all of it, in one table, or of what concerns an actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caucasus_data.errors import CaucasusDataError, one_of
from caucasus_data.loading.frames import load
from caucasus_data.loading.selection import naming_actors
from caucasus_data.package import storage
from caucasus_data.package.difference import TODAY, as_frame, changes, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from caucasus_data.model.vocabularies import TableName
    from caucasus_data.package.difference import Change, Tables


def diff(
    old: str, new: str | None = None, *, table: TableName | None = None, actor: str | Iterable[str] | None = None
) -> pd.DataFrame:
    """Compare two versions of the dataset, row by row and cell by cell.

    Args:
        old: A release; `versions()` lists them.
        new: A later release; today's tables where it is left out.
        table: A table to look in; all where it is left out.
        actor: As in `load`: keeps the changes of rows that named the actor in either version.

    Returns:
        A row per change: table, row_id (the cells of the key, joined by `/`), change (category), column, old and
        new (cells as text). A row that was added or removed is one change, and one that was changed is
        one for each cell. Where the shape of a table changed, row_id is missing.
        `attrs` says what was compared, old and new. `caucasus_data.package.difference.as_markdown` makes it a text
        to read.

    Raises:
        CaucasusDataError: No release was named, or rows of the table name no actors.
        UnknownValueError: There is no such release, table or actor; the error names those that exist.
        AmbiguousNameError: Several actors bear the name.
        AlteredReleaseError: An archive is not the one that was released.

    Source:
        data/releases/<version>.zip, and data/*.csv for today's tables.

    >>> diff("0.0.9")
    Traceback (most recent call last):
    caucasus_data.errors.UnknownValueError: unknown version '0.0.9': ...
    >>> diff("0.1.0", "0.2.0", table="memberships", actor="Armen Sarkissian")["change"].to_list()
    ['changed', 'changed', 'added']
    """
    frame = as_frame(between(old, new, table=table, actor=actor))
    frame.attrs = {"old": old, "new": new or TODAY}
    return frame


def between(
    old: str | None, new: str | None, *, table: TableName | None = None, actor: str | Iterable[str] | None = None
) -> list[Change]:
    """What `diff` tells, without a frame."""
    if old is None:
        named = ", ".join(storage.releases()) or "there is none yet"
        raise CaucasusDataError(f"diff compares a release with a later one, or with today's tables; name one: {named}")
    known = {**storage.tables(new), **storage.tables(old)}
    wanted = known if table is None else [one_of("table", table, known)]
    found = changes(_tables(old, wanted), _tables(new, wanted))
    if actor is None:
        return found
    names = [actor] if isinstance(actor, str) else [*actor]
    concerned = {row for version in (old, new) for row in _concerning(names, table, version)}
    return [change for change in found if (change.table, change.row_id) in concerned]


def _tables(version: str | None, wanted: Iterable[str]) -> Tables:
    return {name: table for name in wanted if (table := table_of(name, version))}


def _concerning(actors: list[str], table: TableName | None, version: str | None) -> Iterator[tuple[str, str]]:
    """The tables and the keys of the rows that name actors."""
    for name in naming_actors(version) if table is None else [table]:
        if name in storage.tables(version):
            rows = load(name, actor=actors, version=version)
            for cells in rows[storage.key(name, version)].astype("str").fillna("").itertuples(index=False):
                yield name, "/".join(cells)
