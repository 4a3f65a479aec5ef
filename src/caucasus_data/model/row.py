"""A row as an object, and the table that its declaration makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import InitErrorDetails, PydanticCustomError

from caucasus_data.model.cells import Cell
from caucasus_data.model.rules import Rule


def column(description: str, example: str, *, default: Any = ...) -> Any:
    """Declare a column: what it says, and a cell as it may stand in the file."""
    return Field(default, description=description, examples=[example])


def optional(description: str, example: str) -> Any:
    """Declare a column whose cell may be blank."""
    return column(description, example, default=None)


@dataclass(frozen=True)
class Column:
    """One declared column, read off the model."""

    name: str
    description: str
    example: str
    required: bool
    cell: Cell

    def accepts(self, text: str) -> bool:
        """Whether a cell of the column may hold a text, as far as the cell alone can tell."""
        return not self.required if text == "" else self.cell.first_fault(text) is None


@dataclass(frozen=True)
class Table:
    """One declared table, read off the model.

    Attributes:
        key: Columns that together identify a row.
        headline: Columns to show where there is no room for all.
        timeline: Columns that say when: one date, or a start and an end.
        lasting: Whether a row without an end goes on, rather than being over in its first date.
    """

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    headline: tuple[str, ...]
    timeline: tuple[str, ...]
    lasting: bool

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


class Row(BaseModel):
    """A row of a table: cells in, typed values out, or every fault of the row at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    declared: ClassVar[Table]

    @model_validator(mode="wrap")
    @classmethod
    def _judge(cls, data: Any, handler: ModelWrapValidatorHandler[Row]) -> Row:
        if not isinstance(data, Mapping):
            return handler(data)
        cells = dict.fromkeys(cls.declared.names, "") | {n: "" if v is None else str(v) for n, v in data.items()}
        faults: list[InitErrorDetails] = []
        row: Row | None = None
        try:
            row = handler({n: text for n, text in cells.items() if text != ""})
        except ValidationError as error:
            faults = [_restated(e) for e in error.errors()]
        convicted = {fault["loc"][0] for fault in faults if "loc" in fault}
        for rule in cls.declared.rules:
            if convicted.isdisjoint(rule.fields) and not rule.holds(cells):
                kind = PydanticCustomError(rule.rule, "{problem}", {"problem": rule.sentence})
                faults.append(InitErrorDetails(type=kind, loc=(rule.field,), input=cells[rule.field]))
        if faults or row is None:
            raise ValidationError.from_exception_data(cls.__name__, faults)
        return row


R = TypeVar("R", bound=Row)


def table(
    name: str,
    *,
    key: tuple[str, ...],
    rules: tuple[Rule, ...] = (),
    headline: tuple[str, ...],
    timeline: tuple[str, ...] = (),
    lasting: bool = False,
) -> Callable[[type[R]], type[R]]:
    """Declare that a model is the row of a table; its docstring describes the row."""

    def declare(row: type[R]) -> type[R]:
        columns = tuple(_column(n, info) for n, info in row.model_fields.items())
        description = " ".join((row.__doc__ or "").split())
        row.declared = Table(name, description, key, columns, rules, headline, timeline, lasting)
        return row

    return declare


def _restated(error: Any) -> InitErrorDetails:
    names = {"missing": "required", "extra_forbidden": "unknown-column"}
    context = error.get("ctx") or {"problem": error["msg"]}
    kind = PydanticCustomError(names.get(error["type"], error["type"]), "{problem}", context)
    return InitErrorDetails(type=kind, loc=error["loc"], input=error["input"])


def _column(name: str, info: FieldInfo) -> Column:
    cells = [m for m in (*info.metadata, *_annotations(info.annotation)) if isinstance(m, Cell)]
    if len(cells) != 1 or not info.description or not info.examples:
        raise TypeError(f"column {name} needs one cell, a description and an example")
    return Column(name, info.description, str(info.examples[0]), info.is_required(), cells[0])


def _annotations(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return list(annotation.__metadata__)
    return [m for part in get_args(annotation) for m in _annotations(part)]
