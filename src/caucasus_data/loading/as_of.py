"""What held in the world on a day."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from caucasus_data.errors import CoverageWarning, DateError
from caucasus_data.loading.coverage import thin
from caucasus_data.model import edtf
from caucasus_data.model.edtf import bound_names
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

    Frames = Callable[[str], pd.DataFrame]

HELD = ("surely", "possibly")

_SERIES: Final = (
    *("dependent_id", "supplier_id", "indicator", "unit", "basis", "denominator"),
    *("measure", "reporter_id"),
)
VERDICTS: Final = ("held",)
"""The columns that only a frame of some day has."""

UNDECIDED: Final = "unreviewed"
OUTCOME: Final = ("confidence", "resolved_on", *bound_names("resolved_on"), "resolution_source_id")
"""What is blank of a claim as long as it is undecided."""


def held_on(day: str | date, table: str, version: str | None, frames: Frames) -> pd.DataFrame:
    """The rows of a table that held on a day; `load` tells what that means for each table.

    Args:
        day: EDTF date of the precision of a day, or a date.
        table: Name of the table.
        version: Release that the frames are from.
        frames: Gives the whole frame of a table.

    Returns:
        The rows, and whether each held `surely` or `possibly` in `held`.

    Raises:
        DateError: The date is not one day.

    Warns:
        CoverageWarning: The day lies before the first or after the last event of the version, or is one of events
            for which the table coverage declares that nobody looked.
    """
    import pandas as pd

    day = _one_day(day)
    then = pd.Timestamp(day)
    frame = frames(table)
    if not storage.schema(table, version)["timeline"] and _dated_by(table, version) is None:
        return frame
    if said := thin(day, table, version, frames):
        warnings.warn(said, CoverageWarning, stacklevel=3)
    if table == "claims":
        frame = _undecided(frame, then)
    frame = frame.assign(held=_held(table, frame, then, version, frames))
    return frame[frame["held"].notna()].reset_index(drop=True)


def _one_day(day: str | date) -> str:
    text = edtf.written(day, "as_of")
    latest = edtf.parse(text).latest.isoformat()
    if text != latest:
        raise DateError(f"as_of asks for one day such as {latest!r}, and not {text!r}")
    return text


def _dated_by(table: str, version: str | None) -> tuple[str, str] | None:
    """The column of a table without dates that names a row of one with dates as part of its key, and which."""
    named = storage.foreign_keys(table, version)
    dated = ((k, named[k]) for k in storage.key(table, version) if k in named)
    return next(((k, other) for k, other in dated if storage.schema(other, version)["timeline"]), None)


def _held(table: str, frame: pd.DataFrame, then: pd.Timestamp, version: str | None, frames: Frames) -> pd.Series[Any]:
    """`surely`, `possibly`, or missing where the row did not hold."""
    declared = storage.schema(table, version)
    dated_by = None if declared["timeline"] else _dated_by(table, version)
    if dated_by:
        column, other = dated_by
        rows = frames(other)
        verdicts = _held(other, rows, then, version, frames).set_axis(rows[column])
        return frame[column].map(verdicts).astype(verdicts.dtype)
    words = covering(handed_on(frame) if table == "memberships" else frame, declared, then, then)
    if table == "dependencies":
        ended = frame[bound_names("period")[1]].where(words == HELD[0])
        last = ended.groupby([frame[c] for c in series_columns(frame)], dropna=False, observed=True).transform("max")
        return words.where(ended.notna() & (ended == last))
    return words


def series_columns(dependencies: pd.DataFrame) -> list[str]:
    """The columns that are the same throughout a series, of those that the version has."""
    return [c for c in _SERIES if c in dependencies]


def handed_on(spells: pd.DataFrame) -> pd.DataFrame:
    """Memberships of which each ends on the day before the one on which the next spell of the same begins.

    Such a day stands in both rows, as the act that ends one spell begins the other: it belongs to the later one.
    """
    import pandas as pd

    earliest, latest, precision = bound_names("end_date")
    begins = set(zip(spells["member_id"], spells["organization_id"], spells["start_date"], strict=True))
    ends = zip(spells["member_id"], spells["organization_id"], spells["end_date"], strict=True)
    over = pd.Series([end in begins for end in ends], index=spells.index)
    over &= (spells["end_basis"] == "status_change") & (spells[precision] == "day")
    over &= spells[bound_names("start_date")[1]] < spells[earliest]
    before = {c: spells[c].where(~over, spells[c] - pd.Timedelta(days=1)) for c in (earliest, latest)}
    return spells.assign(**before)


def covering(frame: pd.DataFrame, declared: storage.Descriptor, first: Any, last: Any) -> pd.Series[Any]:
    """Whether rows held `surely` or `possibly` on some of the days from first to last, or missing where on none.

    Args:
        frame: A loaded frame whose rows have a date.
        declared: Its Table Schema.
        first: The first of the days, for all rows or for each.
        last: The last of the days.
    """
    import pandas as pd

    earliest, latest, _ = bound_names(declared["timeline"][0])
    # a blank date is neither before nor after a day, so each verdict asks for what blanks must give
    surely, possibly = frame[latest] <= last, ~(frame[earliest] > last)
    if declared["lasting"]:
        earliest, latest, _ = bound_names(declared["timeline"][1])
        surely, possibly = surely & ~(frame[earliest] < first), possibly & ~(frame[latest] < first)
    words: pd.Series[Any] = surely.map({True: HELD[0], False: HELD[1]}).where(surely | possibly)
    return words.astype(pd.CategoricalDtype(list(HELD)))


def _undecided(claims: pd.DataFrame, then: pd.Timestamp) -> pd.DataFrame:
    """The claims without outcomes of which nobody could surely know on the day."""
    later = claims["resolved_on_latest"] > then
    return claims.assign(status=claims["status"].mask(later, UNDECIDED), **{c: claims[c].mask(later) for c in OUTCOME})
