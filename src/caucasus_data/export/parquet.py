"""A folder of Parquet files."""

from __future__ import annotations

from pathlib import Path

from caucasus_data.export import content
from caucasus_data.export.arrow import as_arrow
from caucasus_data.package import storage
from caucasus_data.support.extras import extra


def write(path: Path, version: str | None) -> None:
    """Write a file for each table of a version, which names the version in its key-value metadata."""
    with extra("export"):
        import pyarrow.parquet as pq
    path.mkdir()
    for table in storage.tables(version):
        filled = as_arrow(table, content.rows(table, version), version)
        pq.write_table(filled.replace_schema_metadata(content.about(version)), path / f"{table}.parquet")
