"""The one look of charts, in files, notebooks and pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from caucasus_data.analysis.charts.spec import Rows, Spec, by

if TYPE_CHECKING:
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


def finished(chart: Spec, title: str, says: str, as_of: str | None = None) -> Spec:
    """A chart in this look, with its title and what it shows."""
    day = f" As of {as_of}." if as_of else ""
    return {**chart, "title": {"text": title, "subtitle": [f"{says}{day}"]}, "config": dict(_CONFIG)}


def colours(column: str, words: Mapping[str, str], present: set[str]) -> Spec:
    """The colour of each word of a column, with a legend of those that are there."""
    there = {said(word): colour for word, colour in words.items() if word in present}
    return by(f"{column}:N", scale={"domain": [*there], "range": [*there.values()]}, legend={"title": None})


def records(frame: pd.DataFrame) -> Rows:
    """The rows of a frame, each by its columns."""
    columns = [str(column) for column in frame.columns]
    cells = zip(*(frame[column].tolist() for column in columns), strict=True)  # far faster than row by row
    return [dict(zip(columns, row, strict=True)) for row in cells]


def said(word: Any) -> str:
    """A word of a vocabulary as people read it.

    >>> said("suspended_by_member")
    'suspended by member'
    """
    return "not in force" if word == "none" else str(word).replace("_", " ")  # a seat that is not there to take


def moment(day: pd.Timestamp) -> str:
    """A day as charts take it: at its midnight wherever the reader is, which a bare date is not."""
    return f"{day:%Y-%m-%dT00:00:00}"


def text(cell: Any) -> str:
    """A cell as text, empty where it is blank."""
    import pandas as pd

    return "" if pd.isna(cell) else str(cell)
