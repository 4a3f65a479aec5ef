"""The codebook: what each table and column holds, for people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal, overload

from caucasus_data.loading.fields import fields, following
from caucasus_data.model.vocabularies import VOCABULARIES, EventType, Indicator, Scheme, TableName, Term, Vocabulary
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS: Final = {"column": "str", "type": "str", "required": "bool", "description": "str", "example": "str"}


class Markdown(str):
    """A text that a notebook draws as Markdown."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


@overload
def codebook(table: TableName | None = None, *, as_frame: Literal[False] = False) -> Markdown: ...
@overload
def codebook(table: TableName | None = None, *, as_frame: Literal[True]) -> pd.DataFrame: ...
def codebook(table: TableName | None = None, *, as_frame: bool = False) -> Markdown | pd.DataFrame:
    """The codebook as Markdown, or as a frame.

    Args:
        table: Name of a table; all tables where it is left out.
        as_frame: Whether to give the columns as a frame, to look up and to filter.

    Returns:
        Markdown, which a notebook draws: each column with its type, its constraints and an example, the rules
        between columns, and the definition of every word that a cell may hold. As a frame: a row per column
        of the loaded table, with column, type, required (bool), description, example and words (parted by
        commas, missing where any cell may stand), and with table (category) before them where all tables are
        asked for.

    Raises:
        UnknownValueError: There is no such table; the error names the nearest.

    Source:
        schemas/<table>.schema.json and the vocabularies, both declared in `caucasus_data.model`.

    >>> print(codebook("participants").splitlines()[0])
    # participants
    >>> codebook("events", as_frame=True).set_index("column").loc["start_date", "type"]
    'EDTF date'
    """
    if as_frame:
        return _frame(table)
    if table is not None:
        return Markdown(_table(table, "#") + _vocabularies([table]))
    names = list(storage.tables())
    tables = "\n".join(_table(name, "##") for name in names)
    return Markdown(f"# Codebook\n\n{tables}\n{_vocabularies(names)}")


def _frame(table: TableName | None) -> pd.DataFrame:
    import pandas as pd

    names = list(storage.tables()) if table is None else [table]
    rows = [(name, *row) for name in names for row in _rows(name)]
    frame = pd.DataFrame(rows, columns=["table", *_COLUMNS, "words"])
    frame = frame.astype({"table": pd.CategoricalDtype(names), **_COLUMNS, "words": "str"})
    return frame if table is None else frame.drop(columns="table")


def _rows(name: TableName) -> list[tuple[str, str, bool, str, str, str | None]]:
    types = _types(name)
    return [
        (
            field["name"],
            re.sub(r"\[(\w+)\]\(#\1\)|`", r"\1", types[field["name"]]),
            _required(field),
            field["description"],
            str(field["example"]),
            ", ".join(c["value"] for c in field["categories"]) if "categories" in field else None,
        )
        for field in fields(name)
    ]


def _table(name: TableName, heading: str) -> str:
    declared, types = storage.schema(name), _types(name)
    keys = ", ".join(f"`{key}`" for key in storage.key(name))
    lines = [f"{heading} {name}", "", storage.tables()[name], "", f"Do not conclude {declared['caution']}.", ""]
    lines += [f"Key: {keys}.", ""]
    lines += ["| column | type | what it holds | example |", "|---|---|---|---|"]
    for field in fields(name):
        about = f"{types[field['name']]}{', required' if _required(field) else ''}"
        cells = [f"`{field['name']}`", about, field["description"], f"`{field['example']}`"]
        lines.append("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")
    lines += [""]
    if declared["rules"]:
        lines += ["Between columns:", "", *(f"- {rule}." for rule in declared["rules"]), ""]
    return "\n".join(lines)


def _types(name: TableName) -> dict[str, str]:
    """What the cells of each column are, to what rows they refer and what they follow from, as Markdown."""
    references = storage.foreign_keys(name)
    follows = {field["name"]: of for of, beside in following(name).items() for field in beside}
    types = {}
    for field in fields(name):
        column = field["name"]
        targets = [references[column]] if column in references else field.get("refersTo", [])
        said = [_type(field)]
        said += ["→ " + " or ".join(f"`{target}`" for target in targets)] if targets else []
        said += [f"follows from `{follows[column]}`, in no file"] if column in follows else []
        types[column] = ", ".join(said)
    return types


def _type(field: storage.Descriptor) -> str:
    if "vocabulary" in field:
        return f"word of [{field['vocabulary']}](#{field['vocabulary']})"
    if "rdfType" in field:
        return "EDTF date"
    limit = field.get("constraints", {}).get("maxLength")
    if "separator" in field:
        return f"list parted by `{field['separator']}`, of at most {limit} characters"
    return f"{field['type']} of at most {limit} characters" if limit else str(field["type"])


def _required(field: storage.Descriptor) -> bool:
    return bool(field.get("constraints", {}).get("required"))


def _vocabularies(tables: Iterable[str]) -> str:
    used = {f["vocabulary"]: None for t in tables for f in fields(t) if "vocabulary" in f}
    return "\n".join(_vocabulary(VOCABULARIES[name]) for name in used)


def _vocabulary(vocabulary: Vocabulary) -> str:
    about = f"{vocabulary.description}{' A scale, in its order.' if vocabulary.scale else ''}"
    lines = [f"### {vocabulary.name}", "", about, "", *map(_term, vocabulary.terms.items()), ""]
    return "\n".join(lines)


def _term(entry: tuple[str, Term]) -> str:
    word, term = entry
    line = f"- `{word}`: {term.definition}"
    match term:
        case EventType():
            return f"{line} Domain: {term.domain}. PLOVER: {term.plover or 'none'}."
        case Indicator():
            allowed = [("unit", term.units), ("basis", term.bases), ("of", term.denominators)]
            allowed += [("measure", term.measures)]
            said = "; ".join(f"{what} {' or '.join(words)}" for what, words in allowed if words)
            return f"{line} {(said or 'No number').capitalize()}{'' if term.value_required else '; may be blank'}."
        case Scheme():
            return f"{line} It is {term.form}."
        case _:
            return line
