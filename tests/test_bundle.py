from __future__ import annotations

import json
from pathlib import Path

import pytest

from caucasus_data import bundle
from caucasus_data.model.tables import TABLES


def test_tables_are_those_of_the_descriptor_in_its_order() -> None:
    assert list(bundle.tables()) == list(TABLES)
    assert bundle.tables() == {name: table.description for name, table in TABLES.items()}


def test_every_file_of_the_descriptor_is_there() -> None:
    for table in TABLES:
        assert bundle.csv_path(table).is_file()
        assert bundle.schema(table) == json.loads(
            Path(bundle.root(), f"schemas/{table}.schema.json").read_text("utf-8")
        )


def test_outside_a_checkout_the_bundle_inside_the_package_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "__file__", str(tmp_path / "site-packages/caucasus_data/bundle.py"))
    bundle.root.cache_clear()
    try:
        assert bundle.root() == tmp_path / "site-packages/caucasus_data/_bundle"
    finally:
        bundle.root.cache_clear()
