"""How the dataset is cited."""

from __future__ import annotations

from caucasus_data import bundle


def citation_text(version: str | None = None) -> str:
    """The sentence by which a version of the dataset is cited, today's tables where it is left out.

    >>> citation_text("0.1.0")
    'caucasus-data contributors (2026). caucasus-data, version 0.1.0 [data set].'
    """
    described = bundle.package(version)
    authors = ", ".join(contributor["title"] for contributor in described["contributors"])
    return f"{authors} ({described['created'][:4]}). {described['name']}, version {edition(version)} [data set]."


def edition(version: str | None = None) -> str:
    """The version of the tables; today's are marked where they are not those of the release whose version they bear."""
    described = bundle.package(version)
    named = str(described["version"])
    released = named in bundle.releases() and bundle.package(named)["resources"] == described["resources"]
    return named if released else f"{named}+unreleased"
