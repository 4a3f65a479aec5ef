"""A folder of Stata files (.dta 118, which Stata 14 and later read)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from caucasus_data.export.content import Content
from caucasus_data.export.statistics import labelled

_LONG = 244
"""Bytes of a text above which its column is of strL, which takes no more room than each text needs."""


def write(path: Path, content: Content) -> None:
    """Write a file for each table, with labels; a blank text is empty, any other blank is missing."""
    path.mkdir()
    released = datetime.fromisoformat(content.about["released"])
    for name, table in content.tables.items():
        told = labelled(table)
        texts = [c for c in told.frame if told.frame[c].dtype == object]
        told.frame.to_stata(
            path / f"{name}.dta",
            version=118,
            write_index=False,
            convert_dates={c: "td" for c in told.frame if told.frame[c].dtype.kind == "M"},
            convert_strl=[c for c in texts if max((len(t.encode()) for t in told.frame[c]), default=0) > _LONG],
            data_label=f"caucasus-data {content.about['version']}: {name}",
            time_stamp=released,
            variable_labels=told.variables,
            value_labels=told.values,
        )
    (path / "CITATION.txt").write_text(content.about["citation"] + "\n", encoding="utf-8", newline="\n")
