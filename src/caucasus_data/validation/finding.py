"""What is wrong, where, and how to mend it: the one type that every check reports in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault.

    Attributes:
        path: File, as it was given.
        line: Physical line in the file, the header being 1; 0 where the file as a whole is meant.
        column: Number of the column, from 1; 0 where no column is meant.
        field: Name of the column.
        row_id: Key of the row.
        value: The cell as it stands.
        rule: Id of the rule that is broken.
        severity: `error` or `warning`.
        message: What is wrong, in a sentence.
        expected: What should stand there.
        hint: The nearest valid value, or what to do.
        replacement: The exact cell to put there, where there is no doubt.
        row: The row in which the cell stands, by column; empty where no row could be made out.
    """

    path: str
    line: int
    column: int
    field: str
    row_id: str
    value: str
    rule: str
    severity: Severity
    message: str
    expected: str
    hint: str = ""
    replacement: str | None = None
    row: Mapping[str, str] = attribute(default_factory=dict, compare=False, repr=False)
