"""Rows as objects: pydantic models, made of the declared tables when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    create_model,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from caucasus_data.model.row import Table
from caucasus_data.model.tables import TABLES


class RowObject(BaseModel):
    """A row of a table: cells in, typed values out, or every fault of the row at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    declared: ClassVar[Table]

    @model_validator(mode="wrap")
    @classmethod
    def _judge(cls, data: Any, handler: ModelWrapValidatorHandler[RowObject]) -> RowObject:
        if not isinstance(data, Mapping):
            return handler(data)
        cells = dict.fromkeys(cls.declared.names, "") | {n: "" if v is None else str(v) for n, v in data.items()}
        faults: list[InitErrorDetails] = []
        row: RowObject | None = None
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


def _restated(error: Any) -> InitErrorDetails:
    names = {"missing": "required", "extra_forbidden": "unknown-column"}
    context = error.get("ctx") or {"problem": error["msg"]}
    kind = PydanticCustomError(names.get(error["type"], error["type"]), "{problem}", context)
    return InitErrorDetails(type=kind, loc=error["loc"], input=error["input"])


def _object(table: Table) -> type[RowObject]:
    fields: dict[str, Any] = {
        c.name: (c.type, Field(... if c.required else None, description=c.description, examples=[c.example]))
        for c in table.columns
    }
    made = create_model(table.name.title(), __base__=RowObject, __doc__=table.description, **fields)
    made.declared = table
    return made


ROWS: Mapping[str, type[RowObject]] = {name: _object(table) for name, table in TABLES.items()}
"""The model of each table, by the table's name."""
