"""The page of publishers: the letter that each has for all its sources, and why."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from caucasus_data.model.vocabularies import RELIABILITY
from caucasus_data.package import storage

REASONS = "docs/publisher_reasons.csv"
"""The reviewed reasons: a row per publisher, or per letter for those who have none of their own."""

INTRODUCTION = f"""# Publishers

Who published the sources of the record, under one spelling and one letter each (`reliability`, the Admiralty code).
The letter belongs to the publisher and not to the single text; how sure a fact is stands in `credibility`.
“A (at B)” is a text of A that was read as B reprints it: it counts as a text of A where independence is asked, and has
a letter of its own, because a reprint may cut or translate. Every copy of Wikipedia is Wikipedia.
Reasons are kept in `{REASONS}`; a publisher without one has its letter by the general rule. This page is generated.
"""


def publishers(reasons: Path) -> str:
    """Each publisher with its letter, types of sources, their number, and the reason, as a Markdown page.

    Args:
        reasons: A CSV file with the columns publisher and reason; a single letter stands for its general rule.

    Source:
        data/sources.csv.
    """
    return "\n".join([INTRODUCTION, *_rules(_read(reasons)), *_publishers(_read(reasons))])


def _read(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["publisher"]: row["reason"] for row in csv.DictReader(file)}


def _rules(reasons: Mapping[str, str]) -> Iterator[str]:
    yield "| letter | means | given to |"
    yield "|---|---|---|"
    for letter, term in RELIABILITY.terms.items():
        yield f"| {letter} | {term.definition} | {reasons[letter]} |"
    yield ""


def _publishers(reasons: Mapping[str, str]) -> Iterator[str]:
    sources: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in storage.rows("sources"):
        sources[row["publisher"]].append(row)
    yield "| publisher | letter | types | sources | reason |"
    yield "|---|---|---|---|---|"
    for name, rows in sorted(sources.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        letters = ", ".join(sorted({row["reliability"] for row in rows}))
        types = ", ".join(word for word, _ in Counter(row["type"] for row in rows).most_common())
        yield f"| {name.replace('|', '&#124;')} | {letters} | {types} | {len(rows)} | {reasons.get(name, '')} |"
    yield ""
