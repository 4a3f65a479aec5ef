"""Full-text search over the rows of all tables."""

from __future__ import annotations

import sqlite3
from sys import maxsize
from typing import TYPE_CHECKING, Final, NamedTuple

from caucasus_data.errors import CaucasusDataError, did_you_mean, nearest, one_of
from caucasus_data.loading.index import BETWEEN, answered
from caucasus_data.package import storage
from caucasus_data.support.folding import folded, in_one_piece, sounding, words

if TYPE_CHECKING:
    import pandas as pd

    from caucasus_data.model.vocabularies import TableName

_SHOWN: Final = 120
_SHORT: Final = 3
"""Letters from which on the beginning of a word may be spelled in another script."""

_BEST_FIRST: Final = """
    SELECT row_id, name, date, columns, cells
    FROM (
        SELECT rowid, min(place) AS place
        FROM (
            SELECT rowid, 1 AS place FROM texts WHERE texts MATCH 'head : (' || :whole || ')'
            UNION ALL SELECT rowid, 2 FROM texts WHERE texts MATCH 'head : (' || :begun || ')'
            UNION ALL SELECT rowid, 3 FROM texts WHERE texts MATCH '{head named} : (' || :begun || ')'
            UNION ALL SELECT rowid, 4 FROM texts WHERE texts MATCH :whole
            UNION ALL SELECT rowid, 5 FROM texts WHERE texts MATCH :begun
        )
        GROUP BY rowid
    ) AS found
    JOIN rows ON rows.id = found.rowid
    WHERE name = coalesce(:table, name)
    ORDER BY place, is_fact DESC, size, rows.id
    LIMIT :limit
"""
"""All words stand in each row, so what tells is where they do, whether whole, and how little stands beside them.

Facts come before the documents in which they were read, of which there are many more.
"""


class Match(NamedTuple):
    """A row that was found.

    Attributes:
        row_id: Its id; where the key of the table has several columns, their cells joined by `/`.
        table: Its table.
        date: Its date, as EDTF; empty where it has none.
        column: The column in which most of the words stand.
        text: The cell, or the part of a long one; of a column that names a row, the label of that row.
    """

    row_id: str
    table: str
    date: str
    column: str
    text: str


def find(
    text: str, *, table: TableName | None = None, version: str | None = None, limit: int | None = 20
) -> pd.DataFrame:
    """Find rows by words of their texts: titles, names, places, claims, notes, publishers and all other free text.

    Args:
        text: Words that must all be there, in any order, each whole or as the beginning of a word. Case and
            accents do not matter, and a name is found in other scripts and transliterations too.
        table: A table to look in; all where it is left out.
        version: A release, as in `load`.
        limit: How many rows to give at most; all where it is None.

    Returns:
        A row per row that was found, best first: row_id (the cells of the key, joined by `/`), table (category),
        date (EDTF text), column (where most of the words stand) and text (that cell, or the part of a long one;
        of a column that names a row, the label of that row).

    Raises:
        CaucasusDataError: The text holds no word, or the limit is no number of rows.
        UnknownValueError: There is no such table or version.
        AlteredReleaseError: The archive of the version is not the one that was released.

    Source:
        The tables, by an index that is kept in the user's cache directory and made anew whenever they changed.

    >>> find("lachin road close", table="events", version="0.2.0")["row_id"].to_list()[:1]
    ['evt-2022-lachin-blockade']
    >>> find("Пашинян", table="actors")["row_id"][0]
    'pashinyan'
    """
    import pandas as pd

    frame = pd.DataFrame(search(text, table=table, version=version, limit=limit), columns=list(Match._fields))
    names = pd.CategoricalDtype(list(storage.tables(version)))
    return frame.astype("str").replace("", pd.NA).astype({"table": names})


def search(text: str, *, table: str | None = None, version: str | None = None, limit: int | None = None) -> list[Match]:
    """What `find` tells, without a frame."""
    storage.home(version)
    if table is not None:
        one_of("table", table, storage.tables(version))
    if not (limit is None or (isinstance(limit, int) and limit >= 0)):
        raise CaucasusDataError(f"limit asks for a number of rows such as 20, and not {limit!r}")
    asked = words(in_one_piece(text.casefold())) if isinstance(text, str) else []
    if not asked:
        raise CaucasusDataError(f"find asks for a word such as 'Lachin', and not {text!r}")
    rows = answered(version, lambda index: _found(index, asked, table, limit))
    return [
        Match(row_id, name, date, *_told(columns.split(BETWEEN), cells.split(BETWEEN), asked))
        for row_id, name, date, columns, cells in rows
    ]


def similar(text: str, version: str | None = None) -> str:
    """The question that offers, for words that no row has, the nearest that some row has; empty where all are known."""
    terms = [term for (term,) in answered(version, lambda index: index.execute("SELECT term FROM terms").fetchall())]
    known = "\n".join(["", *terms])
    unknown = [word for word in map(folded, words(in_one_piece(text))) if f"\n{word}" not in known]
    return did_you_mean([near for word in unknown for near in nearest(word, terms, count=1)])


def _found(index: sqlite3.Connection, asked: list[str], table: str | None, limit: int | None) -> list[tuple[str, ...]]:
    spelled = [_spellings(index, word) for word in asked]
    whole = " AND ".join(f"({' OR '.join(same)})" for same, _ in spelled)
    begun = " AND ".join(f"({' OR '.join([*same, *begun])})" for same, begun in spelled)
    wanted = {"whole": whole, "begun": begun, "table": table, "limit": -1 if limit is None else min(limit, maxsize)}
    return index.execute(_BEST_FIRST, wanted).fetchall()


def _spellings(index: sqlite3.Connection, word: str) -> tuple[list[str], list[str]]:
    """What a word can be in the index, in the language of FTS5: the whole word, and what begins with it."""
    plain, spoken = folded(word), sounding(word)
    same = {plain, *(term for (term,) in index.execute("SELECT term FROM terms WHERE sounding = ?", (spoken,)))}
    begun = [f"{_quoted(plain)}*"]
    if len(spoken) >= _SHORT:
        bounds = (spoken, f"{spoken}\U0010ffff")
        others = index.execute("SELECT term FROM terms WHERE sounding > ? AND sounding < ?", bounds)
        begun += [_quoted(term) for (term,) in others if term.isascii() is not word.isascii()]
    return [*map(_quoted, sorted(same))], begun


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _told(columns: list[str], cells: list[str], asked: list[str]) -> tuple[str, str]:
    """The column in which most of the words stand, and what it says there."""
    found = [_places(text, asked) for text in cells]
    best = max(range(len(cells)), key=lambda i: len(found[i]))
    return columns[best], _excerpt(cells[best], min(found[best].values(), default=0))


def _places(text: str, asked: list[str]) -> dict[str, int]:
    """Where each word stands in a text first."""
    found: dict[str, int] = {}
    after = 0
    for token in words(text):
        after = text.index(token, after)
        for word in asked:
            alike = folded(token).startswith(folded(word)) or sounding(token).startswith(sounding(word))
            if alike and word not in found:
                found[word] = after
        after += len(token)
    return found


def _excerpt(text: str, place: int) -> str:
    if len(text) <= _SHOWN:
        return text
    first = text.rfind(" ", 0, max(place - _SHOWN // 3, 0)) + 1
    last = text.rfind(" ", first, first + _SHOWN) if first + _SHOWN < len(text) else len(text)
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
