"""How the dataset is cited."""

from __future__ import annotations

from caucasus_data.model import package
from caucasus_data.package import storage


def citation_text(version: str | None = None, *, named: str | None = None) -> str:
    """The sentence by which a version of the dataset is cited, today's tables where it is left out.

    Args:
        version: A release.
        named: Its edition, where that has been looked up already.

    >>> citation_text("0.1.0")
    'caucasus-data contributors (2026). caucasus-data, version 0.1.0 [data set].'
    """
    return package.citation(storage.package(version), named or edition(version))


def edition(version: str | None = None) -> str:
    """The version of the tables; today's are marked where they are not those of the release whose version they bear."""
    named = str(storage.package(version)["version"])
    return named if version or _released(named) else f"{named}+unreleased"


def _released(version: str) -> bool:
    """Whether today's tables are those of a release, byte for byte."""
    if version not in storage.releases():
        return False
    here, there = ({t: _bytes(t, v) for t in storage.tables(v)} for v in (None, version))
    return here == there


def _bytes(table: str, version: str | None) -> bytes:
    with storage.csv_path(table, version).open("rb") as file:
        return file.read()
