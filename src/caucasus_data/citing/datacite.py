"""A citation as DataCite JSON, Metadata Schema 4.5, for repositories that register DOIs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from caucasus_data.citing.reference import Reference

_TYPES = {"dataset": "Dataset", "think_tank": "Report"}


def write(
    dataset: Reference,
    sources: Iterable[Reference],
    package: Mapping[str, Any],
    *,
    before: str = "",
    whole: bool = False,
) -> str:
    """A record of the dataset, with the sources as related items; a DOI is for the repository to add.

    Args:
        dataset: What is cited.
        sources: Those behind the rows.
        package: The descriptor of the version.
        before: The release before it, if any.
        whole: Whether all of the version is cited, so that the one before it and its tables are related items.
    """
    content = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset"},
        "creators": _names(dataset.authors, nameType="Organizational"),
        "titles": [{"title": dataset.title}],
        "publisher": {"name": dataset.publisher},
        "publicationYear": dataset.year,
        "dates": [{"date": dataset.issued, "dateType": "Issued"}],
        "language": dataset.language,
        "version": dataset.version,
        "subjects": [{"subject": word} for word in package["keywords"]],
        "descriptions": [{"description": package["description"], "descriptionType": "Abstract"}],
        "rightsList": [
            {"rights": terms["title"], "rightsUri": terms["path"], "rightsIdentifier": terms["name"]}
            for terms in package["licenses"]
        ],
        "alternateIdentifiers": [{"alternateIdentifier": dataset.note, "alternateIdentifierType": "Rows"}],
        "relatedItems": [_item(s) for s in sources] + (_around(dataset, package, before) if whole else []),
    }
    return json.dumps({n: value for n, value in content.items() if value}, ensure_ascii=False, indent=2) + "\n"


def _item(source: Reference) -> dict[str, Any]:
    item = {
        "relatedItemType": _TYPES.get(source.kind, "Text"),
        "relationType": "References",
        "titles": [{"title": source.title}],
        "creators": _names(source.authors),
        "publisher": source.publisher,
        "publicationYear": source.year,
        "relatedItemIdentifier": {"relatedItemIdentifier": source.uri, "relatedItemIdentifierType": "URL"},
    }
    return {name: value for name, value in item.items() if value}


def _around(dataset: Reference, package: Mapping[str, Any], before: str) -> list[dict[str, Any]]:
    """The release before a version, and its tables."""
    earlier = {"relationType": "IsNewVersionOf", "titles": [{"title": dataset.title}], "edition": before}
    parts = [
        {
            "relationType": "HasPart",
            "titles": [{"title": r["name"]}, {"title": r["description"], "titleType": "Subtitle"}],
        }
        for r in package["resources"]
    ]
    return [{"relatedItemType": "Dataset", **item} for item in ([earlier] if before else []) + parts]


def _names(names: Iterable[str], **about: str) -> list[dict[str, str]]:
    return [{"name": name, **about} for name in names]
