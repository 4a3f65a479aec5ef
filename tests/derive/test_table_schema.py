from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from frictionless import Package

from caucasus_data import validate
from caucasus_data.derive.table_schema import data_package
from caucasus_data.model.edtf import parse
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from tests.cases import CASES
from tests.conftest import read_csv, write_csv


def test_frictionless_finds_the_package_valid() -> None:
    report = Package(str(storage.root() / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note", "rowNumber", "fieldName"])[:10]
    assert [task.name for task in report.tasks] == list(TABLES)


@pytest.mark.parametrize("name", list(TABLES))
def test_descriptor_tells_size_and_hash_of_each_file(name: str) -> None:
    content = storage.csv_path(name).read_bytes()
    resource = storage.resource(name)
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("name", list(TABLES))
def test_schema_says_what_the_table_declares(name: str) -> None:
    schema = storage.schema(name)
    table = TABLES[name]
    assert [f["name"] for f in schema["fields"]] == list(table.names)
    for field, column in zip(schema["fields"], table.columns, strict=True):
        constraints = field.get("constraints", {})
        assert constraints.get("required", False) is column.required
        if column.cell.vocabulary:
            assert (
                constraints["enum"] == [c["value"] for c in field["categories"]] == list(column.cell.vocabulary.words)
            )
        if "pattern" in constraints:
            assert re.fullmatch(r"\(\?:.*\)", constraints["pattern"], flags=re.DOTALL)
            assert re.fullmatch(constraints["pattern"], column.example)
    referring = {k["fields"][0] for k in schema.get("foreignKeys", [])}
    assert referring == {c.name for c in table.columns if c.cell.reference and c.cell.reference.table}


def test_package_says_what_a_package_must() -> None:
    package = storage.package()
    for said in (
        "name",
        "title",
        "description",
        "version",
        "licenses",
        "contributors",
        "sources",
        "keywords",
        "temporal",
    ):
        assert package[said], said
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def test_temporal_coverage_is_that_of_the_events() -> None:
    dates = [parse(row["start_date"]) for row in read_csv(storage.csv_path("events"))]
    coverage = storage.package()["temporal"]
    assert coverage["start"] == min(d.earliest for d in dates).isoformat()
    assert all(d.earliest.isoformat() <= coverage["end"] for d in dates)


@pytest.mark.parametrize(
    ("table", "column", "value", "kind"),
    [
        ("events", "source_id", "src-nowhere", "foreign-key"),
        ("events", "part_of", "evt-nowhere", "foreign-key"),
        ("actors", "parent_id", "nobody", "foreign-key"),
        ("claims", "subject_id", "nobody", "foreign-key"),
        ("actors", "actor_id", None, "primary-key"),
        ("participants", "role", None, "primary-key"),
    ],
)
def test_frictionless_finds_broken_keys_too(
    tmp_path: Path, table: str, column: str, value: str | None, kind: str
) -> None:
    data = shutil.copytree(CASES / "base", tmp_path / "data")
    rows = read_csv(data / f"{table}.csv")
    rows.append({**rows[-1], column: value} if value else rows[-1])
    if value:
        rows[-1][next(iter(rows[-1]))] += "-again"
        rows[-1].update({"status": "unreviewed", "confidence": "", "text": "Else."} if table == "claims" else {})
        rows[-1].update({"title": "Something else"} if table == "events" else {})
    write_csv(data / f"{table}.csv", rows)
    shutil.copytree(storage.root() / "schemas", data.parent / "schemas")
    report = Package.from_descriptor(data_package(data.parent), basepath=str(data.parent)).validate()
    assert {type_ for (type_,) in report.flatten(["type"])} == {kind}
    assert {f.rule for f in validate(data)} == {"reference" if kind == "foreign-key" else "duplicate-key"}
