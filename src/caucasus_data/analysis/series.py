"""Dependencies as series: the observations of each year, and who leans more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caucasus_data.loading.as_of import series_columns
from caucasus_data.loading.frames import load
from caucasus_data.model.edtf import bound_names

if TYPE_CHECKING:
    import pandas as pd


def series(version: str | None, *, wide: bool) -> pd.DataFrame:
    """The panel of dependencies; `panel` tells what it holds."""
    import numpy as np
    import pandas as pd

    rows = load("dependencies", version=version).dropna(subset="value")
    same = series_columns(rows)
    number = rows.groupby(same, dropna=False, observed=True, sort=False).ngroup()
    panel = rows[same].groupby(number).head(1).reset_index(drop=True)
    earliest, latest, _ = bound_names("period")
    years = rows[earliest].dt.year
    whole = (rows[earliest] == _day(years, 1, 1)) & (rows[latest] == _day(years, 12, 31))
    cells = [number[whole].rename("series"), years[whole].rename("year")]
    low = rows["value"].mask(rows["qualifier"] == "at_most", -np.inf)[whole].groupby(cells).min()
    high = rows["value"].mask(rows["qualifier"] == "at_least", np.inf)[whole].groupby(cells).max()
    lows, highs = (side.replace([-np.inf, np.inf], np.nan).unstack().reindex(panel.index) for side in (low, high))
    leaning = (lows + highs) / 2
    swapped = panel.rename(columns={"dependent_id": "supplier_id", "supplier_id": "dependent_id"})
    reverse = panel.merge(swapped.reset_index(), on=same, how="left")["index"]
    back = leaning.reindex(reverse).set_axis(panel.index)
    asymmetry = ((leaning - back) / (leaning + back)).where((leaning >= 0) & (back >= 0) & (leaning + back > 0))
    measured = {"low": lows, "high": highs, "asymmetry": asymmetry}
    if not wide:
        long = pd.DataFrame({name: numbers.stack() for name, numbers in measured.items()}).dropna(how="all")
        years_of = long.rename_axis(["series", "year"]).reset_index()
        told = panel.merge(years_of, left_index=True, right_on="series").drop(columns="series")
        return told.astype({"year": "Int64"}).sort_values([*same, "year"], kind="stable").reset_index(drop=True)
    panel["left_out"] = (~whole).groupby(number).sum()
    beside = {f"{name}_{year}": numbers[year] for year in lows for name, numbers in measured.items()}
    return pd.concat([panel, pd.DataFrame(beside, index=panel.index)], axis=1)


def _day(years: pd.Series[int], month: int, day: int) -> pd.Series[Any]:
    import pandas as pd

    return pd.to_datetime(pd.DataFrame({"year": years, "month": month, "day": day}))
