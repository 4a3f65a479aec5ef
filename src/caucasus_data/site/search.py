"""The index that the search of a reader's browser goes through."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from caucasus_data.site import words
from caucasus_data.site.pages import Pages, folder
from caucasus_data.site.record import Row

_TABLES: Final = ("actors", "events", "claims", "places", "dependencies", "memberships", "sources")
_ALIKE: Final = str.maketrans(
    {"ı": "i", "ə": "e", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "’": "'", "‑": "-", "–": "-"}
)


def index(pages: Pages) -> list[Any]:
    """What can be found: the table, the folder, what to show, and what else the row is called.

    The script folds the words of a reader the same way; other names stand folded.
    """
    record = pages.record
    entries: list[Any] = []
    for table in _TABLES:
        rows = record.tables.get(table, {}).items()
        for row_id, row in sorted(rows, key=lambda item: -len(record.mentions.get(item[0], ()))):  # best known first
            others = _others(pages, table, row_id, row)
            entries.append([_TABLES.index(table), folder(row_id), _shown(pages, table, row_id, row), others])
    return entries


def _shown(pages: Pages, table: str, row_id: str, row: Row) -> str:
    said = pages.title(table, row_id)
    if table == "claims":
        return f"{words.name(pages.record, row['claimant_id'])}: {said}"
    if table == "sources":
        return f"{said} ({row['publisher']})"
    return f"{said} ({row['start_date']})" if table == "events" else said


def _others(pages: Pages, table: str, row_id: str, row: Row) -> str:
    """Names beside the one that is shown."""
    if table == "actors":
        names = [n["name"] for n in pages.record.named_by(row_id, "names", "actor_id")]
        return folded(" | ".join(dict.fromkeys([*names, row["iso3"]])))
    return ""


def folded(text: str) -> str:
    """A text without case, accents and kinds of hyphens, so that spellings of one name meet.

    >>> folded("Əliyev"), folded("Çavuşoğlu")
    ('eliyev', 'cavusoglu')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    return "".join(c for c in plain if not unicodedata.combining(c)).strip(" |")
