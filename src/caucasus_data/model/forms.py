"""What people fill in on the web to propose a row: of which tables, which columns, and under which headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from caucasus_data.model.row import Column
from caucasus_data.model.tables import TABLES

_OF_THE_RECORD: Final = {"reviewed", "source_id", "accessed", "reliability", "archive_url"}
"""Columns that are not asked for: ids are proposed, the day is known, and letters are for a second reader."""


@dataclass(frozen=True)
class Answer:
    """One thing to fill in.

    Attributes:
        table: The table of the cell.
        column: The column.
    """

    table: str
    column: Column

    @property
    def heading(self) -> str:
        """The heading above it, by which the answer is found again."""
        return f"{self.table}: {self.column.name}"


@dataclass(frozen=True)
class Form:
    """A form for a row of a table and its source.

    Attributes:
        name: What it is called.
        table: The table of the row.
    """

    name: str
    table: str

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What is asked, in the order of the form."""
        return tuple(
            Answer(name, column)
            for name in (self.table, "sources")
            for column in TABLES[name].columns
            if column.name not in {*_OF_THE_RECORD, *TABLES[name].key}
        )


PARTICIPANTS: Final = "participants"
"""The heading under which those who took part in an event stand, one a line: actor, role, for whom."""
CORRECTION: Final = ("row", "column", "value")
"""The headings of the form for a wrong row."""

FORMS: Final[Mapping[str, Form]] = {
    form.name: form for form in (Form("new-event", "events"), Form("new-claim", "claims"))
}
WRONG: Final = "wrong-row"
"""The name of the form for a cell that is wrong."""
