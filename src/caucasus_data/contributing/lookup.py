"""From what somebody types to the rows that are meant: by id, by name, by address, or by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import polars as pl

from caucasus_data.errors import nearest
from caucasus_data.loading.names import Names
from caucasus_data.model.addresses import page
from caucasus_data.model.cells import Reference
from caucasus_data.model.checks import IsAddress
from caucasus_data.model.row import Column, Table
from caucasus_data.model.tables import TABLES
from caucasus_data.support.folding import folded, sounding, words

Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]

_NAMED: Final = TABLES["names"].column("actor_id").cell.reference
_LONG: Final = 400
"""Letters of what somebody types from which on nothing is like it."""

_SHORT: Final = 3
"""Letters of words that tell of a row."""


class Found(NamedTuple):
    """A row that may be meant, and what it is called."""

    row_id: str
    label: str


class Lookup:
    """The rows of some tables, to be found by what people call them.

    Args:
        rows: The rows of every table.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._texts: dict[str, list[tuple[str, list[str]]]] = {}
        self._names: dict[str, Names] = {}

    @cached_property
    def by_id(self) -> dict[str, dict[str, Row]]:
        """The rows of each table that has ids, by id."""
        return {t.name: {row[t.key[0]]: row for row in self.rows[t.name]} for t in TABLES.values() if len(t.key) == 1}

    def row(self, row_id: str) -> Row:
        """The row with an id, of whatever table; an empty one where there is none."""
        return next((rows[row_id] for rows in self.by_id.values() if row_id in rows), {})

    def taken(self, table: str) -> set[str]:
        """Ids that no new row of a table can have: another has them, or had them."""
        return {*self.by_id[table], *self.by_id["withdrawn"]}

    def meant(self, reference: Reference, text: str) -> list[Found]:
        """The rows that a text can mean, one where there is no doubt; none where nothing is called so."""
        for table in reference.tables:
            if text in self.by_id[table]:
                return self._found([text])
            if found := self.at_address(table, text) or self._called(table, text):
                return self._found(self._fitting(found, reference.kinds))
        return self._found(
            self._fitting([i for t in reference.tables for i in self._having(t, text, whole=True)], reference.kinds)
        )

    def near(self, reference: Reference, text: str) -> list[Found]:
        """Rows to offer where none is called so: those in which the words begin, or else those most like it."""
        if not words(text) or len(text) > _LONG:
            return []
        near: list[str] = []
        for table in reference.tables:
            near += self._having(table, text, whole=False)
            if names := self._named(table):
                near += [bearer for name in names.nearest(text) for bearer in names.bearers(name)]
            near += nearest(text, self.by_id[table])
        return self._found(self._fitting(dict.fromkeys(near), reference.kinds))

    def at_address(self, table: str, text: str) -> list[str]:
        """The rows of a table that have a web address, be it written in another way."""
        column = address_column(TABLES[table])
        if column is None or not column.accepts(text):
            return []
        rows = self.rows[table]
        pages = pl.DataFrame({"page": [text, *(row[column.name] for row in rows)]}).select(page(pl.col("page")))["page"]
        key = TABLES[table].key[0]
        return [row[key] for row, there in zip(rows, pages[1:], strict=True) if there == pages[0]]

    def label(self, row_id: str) -> str:
        """What there is to tell of a row in a line."""
        table = next((t for t, rows in self.by_id.items() if row_id in rows), None)
        return label(TABLES[table], self.by_id[table][row_id]) if table else ""

    def _found(self, row_ids: Iterable[str]) -> list[Found]:
        return [Found(row_id, self.label(row_id)) for row_id in row_ids]

    def _fitting(self, row_ids: Iterable[str], kinds: Sequence[str]) -> list[str]:
        """Those of some rows that are of a kind that may stand there; all of them where none is."""
        row_ids = list(row_ids)
        return [i for i in row_ids if not kinds or self.row(i)["kind"] in kinds] or row_ids

    def _called(self, table: str, text: str) -> list[str]:
        names = self._named(table)
        return sorted(names.bearers(text)) if names else []

    def _named(self, table: str) -> Names | None:
        if _NAMED is None or table not in _NAMED.tables:
            return None
        if table not in self._names:
            self._names[table] = Names(self.rows[table], self.rows["names"], TABLES[table].key[0])
        return self._names[table]

    def _having(self, table: str, text: str, *, whole: bool) -> list[str]:
        """The rows that have all words of a text, whole or as the beginning of theirs."""
        asked = alike(text)
        if not asked or len(text) > _LONG or (whole and len("".join(asked)) < _SHORT):
            return []
        if table not in self._texts:
            key = TABLES[table].key[0]
            free = [c for c in TABLES[table].headline if TABLES[table].column(c).cell.kind == "text"]
            spoken = [alike(" ".join([row[key], *(row[c] for c in free)])) for row in self.rows[table]]
            self._texts[table] = [(row[key], said) for row, said in zip(self.rows[table], spoken, strict=True)]
        return [
            row_id
            for row_id, there in self._texts[table]
            if all(word in there if whole else any(t.startswith(word) for t in there) for word in asked)
        ]


def alike(text: str) -> list[str]:
    """The words of a text, made alike for letters of all scripts."""
    return words(sounding(folded(text)))


def label(table: Table, row: Row) -> str:
    """What there is to tell of a row in a line: its headline.

    >>> label(TABLES["memberships"], {"member_id": "armenia", "organization_id": "eaeu", "start_date": "2015-01-02"})
    'armenia · eaeu · 2015-01-02'
    """
    return " · ".join(row[column] for column in table.headline if column not in table.key and row.get(column))


def label_column(table: Table) -> Column | None:
    """The column that says what a row is called, as somebody would type it who enters a new one."""
    return next((c for c in table.columns if c.required and c.cell.kind == "text"), None)


def address_column(table: Table) -> Column | None:
    """The column of web addresses that each row of a table has."""
    return next((c for c in table.columns if c.required and any(isinstance(k, IsAddress) for k in c.cell.checks)), None)


def host(text: str) -> str:
    """The host of a web address; any other text as it is.

    >>> host("https://www.example.org/a"), host("Press")
    ('example.org', 'Press')
    """
    found = re.match(r"https?://(?:www\.)?([^/?#]+)", text)
    return found[1].casefold() if found else text
