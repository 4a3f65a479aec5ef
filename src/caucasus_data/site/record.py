"""All rows of a version in memory, and how they hang together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from caucasus_data.citing.edition import edition
from caucasus_data.package import storage
from caucasus_data.package.difference import Change, Tables, changes, keyed, tables_of
from caucasus_data.support.plain_text import printable

Row = dict[str, str]

PAGES: Final = ("actors", "memberships", "events", "dependencies", "claims", "sources", "places")
"""The tables whose rows have a page of their own."""
TODAY: Final = "today"


class Support(NamedTuple):
    """A source beside a row: what it says of it, of which column, and where in it."""

    source: Row
    stance: str
    field: str
    locator: str
    note: str


class Mention(NamedTuple):
    """A row that names another one, and in which column."""

    table: str
    row: Row
    column: str


@dataclass(frozen=True)
class Record:
    """The tables of a version with every cell made safe to show.

    Attributes:
        version: The release, or None for today's tables.
        tables: Rows by table and id; where a table has no ids, the cells of its key joined by a slash.
        releases: The releases up to the version, oldest first, and `today` last where it is today's tables.
    """

    version: str | None
    tables: dict[str, dict[str, Row]]
    stored: Tables
    releases: list[str]
    _earlier: dict[str, Tables] = field(repr=False)

    def words(self, vocabulary: str) -> storage.Descriptor:
        """The words of a vocabulary, and what is known of each."""
        if vocabulary not in self._vocabularies:
            self._vocabularies[vocabulary] = storage.vocabulary(vocabulary, self.version)
        return self._vocabularies[vocabulary]

    @cached_property
    def _vocabularies(self) -> dict[str, storage.Descriptor]:
        return {}

    @cached_property
    def edition(self) -> str:
        return edition(self.version)

    @property
    def digest(self) -> str:
        """The sha256 of the archive of the edition, blank where it was not released."""
        return storage.releases().get(self.edition, "")

    @cached_property
    def ends(self) -> str:
        """The last day of the record."""
        return str(storage.package(self.version)["temporal"]["end"])

    def row(self, table: str, row_id: str) -> Row:
        """A row, or an empty one where there is none."""
        return self.tables.get(table, {}).get(row_id, {})

    @cached_property
    def home(self) -> dict[str, str]:
        """The table of each id that has a page."""
        return {row_id: table for table in PAGES for row_id in self.tables.get(table, {})}

    @cached_property
    def references(self) -> dict[str, dict[str, str]]:
        """The columns of each table that name a row, and of which table."""
        return {table: storage.foreign_keys(table, self.version) for table in self.tables}

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """What names each row; several columns of one row may."""
        found: defaultdict[str, list[Mention]] = defaultdict(list)
        for table, rows in self.tables.items():
            fields = storage.schema(table, self.version)["fields"]
            several = [f["name"] for f in fields if "refersTo" in f or (f["name"] == "row_id" and table != "withdrawn")]
            columns = dict.fromkeys([*self.references[table], *several])
            for row in rows.values():
                for column in columns:
                    if row.get(column):
                        found[row[column]].append(Mention(table, row, column))
        return found

    def named_by(self, row_id: str, table: str, column: str) -> list[Row]:
        """The rows of a table that name a row in a column."""
        return [m.row for m in self.mentions.get(row_id, []) if m.table == table and m.column == column]

    def sources(self, row: Row, row_id: str) -> list[Support]:
        """The sources of a row: its own first, then those that citations add."""
        own = self.row("sources", row.get("source_id", ""))
        found = [Support(own, "supports", "", "", "")] if own else []
        for cited in self.named_by(row_id, "citations", "row_id"):
            source = self.row("sources", cited["source_id"])
            if source:
                found.append(Support(source, cited["stance"], cited["field"], cited["locator"], cited["note"]))
        return found

    @cached_property
    def history(self) -> dict[tuple[str, str], list[tuple[str, Change]]]:
        """What became of each row, release by release."""
        told: defaultdict[tuple[str, str], list[tuple[str, Change]]] = defaultdict(list)
        before: Tables = {}
        for release in self.releases:
            after = self._earlier[release]
            for change in changes(before, after):
                told[change.table, change.row_id].append((release, change))
            before = after
        return told

    def states(self, table: str, columns: tuple[str, ...]) -> dict[str, list[tuple[Row, list[str]]]]:
        """Each row as the releases had it in some columns: its different states, and which releases had them."""
        found: defaultdict[str, dict[tuple[str, ...], tuple[Row, list[str]]]] = defaultdict(dict)
        for release in reversed(self.releases):
            for row_id, row in keyed(self._earlier[release].get(table)).items():
                state = tuple(row.get(column, "") for column in columns)
                found[row_id].setdefault(state, (_shown(row), []))[1].append(release)
        return {row_id: [*states.values()] for row_id, states in found.items()}

    @property
    def withdrawn(self) -> list[Row]:
        return [*self.tables.get("withdrawn", {}).values()]


def read(version: str | None) -> Record:
    """Read a release, or today's tables, with all releases before."""
    known = [*storage.releases()]
    stored = tables_of(version)
    before = known[: known.index(version)] if version else known
    earlier = {release: tables_of(release) for release in before} | {version or TODAY: stored}
    if version is None and not edition(None).endswith("+unreleased"):
        earlier.pop(TODAY)  # they are the last release
    tables = {name: {i: _shown(row) for i, row in keyed(table).items()} for name, table in stored.items()}
    return Record(version, tables, stored, [*earlier], earlier)


def _shown(row: Row) -> Row:
    """A row whose cells cannot steer what is beside them."""
    return {column: safe(cell or "") for column, cell in row.items()}


def safe(text: str) -> str:
    """The text, with characters that would steer others spelled out."""
    return text if text.isprintable() else printable(text)
