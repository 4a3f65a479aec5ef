"""The page that tells how many rows were read once against their sources, and how many twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from caucasus_data.derive.markdown import table
from caucasus_data.model.vocabularies import EVENT_TYPE, EventType
from caucasus_data.package import storage

Row = Mapping[str, str]

THEMES: dict[str, tuple[str, Callable[[Row], str]]] = {
    "actors": ("kind", lambda row: row["kind"]),
    "memberships": ("type", lambda row: row["type"]),
    "events": ("domain", lambda row: _domain(row["type"])),
    "dependencies": ("indicator", lambda row: row["indicator"]),
    "claims": ("topic", lambda row: row["topic"]),
}
"""The tables of facts, and by what each is broken down."""

DATES = {"memberships": "start_date", "events": "start_date", "dependencies": "period", "claims": "made_on"}
"""Where the tables that lie in time have the day that places a row in a decade."""

HEADS = ("read once", "read twice", "rows")

INTRODUCTION = """# Review

Every row was read in its source by whoever wrote it. `reviewed` is the day on which somebody who had not written the
row read it once more against a page that shows what the row says: a page other than its own source where one was found,
a copy of that source where none was. The row was right, or was put right on that day. Blank says that the row was read
by its writer alone, not that it is doubted; a further source in citations.csv is no second reading. Whoever changes a
fact of a row blanks its day, and the referee warns where a released row changed and its day did not. Values that an
importer took from a data set were compared with the data set by a program that shares nothing with the importer, sixty
of them by eye. What is still blank was looked for and no page was found that shows it, or nobody had looked; rows were
not drawn at random, so that the share read twice is not the share that is right. This page is generated.
"""


def review() -> str:
    """How many rows of the tables of facts were read once and twice, as a Markdown page.

    Source:
        data/*.csv, column reviewed.
    """
    return "\n".join([INTRODUCTION, *_tables(), *_themes(), *_decades()])


def _tables() -> Iterator[str]:
    yield from table(("table", *HEADS), ((name, *_split(storage.rows(name))) for name in THEMES))


def _themes() -> Iterator[str]:
    for name, (label, theme) in THEMES.items():
        yield f"## {name.capitalize()}\n"
        yield from table((label, *HEADS), _groups(name, theme))


def _decades() -> Iterator[str]:
    yield "## Decades\n"
    yield "By the decade in which the membership began, the event took place, the value was measured or the claim was"
    yield "made; rows without that date are left out.\n"
    for name, column in DATES.items():
        dated = _groups(name, partial(_decade, column))
        yield from table((name, *HEADS), (group for group in dated if group[0]))


def _groups(name: str, theme: Callable[[Row], str]) -> list[tuple[str, int, int, int]]:
    groups: dict[str, list[Row]] = {}
    for row in storage.rows(name):
        groups.setdefault(theme(row) or "", []).append(row)
    return [(word, *_split(rows)) for word, rows in sorted(groups.items())]


def _split(rows: list[Row] | list[dict[str, str]]) -> tuple[int, int, int]:
    counted = Counter(bool(row["reviewed"]) for row in rows)
    return counted[False], counted[True], len(rows)


def _domain(word: str) -> str:
    term = EVENT_TYPE.terms.get(word)
    return term.domain if isinstance(term, EventType) else ""


def _decade(column: str, row: Row) -> str:
    return f"{row[column][:3]}0s" if row[column] else ""
