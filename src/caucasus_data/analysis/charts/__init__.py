"""Tables as charts: one declaration of each serves notebooks, files and pages."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from caucasus_data.citing.edition import citation_text, edition
from caucasus_data.errors import UnknownValueError
from caucasus_data.support.extras import extra

if TYPE_CHECKING:
    import altair as alt

KINDS: Final = ("memberships", "events", "dependencies", "claims", "network", "map")
"""The kinds, each a module of this package with a function `draw`."""


def chart(kind: str, *, as_of: str | None = None, version: str | None = None, **what: str) -> alt.TopLevelMixin:
    """Draw the rows of a table.

    Args:
        kind: `memberships` (with actor, organization or both): spells as bars in the colour of participation, pale
            where a date is known only roughly, up to the end of the record. `events` (actor, domain, and by
            `year`, `month` or `day`): counts by domain, or each event with its title. `dependencies` (dependent and
            indicator): observations by supplier, with a bar where sources differ; a line joins only years that
            follow one another. `claims` (topic): forecasts, when they are due, what became of them, and the
            likelihoods that were given. `network` (actor): its ties on the day, or at the end of the record.
            `map` (actor, domain): places of events in and around the South Caucasus, without border lines.
        as_of: A day in the world, as in `load`.
        version: A release, as in `load`.
        what: Which rows; actors by any of their names.

    Returns:
        An Altair chart, to show in a notebook, to change, or to `.save()`. Its subtitle says which version it shows and
        how to cite it.

    Raises:
        UnknownValueError: There is no such kind, or it cannot be asked for that; the error names the nearest.
        CaucasusDataError: There are no such rows.
        MissingLibraryError: altair is not installed: `pip install 'caucasus-data[chart]'`.

    Source:
        The table that the kind is named after, data/events.csv and data/places.csv for the map.

    >>> seats = chart("memberships", actor="Armenia")
    >>> seats.to_dict()["title"]["text"]
    'Armenia: seats over time'
    """
    if kind not in KINDS:
        raise UnknownValueError("chart", str(kind), KINDS)
    with extra("chart"):
        import altair
    allowed = asked_of(kind)
    for name in what:
        if name not in allowed:
            raise UnknownValueError(f"choice of {kind}", name, allowed)
    spec = _module(kind).draw(**what, as_of=as_of, version=version)
    named = edition(version)
    spec["title"]["subtitle"].append(citation_text(version, named=named))
    spec["usermeta"] = {"version": named}
    kinds = altair.VConcatChart if "vconcat" in spec else altair.LayerChart
    drawn: alt.TopLevelMixin = kinds.from_dict(spec)
    return drawn


def asked_of(kind: str) -> list[str]:
    """What can be chosen for a kind of chart, beside the day and the version.

    >>> asked_of("claims")
    ['topic']
    """
    return [name for name in inspect.signature(_module(kind).draw).parameters if name not in ("as_of", "version")]


def _module(kind: str) -> Any:
    return import_module(f"{__name__}.{kind}")
