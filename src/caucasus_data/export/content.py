"""What every format holds: the rows with their types, and what is said of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from caucasus_data.citing.edition import citation_text, edition
from caucasus_data.loading.fields import fields
from caucasus_data.loading.frames import load
from caucasus_data.model.edtf import bound_names
from caucasus_data.model.vocabularies import TableName
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float | date | None
Row = tuple[Cell, ...]

_OF_OTHERS: Final = "Computed when the table is loaded."
_TYPES: Final = {"Int64": "integer", "float64": "number", "datetime64[s]": "date"}
_OF_BOUNDS: Final = (
    "First day that {} may mean, computed from its EDTF text.",
    "Last day that {} may mean, computed from its EDTF text.",
    "How exactly {} is known, computed from its EDTF text.",
)


@dataclass(frozen=True)
class Column:
    """A column as exports have it.

    Attributes:
        name: As in a loaded frame.
        type: string, integer, number or date.
        description: What it holds.
        vocabulary: The vocabulary of its words, blank where it has none.
        words: The words that may stand in it and what each means; empty where any text may.
        required: Whether a row without it is refused.
        derived: Whether it is computed when the table is loaded, and not in the CSV file.
    """

    name: str
    type: str
    description: str
    vocabulary: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    derived: bool = False


class Content:
    """A version of the tables, read once for an export.

    Attributes:
        version: The release; None for today's tables.
    """

    def __init__(self, version: str | None) -> None:
        self.version = version
        self._tables: dict[str, Table] = {}

    @cached_property
    def about(self) -> dict[str, str]:
        """What a reader of an exported file must know, by name."""
        described = storage.package(self.version)
        (licence,) = described["licenses"]
        named = edition(self.version)
        return {
            "name": described["name"],
            "title": described["title"],
            "version": named,
            "released": described["created"].partition("T")[0],
            "citation": citation_text(self.version, named=named),
            "license": licence["name"],
            "license_url": licence["path"],
        }

    @cached_property
    def tables(self) -> dict[TableName, Table]:
        """The tables by name, in the order of the codebook."""
        return {name: Table(name, self.version) for name in storage.tables(self.version)}

    @cached_property
    def vocabularies(self) -> dict[str, dict[str, str]]:
        """The vocabularies that columns use: the words of each, and what they mean."""
        return {c.vocabulary: dict(c.words) for table in self.tables.values() for c in table.columns if c.vocabulary}


class Table:
    """A table of a version, as `load` gives it: columns of the CSV file, and those computed beside them.

    Attributes:
        name: Of the table.
        description: What a row is.
        key: The columns that identify a row.
        schema: Its Table Schema.
        references: The columns that name a row of a table, and the table and its key.
    """

    def __init__(self, name: TableName, version: str | None) -> None:
        self.name, self.version = name, version
        self.description = storage.tables(version)[name]
        self.key = storage.key(name, version)
        self.schema = storage.schema(name, version)
        named = storage.foreign_keys(name, version)
        self.references = {column: (target, storage.key(target, version)[0]) for column, target in named.items()}

    @cached_property
    def frame(self) -> pd.DataFrame:
        return load(self.name, version=self.version)

    @cached_property
    def columns(self) -> list[Column]:
        declared = {f["name"]: f for f in fields(self.name, self.version)}
        stored = {f["name"] for f in self.schema["fields"]}
        bounds = {
            name: text.format(column)
            for column in declared
            for name, text in zip(bound_names(column), _OF_BOUNDS, strict=True)
        }
        return [
            self._column(name, declared.get(name), bounds.get(name, _OF_OTHERS), derived=name not in stored)
            for name in self.frame.columns
        ]

    def _column(self, name: str, declared: storage.Descriptor | None, described: str, *, derived: bool) -> Column:
        if declared:
            words = {c["value"]: c["label"] for c in declared.get("categories", ())}
            required = bool(declared.get("constraints", {}).get("required"))
            vocabulary = declared.get("vocabulary", "")
            return Column(name, declared["type"], declared["description"], vocabulary, words, required, derived)
        dtype = self.frame[name].dtype
        words = dict.fromkeys(map(str, getattr(dtype, "categories", ())), "")
        return Column(name, _TYPES.get(str(dtype), "string"), described, words=words, derived=True)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows, each cell of its column's type and None where it is blank."""
        columns = [_cells(self.frame[c.name], c.type) for c in self.columns]
        return [*zip(*columns, strict=True)]


def _cells(cells: pd.Series, kind: str) -> list[Cell]:
    if kind == "date":
        return [None if blank else day for day, blank in zip(cells.dt.date, cells.isna(), strict=True)]
    values = cells.astype("object")
    found: list[Cell] = values.where(values.notna(), None).to_list()
    return found
