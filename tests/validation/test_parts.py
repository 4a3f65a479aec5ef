"""A long file is read in parts, and its rows are packed: nothing of that shows in what is read."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest
from benchmarks import faults, growing

from caucasus_data.errors import UnreadableError
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from caucasus_data.validation import parts, reading, records, validate
from caucasus_data.validation.sheet import Sheet
from tests.validation.test_random_files import BASE, damaged, wild


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Take files for long ones, and large ones at that."""
    monkeypatch.setattr(records, "LONG", 0)
    monkeypatch.setattr(reading, "LARGE", 0)
    monkeypatch.setattr(parts, "PART", 50_000)
    return monkeypatch


def test_sound_tables_are_sound_in_parts(small_parts: pytest.MonkeyPatch) -> None:
    assert validate() == []


@pytest.mark.parametrize("size", [1, 40, 300])
def test_any_file_is_read_the_same_in_parts(size: int, tmp_path: Path, small_parts: pytest.MonkeyPatch) -> None:
    chance = random.Random(size)
    for number in range(60):
        name = chance.choice([*BASE])
        content = damaged(BASE[name], chance) if number % 3 else wild(chance)
        path = tmp_path / name
        path.write_bytes(content)
        small_parts.setattr(parts, "PART", size)
        in_parts = outcome(path)
        small_parts.setattr(parts, "PART", 1 << 24)
        assert in_parts == outcome(path), content


def outcome(path: Path) -> object:
    """What is read of a file, or why it cannot be."""
    try:
        return told(reading.read(TABLES[path.stem], path))
    except UnreadableError as error:
        return str(error)


def told(sheet: Sheet) -> object:
    frame = sheet.frame.select(pl.all())
    kept = sheet.convicted, sheet.lost, sheet.header, sheet.absent
    doubtful = None if sheet.doubtful is None else sheet.doubtful.to_list()
    return sheet.findings, frame.rows(), sheet.lines.to_list(), doubtful, kept


@pytest.mark.parametrize("large", [1 << 29, 0])
def test_of_faults_that_are_rare_in_many_rows_each_is_told(
    large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten or so of a kind, and a fault in some 300 rows: no act has made them all, and packed rows hide none."""
    monkeypatch.setattr(reading, "LARGE", large)
    path = tmp_path / "events.csv"
    sown = faults.sow(path, growing.events(100_000), 100_000, 300, len(storage.rows("events")))
    assert len({fault.kind for fault in sown}) == len(faults.OF_CELLS) + len(faults.OF_LINES)
    assert faults.judged(sown, {(found.line, found.field) for found in validate(tmp_path)}) == (300, 0)


def test_of_one_word_that_is_rare_in_related_tables_each_is_told(tmp_path: Path) -> None:
    growing.write_related(tmp_path, 50_000, 50)
    assert [(f.field, f.value) for f in validate(tmp_path)] == [("role", "partty")] * 50
