"""A citation as CITATION.cff, the Citation File Format 1.2.0."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from caucasus_data.citing.reference import Reference, parts

_TYPES = {
    "dataset": "data",
    "news": "newspaper-article",
    "think_tank": "report",
    "academic": "article",
    "official_document": "government-document",
}


def write(dataset: Reference, sources: Iterable[Reference], package: Mapping[str, Any]) -> str:
    """A file that cites the dataset, and refers to the sources."""
    content = {
        "cff-version": "1.2.0",
        "message": "If you use these rows, please cite the dataset with its version, and the sources behind them.",
        "type": "dataset",
        "title": dataset.title,
        "abstract": package["description"],
        "authors": [{"name": name} for name in dataset.authors],
        "version": dataset.version,
        "date-released": dataset.issued,
        "license": [terms["name"] for terms in package["licenses"]],
        "keywords": list(package["keywords"]),
        "identifiers": [
            {"type": "other", "value": dataset.note, "description": "Version, number and hash of the rows."}
        ],
        "references": [_reference(source) for source in sources],
    }
    return "".join(f"{text}\n" for text in _yaml({name: value for name, value in content.items() if value}))


def _reference(source: Reference) -> dict[str, Any]:
    known = parts(source.issued)
    language = source.language.partition("-")[0]
    content = {
        "type": _TYPES.get(source.kind, "website"),
        "title": source.title,
        "authors": [{"name": name} for name in source.responsible],
        "publisher": {"name": source.publisher},
        "year": int(source.year) if source.year else 0,
        "month": known[1] if len(known) > 1 else 0,
        "date-published": source.issued[:10] if len(known) == 3 else "",
        "url": source.uri,
        "date-accessed": source.accessed,
        "languages": [language] if language else [],
    }
    return {name: value for name, value in content.items() if value}


def _yaml(content: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Lines of YAML; texts are quoted as in JSON, which YAML reads alike, so that none is taken for another thing."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield f"{indent}{name}:"
            yield from _yaml(value, f"{indent}  ")
        elif isinstance(value, list):
            yield f"{indent}{name}:"
            for item in value:
                first, *rest = _yaml(item, f"{indent}    ") if isinstance(item, dict) else [_scalar(item)]
                yield f"{indent}  - {first.lstrip()}"
                yield from rest
        else:
            yield f"{indent}{name}: {_scalar(value)}"


def _scalar(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)
