"""The dataset as schema.org says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def facts(package: Mapping[str, Any]) -> Json:
    """What a descriptor says of the whole, as properties of a schema.org Dataset.

    >>> facts({"name": "d", "title": "D", "description": "", "version": "1.0.0", "created": "2026-11-22T00:00:00Z",
    ...        "keywords": [], "licenses": [{"path": "https://example.org"}], "contributors": [{"title": "We"}],
    ...        "temporal": {"start": "1988-02-01", "end": "2026-06-25"}})["temporalCoverage"]
    '1988-02-01/2026-06-25'
    """
    creators = [{"@type": "Organization", "name": c["title"]} for c in package["contributors"]]
    temporal = package.get("temporal")
    return {
        "@type": "Dataset",
        "name": package["name"],
        "alternateName": package["title"],
        "description": package["description"],
        **({"url": package["homepage"]} if "homepage" in package else {}),
        "version": package["version"],
        "datePublished": package["created"].partition("T")[0],
        "license": [terms["path"] for terms in package["licenses"]],
        "keywords": list(package["keywords"]),
        "creator": creators,
        "publisher": creators,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        **({"temporalCoverage": "/".join(temporal.values())} if temporal else {}),
    }


def dataset(package: Mapping[str, Any], edition: str, digest: str = "") -> Json:
    """JSON-LD of an edition for a page, with the digest of the archive where that edition was released."""
    archive = {"@type": "DataDownload", "name": f"{edition}.zip", "encodingFormat": "application/zip", "sha256": digest}
    parts = [{"@type": "Dataset", "name": r["name"], "description": r["description"]} for r in package["resources"]]
    about = facts(package) | {"@context": "https://schema.org", "version": edition, "hasPart": parts}
    return about | ({"distribution": [archive]} if digest else {})
