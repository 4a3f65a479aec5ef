"""The charts of the pages: one still picture, and specifications that the reader's browser draws."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any, Final

from caucasus_data.analysis.charts import claims as forecasts
from caucasus_data.analysis.charts import dependencies as leaning
from caucasus_data.analysis.charts import events as happened
from caucasus_data.analysis.charts import files, memberships, network
from caucasus_data.analysis.charts import map as mapped
from caucasus_data.errors import CaucasusDataError
from caucasus_data.loading.frames import load
from caucasus_data.site.pages import Pages, as_script, folder

_SPELLS: Final = 20
"""How many spells the chart of an actor needs to be worth drawing."""
_TIED: Final = 6
"""How many actors have a chart of their ties."""
_NUMBERS: Final = 8
"""How many numbers a chart of dependencies needs."""
FRONT: Final = (
    *("csto", "eaeu", "cis", "sco", "nato", "council-of-europe", "icc"),
    *("eastern-partnership", "european-political-community", "energy-community"),
)
"""The seats of Armenia on the front page: those that its turn is told by."""


def front(version: str | None) -> str:
    """The seats of Armenia as a picture that needs no script."""
    rows = load("memberships", version=version)
    rows = rows[(rows["member_id"] == "armenia") & rows["organization_id"].isin(FRONT) & (rows["type"] != "office")]
    if rows.empty:
        return ""
    return files.inline_svg(memberships.lanes(rows, "organization_id", "Armenia", version=version))


def write_charts(pages: Pages) -> tuple[set[str], set[str], list[dict[str, Any]]]:
    """Write what browsers draw; gives the actors and dependencies that have a chart, and the places of the map."""
    version = pages.record.version
    actors = _memberships(pages, version)
    leaning = _dependencies(pages, version)
    for place, draw in (("timeline", happened.draw), ("claims", forecasts.draw)):
        with suppress(CaucasusDataError):  # there is nothing to draw, and the page says so by its lists
            _put(pages, f"{place}/chart.js", draw(version=version))
    with suppress(CaucasusDataError):
        _put(pages, "map/chart.js", mapped.draw(version=version), opens="places")
    _ties(pages, version)
    places = mapped.counted(load("events", version=version), version)
    return actors, leaning, places


def _memberships(pages: Pages, version: str | None) -> set[str]:
    rows = load("memberships", version=version)
    seats = rows[rows["type"] != "office"]
    drawn = set()
    for column, lane in (("member_id", "organization_id"), ("organization_id", "member_id")):
        for actor, number in Counter(seats[column]).items():
            if number >= _SPELLS and actor not in drawn:
                own = rows[rows[column] == actor] if column == "member_id" else seats[seats[column] == actor]
                chart = memberships.lanes(own, lane, pages.title("actors", actor), version=version)
                _put(pages, f"actors/{folder(actor)}/chart.js", chart)
                drawn.add(actor)
    return drawn


def _dependencies(pages: Pages, version: str | None) -> set[str]:
    rows = load("dependencies", version=version).dropna(subset=["value", "period_earliest"])
    drawn = set()
    for (dependent, indicator), ours in rows.groupby(["dependent_id", "indicator"], observed=True):
        if len(ours) >= _NUMBERS:
            name = f"{dependent}-{indicator}".replace("_", "-")
            _put(pages, f"dependencies/charts/{folder(name)}.js", leaning.series(ours, version=version))
            drawn.add(name)
    return drawn


def _ties(pages: Pages, version: str | None) -> None:
    """The ties of the states that have most: where it sits, what binds it, on whom it leans."""
    rows = load("memberships", version=version).query("type != 'office'")
    for actor, number in Counter(rows["member_id"]).most_common(_TIED):
        if number >= _SPELLS and pages.record.row("actors", actor).get("kind") == "state":
            _put(pages, f"actors/{folder(actor)}/ties.js", network.draw(actor=actor, version=version))


def _put(pages: Pages, path: str, chart: Any, *, opens: str = "") -> None:
    """Write a chart; a point of it that has an id may open the page of a row of a table."""
    spec = files.adaptive(chart)
    for layer in spec.get("layer", ()) if opens else ():
        if "tooltip" in layer["encoding"]:
            layer["transform"] = [{"calculate": f"'../{opens}/' + datum.id + '/index.html'", "as": "page"}]
            layer["encoding"]["href"] = {"field": "page"}
    pages.put(path, as_script("drawChart", spec))
    pages.charts.add(path)
