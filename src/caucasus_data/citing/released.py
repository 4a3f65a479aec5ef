"""A release as rows are compared with it: its cells as text, and its tables as `load` gives them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from caucasus_data.citing.cells import text_of
from caucasus_data.errors import CoverageWarning
from caucasus_data.loading.fields import fields
from caucasus_data.loading.frames import load
from caucasus_data.model.edtf import bound_names
from caucasus_data.model.vocabularies import TableName
from caucasus_data.package import storage
from caucasus_data.package.difference import Tables, keyed, tables_of

if TYPE_CHECKING:
    from caucasus_data.model.vocabularies import TableName


@dataclass(frozen=True)
class View:
    """A table as `load` gives it, for a day or as a whole.

    Attributes:
        numbers: For each column, those that the loader derives included, whether it holds numbers.
        rows: Cells as text, by the cells of the key, joined by `/`.
    """

    numbers: dict[str, bool]
    rows: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Release:
    """A release that stays in memory; whoever gives its rows away gives copies."""

    version: str
    digest: str
    tables: Tables

    @cached_property
    def by_id(self) -> dict[str, dict[str, dict[str, str]]]:
        """The rows of each table, by the cells of their key."""
        return {name: keyed(table) for name, table in self.tables.items()}

    @cached_property
    def columns(self) -> dict[str, set[str]]:
        """The columns of each table, and those that follow from its words and dates; `view` knows all others."""
        declared = {name: fields(name, self.version) for name in self.tables}
        return {
            name: {c for f in declared[name] for c in (f["name"], *(bound_names(f["name"]) if "rdfType" in f else ()))}
            for name in declared
        }

    def key(self, table: str) -> list[str]:
        return storage.key_of(self.tables[table].schema)

    def told(self, table: str) -> set[str]:
        """The columns by which rows of a table name themselves and others."""
        return {*self.key(table), *storage.references_of(self.tables[table].schema)}

    def required(self, table: str) -> list[str]:
        """The columns of the key that are never blank."""
        fields = {f["name"]: f for f in self.tables[table].schema["fields"]}
        return [k for k in self.key(table) if fields[k].get("constraints", {}).get("required")]

    def view(self, table: str, day: str | None) -> View:
        return _view(self.digest, self.version, table, day)


def released(version: str) -> Release:
    """A release.

    Raises:
        UnknownValueError: There is no such release; the error names the nearest.
        AlteredReleaseError: The archive of the release is not the one that was released.
    """
    storage.home(version)
    return _release(storage.releases()[version], version)


@lru_cache(maxsize=4)
def _release(digest: str, version: str) -> Release:
    return Release(version, digest, tables_of(version))


@lru_cache(maxsize=64)
def _view(_digest: str, version: str, table: TableName, day: str | None) -> View:
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoverageWarning)  # which whoever loaded the rows has seen
        frame = load(table, as_of=day, version=version)
    numbers = {str(c): pd.api.types.is_numeric_dtype(frame[c]) and frame[c].dtype != "bool" for c in frame}
    texts = [[text_of(cell) for cell in frame[c].tolist()] for c in frame]
    key = storage.key(table, version)
    rows = [dict(zip(numbers, cells, strict=True)) for cells in zip(*texts, strict=True)]
    return View(numbers, {"/".join(row[k] for k in key): row for row in rows})
