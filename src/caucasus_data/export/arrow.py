"""The tables as Arrow, from which Parquet and DuckDB are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caucasus_data.export.content import Row, Table

if TYPE_CHECKING:
    import pyarrow as pa


def as_arrow(table: Table, rows: list[Row]) -> pa.Table:
    """Rows of a table, as Arrow; each column says what it holds."""
    import pyarrow as pa

    types: dict[str, Any] = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
    }
    declared = pa.schema(
        [pa.field(c.name, types[c.type], metadata={"description": c.description}) for c in table.columns]
    )
    columns = zip(*rows, strict=True) if rows else [()] * len(declared)
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, declared, strict=True)], schema=declared)
