"""Seeing the tables: `chart`, `site`, `browse`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.analysis.charts import KINDS, chart
from caucasus_data.cli.parser import command
from caucasus_data.cli.printing import warning_in_a_line
from caucasus_data.errors import UnwritableError

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands

_CHOICES = {
    "actor": ("NAME", "whom it concerns, by any name"),
    "organization": ("NAME", "memberships: whose members"),
    "domain": ("DOMAIN", "events, map: a field of politics such as military"),
    "by": ("PERIOD", "events: year, month or day"),
    "dependent": ("NAME", "dependencies: who leans"),
    "indicator": ("INDICATOR", "dependencies: what is measured, such as gas_import_share"),
    "topic": ("TOPIC", "claims: what the forecasts are about, such as csto"),
}


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
    about = "Draw rows as SVG, as PNG or as a page."
    drawing = command(commands, "chart", _chart, about, "memberships --actor Armenia seats.svg")
    drawing.add_argument("kind", metavar="KIND", help=f"one of {', '.join(KINDS)}")
    drawing.add_argument("file", metavar="FILE", type=Path, help="ends in .svg, .png or .html")
    for name, (value, says) in _CHOICES.items():
        drawing.add_argument(f"--{name}", metavar=value, help=says)
    drawing.add_argument("--as-of", metavar="DAY", help="what held in the world on this day")
    drawing.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")

    pages = command(commands, "site", _site, "Write a page for every row, as a folder.", "pages --version 0.2.0")
    pages.add_argument("folder", metavar="DIR", type=Path)
    pages.add_argument("--version", metavar="VERSION", help="this release, instead of today's tables")

    look = command(commands, "browse", _browse, "Look at every row in a browser, offline.", "--no-open")
    look.add_argument("--no-open", action="store_true", help="print where the front page is, and open nothing")


def _chart(options: argparse.Namespace) -> int:
    from caucasus_data.analysis.charts.files import save

    what = {name: getattr(options, name) for name in _CHOICES if getattr(options, name) is not None}
    with warning_in_a_line():
        drawn = chart(options.kind, as_of=options.as_of, version=options.version, **what)
    save(drawn, options.file)
    print(f"wrote {options.file}")
    return 0


def _site(options: argparse.Namespace) -> int:
    from caucasus_data.site import site

    print(f"wrote {site(options.folder, version=options.version)}")
    return 0


def _browse(options: argparse.Namespace) -> int:
    import webbrowser

    from caucasus_data.site.cache import browsable

    try:
        page = browsable()
    except UnwritableError as error:
        raise UnwritableError(f"{error}; `caucasus-data site DIR` writes the pages elsewhere") from error
    if options.no_open or not webbrowser.open(page.as_uri()):
        print(page)
    return 0
