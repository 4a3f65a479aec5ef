"""What several tests share."""

from __future__ import annotations

import csv
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

from caucasus_data.package import storage

if TYPE_CHECKING:
    from tests.checkout import Checkout

if "PYTEST_XDIST_WORKER" in os.environ:  # there is a worker for each core already
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
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


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """A folder of a name, which the first to ask for it fills, in whichever process, and all others find."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def filled(name: str, fill: Callable[[Path], object]) -> Path:
        folder, beside = base / name, base / f"{name}.part"
        with FileLock(base / f"{name}.lock"):
            if not folder.exists():
                shutil.rmtree(beside, ignore_errors=True)
                fill(beside)
                beside.rename(folder)
        return folder

    return filled


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
