"""What the record declares to have looked through, and on which days it tells little."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from caucasus_data.errors import either
from caucasus_data.model.edtf import bound_names
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

    Frames = Callable[[str], pd.DataFrame]

SYSTEMATIC: Final = "systematic"
_NONE: Final = "none"
_OF_EVENTS: Final = ("events", "participants")


def spells(version: str | None, frames: Frames) -> pd.DataFrame:
    """What the table `coverage` declares: domain, area_id, depth, first and last day.

    Args:
        version: Release that the frames are from; before 0.3.0 none declares anything.
        frames: Gives the whole frame of a table.
    """
    import pandas as pd

    columns = ["domain", "area_id", "depth", "first", "last"]
    if "coverage" not in storage.tables(version):
        return pd.DataFrame(columns=columns)
    (first, _, _), (_, last, _) = bound_names("start_date"), bound_names("end_date")
    return frames("coverage").rename(columns={first: "first", last: "last"})[columns]


def thin(day: str, table: str, version: str | None, frames: Frames) -> str:
    """What must be known of a day on which the rows of a table tell little; empty where they tell what they can.

    Every table tells little beyond the time of the events. Events tell little of the themes and areas through which
    nobody looked for that day, too.
    """
    covered = storage.package(version)["temporal"]
    if not covered["start"] <= day <= covered["end"]:
        return f"{day} lies outside {covered['start']} to {covered['end']}, the time of the events"
    declared = spells(version, frames) if table in _OF_EVENTS else None
    if declared is None or declared.empty:
        return ""
    then = declared[(declared["first"] <= day) & (declared["last"] >= day)]
    if then.empty:
        return f"the table coverage does not say what was looked through for {day}"
    looked = {*then.loc[then["depth"] != _NONE, ["domain", "area_id"]].itertuples(index=False, name=None)}
    blind: dict[str, list[str]] = {}
    for domain, area in then.loc[then["depth"] == _NONE, ["domain", "area_id"]].itertuples(index=False, name=None):
        if (domain, area) not in looked:
            blind.setdefault(area, []).append(domain)
    told = "; ".join(f"{either(domains)} events of {area}" for area, domains in blind.items())
    return f"nobody looked for what is missing on {day}: {told}" if told else ""
