"""What tests of the referee judge: the packaged tables, and fewer of their rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
import pytest

from caucasus_data import validation
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from caucasus_data.validation.released import Rows as ReleasedRows
from tests.conftest import Rows, read_csv


@contextmanager
def released(rows: dict[str, Rows]) -> Iterator[dict[str, Rows]]:
    """Tables as if all of their rows had been released."""
    by_key = {n: ReleasedRows(pl.DataFrame(rows[n]), t.key) for n, t in TABLES.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "_released", lambda _: by_key)
        yield rows


@pytest.fixture(scope="session")
def packaged() -> dict[str, Rows]:
    return {name: read_csv(storage.csv_path(name)) for name in TABLES}


@pytest.fixture(scope="session")
def thinned(packaged: dict[str, Rows]) -> dict[str, Rows]:
    """A quarter of the record and what hangs together with it: enough for a fault that is alone."""
    keys = {"events": "event_id", "claims": "claim_id", "dependencies": "dependency_id"}
    chance, kept = random.Random(0), dict(packaged)
    pointed = {row["part_of"] for row in packaged["events"]} | {row["replaced_by"] for row in packaged["withdrawn"]}
    pointed |= {row[column] for row in packaged["claims"] for column in ("event_id", "dependency_id")}
    for name, key in keys.items():
        kept[name] = [row for row in packaged[name] if row[key] in pointed or chance.random() < 1 / 4]
    gone = {row[key] for name, key in keys.items() for row in packaged[name]}
    gone -= {row[key] for name, key in keys.items() for row in kept[name]}
    for name in ("participants", "citations", "identifiers"):
        kept[name] = [row for row in packaged[name] if row[TABLES[name].key[0]] not in gone]
    kept["withdrawn"] = [row for row in packaged["withdrawn"] if row["table"] != "sources"]
    citing = [row for name, rows in kept.items() if name != "sources" for row in rows]
    cited = {row[column] for row in citing for column in ("source_id", "resolution_source_id") if column in row}
    kept["sources"] = [row for row in packaged["sources"] if row["source_id"] in cited]
    return kept
