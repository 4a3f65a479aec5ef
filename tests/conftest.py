"""What several tests share."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from caucasus_data import bundle

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

Rows = list[dict[str, str]]


def read_csv(path: Path | zipfile.Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="session")
def rows() -> Callable[[str], Rows]:
    """The packaged rows of a table, as text."""
    return lambda table: read_csv(bundle.csv_path(table))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the packaged tables that a test may spoil."""
    copy = tmp_path / "data"
    shutil.copytree(bundle.root() / "data", copy, ignore=shutil.ignore_patterns("releases"))
    return copy
