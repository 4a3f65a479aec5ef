"""The generated files of a checkout: schemas, datapackage.json, and the pages of docs that are computed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from caucasus_data.derive.citation_file import citation_file
from caucasus_data.derive.code_owners import READERS, code_owners
from caucasus_data.derive.codebook import codebook
from caucasus_data.derive.coverage import coverage
from caucasus_data.derive.croissant import croissant
from caucasus_data.derive.issue_forms import issue_forms
from caucasus_data.derive.publishers import REASONS, publishers
from caucasus_data.derive.review import review
from caucasus_data.derive.rules_page import rules_page
from caucasus_data.derive.table_schema import data_package, table_schema
from caucasus_data.derive.zenodo_file import zenodo_file
from caucasus_data.model.tables import TABLES
from caucasus_data.model.vocabularies import VOCABULARIES
from caucasus_data.package import storage

REFRESH = "python -m caucasus_data.derive"
"""The command that brings the generated files up to date."""


def stale() -> list[str]:
    """The generated files that differ from what the declarations and the data now call for."""
    return [path for path, content in _contents() if _read(storage.root() / path) != content]


def refresh() -> list[str]:
    """Write the generated files that are stale, each beside its place first and then renamed into it."""
    written = []
    for path, content in _contents():  # lazily: the codebook reads the schemas that come before it
        target = storage.root() / path
        if _read(target) == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f"{target.name}.new")
        beside.write_text(content, encoding="utf-8", newline="\n")
        beside.replace(target)
        written.append(path)
    return written


def _contents() -> Iterator[tuple[str, str]]:
    for name, table in TABLES.items():
        yield f"schemas/{name}.schema.json", as_json(table_schema(table))
    yield "schemas/vocabularies.json", as_json({n: _vocabulary(n) for n in VOCABULARIES})
    package = data_package(storage.root())
    yield "datapackage.json", as_json(package)
    storage.forget()
    for path, described in catalogues(package).items():
        yield path, as_json(described)
    yield "CITATION.cff", citation_file()
    yield from issue_forms().items()
    if (readers := storage.root() / READERS).is_file():
        yield ".github/CODEOWNERS", code_owners(readers)
    yield "docs/codebook.md", codebook()
    yield "docs/coverage.md", coverage()
    yield "docs/review.md", review()
    if (reasons := storage.root() / REASONS).is_file():
        yield "docs/publishers.md", publishers(reasons)
    if (cases := storage.root() / "tests" / "cases").is_dir():
        yield "docs/rules.md", rules_page(cases)


def catalogues(package: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What catalogues read of a descriptor, by the path of the file."""
    schemas = {name: table_schema(table) for name, table in TABLES.items()}
    before = storage.release_before(package["version"])
    return {"croissant.json": croissant(package, schemas), ".zenodo.json": zenodo_file(package, before)}


def _vocabulary(name: str) -> dict[str, Any]:
    vocabulary = VOCABULARIES[name]
    return {
        "description": vocabulary.description,
        "terms": {word: term.facts() for word, term in vocabulary.terms.items()},
    }


def as_json(value: dict[str, Any]) -> str:
    """JSON as the generated files hold it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
