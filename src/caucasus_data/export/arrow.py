"""The tables as Arrow, from which Parquet and DuckDB are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caucasus_data.export import content

if TYPE_CHECKING:
    import pyarrow as pa


def as_arrow(table: str, rows: list[content.Row], version: str | None) -> pa.Table:
    """Rows of a table, as Arrow."""
    import pyarrow as pa

    types: dict[str, Any] = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
    }
    declared = pa.schema([(name, types[kind]) for name, kind in content.fields(table, version).items()])
    columns = zip(*rows, strict=True) if rows else [()] * len(declared)
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, declared, strict=True)], schema=declared)
