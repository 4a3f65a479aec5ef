"""The pandera schema of the frames that `load` returns."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from caucasus_data.loading.fields import fields
from caucasus_data.loading.frames import dtypes
from caucasus_data.model import renaming
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandera.pandas as pa

    from caucasus_data.model.vocabularies import TableName


def schema(table: TableName) -> pa.DataFrameSchema:
    """The pandera schema of a loaded table: columns in order, dtypes, required cells, keys, bounds.

    Args:
        table: Name of the table.

    Returns:
        A schema whose `validate` passes every frame that `load(table)` returns. It knows what a frame can
        show of the declaration; rules between columns are for `validate` of this package.

    Raises:
        UnknownValueError: There is no such table; the error names the nearest.

    Source:
        schemas/<table>.schema.json, itself derived from the declaration of the table.

    >>> from caucasus_data import load
    >>> len(schema("actors").validate(load("actors"))) == len(load("actors"))
    True
    """
    storage.resource(table)  # what is no table may be no key of a cache either
    return _schema(table, tuple(renaming.columns(table)))


@cache
def _schema(table: TableName, old_names: tuple[renaming.Renamed, ...]) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    constraints = {f["name"]: f.get("constraints", {}) for f in fields(table)}
    columns = {
        name: pa.Column(
            dtype, _checks(constraints.get(name, {})), nullable=not constraints.get(name, {}).get("required", False)
        )
        for name, dtype in dtypes(table).items()
    }
    known = dtypes(table)
    old = {r.old.partition(".")[2]: pa.Column(known[r.new], nullable=True, required=False) for r in old_names}
    return pa.DataFrameSchema(columns | old, name=table, strict=True, ordered=True, unique=storage.key(table))


def _checks(constraints: storage.Descriptor) -> list[pa.Check]:
    import pandera.pandas as pa

    checks = []
    if "pattern" in constraints:
        checks.append(pa.Check.str_matches(rf"\A{constraints['pattern']}\Z"))
    if "maxLength" in constraints:
        checks.append(pa.Check.str_length(max_value=constraints["maxLength"]))
    if "minimum" in constraints:
        checks.append(pa.Check.ge(constraints["minimum"]))
    if "maximum" in constraints:
        checks.append(pa.Check.le(constraints["maximum"]))
    return checks
