"""What is proposed for a cell before anybody types it: an id, today, what rows alike hold, for whom somebody acted."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import chain, count
from typing import Final

import polars as pl

from caucasus_data.contributing.lookup import Lookup, Row, Rows, host
from caucasus_data.model.row import Table
from caucasus_data.model.tables import TABLES
from caucasus_data.validation.sheet import Sheet
from caucasus_data.validation.sides import ACTING, borne_out, proposed

FELLOWS: Final[Mapping[tuple[str, str], str]] = {
    ("sources", "publisher"): "url",
    ("sources", "language"): "publisher",
    ("sources", "type"): "publisher",
    ("sources", "reliability"): "publisher",
    ("sources", "country"): "publisher",
}
"""Columns in which rows mostly agree that agree in another column, of addresses in the host."""

_ID_WORDS: Final = 6
_EMPTY_WORDS: Final = {
    *("a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "that", "the", "to", "with"),
}


def of_fellows(lookup: Lookup, table: Table, column: str, cells: Mapping[str, str]) -> list[str]:
    """What stands in a column of the rows that agree with a new one in another, the most frequent first."""
    by = FELLOWS.get((table.name, column), "")
    if not cells.get(by):
        return []
    alike = host(cells[by])
    counted = Counter(row[column] for row in lookup.rows[table.name] if host(row[by]) == alike)
    return [cell for cell, _ in counted.most_common()]


def acts_for_others(actor: Row) -> bool:
    """Whether it is of a kind that acts for a state or an organization."""
    return actor.get("kind") in ACTING


@lru_cache
def sides(lookup: Lookup, actor_id: str, start: str, end: str) -> tuple[str, ...]:
    """For whom somebody can have acted at a time, by an office or a parent."""
    event = {"event_id": "", "start_date": start, "end_date": end}
    held = [row for row in lookup.rows["memberships"] if row["member_id"] == actor_id]
    part = {"event_id": "", "actor_id": actor_id}
    rows: Rows = {"participants": [part], "events": [event], "memberships": held, "actors": lookup.rows["actors"]}
    sheets = {name: _sheet(name, some) for name, some in rows.items()}
    return tuple(proposed(borne_out(sheets)).get(0, ()))


def _sheet(name: str, rows: Sequence[Row]) -> Sheet:
    frame = pl.DataFrame([*rows], schema=dict.fromkeys(TABLES[name].names, pl.String))
    return Sheet(TABLES[name], "", frame.fill_null(""), pl.Series(dtype=pl.Int64), [])


def proposed_id(table: Table, cells: Mapping[str, str], taken: Collection[str] = ()) -> str:
    """The id that the cells of a row suggest, with a number where it is taken.

    >>> proposed_id(TABLES["events"], {"start_date": "2022-12-12", "title": "The Lachin blockade"})
    'evt-2022-lachin-blockade'
    """
    year = re.match(r"[0-9]{4}", cells.get(table.timeline[0], "") if table.timeline else "")
    when = year[0] if year else ""
    match table.name:
        case "events":
            parts = ["evt", when, cells["title"]]
        case "memberships":
            parts = ["mem", cells["member_id"], cells["organization_id"], cells["role"], when]
        case "dependencies":
            parts = ["dep", cells["dependent_id"], cells["supplier_id"], cells["indicator"], cells["period"]]
        case "claims":
            parts = ["clm", cells["claimant_id"], when, cells["text"]]
        case "sources":
            parts = ["src", cells["publisher"], cells["title"]]
        case "places":
            parts = ["plc", cells["name"]]
        case _:
            parts = [cells["name"]]
    name = "-".join(filter(None, map(_slug, parts)))
    return next(free for free in chain([name], (f"{name}-{number}" for number in count(2))) if free not in taken)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _EMPTY_WORDS]
    return "-".join(found[:_ID_WORDS])
