"""A folder of Parquet files."""

from __future__ import annotations

from pathlib import Path

from caucasus_data.export.arrow import as_arrow
from caucasus_data.export.content import Content
from caucasus_data.support.extras import extra


def write(path: Path, content: Content) -> None:
    """Write a file for each table, which names the version in its key-value metadata."""
    with extra("export"):
        import pyarrow.parquet as pq
    path.mkdir()
    for name, table in content.tables.items():
        filled = as_arrow(table, table.rows)
        pq.write_table(filled.replace_schema_metadata(content.about), path / f"{name}.parquet")
