"""What contributed rows do to the tables: one folder beside another, for those who review them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from caucasus_data.derive.code_owners import Reader
from caucasus_data.errors import UnreadableError
from caucasus_data.model.tables import TABLES
from caucasus_data.package import difference, storage
from caucasus_data.package.difference import ROW_CHANGES, Change, Step, Table, Tables
from caucasus_data.support.plain_text import counted, shorten
from caucasus_data.validation import reading
from caucasus_data.validation.report.markdown import code

AT_MOST: Final = 20
"""Rows shown of each table that were added, and as many changed cells and removed rows: a comment has its bounds."""

RECIPE: Final = "https://datapackage.org/recipes/data-package-version/"


class Proposal(NamedTuple):
    """What changes from one folder of tables to another.

    Attributes:
        old: The tables before, but for those that could not be compared.
        new: The tables after, likewise.
        changes: What changed in them.
        not_compared: Tables in which rows cannot be told apart, in one of the folders or in both.
    """

    old: Tables
    new: Tables
    changes: list[Change]
    not_compared: list[str]

    @property
    def after(self) -> str:
        """The last release, which is the version that the changes are counted from."""
        return storage.last_release() or str(storage.package()["version"])

    @property
    def calls_for(self) -> Step | None:
        return difference.step(self.changes, self.after) if self.changes else None

    @property
    def least(self) -> str:
        """The least version in which the changes can be released."""
        return difference.raised(self.after, self.calls_for) if self.calls_for else self.after


def propose(old: Path, new: Path) -> Proposal:
    """Compare two folders of tables, whatever the state they are in.

    Raises:
        UnreadableError: One of them is no folder.
    """
    before, after = _tables(old), _tables(new)
    lost = [n for n in TABLES if any(n in tables and tables[n] is None for tables in (before, after))]
    was, now = ({n: t for n, t in tables.items() if t and n not in lost} for tables in (before, after))
    return Proposal(was, now, difference.changes(was, now), lost)


def _tables(folder: Path) -> dict[str, Table | None]:
    if not folder.is_dir():
        raise UnreadableError(f"cannot read {folder}: it is no folder")
    files = {name: folder / f"{name}.csv" for name in TABLES}
    return {name: _table(name, file) for name, file in files.items() if file.exists() or file.is_symlink()}


def _table(name: str, file: Path) -> Table | None:
    """The table in a file; None where it does not yield every row under a key of its own."""
    try:
        sheet = reading.read(TABLES[name], file)
    except UnreadableError:
        return None
    if not sheet.whole or sheet.frame.select(TABLES[name].key).is_duplicated().any():
        return None
    return Table(storage.schema(name), sheet.frame.to_dicts())


def as_json(proposal: Proposal) -> str:
    """Every change, and what they call for, for programs."""
    told = {
        "after": proposal.after,
        "calls_for": proposal.calls_for,
        "least": proposal.least,
        "not_compared": proposal.not_compared,
        "changes": [change._asdict() for change in proposal.changes],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def languages(proposal: Proposal) -> Counter[str]:
    """In how many of the rows that were added or changed the source is in which language."""
    sources = difference.keyed(proposal.new.get("sources")) or difference.keyed(proposal.old.get("sources"))
    behind = (row.get("source_id", "") for row in _touched(proposal))
    return Counter(sources[source_id]["language"] for source_id in behind if source_id in sources)


def _touched(proposal: Proposal) -> list[dict[str, str]]:
    """The rows that were added or changed, as they are now."""
    touched = dict.fromkeys((c.table, c.row_id) for c in proposal.changes if c.change in ("added", "changed"))
    rows = {name: difference.keyed(table) for name, table in proposal.new.items()}
    return [rows.get(table, {}).get(row_id, {}) for table, row_id in touched]


def _read_again(proposal: Proposal) -> Iterator[str]:
    """Of how many rows a second reading is recorded, and how one is."""
    days = [row["reviewed"] for row in _touched(proposal) if "reviewed" in row]
    if days:
        yield (
            f"A second reading is recorded in {sum(map(bool, days))} of {counted(len(days), 'row')}. Whoever has read "
            "one again enters the day in `reviewed` and approves the change; the approval records who it was."
        )


def _readers(proposal: Proposal, known: Iterable[Reader]) -> Iterator[str]:
    """What a second reader of the rows has to read, and who reads it."""
    for language, number in languages(proposal).most_common():
        names = [code(reader.name.removeprefix("@")) for reader in known if language in reader.languages]
        read_by = f", read by {', '.join(names)}" if names else ""
        yield f"- {counted(number, 'row')} from sources in {code(language)}{read_by}"


def as_markdown(proposal: Proposal, readers: Iterable[Reader] = ()) -> str:
    """The count of rows, the version that they call for, and the first rows of each table, for people."""
    lines = ["### What changes in the rows", ""]
    if proposal.not_compared:
        names = ", ".join(f"`{name}`" for name in proposal.not_compared)
        lines += [f"Not compared, because the rows cannot be told apart (the findings say why): {names}.", ""]
    if not proposal.changes:
        elsewhere = " elsewhere" if proposal.not_compared else ""
        return "\n".join([*lines, f"No row is added, changed or removed{elsewhere}."])
    lines += [*_census(proposal.changes), ""]
    lines += [
        f"After {proposal.after} this calls for a **{proposal.calls_for}** step, to {proposal.least} at least, "
        f"by the [version recipe of Data Package]({RECIPE})."
    ]
    if to_read := [*_readers(proposal, [*readers])]:
        lines += ["", "For a second reader:", "", *to_read]
    for told in _read_again(proposal):
        lines += ["", told]
    for name in dict.fromkeys(change.table for change in proposal.changes):
        lines += _section(name, proposal)
    return "\n".join(lines)


def _census(changes: list[Change]) -> list[str]:
    rows = difference.counts(changes)
    names = dict.fromkeys(change.table for change in changes)
    return _grid(["table", *ROW_CHANGES], ([f"`{n}`", *(str(rows[n, c]) for c in ROW_CHANGES)] for n in names))


def _section(name: str, proposal: Proposal) -> Iterator[str]:
    """The changes of one table: rows with the cells that tell what they are, and cells as they were and are."""
    own = [change for change in proposal.changes if change.table == name]
    table = TABLES[name]
    sourced = ["source_id"] if "source_id" in table.names else []
    columns = [*dict.fromkeys([*table.key, *table.headline, *sourced])]
    yield from ("", f"#### {name}")
    yield from (f"\nThe file is {change.change.split()[1]}." for change in own if not change.row_id)
    for word, tables in (("added", proposal.new), ("removed", proposal.old)):
        ids = [change.row_id for change in own if change.change == word]
        rows = difference.keyed(tables.get(name)) if ids else {}
        cells = [[code(shorten(rows[i][c], 200)) for c in columns] for i in ids[:AT_MOST]]
        yield from _part(f"{counted(len(ids), 'row')} {word}", columns, cells, len(ids))
    changed = [change for change in own if change.change == "changed"]
    cells = [
        [code(c.row_id), f"`{c.column}`", code(shorten(c.old, 500)), code(shorten(c.new, 500))]
        for c in changed[:AT_MOST]
    ]
    yield from _part(f"{counted(len(changed), 'cell')} changed", ["row", "column", "old", "new"], cells, len(changed))


def _part(heading: str, columns: list[str], rows: list[list[str]], total: int) -> Iterator[str]:
    if rows:
        yield from ("", f"{heading}:", "", *_grid(columns, rows))
    if total > len(rows):
        yield from ("", f"… and {total - len(rows)} more.")


def _grid(columns: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns), *rows)]
