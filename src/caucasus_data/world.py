"""What held in the world on a day."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from caucasus_data import bundle, edtf
from caucasus_data.edtf import bound_names
from caucasus_data.errors import CoverageWarning, DateError

if TYPE_CHECKING:
    import pandas as pd

    Frames = Callable[[str], pd.DataFrame]

HELD = ("surely", "possibly")

_SERIES = ["dependent_id", "supplier_id", "indicator", "unit", "basis", "denominator"]
_DATED_BY = {"participants": ("event_id", "events"), "citations": ("source_id", "sources")}
_OUTCOME = ["confidence", "resolved_on", *bound_names("resolved_on"), "resolution_source_id"]


def on(day: str, table: str, version: str | None, frames: Frames) -> pd.DataFrame:
    """The rows of a table that held on a day; `load` tells what that means for each table.

    Args:
        day: EDTF date of the precision of a day.
        table: Name of the table.
        version: Release that the frames are from.
        frames: Gives the whole frame of a table.

    Returns:
        The rows, and whether each held `surely` or `possibly` in `held`.

    Raises:
        DateError: The date is not one day.

    Warns:
        CoverageWarning: The day lies before the first or after the last event of the version.
    """
    then = _timestamp(day)
    frame = frames(table)
    if table == "withdrawn":
        return frame
    covered = bundle.package(version)["temporal"]
    if not covered["start"] <= day <= covered["end"]:
        reach = f"{covered['start']} to {covered['end']}"
        warnings.warn(f"{day} lies outside {reach}, the time of the events", CoverageWarning, stacklevel=3)
    if table == "claims":
        frame = _undecided(frame, then)
    frame = frame.assign(held=_held(table, frame, then, version, frames))
    return frame[frame["held"].notna()].reset_index(drop=True)


def _timestamp(day: str) -> pd.Timestamp:
    import pandas as pd

    date = edtf.parse(day)
    if day != date.latest.isoformat():
        raise DateError(f"as_of asks for one day such as {date.latest.isoformat()!r}, and not {day!r}")
    return pd.Timestamp(date.latest)


def _held(table: str, frame: pd.DataFrame, then: pd.Timestamp, version: str | None, frames: Frames) -> pd.Series[Any]:
    """`surely`, `possibly`, or missing where the row did not hold."""
    import pandas as pd

    if table in _DATED_BY:
        column, other = _DATED_BY[table]
        rows = frames(other)
        verdicts = _held(other, rows, then, version, frames).set_axis(rows[column])
        return frame[column].map(verdicts).astype(verdicts.dtype)
    declared = bundle.schema(table, version)
    timeline = [bound_names(column) for column in declared["timeline"]]
    earliest, latest, _ = timeline[0]
    # a blank date is neither before nor after a day, so each verdict asks for what blanks must give
    surely, possibly = frame[latest] <= then, ~(frame[earliest] > then)
    if declared["lasting"]:
        earliest, latest, _ = timeline[1]
        surely, possibly = surely & ~(frame[earliest] < then), possibly & ~(frame[latest] < then)
    if table == "dependencies":
        ended = frame[latest].where(surely)
        last = ended.groupby([frame[c] for c in _SERIES], dropna=False, observed=True).transform("max")
        surely = possibly = ended.notna() & (ended == last)
    words = surely.map({True: HELD[0], False: HELD[1]}).where(surely | possibly)
    return words.astype(pd.CategoricalDtype(list(HELD)))


def _undecided(claims: pd.DataFrame, then: pd.Timestamp) -> pd.DataFrame:
    """The claims without outcomes of which nobody could surely know on the day."""
    later = claims["resolved_on_latest"] > then
    return claims.assign(
        status=claims["status"].mask(later, "unreviewed"), **{c: claims[c].mask(later) for c in _OUTCOME}
    )
