"""The first line of a file: which columns it has, and which it should have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from caucasus_data.errors import did_you_mean, nearest
from caucasus_data.model.row import Table
from caucasus_data.support.plain_text import counted
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import of_file, of_one

_MOST_STRANGE = 50
"""Columns that are not the table's, beyond which the file is somebody else's."""


def columns(table: Table, path: str, header: list[str]) -> tuple[list[str], list[Finding]]:
    """The declared name of each column of a file, and what is wrong with the header.

    A column that bears a name much like the one that is missing, or stands in its place, is taken for it. No
    names are given back where there is no telling which column is which.
    """
    from caucasus_data.model.tables import TABLES

    counts = Counter(header)
    known = {name.strip().casefold() for name in header} & set(table.names)
    if not known or (table.key[0] not in known and 3 * len(known) < len(table.names) and _is_row(table, header)):
        return [], [_not_a_header(table, path, header)]
    if other := next((n for n, o in TABLES.items() if o.names == tuple(header) != table.names), ""):
        message, hint = f"the first line is the header of {other}", f"is it {other}.csv that was saved under this name?"
        return [], [of_file(path, 1, "header", message, ",".join(table.names), ",".join(header), hint)]
    strange = [name for name in header if name not in table.names]
    if len(strange) > _MOST_STRANGE:
        message = f"{len(strange)} columns are none of {table.name}, from {strange[0]!r} on"
        place = header.index(strange[0]) + 1
        hint = "take them out"
        return [], [of_file(path, 1, "unknown-column", message, ",".join(table.names), strange[0], hint, place)]
    if "" in counts:
        message, hint = f"column {header.index('') + 1} has no name", "take it out, if it is blank"
        return [], [of_file(path, 1, "unknown-column", message, ",".join(table.names), "", hint, header.index("") + 1)]
    if len(counts) < len(header):
        return [], list(_doubled(table, path, header, counts))
    missing = [name for name in table.names if name not in counts]
    renamed: dict[str, str] = {}
    for place, name in [(p, n) for p, n in enumerate(header) if n not in table.names]:
        same = [m for m in missing if m == _as_declared(name)]
        likely = same or nearest(name.strip(), missing, 1) or [m for m in missing if table.names.index(m) == place]
        if likely:
            missing.remove(likely[0])
            renamed[name] = likely[0]
    named = [renamed.get(name, name) for name in header]
    return named, list(_faults(table, path, header, renamed, missing))


def _as_declared(name: str) -> str:
    """A name in small letters with underscores, which other programs write with capitals or spaces."""
    return re.sub(r"[ -]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())).lower()


def _is_row(table: Table, header: list[str]) -> bool:
    return bool(header) and len(header) == len(table.names) and table.columns[0].accepts(header[0])


def _not_a_header(table: Table, path: str, header: list[str]) -> Finding:
    line, expected = ",".join(header[:20]), ",".join(table.names)
    other = next((mark for mark in ";\t|" if len(header) == 1 and line.count(mark) >= len(table.names) // 2), "")
    if not line:
        return of_file(path, 1, "header", "the file is empty, or its first line is", expected)
    if other:
        hint = "save the sheet as CSV UTF-8 with commas"
        return of_file(path, 1, "header", f"cells are parted by {other!r} and not by commas", expected, line, hint)
    return of_file(path, 1, "header", f"the first line is not the header of {table.name}", expected, line)


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
    written = [name for name in renamed if renamed[name] == _as_declared(name)]
    for place, name in enumerate(header, 1):
        if name in renamed and (name not in written[1:]):
            message, hint = f"column {renamed[name]} is named {name!r}", did_you_mean([renamed[name]])
            if name in written and len(written) > 1:  # capitals are one slip
                message += f", and {counted(len(written) - 1, 'more column')} in the same way"
                hint = "write the first line as it is expected"
            yield of_file(path, 1, "renamed-column", message, expected, name, hint, place)
    strange = [(n, p) for p, n in enumerate(header, 1) if n not in renamed and n not in table.names]
    yield from of_one(strange, lambda found: _unknown(table, path, *found), "column")
    for name in missing:
        yield of_file(path, 1, "missing-column", f"column {name} is missing", expected, name, "put it back, blank")
    present = [n for n in (renamed.get(name, name) for name in header) if n in table.names]
    if present != [n for n in table.names if n in present]:
        hint = "caucasus-data fmt puts them in order"
        yield of_file(path, 1, "column-order", "the columns do not stand in their order", expected, hint=hint)


def _unknown(table: Table, path: str, name: str, place: int) -> Finding:
    message, expected = f"{name!r} is not a column of {table.name}", ",".join(table.names)
    return of_file(path, 1, "unknown-column", message, expected, name, "take the column out", place)
