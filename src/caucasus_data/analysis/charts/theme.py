"""The one look of charts, in files, notebooks and pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from caucasus_data.citing.edition import citation_text, edition

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


class Tone(NamedTuple):
    """A colour by day and by night."""

    light: str
    dark: str


TONES: Final[Mapping[str, Tone]] = {
    "paper": Tone("#fffefb", "#14181d"),
    "ink": Tone("#1b222c", "#e9e7e1"),
    "soft": Tone("#59626f", "#a6aebb"),
    "line": Tone("#dcdcd5", "#333b45"),
    "blue": Tone("#0f6ba8", "#62b5ea"),
    "vermilion": Tone("#bf4a05", "#ff935a"),
    "green": Tone("#0a8461", "#47c9a0"),
    "purple": Tone("#a24b86", "#e59fca"),
    "orange": Tone("#c98a04", "#f0bd55"),
    "sky": Tone("#4a9bd4", "#9ad4f7"),
    "grey": Tone("#8b929c", "#868e99"),
    "pale": Tone("#bcc1c6", "#5a636e"),
}
"""After Okabe and Ito, whose colours stay apart for readers who confuse some; text has a contrast of 4.5 and more."""

PAPER, INK, SOFT, LINE = (TONES[name].light for name in ("paper", "ink", "soft", "line"))
BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, GREY, PALE = (tone.light for tone in [*TONES.values()][4:])
SERIES: Final = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, GREY)

PARTICIPATION: Final = {
    "active": BLUE,
    "suspended_by_member": VERMILION,
    "suspended_by_organization": PURPLE,
    "none": PALE,
}
DOMAIN: Final = {
    "diplomatic": BLUE,
    "military": VERMILION,
    "economic": GREEN,
    "energy": ORANGE,
    "legal": PURPLE,
    "political": SKY,
    "humanitarian": GREY,
}
OUTCOME: Final = {
    "resolved_yes": BLUE,
    "resolved_no": VERMILION,
    "resolved_ambiguous": PURPLE,
    "open": ORANGE,
    "unreviewed": PALE,
}
FONT: Final = "Helvetica Neue, Arial, Liberation Sans, DejaVu Sans, sans-serif"
WIDTH: Final = 640

_CONFIG: Final[dict[str, Any]] = {
    "background": PAPER,
    "font": FONT,
    "padding": 16,
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelLimit": 300,
    },
    "axisY": {"domain": False, "ticks": False},
    "legend": {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 11,
        "orient": "top",
        "title": None,
        "symbolType": "square",
        "symbolOpacity": 1,
        "symbolStrokeWidth": 0,
        "labelLimit": 260,
    },
    "title": {
        "color": INK,
        "fontSize": 17,
        "subtitleColor": SOFT,
        "subtitleFontSize": 11,
        "anchor": "start",
        "offset": 14,
        "subtitlePadding": 6,
        "subtitleLineHeight": 15,
        "frame": "bounds",
    },
    "header": {"labelColor": INK, "titleColor": SOFT},
    "text": {"color": INK, "fontSize": 11},
    "rule": {"color": SOFT},
    "range": {"category": list(SERIES)},
}


def finished(chart: Any, title: str, says: str, version: str | None, as_of: str | None = None) -> Any:
    """A chart with its title, what it shows, the version it was drawn from and how that is cited."""
    import altair as alt

    day = f" As of {as_of}." if as_of else ""
    lines = [f"{says}{day}", f"{citation_text(version)}"] if says or day else [citation_text(version)]
    heading = alt.TitleParams(title, subtitle=lines)
    return chart.properties(title=heading, usermeta={"version": edition(version)}).configure(**_CONFIG)


def colours(column: str, words: Mapping[str, str], present: set[str], **legend: Any) -> alt.Color:
    """The colour of each word of a column, with a legend of those that are there."""
    import altair as alt

    there = {said(word): colour for word, colour in words.items() if word in present}
    scale = alt.Scale(domain=list(there), range=list(there.values()))
    return alt.Color(f"{column}:N", scale=scale, legend=alt.Legend(title=None, **legend))


def years(first: int, last: int, column: str) -> Any:
    """A layer that is not seen, by which a column's axis reaches from the beginning of a year to the end of another.

    A domain said outright is read one way for the start of a bar and another for its end.
    """
    import altair as alt

    ends = data([{column: f"{year}-01-01T00:00:00"} for year in (first, last + 1)])
    return alt.Chart(ends).mark_point(opacity=0, size=0).encode(x=alt.X(f"{column}:T", scale=alt.Scale(nice=False)))


def data(rows: list[dict[str, Any]]) -> alt.InlineData:
    """Rows as data of a chart, as many as there are."""
    import altair as alt

    return alt.InlineData(values=tuple(rows))  # a list would be copied at every step of a chart


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each by its columns."""
    return [{str(column): cell for column, cell in row.items()} for row in frame.to_dict("records")]


def said(word: Any) -> str:
    """A word of a vocabulary as people read it.

    >>> said("suspended_by_member")
    'suspended by member'
    """
    return str(word).replace("_", " ")


def moment(day: pd.Timestamp) -> str:
    """A day as charts take it: at its midnight wherever the reader is, which a bare date is not."""
    return f"{day:%Y-%m-%dT00:00:00}"


def text(cell: Any) -> str:
    """A cell as text, empty where it is blank."""
    import pandas as pd

    return "" if pd.isna(cell) else str(cell)
