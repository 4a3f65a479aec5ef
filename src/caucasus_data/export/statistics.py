"""The tables as statistics programs take them: words are labelled numbers, dates are dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from caucasus_data.export.content import Table

if TYPE_CHECKING:
    import pandas as pd

_LONGEST_LABEL = 80  # Stata's limit for what is said of a variable, in characters


@dataclass
class Labelled:
    """A table whose words are numbers with labels.

    Attributes:
        frame: Texts are str and blank where missing, words and numbers are float64, days are datetime64.
        variables: What is said of each column.
        values: The label of each number, for the columns of words.
    """

    frame: pd.DataFrame
    variables: dict[str, str]
    values: dict[str, dict[float, str]] = field(default_factory=dict)


def labelled(table: Table) -> Labelled:
    """A table, with labels for its columns and words."""
    import pandas as pd

    columns, values = {}, {}
    for column in table.columns:
        cells = table.frame[column.name]
        if column.words:
            words = {word: number for number, word in enumerate(column.words, 1)}
            columns[column.name] = cells.astype("object").map(words).astype("float64")
            values[column.name] = {float(number): word for word, number in words.items()}
        elif column.type == "string":
            columns[column.name] = cells.astype("object").where(cells.notna(), "")
        elif column.type == "date":
            columns[column.name] = cells
        else:
            columns[column.name] = cells.astype("float64")
    variables = {column.name: _short(column.description) for column in table.columns}
    return Labelled(pd.DataFrame(columns), variables, values)


def _short(text: str) -> str:
    if len(text) <= _LONGEST_LABEL:
        return text
    return text[: _LONGEST_LABEL - 1].rsplit(" ", 1)[0] + "…"
