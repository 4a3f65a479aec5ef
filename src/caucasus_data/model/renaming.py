"""What was renamed, and goes by its old name too for as long as the minor version in which it was."""

from __future__ import annotations

import warnings
from typing import Final, Literal, NamedTuple

from caucasus_data.model import package

Kind = Literal["column", "verb", "command"]


class Renamed(NamedTuple):
    """A new name.

    Attributes:
        kind: `column` of a table, `verb` of the package, or `command`.
        old: The name before; of a column with its table, `events.place`.
        new: The name now, of a column without its table.
        since: The version in which it was renamed, such as 1.2.0; the old name is gone in 1.3.0.
    """

    kind: Kind
    old: str
    new: str
    since: str

    @property
    def known(self) -> bool:
        """Whether the old name still works."""
        return _minor(package.VERSION) <= _minor(self.since)

    @property
    def sentence(self) -> str:
        """What whoever uses the old name is told."""
        major, minor = _minor(self.since)
        return f"{self.kind} {self.old} is now {self.new}; the old name is gone in {major}.{minor + 1}.0"


RENAMED: Final[tuple[Renamed, ...]] = ()
"""Everything that goes by two names. An entry is taken out in the minor version after its own."""


def new_name(kind: Kind, old: str) -> Renamed | None:
    """What a name that is no more stands for, if it still works."""
    return next((r for r in RENAMED if (r.kind, r.old) == (kind, old) and r.known), None)


def warn(renamed: Renamed, depth: int) -> None:
    """Warn whoever called so many calls above."""
    warnings.warn(renamed.sentence, FutureWarning, stacklevel=depth + 2)


def columns(table: str) -> list[Renamed]:
    """The renamed columns of a table."""
    return [r for r in RENAMED if r.kind == "column" and r.old.partition(".")[0] == table and r.known]


def _minor(version: str) -> tuple[int, int]:
    major, minor, *_ = map(int, version.split("."))
    return major, minor
