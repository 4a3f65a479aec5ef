"""The first line of a file: which columns it has, and which it should have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from caucasus_data.errors import did_you_mean, nearest
from caucasus_data.model.row import Table
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import of_file


def columns(table: Table, path: str, header: list[str]) -> tuple[list[str], list[Finding]]:
    """The declared name of each column of a file, and what is wrong with the header.

    A column that bears a name much like the one that is missing, or stands in its place, is taken for it. No
    names are given back where there is no telling which column is which.
    """
    counts = Counter(header)
    if counts.keys().isdisjoint(table.names):
        message = f"the first line is not the header of {table.name}"
        shown = ",".join(header[:20])
        return [], [of_file(path, 1, "header", message, ",".join(table.names), shown)]
    if len(counts) < len(header):
        return [], list(_doubled(table, path, header, counts))
    missing = [name for name in table.names if name not in counts]
    renamed: dict[str, str] = {}
    for place, name in [(p, n) for p, n in enumerate(header) if n not in table.names]:
        likely = nearest(name, missing, 1) or [m for m in missing if table.names.index(m) == place]
        if likely:
            missing.remove(likely[0])
            renamed[name] = likely[0]
    named = [renamed.get(name, name) for name in header]
    return named, list(_faults(table, path, header, renamed, missing))


def _doubled(table: Table, path: str, header: list[str], counts: Counter[str]) -> Iterator[Finding]:
    for name, count in counts.items():
        if count > 1:
            place = len(header) - header[::-1].index(name)
            message = f"column {name} stands {count} times"
            yield of_file(path, 1, "doubled-column", message, ",".join(table.names), name, column=place)


def _faults(
    table: Table, path: str, header: list[str], renamed: dict[str, str], missing: list[str]
) -> Iterator[Finding]:
    expected = ",".join(table.names)
    for place, name in enumerate(header, 1):
        if name in renamed:
            message = f"column {renamed[name]} is named {name!r}"
            hint = did_you_mean([renamed[name]])
            yield of_file(path, 1, "renamed-column", message, expected, name, hint, place)
        elif name not in table.names:
            message = f"{name!r} is not a column of {table.name}"
            yield of_file(path, 1, "unknown-column", message, expected, name, "take the column out", place)
    for name in missing:
        yield of_file(path, 1, "missing-column", f"column {name} is missing", expected, name, "put it back, blank")
    present = [n for n in (renamed.get(name, name) for name in header) if n in table.names]
    if present != [n for n in table.names if n in present]:
        hint = "caucasus-data fmt puts them in order"
        yield of_file(path, 1, "column-order", "the columns do not stand in their order", expected, hint=hint)
