"""The index that the search of a reader's browser goes through."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from anyascii import anyascii

from caucasus_data.site import words
from caucasus_data.site.pages import Pages, folder
from caucasus_data.site.record import Row
from caucasus_data.support.folding import ALIKE_IN_LATIN, AS_SPOKEN

_TABLES: Final = ("actors", "events", "claims", "places", "dependencies", "memberships", "sources")
_LETTERS: Final = ((0x3B1, 0x3CA), (0x430, 0x52F), (0x561, 0x588), (0x5D0, 0x5EB), (0x620, 0x6D4), (0x10D0, 0x10FB))
"""The small letters of other alphabets, Greek to Georgian, in Unicode."""
_ALIKE: Final = str.maketrans(
    {"ı": "i", "ə": "e", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "’": "'", "‑": "-", "–": "-"}
)


def index(pages: Pages) -> dict[str, Any]:
    """What can be found: the table, the folder, what to show, and what else the row is called.

    The script folds the words of a reader the same way; other names stand folded. What is not found as it was
    written is looked for once more as it sounds in Latin letters, as `find` does, so that a name is found in scripts
    in which no source gave it.
    """
    record = pages.record
    entries: list[Any] = []
    for table in _TABLES:
        rows = record.tables.get(table, {}).items()
        for row_id, row in sorted(rows, key=lambda item: -len(record.mentions.get(item[0], ()))):  # best known first
            others = _others(pages, table, row_id, row)
            entries.append([_TABLES.index(table), folder(row_id), _shown(pages, table, row_id, row), others])
    letters = (chr(code) for first, last in _LETTERS for code in range(first, last))
    return {
        "entries": entries,
        "letters": {letter: anyascii(letter).lower() for letter in letters},
        "spoken": AS_SPOKEN,
        "alike": ALIKE_IN_LATIN,
    }


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
