"""The first layers of the referee on frames where they live: too long for a file, and maybe for one machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from caucasus_data.errors import UnknownValueError, one_of
from caucasus_data.support.extras import extra

if TYPE_CHECKING:
    from caucasus_data.model.vocabularies import TableName

Frame = TypeVar("Frame")
Settle = Callable[[str], str]
COLUMN, RULE = "column", "rule"


def judge(table: TableName, frame: Frame) -> Frame:
    """Judge the cells and the rows of a frame where it lives, by the rules by which `validate` judges files.

    Nothing is computed before the answer is asked for, unless the frame is a DataFrame of polars.

    Args:
        table: Name of the table whose rows the frame holds.
        frame: A frame of polars, DuckDB, PySpark, Dask or Ibis, with all columns of the table. Others may stand beside
            them. What is no text is judged as what it reads as, and a null as a blank.

    Returns:
        A frame of the same kind: for each fault `column` and `rule`, and behind them the row as it was but for
        columns of these names, in no particular order. The faults are those that `validate` finds in single cells
        and between the cells of one row; keys, and ids that lead nowhere, are for `validate` or for a join.

    Raises:
        UnknownValueError: There is no such table, the frame lacks a column of it, or is of none of these libraries.
        MissingLibraryError: narwhals is not installed, which comes with the extra `scale`.

    Source:
        The declarations in `caucasus_data.model`; docs/rules.md explains each rule, docs/scale.md which way to go.

    >>> import polars as pl
    >>> from caucasus_data.package import storage
    >>> frame = pl.DataFrame(storage.rows("events")).filter(event_id="evt-2024-csto-participation-frozen")
    >>> judge("events", frame.with_columns(end_date=pl.lit("1066"))).select("column", "rule", "end_date").rows()
    [('end_date', 'not-after', '1066')]
    """
    from caucasus_data.model.tables import TABLES

    declared = TABLES[one_of("table", table, TABLES)]
    with extra("scale"):
        import narwhals as nw
    from caucasus_data.validation.settling import PART, VERDICT, settled
    from caucasus_data.validation.verdicts import doubtful, verdicts

    given: Any = nw.from_native(cast("Any", frame), pass_through=True)
    library = given.implementation.value if isinstance(given, nw.DataFrame | nw.LazyFrame) else type(frame).__name__
    if library not in _SETTLE:
        raise UnknownValueError("library of frames", library, _SETTLE, likest=())
    names = given.collect_schema().names()
    for name in declared.names:
        one_of("column of the frame", name, names)
    found = given.lazy().filter(doubtful(declared)).with_columns(verdicts(declared).alias(RULE))
    suspected = found.filter(nw.col(RULE) != "").to_native()
    known = nw.from_native(_SETTLE[library](suspected, partial(settled, table)))
    parted = known.filter(nw.col(RULE) != "").with_columns(nw.col(RULE).str.split(VERDICT))
    single = nw.from_native(parted.to_native().explode(RULE)) if library == "dask" else parted.explode(RULE)
    column, rule = (nw.col(RULE).str.replace_all(cut, "") for cut in (f"{PART}.*", f".*{PART}"))
    named = single.with_columns(column.alias(COLUMN), rule)
    faults = named.select(COLUMN, RULE, *(name for name in names if name not in (COLUMN, RULE)))
    return cast("Frame", (faults.collect() if isinstance(given, nw.DataFrame) else faults).to_native())


def _in_polars(frame: Any, settle: Settle) -> Any:
    import polars as pl

    return frame.with_columns(pl.col(RULE).map_elements(settle, pl.String))


def _in_duckdb(frame: Any, settle: Settle) -> Any:
    """By way of pandas, in which texts alone keep what they are."""
    from duckdb import ColumnExpression as Column
    from duckdb import sqltype

    texts = frame.select(*(Column(name).cast("VARCHAR").alias(name) for name in frame.columns))
    mapped = texts.map(
        lambda part: part.assign(**{RULE: part[RULE].map(settle)}),
        schema=dict.fromkeys(frame.columns, sqltype("VARCHAR")),
    )
    types = zip(frame.columns, frame.types, strict=True)
    return mapped.select(*(Column(name).cast(type_).alias(name) for name, type_ in types))


def _in_pyspark(frame: Any, settle: Settle) -> Any:
    from pyspark.sql.functions import udf

    return frame.withColumn(RULE, udf(settle, "string")(frame[RULE]))


def _in_dask(frame: Any, settle: Settle) -> Any:
    return frame.assign(**{RULE: frame[RULE].map(settle, meta=(RULE, "str"))})


def _in_ibis(frame: Any, settle: Settle) -> Any:
    import ibis

    @ibis.udf.scalar.python  # type: ignore[untyped-decorator]
    def settled(found: str) -> str:
        return settle(found)

    return frame.mutate(**{RULE: settled(frame[RULE])})


_SETTLE: dict[str, Callable[[Any, Settle], Any]] = {
    "polars": _in_polars,
    "duckdb": _in_duckdb,
    "pyspark": _in_pyspark,
    "pyspark[connect]": _in_pyspark,
    "dask": _in_dask,
    "ibis": _in_ibis,
}
"""How each library has Python asked, for which narwhals has no word where frames are lazy."""
