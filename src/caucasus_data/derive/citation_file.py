"""CITATION.cff of the repository, which asks readers to cite the dataset."""

from __future__ import annotations

import json

from caucasus_data.model import package


def citation_file() -> str:
    """The file, in the Citation File Format 1.2.0.

    >>> print(citation_file().splitlines()[0])
    cff-version: 1.2.0
    """
    # YAML reads texts quoted as in JSON; the version and the day stand bare, for a release to replace
    facts = {
        "cff-version": "1.2.0",
        "message": json.dumps("If you use this dataset, please cite it with the version that you used."),
        "type": "dataset",
        "title": json.dumps(package.TITLE),
        "abstract": json.dumps(package.DESCRIPTION),
        "authors": json.dumps([{"name": c["title"]} for c in package.CONTRIBUTORS]),
        "version": package.VERSION,
        "date-released": package.RELEASED,
        "license": package.LICENSES[0]["name"],
        "repository-code": json.dumps(package.REPOSITORY) if package.REPOSITORY else "",
        "keywords": json.dumps(package.KEYWORDS),
    }
    return "".join(f"{name}: {value}\n" for name, value in facts.items() if value)
