"""What is said of the dataset as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

VERSION: Final = "0.11.0"
RELEASED: Final = "2026-12-01"

REPOSITORY: Final = ""
"""The address at which the project lives; while it is blank, nothing links there."""

NAME: Final = "caucasus-data"
TITLE: Final = "caucasus-data: the realignment of the South Caucasus, row by row"
DESCRIPTION: Final = (
    "Actors, memberships, events, dependencies and claims that record how Armenia and its neighbours move between "
    "Moscow and the West. Every row names the source in which it was read."
)
KEYWORDS: Final = (
    "Armenia",
    "Azerbaijan",
    "Georgia",
    "South Caucasus",
    "Russia",
    "CSTO",
    "EAEU",
    "European Union",
    "Nagorno-Karabakh",
    "foreign policy",
    "event data",
)
LICENSES: Final = (
    {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Creative Commons Attribution 4.0 International",
    },
)
CONTRIBUTORS: Final = ({"title": "caucasus-data contributors", "roles": ["creator", "editor"]},)
SOURCES: Final = (
    {
        "title": "RAIA Group: Pashinyan and Putin",
        "path": "https://raiagroup.org/pashinyan-and-putin-frenemies-as-armenia-csto-russia",
    },
    {
        "title": "SpecialEurasia: Putin-Pashinyan's Phone Conversation",
        "path": "https://specialeurasia.com/2025/01/20/putin-pashinyan-armenia-russia",
    },
    {"title": "All sources of the rows", "path": "data/sources.csv"},
)


def citation(described: Mapping[str, Any], edition: str) -> str:
    """The sentence by which an edition is cited, from its descriptor."""
    authors = ", ".join(contributor["title"] for contributor in described["contributors"])
    return f"{authors} ({described['created'][:4]}). {described['name']}, version {edition} [data set]."
