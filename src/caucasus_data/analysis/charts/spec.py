"""What a chart is made of: marks, and the channels by which rows decide where they stand and what colour they have."""

from __future__ import annotations

from typing import Any, Final

Spec = dict[str, Any]
"""A chart or a part of it as Vega-Lite reads it."""
Rows = list[dict[str, Any]]

_KINDS: Final = {"N": "nominal", "Q": "quantitative", "T": "temporal"}


def by(column: str, **more: Any) -> Spec:
    """A channel: the column that it shows and, after a colon, how it is read: as a name, a quantity or a time.

    >>> by("day:T", title=None)
    {'field': 'day', 'type': 'temporal', 'title': None}
    >>> by("end")
    {'field': 'end'}
    """
    field, _, kind = column.partition(":")
    return {"field": field, **({"type": _KINDS[kind]} if kind else {}), **more}


def told(*columns: str) -> list[Spec]:
    """Columns that are shown where a reader points at a mark."""
    return [by(f"{column}:N") for column in columns]


def mark(kind: str, channels: Spec, /, *, rows: Rows | None = None, **looks: Any) -> Spec:
    """A mark for each row; without rows of its own, for each of the chart in which it is a layer."""
    own: Spec = {"data": {"values": rows}} if rows is not None else {}
    return {**own, "mark": {"type": kind, **looks}, "encoding": channels}


def layered(rows: Rows, *layers: Spec, width: float, height: Any, **more: Any) -> Spec:
    """Marks over one another, the first lowest."""
    return {"data": {"values": rows}, "layer": [*layers], "width": width, "height": height, **more}


def years(first: int, last: int, column: str) -> Spec:
    """A layer that is not seen, by which a column's axis reaches from the beginning of a year to the end of another.

    A domain said outright is read one way for the start of a bar and another for its end.
    """
    ends = [{column: f"{year}-01-01T00:00:00"} for year in (first, last + 1)]
    return mark("point", {"x": by(f"{column}:T", scale={"nice": False})}, rows=ends, opacity=0, size=0)
