"""Which of the cells that do not go together is wrong: the one that changed since the last release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from caucasus_data.validation.finding import Finding
from caucasus_data.validation.released import Rows
from caucasus_data.validation.sheet import Sheet


def at_changed_cells(
    findings: Iterable[Finding], sheets: Mapping[str, Sheet], released: Mapping[str, Rows]
) -> Iterator[Finding]:
    """The findings, those of rules that span columns at the one cell of them that changed, where there is one."""
    known = {sheet.path: (sheet, released[name]) for name, sheet in sheets.items() if released.get(name)}
    for found in findings:
        yield _at_changed_cell(found, *known[found.path]) if found.path in known and found.row else found


def _at_changed_cell(found: Finding, sheet: Sheet, before: Rows) -> Finding:
    broken = (r for r in sheet.table.rules if (r.field, r.rule) == (found.field, found.rule) and not r.holds(found.row))
    rule = next(broken, None)
    changed = [f for f in rule.fields if before.differs(found.row_id, f, found.row[f])] if rule else []
    if len(changed) != 1 or changed == [found.field]:
        return found
    column = changed[0]
    was = before[found.row_id][column]
    return replace(
        found,
        column=sheet.header.index(column) + 1,
        field=column,
        value=found.row[column],
        expected=f"{column} that goes with {found.field}",
        hint=f"in the last release {column} {f'was {was!r}' if was else 'was blank'}",
    )
