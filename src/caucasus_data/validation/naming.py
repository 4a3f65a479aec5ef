"""Cells that hold the name of a row where its id should stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from caucasus_data.errors import did_you_mean
from caucasus_data.support.folding import folded
from caucasus_data.validation.between import Sheets
from caucasus_data.validation.finding import Finding

_RULES = {"id", "look-alike"}
"""Rules that a name in the place of an id breaks."""
_NAMES = ("name", "title")
"""Columns by which people know a row."""


def with_ids_of_names(findings: Sequence[Finding], sheets: Sheets) -> Iterator[Finding]:
    """The findings, of which those about a name say the id of the row that has it, if it is one row."""
    known: dict[str, dict[str, set[str]]] = {}
    for finding in findings:
        table = _named(finding, sheets) if finding.rule in _RULES and not finding.replacement else None
        if table is None:
            yield finding
            continue
        if table not in known:
            known[table] = _ids_by_name(sheets, table)
        ids = known[table].get(folded(finding.value), set())
        yield replace(finding, hint=did_you_mean([*ids])) if len(ids) == 1 else finding


def _named(finding: Finding, sheets: Sheets) -> str | None:
    """The table whose rows a cell names, if it is one."""
    sheet = sheets.get(Path(finding.path).stem)
    reference = sheet.table.column(finding.field).cell.reference if sheet and finding.field else None
    return reference.table if reference else None


def _ids_by_name(sheets: Sheets, table: str) -> dict[str, set[str]]:
    ids: dict[str, set[str]] = defaultdict(set)
    bearing = [(sheets[table], sheets[table].key)] + ([(sheets["names"], "actor_id")] if table == "actors" else [])
    for sheet, column in bearing:
        for name in _NAMES:
            if name in sheet.frame.columns:
                for row_id, cell in sheet.frame.select(column, name).iter_rows():
                    ids[folded(cell)].add(row_id)
    return ids
