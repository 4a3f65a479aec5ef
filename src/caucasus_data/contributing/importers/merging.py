"""The rows of a data set beside those that people entered, which stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from caucasus_data.contributing.folder import Folder, Row
from caucasus_data.contributing.importers.data_set import DataSet
from caucasus_data.contributing.importers.records import actors_by_code, records
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.series import SERIES
from caucasus_data.model.tables import TABLES
from caucasus_data.support.clock import today
from caucasus_data.support.writing import Rewriting

_SPOKEN_OF = (*SERIES, "period")
"""The columns in which two rows speak of the same amount."""

_OF_PEOPLE = ("credibility", "reviewed", "note")
"""The columns of a row of a data set in which people judge it, and which stay while its figure does."""


@dataclass
class Merged:
    """What became of the rows of a data set.

    Attributes:
        files: The files to write; none where all is as it was.
        added: Ids of rows that are new.
        changed: Rows as they were and as they are, of which the data set has another figure now.
        kept: How many rows say already what it says.
        left: Ids under which somebody else's row stands, or which were withdrawn.
        citations: How many citations of the data set came, went or changed.
    """

    files: dict[Path, Rewriting] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: list[tuple[Row, Row]] = field(default_factory=list)
    kept: int = 0
    left: list[str] = field(default_factory=list)
    citations: int = 0


def merged(data_set: DataSet, file: Path, folder: Path, on: date | None = None) -> Merged:
    """The rows of a file of a data set, merged into the tables of a folder.

    Args:
        data_set: What the file is of.
        file: The file.
        folder: The folder of the tables.
        on: The day on which the file is read; today unless given.

    Raises:
        CaucasusDataError: The file or a table is at fault, or would be.
    """
    tables = Folder(folder)
    rows = _rows(data_set, file, tables)
    result = Merged()
    touched = {"dependencies"} if _merge_rows(rows, tables, result) else set()
    if _merge_citations(rows, data_set, tables, result):
        touched.add("citations")
    if touched:
        day = (on or today()).isoformat()
        touched |= _with_source(data_set, tables, day) | _with_actors(data_set, tables)
        result.files = tables.rewritten({name: tables.rows[name] for name in touched}).files
    return result


def _rows(data_set: DataSet, file: Path, tables: Folder) -> dict[str, Row]:
    """The rows that the file calls for, by id."""
    known = {**actors_by_code(tables.rows["actors"]), **data_set.names}
    rows: dict[str, Row] = {}
    for observation in data_set.observations(records(file, data_set.columns, known)):
        row = observation.row(data_set)
        if rows.setdefault(row["dependency_id"], row) is not row:
            raise CaucasusDataError(f"{file}: it has two figures for {row['dependency_id']}; expected one")
    if not rows:
        raise CaucasusDataError(f"{file}: nothing in it is what {data_set.name} takes: {data_set.about}")
    return rows


def _merge_rows(rows: Mapping[str, Row], tables: Folder, result: Merged) -> bool:
    there = {row["dependency_id"]: row for row in tables.rows["dependencies"]}
    gone = {row["row_id"] for row in tables.rows["withdrawn"]}
    for name, row in rows.items():
        old = there.get(name)
        if name in gone or (old and old["source_id"] != row["source_id"]):
            result.left.append(name)
        elif not old:
            tables.rows["dependencies"].append(row)
            result.added.append(name)
        elif all(old[column] == row[column] for column in row if column not in _OF_PEOPLE):
            result.kept += 1
        else:
            result.changed.append((dict(old), row))
            old.update(row)
    return bool(result.added or result.changed)


def _merge_citations(rows: Mapping[str, Row], data_set: DataSet, tables: Folder, result: Merged) -> bool:
    """Cite the data set for rows of others that speak of the same amount; its locator is the row of the data set."""
    citations = tables.rows["citations"]
    wanted = {c["row_id"]: c for c in _citations(rows, tables)}
    own = [c for c in citations if c["source_id"] == data_set.source["source_id"] and c["locator"] in rows]
    by_hand = {
        c["row_id"] for c in citations if c["source_id"] == data_set.source["source_id"] and c["locator"] not in rows
    }
    new = [c for c in wanted.values() if c not in own and c["row_id"] not in by_hand]
    old = [c for c in own if c not in wanted.values()]
    tables.rows["citations"] = [c for c in citations if c not in old] + new
    result.citations = len(new) + len(old)
    return bool(new or old)


def _citations(rows: Mapping[str, Row], tables: Folder) -> Iterator[Row]:
    by_amount = {tuple(row[c] for c in _SPOKEN_OF): row for row in rows.values()}
    for other in tables.rows["dependencies"]:
        row = by_amount.get(tuple(other[c] for c in _SPOKEN_OF))
        if row and other["value"] and other["source_id"] != row["source_id"]:
            yield {
                "row_id": other["dependency_id"],
                "source_id": row["source_id"],
                "stance": "supports" if agree(row, other) else "contradicts",
                "field": "value",
                "locator": row["dependency_id"],
                "note": f"{row['value']} {row['unit'].replace('_', ' ')}",
            }


def agree(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two amounts may be one, as far as they were rounded and bounded.

    >>> agree({"value": "7.19", "qualifier": "exact"}, {"value": "7.2", "qualifier": "exact"})
    True
    >>> agree({"value": "7.19", "qualifier": "exact"}, {"value": "8", "qualifier": "at_least"})
    False
    """
    (low, high), (least, most) = _range(one), _range(other)
    return low <= most and least <= high


def _range(row: Mapping[str, str]) -> tuple[float, float]:
    value, text = float(row["value"]), row["value"]
    zeros = re.search(r"[1-9](0*)$", text) if row["qualifier"] == "about" else None
    last = 10.0 ** (len(zeros[1]) if zeros else -len(text.partition(".")[2]))
    low, high = value - last / 2, value + last / 2
    return {"at_least": (low, float("inf")), "at_most": (float("-inf"), high)}.get(row["qualifier"], (low, high))


def _with_source(data_set: DataSet, tables: Folder, day: str) -> set[str]:
    """Enter the source of a data set, or the day on which it was read again."""
    sources = tables.rows["sources"]
    there = [row for row in sources if row["source_id"] == data_set.source["source_id"]]
    if not there:
        sources.append(_filled("sources", {**data_set.source, "accessed": day}))
    elif there[0]["accessed"] == day:
        return set()
    for row in there:
        row["accessed"] = day
    return {"sources"}


def _with_actors(data_set: DataSet, tables: Folder) -> set[str]:
    there = {row["actor_id"] for row in tables.rows["actors"]}
    new = [_filled("actors", row) for row in data_set.actors if row["actor_id"] not in there]
    tables.rows["actors"].extend(new)
    return {"actors"} if new else set()


def _filled(table: str, cells: Mapping[str, str]) -> Row:
    return dict.fromkeys(TABLES[table].names, "") | dict(cells)
