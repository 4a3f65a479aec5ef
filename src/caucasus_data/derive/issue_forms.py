"""The forms on the web by which rows are proposed."""

from __future__ import annotations

import json
from typing import Any, Final

from caucasus_data.model.forms import FORMS, PARTICIPANTS, WRONG, Answer, Form
from caucasus_data.model.tables import TABLES
from caucasus_data.model.vocabularies import ROLE

Json = dict[str, Any]

_LONG: Final = {"text", "note", "criteria"}
_AFTER: Final = (
    "A machine judges the row and opens a change for a second reader, or says here what is wrong; edit the form then. "
    "Dates are EDTF and no more exact than the source: 2024, 2024-06, 2024-06-12."
)


def issue_forms() -> dict[str, str]:
    """Each form by its path. YAML reads JSON, so that no text of a form is taken for markup."""
    forms = {name: _form(form) for name, form in FORMS.items()} | {WRONG: _wrong()}
    return {f".github/ISSUE_TEMPLATE/{name}.yml": _yaml(form) for name, form in forms.items()}


def _form(form: Form) -> Json:
    what = form.name.removeprefix("new-")
    body = [_element(answer) for answer in form.answers]
    if form.table == "events":
        parts = f"One a line: actor, role, and for whom it acted if for another. Roles: {', '.join(ROLE.words)}."
        body.append(_area(PARTICIPANTS, parts, "russia mediator\nmirzoyan signatory armenia"))
    return {
        "name": f"A new {what}",
        "description": f"A row of {form.table}, with the source in which you read it.",
        "title": f"New {what}: ",
        "body": [{"type": "markdown", "attributes": {"value": f"{TABLES[form.table].description} {_AFTER}"}}, *body],
    }


def _wrong() -> Json:
    example = TABLES["events"].column("event_id").example
    return {
        "name": "A wrong row",
        "description": "A cell that is not what its source says.",
        "title": "Wrong row: ",
        "body": [
            {"type": "markdown", "attributes": {"value": _AFTER}},
            _input(
                "row", "Id of the row. `caucasus-data history ROW_ID` tells what became of it.", example, required=True
            ),
            _input("column", "The column that is wrong.", "start_date", required=True),
            _area("value", "What should stand in the cell; nothing where it should be blank.", "2020-11-09"),
            _area("source", "An address that anybody can open, and the passage in its own words.", "", required=True),
            _input("version", "What `caucasus-data --version` prints, or the release that you hold.", ""),
        ],
    }


def _element(answer: Answer) -> Json:
    column, cell = answer.column, answer.column.cell
    if cell.vocabulary:
        attributes = {"label": answer.heading, "description": column.description, "options": [*cell.vocabulary.words]}
        return {"type": "dropdown", "id": _id(answer.heading), "attributes": attributes, **_needed(column.required)}
    if column.name in _LONG:
        return _area(answer.heading, column.description, column.example, required=column.required)
    return _input(answer.heading, column.description, column.example, required=column.required)


def _input(label: str, description: str, example: str, *, required: bool = False) -> Json:
    shown = {"label": label, "description": description, **({"placeholder": example} if example else {})}
    return {"type": "input", "id": _id(label), "attributes": shown, **_needed(required)}


def _area(label: str, description: str, example: str, *, required: bool = False) -> Json:
    return _input(label, description, example, required=required) | {"type": "textarea"}


def _needed(required: bool) -> Json:
    return {"validations": {"required": True}} if required else {}


def _id(label: str) -> str:
    return label.replace(": ", "-")


def _yaml(form: Json) -> str:
    return "# Made by `python -m caucasus_data.derive`.\n" + json.dumps(form, ensure_ascii=False, indent=2) + "\n"
