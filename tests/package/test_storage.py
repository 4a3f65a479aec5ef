from __future__ import annotations

import json
from pathlib import Path

import pytest

from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from tests.checkout import Checkout


def test_tables_are_those_of_the_descriptor_in_its_order() -> None:
    assert list(storage.tables()) == list(TABLES)
    assert storage.tables() == {name: table.description for name, table in TABLES.items()}


def test_every_file_of_the_descriptor_is_there() -> None:
    for table in TABLES:
        assert storage.csv_path(table).is_file()
        assert storage.schema(table) == json.loads(
            Path(storage.root(), f"schemas/{table}.schema.json").read_text("utf-8")
        )


def test_outside_a_checkout_the_bundle_inside_the_package_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "__file__", str(tmp_path / "site-packages/caucasus_data/package/storage.py"))
    storage.root.cache_clear()
    try:
        assert storage.root() == tmp_path / "site-packages/caucasus_data/_bundle"
    finally:
        storage.root.cache_clear()


def test_rows_of_some_keys_are_found_however_their_cells_are_written(small: Checkout) -> None:
    row = small.rows("names")[0]
    words = ["plain", 'with "quotes" in it', "a/slash", "a, comma", "two\nlines", '"', ""]
    small.write("names", [row | {"name": word} for word in words])
    small.forget()
    key = storage.key("names")
    for stored in storage.rows("names"):
        name = "/".join(stored[k] for k in key)
        assert storage.rows("names", None, [name]) == [stored]
    assert storage.rows("names", None, ["plain", "", "/", "//", '"/"', "a/slash", "\udcff/////"]) == []
