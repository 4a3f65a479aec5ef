"""A row as it is declared, and the table that its declaration makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from caucasus_data.model.cells import Cell
from caucasus_data.model.checks import MaxLength

if TYPE_CHECKING:
    from caucasus_data.model.rules import Rule


class Told(NamedTuple):
    """What the declaration of a column tells of it."""

    description: str
    example: str
    required: bool


def column(description: str, example: str) -> Any:
    """Declare a column: what it says, and a cell as it may stand in the file."""
    return Told(description, example, required=True)


def optional(description: str, example: str) -> Any:
    """Declare a column whose cell may be blank."""
    return Told(description, example, required=False)


@dataclass(frozen=True)
class Column:
    """One declared column.

    Attributes:
        type: What its cells are in Python; for one that may be blank, None as well.
    """

    name: str
    description: str
    example: str
    required: bool
    cell: Cell
    type: Any

    def accepts(self, text: str) -> bool:
        """Whether a cell of the column may hold a text, as far as the cell alone can tell."""
        return not self.required if text == "" else self.cell.first_fault(text) is None

    @property
    def longest(self) -> int | None:
        """Characters at most."""
        return next((check.length for check in self.cell.checks if isinstance(check, MaxLength)), None)

    @property
    def sound_in_file(self) -> str:
        """Regular expression of cells as they stand in a file in which there is nothing to find but their length."""
        return f"(?:{self.cell.sound_in_file or self.cell.sound}){'' if self.required else '?'}"


@dataclass(frozen=True)
class Table:
    """One declared table.

    Attributes:
        key: Columns that together identify a row.
        caution: What is not to be concluded from the rows.
        headline: Columns to show where there is no room for all.
        timeline: Columns that say when: one date, or a start and an end.
        lasting: Whether a row without an end goes on, rather than being over in its first date.
    """

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    caution: str
    headline: tuple[str, ...]
    timeline: tuple[str, ...]
    lasting: bool

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


class Row:
    """The declaration of the rows of a table; `model.objects` makes of it what holds one."""

    declared: ClassVar[Table]


R = TypeVar("R", bound=Row)


def table(
    name: str,
    *,
    key: tuple[str, ...],
    rules: tuple[Rule, ...] = (),
    caution: str,
    headline: tuple[str, ...],
    timeline: tuple[str, ...] = (),
    lasting: bool = False,
) -> Callable[[type[R]], type[R]]:
    """Declare that a class is the row of a table; its docstring describes the row."""

    def declare(row: type[R]) -> type[R]:
        types = get_type_hints(row, include_extras=True)
        columns = tuple(_column(name, types[name], vars(row).get(name)) for name in vars(row)["__annotations__"])
        description = " ".join((row.__doc__ or "").split())
        row.declared = Table(name, description, key, columns, rules, caution, headline, timeline, lasting)
        return row

    return declare


def _column(name: str, annotation: Any, told: Told | None) -> Column:
    cells = [found for found in _annotations(annotation) if isinstance(found, Cell)]
    if len(cells) != 1 or told is None:
        raise TypeError(f"column {name} needs one cell, a description and an example")
    return Column(name, *told, cells[0], annotation)


def _annotations(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return list(annotation.__metadata__)
    return [m for part in get_args(annotation) for m in _annotations(part)]
