"""References as CSL-JSON, for Zotero, Pandoc and all that cite by a style of the Citation Style Language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from caucasus_data.citing.reference import Reference, parts
from caucasus_data.model import edtf

_TYPES = {
    "dataset": "dataset",
    "news": "article-newspaper",
    "think_tank": "report",
    "academic": "article",
    "official_document": "document",
}


def write(references: Iterable[Reference]) -> str:
    """A JSON array of items."""
    return json.dumps([_item(r) for r in references], ensure_ascii=False, indent=2) + "\n"


def _item(reference: Reference) -> dict[str, Any]:
    item = {
        "id": reference.key,
        "type": _TYPES.get(reference.kind, "webpage"),
        "title": reference.full_title,
        "author": [{"literal": name} for name in reference.responsible],
        "publisher": reference.publisher,
        "issued": _date(reference.issued),
        "version": reference.version,
        "URL": reference.uri,
        "accessed": _date(reference.accessed),
        "language": reference.language,
    }
    return {name: value for name, value in item.items() if value}


def _date(date: str) -> dict[str, Any]:
    if not date:
        return {}
    parsed = edtf.parse(date)
    told: dict[str, Any] = {"date-parts": [list(known)]} if (known := parts(date)) else {"literal": date}
    return told | ({"circa": True} if parsed.uncertain or parsed.approximate else {})
