"""References as text, in the manner of the American Psychological Association."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from caucasus_data.citing.reference import Reference, parts
from caucasus_data.model import edtf

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)  # and not those of `calendar`, which speak the language of the machine


def write(dataset: Reference, sources: Iterable[Reference]) -> str:
    """The entry of the dataset, and after a blank line those of the sources by the alphabet, each on a line."""
    behind = sorted(map(entry, sources), key=str.casefold)
    return "\n".join([entry(dataset), *([""] if behind else []), *behind])


def entry(reference: Reference) -> str:
    """The entry of a document, on one line."""
    title = reference.title
    if reference.kind == "dataset":
        title += f" (Version {reference.version}) [Data set]" if reference.version else " [Data set]"
    publisher = reference.publisher if reference.authors not in ((), (reference.publisher,)) else ""
    texts = [_listed(reference.responsible), f"({_date(reference.issued)})", title, publisher, reference.note]
    address = f" Retrieved {_day(reference.accessed)}, from {reference.url}" if reference.url else ""
    return " ".join(text if text[-1] in ".?!" else f"{text}." for text in texts if text) + address


def _listed(names: Sequence[str]) -> str:
    """Names as the style has them.

    >>> _listed(["A"]), _listed(["A", "B"]), _listed(["A", "B", "C"])
    ('A', 'A & B', 'A, B, & C')
    """
    *others, last = names
    return f"{', '.join(others)}{',' if len(others) > 1 else ''} & {last}" if others else last


def _date(date: str) -> str:
    """A date as the style has it.

    >>> _date("2024-06-12"), _date("2024~"), _date("")
    ('2024, June 12', 'ca. 2024', 'n.d.')
    """
    if not date:
        return "n.d."
    known, parsed = parts(date), edtf.parse(date)
    month = f", {MONTHS[known[1] - 1]}" if len(known) > 1 else ""
    day = f" {known[2]}" if len(known) > 2 else ""
    text = f"{known[0]}{month}{day}" if known else date
    return f"{'ca. ' if parsed.approximate else ''}{text}{'?' if parsed.uncertain else ''}"


def _day(date: str) -> str:
    year, month, day = parts(date)
    return f"{MONTHS[month - 1]} {day}, {year}"
