"""A folder of SPSS files (.sav)."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import Final

from caucasus_data.export.content import Content
from caucasus_data.export.statistics import labelled
from caucasus_data.support.extras import extra

_LONGEST_NOTE: Final = 80  # bytes of a line


def write(path: Path, content: Content) -> None:
    """Write a file for each table, with labels; a blank text is empty, any other blank is missing."""
    with extra("export"):
        import pyreadstat
    path.mkdir()
    for name, table in content.tables.items():
        told = labelled(table)
        for day in told.frame.select_dtypes("datetime").columns:  # pyreadstat takes a datetime64[s] for 1970
            told.frame[day] = told.frame[day].dt.date
        pyreadstat.write_sav(
            told.frame,
            path / f"{name}.sav",
            file_label=f"caucasus-data {content.about['version']}: {name}",
            column_labels=[*told.variables.values()],
            variable_value_labels=told.values,
            note=wrap(content.about["citation"], _LONGEST_NOTE),
        )
