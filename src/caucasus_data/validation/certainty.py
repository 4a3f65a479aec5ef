"""Replacements for ids: certain only where the id exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from caucasus_data.errors import did_you_mean, nearest
from caucasus_data.model.row import Column
from caucasus_data.validation.between import MANY, Sheets, with_ids
from caucasus_data.validation.finding import Finding

_SAME_ID = {"stray-space", "invisible-character"}
"""Rules of which the mending leaves an id what it is."""


def of_ids_that_exist(
    findings: Sequence[Finding], sheets: Sheets, elsewhere: Iterable[Collection[str]]
) -> Iterator[Finding]:
    """The findings, without replacements for ids that name no row.

    A row gets another id only where the last release or another row knows it by that, and no row has it yet.

    Args:
        elsewhere: Ids of the last release, and of tables that stand beside those in their sheets.
    """
    of_ids = [f for f in findings if f.replacement and f.rule != "vanished-id" and _names_a_row(f, sheets)]
    wanted = pl.Series([f.replacement for f in of_ids], dtype=pl.String)
    if wanted.is_empty():
        yield from findings
        return
    taken = _among(wanted, (s.frame[s.key] for s in with_ids(sheets)))
    referring = (s.frame[c.name] for s in sheets.values() for c in s.table.columns if c.cell.reference)
    told = _among(wanted, referring).union(name for ids in elsewhere for name in wanted if name in ids)
    own = {f for f in of_ids if not _column(f, sheets).cell.reference and f.replacement not in taken}
    certain = {f for f in own if f.replacement in told or f.rule in _SAME_ID}
    exist = taken.union(f.replacement for f in certain if f.replacement)
    certain |= {f for f in of_ids if _column(f, sheets).cell.reference and f.replacement in exist}
    doubtful = {*of_ids} - certain
    for finding in findings:
        yield _doubted(finding, sheets) if finding in doubtful else finding


def _among(wanted: pl.Series, columns: Iterable[pl.Series]) -> set[str]:
    """The names that stand in some columns."""
    return {name for column in columns for name in column.filter(column.is_in(wanted.implode())).unique()}


def _column(finding: Finding, sheets: Sheets) -> Column:
    return sheets[Path(finding.path).stem].table.column(finding.field)


def _names_a_row(finding: Finding, sheets: Sheets) -> bool:
    table = sheets[Path(finding.path).stem].table
    return bool(table.column(finding.field).cell.reference) or (finding.field,) == table.key


def _doubted(finding: Finding, sheets: Sheets) -> Finding:
    """The finding without its replacement; where it names another row, with the nearest id that there is."""
    reference, hint = _column(finding, sheets).cell.reference, finding.hint
    if reference and reference.table and hint == did_you_mean([str(finding.replacement)]):
        ids = sheets[reference.table].frame[sheets[reference.table].key]
        hint = did_you_mean(nearest(str(finding.replacement), ids if len(ids) < MANY else (), 1))
    return replace(finding, hint=hint, replacement=None)
