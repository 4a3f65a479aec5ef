"""What catalogues read: Croissant, Zenodo's deposit metadata, and schema.org."""

from __future__ import annotations

import json
import shutil
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from caucasus_data.derive.schema_org import dataset
from caucasus_data.derive.table_schema import data_package
from caucasus_data.derive.zenodo_file import zenodo_file
from caucasus_data.model import package
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from tests.conftest import read_csv


def read(name: str) -> Any:
    return json.loads((storage.root() / name).read_text(encoding="utf-8"))


@pytest.mark.filterwarnings("ignore")
def test_croissant_is_valid_and_loads_records_of_every_table(tmp_path: Path) -> None:
    """By the library of those who made the format; the copy has nothing but the tables beside it."""
    mlcroissant = pytest.importorskip("mlcroissant")
    shutil.copy(storage.root() / "croissant.json", tmp_path)
    shutil.copytree(storage.root() / "data", tmp_path / "data", ignore=shutil.ignore_patterns("releases"))
    loaded = mlcroissant.Dataset(jsonld=tmp_path / "croissant.json")
    assert loaded.metadata.ctx.issues.errors == set()
    assert loaded.metadata.ctx.issues.warnings == set()
    assert loaded.metadata.ctx.is_v1_1()
    for table in TABLES:
        records = [*islice(loaded.records(table), 20)]
        rows = read_csv(storage.csv_path(table))[:20]
        key = TABLES[table].key[0]
        assert [record[f"{table}/{key}"].decode() for record in records] == [row[key] for row in rows], table


def test_croissant_names_the_files_and_columns_of_the_descriptor() -> None:
    told, described = read("croissant.json"), storage.package()
    assert {f["contentUrl"]: f"sha256:{f['sha256']}" for f in told["distribution"]} == {
        r["path"]: r["hash"] for r in described["resources"]
    }
    columns = {s["@id"]: [f["source"]["extract"]["column"] for f in s["field"]] for s in told["recordSet"]}
    assert columns == {name: list(table.names) for name, table in TABLES.items()}


def test_zenodo_is_told_a_dataset() -> None:
    told = read(".zenodo.json")
    required = {"upload_type", "title", "description", "creators", "publication_date", "access_right", "license"}
    assert required <= set(told) <= required | {"version", "language", "keywords"}
    assert (told["upload_type"], told["access_right"], told["license"]) == ("dataset", "open", "cc-by-4.0")
    assert (told["version"], told["publication_date"]) == (package.VERSION, package.RELEASED)


def test_a_relation_needs_an_address_and_a_release_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "REPOSITORY", "https://example.org/r")
    described = data_package(storage.root())
    assert zenodo_file(described, "0.1.0")["related_identifiers"] == [
        {"identifier": "https://example.org/r/tree/v0.1.0", "relation": "isNewVersionOf", "resource_type": "dataset"}
    ]
    assert "related_identifiers" not in zenodo_file(described, None)


def test_schema_org_names_the_archive_only_of_a_release() -> None:
    """With what search engines ask of a dataset: name, and a description of 50 to 5,000 characters."""
    told = dataset(storage.package(), "0.3.0", "0" * 64)
    assert (told["@context"], told["@type"], told["version"]) == ("https://schema.org", "Dataset", "0.3.0")
    assert 50 <= len(told["description"]) <= 5000
    assert told["distribution"][0]["sha256"] == "0" * 64
    assert [part["name"] for part in told["hasPart"]] == list(TABLES)
    assert "distribution" not in dataset(storage.package(), "0.3.0+unreleased")
