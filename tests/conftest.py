"""What several tests share."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from caucasus_data.package import storage

if TYPE_CHECKING:
    from tests.checkout import Checkout

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
    return lambda table: read_csv(storage.csv_path(table))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Checkout]:
    """A checkout of a few rows, with a history of its own, that stands in for the real one."""
    from tests.checkout import Checkout

    checkout = Checkout(tmp_path / "checkout", monkeypatch)
    yield checkout
    checkout.forget()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the packaged tables that a test may spoil."""
    copy = tmp_path / "data"
    shutil.copytree(storage.root() / "data", copy, ignore=shutil.ignore_patterns("releases"))
    return copy
