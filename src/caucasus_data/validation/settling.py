"""What Python decides of verdicts that hang on a text, wherever it is asked: on a worker of a cluster, say."""

from __future__ import annotations

from typing import Final

from caucasus_data.model.row import Table
from caucasus_data.model.tables import TABLES

VERDICT: Final = "\x1e"
"""What stands between the verdicts on a row."""

PART: Final = "\x1f"
"""What stands between the parts of one: column, rule, and where it hangs on a cell the column and the text of that."""


def settled(table: str, found: str) -> str:
    """The verdicts on a row once Python was asked what some of them hang on; where two are alike, one."""
    verdicts = (_settled(TABLES[table], verdict) for verdict in found.split(VERDICT))
    return VERDICT.join(dict.fromkeys(filter(None, verdicts)))


def _settled(table: Table, verdict: str) -> str:
    name, rule, *asked = verdict.split(PART)
    if not asked:
        return verdict
    fault = table.column(asked[0]).cell.first_fault(asked[1])
    if rule:  # which is silent where the cell is at fault itself
        return "" if fault else name + PART + rule
    return name + PART + fault.rule if fault else ""
