""".zenodo.json: what Zenodo is to say of a release, which it would else call software."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def zenodo_file(package: Mapping[str, Any], before: str | None) -> Json:
    """The deposit metadata of Zenodo.

    Zenodo gives the identifiers and ties the versions of a record together by itself. That a version is new is told
    beside only where the project has an address: a relation needs one to point at.

    Args:
        package: The Data Package descriptor.
        before: The release before this one, if any.
    """
    address = package.get("homepage", "")
    earlier = {"identifier": f"{address}/tree/v{before}", "relation": "isNewVersionOf", "resource_type": "dataset"}
    return {
        "upload_type": "dataset",
        "title": package["title"],
        "description": package["description"],
        "creators": [{"name": contributor["title"]} for contributor in package["contributors"]],
        "publication_date": package["created"].partition("T")[0],
        "version": package["version"],
        "language": "eng",
        "access_right": "open",
        "license": package["licenses"][0]["name"].lower(),
        "keywords": list(package["keywords"]),
        **({"related_identifiers": [earlier]} if address and before else {}),
    }
