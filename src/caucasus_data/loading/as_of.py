"""What held in the world on a day."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date
from numbers import Real
from typing import TYPE_CHECKING, Any, Final

from caucasus_data.errors import CaucasusDataError, CoverageWarning, DateError
from caucasus_data.loading.coverage import thin
from caucasus_data.model import edtf
from caucasus_data.model.edtf import bound_names
from caucasus_data.model.series import SERIES
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

    Frames = Callable[[str], pd.DataFrame]

HELD = ("surely", "possibly")
DOUBTS: Final = ("start unknown", "start vague", "end vague")
"""Why a row held possibly and not surely; where several are true, the last of them is told."""

VERDICTS: Final = ("held", "held_why", "period_age")
"""The columns that only a frame of some day has; the last is for dependencies."""

_ACTING: Final = "Acting "
"""What stands before the title of an office while somebody only fills it."""

UNDECIDED: Final = "unreviewed"
OUTCOME: Final = ("confidence", "resolved_on", *bound_names("resolved_on"), "resolution_source_id")
"""What is blank of a claim as long as it is undecided."""


def held_on(
    day: str | date, table: str, version: str | None, frames: Frames, max_age: float | None = None
) -> pd.DataFrame:
    """The rows of a table that held on a day; `load` tells what that means for each table.

    Args:
        day: EDTF date of the precision of a day, or a date.
        table: Name of the table.
        version: Release that the frames are from.
        frames: Gives the whole frame of a table.
        max_age: Of dependencies, how many years before the day their period may have ended.

    Returns:
        The rows, whether each held `surely` or `possibly`, and of the latter why.

    Raises:
        DateError: The date is not one day.
        CaucasusDataError: The table has no age, or that is no number of years.

    Warns:
        CoverageWarning: The day lies before the first or after the last event of the version, or is one of events
            for which the table coverage declares that nobody looked.
    """
    import pandas as pd

    day = _one_day(day)
    _check_age(max_age, table)
    then = pd.Timestamp(day)
    frame = frames(table)
    if not storage.schema(table, version)["timeline"] and _dated_by(table, version) is None:
        return frame
    if said := thin(day, table, version, frames):
        warnings.warn(said, CoverageWarning, stacklevel=3)
    if table == "claims":
        frame = _undecided(frame, then)
    frame = frame.join(_verdicts(table, frame, then, version, frames))
    frame = frame[frame["held"].notna()]
    if table == "dependencies":
        frame = frame.assign(period_age=_years(frame[bound_names("period")[1]], then))
        if max_age is not None:
            frame = frame[frame["period_age"] <= max_age]
    return frame.reset_index(drop=True)


def _check_age(max_age: object, table: str) -> None:
    if max_age is None:
        return
    if table != "dependencies":
        raise CaucasusDataError(f"max_age is for dependencies, and {table} have no age")
    if not isinstance(max_age, Real) or isinstance(max_age, bool) or not float(max_age) >= 0:
        raise CaucasusDataError(f"max_age asks for a number of years such as 10, and not {max_age!r}")


def _years(ended: pd.Series[Any], then: pd.Timestamp) -> pd.Series[Any]:
    """The years from some days to a later one, whole on every anniversary."""
    months = 12 * (then.year - ended.dt.year) + then.month - ended.dt.month
    years: pd.Series[Any] = (months + (then.day - ended.dt.day) / 31) / 12
    return years.round(3)


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


def _verdicts(table: str, frame: pd.DataFrame, then: pd.Timestamp, version: str | None, frames: Frames) -> pd.DataFrame:
    """Of each row `held`, which is missing where it did not, and `held_why`."""
    import pandas as pd

    declared = storage.schema(table, version)
    dated_by = None if declared["timeline"] else _dated_by(table, version)
    if dated_by:
        column, other = dated_by
        rows = frames(other)
        told = _verdicts(other, rows, then, version, frames).set_axis(rows[column])
        return told.reindex(frame[column]).set_axis(frame.index)
    spells = handed_on(frame) if table == "memberships" else frame
    words = covering(spells, declared, then, then)
    if table == "dependencies":
        ended = frame[bound_names("period")[1]].where(words == HELD[0])
        last = ended.groupby([frame[c] for c in series_columns(frame)], dropna=False, observed=True).transform("max")
        words = words.where(ended.notna() & (ended == last))
    return pd.DataFrame({"held": words, "held_why": _why(spells, declared, then).where(words == HELD[1])})


def series_columns(dependencies: pd.DataFrame) -> list[str]:
    """The columns that are the same throughout a series, of those that the version has."""
    return [c for c in SERIES if c in dependencies]


def handed_on(spells: pd.DataFrame) -> pd.DataFrame:
    """Memberships of which each ends on the day before the one on which the next begins in its place.

    Such a day stands in both rows, as the act that ends one spell begins the other: it belongs to the later one.
    The next is one of the same member in the same organization, or whoever's in the same office, which is the same
    with and without `Acting`. Only days hand on, and a spell keeps its day where it has no other.
    """
    import pandas as pd

    (begins, _, begun_to), (ends, ended, ended_to) = bound_names("start_date"), bound_names("end_date")
    office, title = spells["type"] == "office", spells["role"].str.removeprefix(_ACTING)
    member, organization = spells["member_id"], spells["organization_id"]
    day = spells[begins].where(spells[begun_to] == "day")
    own = {*zip(member, organization, office, day, strict=True)}
    taken = {*zip(organization[office], title[office], day[office], strict=True)}
    over = pd.Series(
        [
            (who, what, seat, end) in own or (what, name, end) in taken
            for who, what, seat, name, end in zip(member, organization, office, title, spells[ends], strict=True)
        ],
        index=spells.index,
    )
    over &= (spells[ended_to] == "day") & ~(spells[begins] >= spells[ends])
    return spells.assign(**{c: spells[c].where(~over, spells[c] - pd.Timedelta(days=1)) for c in (ends, ended)})


def covering(frame: pd.DataFrame, declared: storage.Descriptor, first: Any, last: Any) -> pd.Series[Any]:
    """Whether rows held `surely` or `possibly` on some of the days from first to last, or missing where on none.

    Args:
        frame: A loaded frame whose rows have a date.
        declared: Its Table Schema.
        first: The first of the days, for all rows or for each.
        last: The last of the days.
    """
    import pandas as pd

    begins, begun, ends, ended = _edges(frame, declared)
    # a blank date is neither before nor after a day, so each verdict asks for what blanks must give
    surely, possibly = (begun <= last) & ~(ends < first), ~(begins > last) & ~(ended < first)
    words: pd.Series[Any] = surely.map({True: HELD[0], False: HELD[1]}).where(surely | possibly)
    return words.astype(pd.CategoricalDtype(list(HELD)))


def _edges(frame: pd.DataFrame, declared: storage.Descriptor) -> list[pd.Series[Any]]:
    """The first and last day on which each row may have begun, and those on which it may have ended.

    No reading of its dates has a row begin after its end: an unknown start is not after the end, a vague one neither.
    """
    import pandas as pd

    begins, begun, _ = (frame[c] for c in bound_names(declared["timeline"][0]))
    if not declared["lasting"]:
        never = pd.Series(pd.NaT, index=frame.index, dtype=begun.dtype)
        return [begins, begun, never, never]
    ends, ended, _ = (frame[c] for c in bound_names(declared["timeline"][1]))
    return [begins, begun.where(~(ended < begun) & begun.notna(), ended), ends.where(~(begins > ends), begins), ended]


def _why(frame: pd.DataFrame, declared: storage.Descriptor, day: pd.Timestamp) -> pd.Series[Any]:
    """Why a row held on a day only possibly, if it did."""
    import pandas as pd

    stored = frame[bound_names(declared["timeline"][0])[1]]
    _, _, ends, _ = _edges(frame, declared)
    unknown, vague, end_vague = DOUBTS
    why = pd.Series(vague, index=frame.index).mask(stored.isna(), unknown).mask(ends < day, end_vague)
    return why.astype(pd.CategoricalDtype(list(DOUBTS)))


def _undecided(claims: pd.DataFrame, then: pd.Timestamp) -> pd.DataFrame:
    """The claims without outcomes of which nobody could surely know on the day."""
    later = claims["resolved_on_latest"] > then
    return claims.assign(status=claims["status"].mask(later, UNDECIDED), **{c: claims[c].mask(later) for c in OUTCOME})
