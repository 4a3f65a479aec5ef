"""How each row is cited: exactly where it is released, by its id before."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from caucasus_data.citing import bibtex, text
from caucasus_data.citing.citation import Citation
from caucasus_data.citing.edition import citation_text
from caucasus_data.citing.fingerprint import fingerprint
from caucasus_data.citing.reference import of_dataset, of_source
from caucasus_data.package import storage
from caucasus_data.package.difference import Table, Tables, keyed, tables_of
from caucasus_data.site.record import Record, Row


class Cited(NamedTuple):
    """The citation of a row: of the release that it is in, or of what is not released yet."""

    text: str
    bibtex: str
    released: str


class Citations:
    """The citations of the rows of a record, from the last release that has them."""

    def __init__(self, record: Record) -> None:
        self._record = record
        ahead = record.edition.endswith("+unreleased")
        known = [*storage.releases()]
        self._release = record.version or (known[-1] if ahead and known else record.edition)
        self._ahead = ahead
        self._tables: Tables = record.stored if not ahead else tables_of(self._release) if known else {}

    def of(self, table: str, ids: list[str]) -> Cited:
        """The citation of some rows of a table together; of those alone that are released, where some are."""
        rows = {i: self._rows[table][i] for i in ids if i in self._rows.get(table, {})}
        if not rows:
            named = f"Row {ids[0]}" if len(ids) == 1 else f"Rows {', '.join(ids)}"
            whole = citation_text(self._record.version, named=self._record.edition)
            return Cited(f"{whole} {named} of {table}.", "", "")
        behind = {i for row_id, row in rows.items() for i in (row.get("source_id", ""), *self._further[row_id])}
        found = sorted(rows if table == "sources" else behind & self._rows["sources"].keys())
        cited = {table: Table(self._tables[table].schema, [*rows.values()])}
        statement = Citation(self._release, len(rows), fingerprint({table: [*rows.values()]}), (), cited).statement
        dataset = of_dataset(storage.package(self._release), statement)
        entries = [self._entries(i) for i in found]
        said = "\n".join([text.write(dataset, ()), "", *sorted((e.text for e in entries), key=str.casefold)])
        return Cited(said, "\n".join([bibtex.write([dataset]), *(e.bibtex for e in entries)]), self._release)

    def _entries(self, source_id: str) -> Cited:
        """The entries of a source, which stand in the citations of many rows."""
        if source_id not in self._sources:
            source = of_source(self._rows["sources"][source_id], self._tables["sources"].schema)
            self._sources[source_id] = Cited(text.write(source, ()), bibtex.write([source]), "")
        return self._sources[source_id]

    @cached_property
    def _sources(self) -> dict[str, Cited]:
        return {}

    @cached_property
    def _rows(self) -> dict[str, dict[str, Row]]:
        return {name: keyed(table) for name, table in self._tables.items()}

    @cached_property
    def _further(self) -> defaultdict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for row in self._rows.get("citations", {}).values():
            found[row["row_id"]].add(row["source_id"])
        return found
